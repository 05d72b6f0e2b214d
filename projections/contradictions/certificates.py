"""A certificate older than its contest, and the same certificate number in two records."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.records.honour import HonourGranted
from ledger.records.qualification import DegreeEarned, TitleHeld
from ledger.records.record import Record, TeacherId
from ledger.spelling import squeeze
from projections.contradictions.contradiction import Contradiction, What, contradiction
from projections.contradictions.material import Found, Material
from projections.contradictions.thresholds import CONTEST_WINDOW_DAYS


def certificates_before_contests(material: Material) -> Iterator[Contradiction]:
    """One contradiction for each award dated before its contest opened; its key is the entry of the award.

    Its contest is the one whose code it bears; without a code, one of its series, level and group that opened soon
    after, where none had been announced before.
    """
    contests = material.ever(ContestAnnounced)
    by_code = {found.record.code: found for found in contests}
    for award in material.of(AwardWon):
        won = award.record
        contest = by_code.get(won.contest) if won.contest else _soon_after(won, contests)
        if contest and won.on < contest.record.opens:
            says = (
                f"教师 {won.teacher} 的{won.series}{won.level}{won.prize}日期是 {won.on},"
                f"早于该赛事({contest.record.code})开始的 {contest.record.opens}。"
            )
            records = [award, contest]
            days = [won.on, contest.record.opens]
            yield contradiction(
                What.BEFORE_CONTEST,
                (award.entry.hex(),),
                says,
                [won.teacher],
                records,
                days,
                contest_window_days=CONTEST_WINDOW_DAYS,
            )


def _soon_after(won: AwardWon, contests: list[Found[ContestAnnounced]]) -> Found[ContestAnnounced] | None:
    """The first contest of the award's sort, if it opened within the window after the award."""
    sort = squeeze(won.series), won.level
    alike = [
        found
        for found in contests
        if (squeeze(found.record.series), found.record.level) == sort
        and squeeze(won.group) in map(squeeze, found.record.groups)
    ]
    first = min(alike, key=lambda found: found.record.opens, default=None)
    if first and (first.record.opens - won.on).days <= CONTEST_WINDOW_DAYS:
        return first
    return None


class _Certificate(NamedTuple):
    number: str
    teacher: TeacherId
    issuer: str
    on: date
    found: Found[Record]


def certificates_twice(material: Material) -> Iterator[Contradiction]:
    """One contradiction for each number; its key is the number and what sort of certificate bears it.

    Awards and honours are one sort: one paper may not count as both. Two issuers that are both named and differ
    have numbers of their own; issuers that are not named may be the same.
    """
    for sort, certificates in _certificates(material).items():
        by_number: defaultdict[str, list[_Certificate]] = defaultdict(list)
        for one in certificates:
            if one.number:
                by_number[squeeze(one.number)].append(one)
        for number, alike in by_number.items():
            for issuer, same in _by_issuer(alike):
                persons = sorted({one.teacher for one in same})
                says = f"证书号 {number} 在 {len(same)} 条记录里出现,持证人:{'、'.join(persons)}。"
                key = (sort, number, issuer)
                records = [one.found for one in same]
                days = {one.on for one in same}
                yield contradiction(What.SAME_CERTIFICATE, key, says, persons, records, days)


def _certificates(material: Material) -> dict[str, list[_Certificate]]:
    """What bears a number, by sort of certificate."""
    awards: list[Found[AwardWon] | Found[HonourGranted]] = [*material.of(AwardWon), *material.of(HonourGranted)]
    return {
        "award": [
            _Certificate(one.record.certificate, one.record.teacher, one.record.issuer, one.record.on, one)
            for one in awards
        ],
        "title": [
            _Certificate(one.record.certificate, one.record.teacher, "", one.record.obtained, one)
            for one in material.of(TitleHeld)
        ],
        "degree": [
            _Certificate(one.record.certificate, one.record.teacher, one.record.institution, one.record.on, one)
            for one in material.of(DegreeEarned)
        ],
    }


def _by_issuer(alike: list[_Certificate]) -> Iterator[tuple[str, list[_Certificate]]]:
    """The certificates of one number that may be of one issuer, two at least; where all may be, they are told once."""
    issuers = sorted({squeeze(one.issuer) for one in alike} - {""})
    if len(issuers) < 2:
        if len(alike) > 1:
            yield "", alike
        return
    for issuer in issuers:
        same = [one for one in alike if squeeze(one.issuer) in (issuer, "")]
        if len(same) > 1:
            yield issuer, same
