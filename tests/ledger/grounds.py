"""What must stand before a sample of a process may be written: its contest announced, its studio founded, its pair."""

from collections.abc import Iterable
from datetime import date

from ledger.records.award import AwardWon
from ledger.records.contest import EntryTerms
from ledger.records.contest_course import ContestClosed
from ledger.records.record import Record, family
from ledger.vocabulary import Level, Prize
from tests.ledger.account_samples import ACCOUNT_GROUNDS
from tests.ledger.contest_samples import ANNOUNCEMENT, CONTEST, GROUP
from tests.ledger.personal_data_samples import PERSONAL_DATA_GROUNDS
from tests.ledger.review_samples import REVIEW_GROUNDS
from tests.ledger.statement_samples import STATEMENT_GROUNDS
from tests.ledger.stories import AUTUMN, AWARD, LI, ROTATION, SAMPLES, TEACHER, changed

_LOWER = changed(
    ANNOUNCEMENT,
    code="JB-2022-C",
    level=Level.TOWNSHIP,
    unit="城关镇",
    opens=date(2022, 10, 8),
    closes=date(2022, 10, 20),
    entry=EntryTerms(),
)
_HIGHER = changed(_LOWER, code="JB-2022-S", level=Level.CITY, unit="周口市")
_OF_THE_AWARD = changed(
    _LOWER, code=AWARD.contest, series=AWARD.series, level=AWARD.level, groups=(AWARD.group,), prizes=()
)

_ENTERED = [
    TEACHER,
    _LOWER,
    ContestClosed(_LOWER.code, date(2022, 10, 21)),
    AwardWon(_LOWER.series, _LOWER.level, GROUP, LI, Prize.FIRST, date(2022, 10, 25), contest=_LOWER.code),
    ANNOUNCEMENT,
    SAMPLES["contest.entered/1"],
]
_CLOSED = [*_ENTERED, SAMPLES["contest.closed/1"]]
_WON = [
    *_CLOSED,
    AwardWon(ANNOUNCEMENT.series, ANNOUNCEMENT.level, GROUP, LI, Prize.FIRST, date(2022, 11, 25), contest=CONTEST),
    _HIGHER,
]
_GROUNDS: dict[str, list[Record]] = {
    "award.won/2": [_OF_THE_AWARD, ContestClosed(AWARD.contest, date(2022, 10, 20))],
    "contest.entered/1": _ENTERED[:-1],
    "contest.scored/1": _ENTERED,
    "contest.stood_aside/1": [ANNOUNCEMENT],
    "contest.closed/1": [ANNOUNCEMENT],
    "contest.promoted/1": _WON,
    "contest.publicised/1": _WON,
    "contest.noticed/1": _CLOSED,
    "contest.appealed/1": _CLOSED,
    "contest.appeal_decided/1": [*_CLOSED, SAMPLES["contest.appealed/1"]],
    "rotation.resumed/1": [ROTATION, SAMPLES["rotation.interrupted/1"]],
    "studio.left/1": [SAMPLES["studio.founded/1"], SAMPLES["studio.joined/1"]],
    **STATEMENT_GROUNDS,
    **PERSONAL_DATA_GROUNDS,
    **ACCOUNT_GROUNDS,
    **REVIEW_GROUNDS,
}

_FIRST = {
    "mentorship": "mentorship.formed/1",
    "pairing": "pairing.agreed/1",
    "rotation": "rotation.started/1",
    "studio": "studio.founded/1",
}
"""The record that begins a process, by family."""

_BY_THEMSELVES = ("mentorship.terms_announced/1", "rotation.planned/1", "studio.limits_announced/1")


def ground(record: Record) -> list[Record]:
    """What must stand before it."""
    if record.kind in _GROUNDS:
        return _GROUNDS[record.kind]
    first = _FIRST.get(family(record.kind))
    return [AUTUMN, SAMPLES[first]] if first and record.kind not in (first, *_BY_THEMSELVES) else []


def with_their_grounds(records: Iterable[Record]) -> list[Record]:
    """The records in an order in which they may be written, each once."""
    found: list[Record] = []
    for record in records:
        found += [one for one in (*ground(record), record) if one not in found]
    return found
