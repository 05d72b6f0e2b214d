"""Contests in the stories about clauses: announced, entered, scored, closed and awarded, in that order."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced, ContestPart, EntryTerms, PrizePlaces
from ledger.records.contest_course import ContestClosed, ContestEntered, ContestPromoted, ContestScored
from ledger.records.record import TeacherId
from ledger.vocabulary import DropRule, Level, Prize, TieRule
from tests.clauses.county import COUNTY_NAME, County

OPENS = date(2022, 11, 1)
ANYBODY = EntryTerms()

Ranked = Mapping[str, Sequence[TeacherId]]
"""By group the teachers, the best first."""


def contest(
    code: str,
    series: str,
    level: Level,
    unit: str = COUNTY_NAME,
    *,
    judges: tuple[TeacherId, ...],
    groups: tuple[str, ...] = ("小学组", "中学组"),
    entry: EntryTerms = ANYBODY,
    parts: Mapping[str, int] | None = None,
    prizes: Mapping[Prize, int] | None = None,
    promoted: int = 0,
    opens: date = OPENS,
) -> ContestAnnounced:
    """An announcement; prizes are those of each group, parts have weights in per cent."""
    weights = parts or {"展示": 100}
    return ContestAnnounced(
        code,
        series,
        level,
        unit,
        opens,
        opens + timedelta(days=14),
        groups,
        entry,
        tuple(ContestPart(name, Decimal(weight)) for name, weight in weights.items()),
        judges,
        DropRule.NONE,
        TieRule.SHARED,
        tuple(PrizePlaces(group, prize, places) for group in groups for prize, places in (prizes or {}).items()),
        promoted,
    )


def held(county: County, announced: ContestAnnounced, ranked: Ranked, *, promoted_to: str = "") -> None:
    """A contest announced and run."""
    county.say(announced)
    run(county, announced, ranked, promoted_to=promoted_to)


def run(county: County, announced: ContestAnnounced, ranked: Ranked, *, promoted_to: str = "") -> None:
    """A whole contest: who stands first in `ranked` is scored best, and awarded by the places announced.

    Where no places were announced everybody wins a merit prize; the first ones of a group go on to `promoted_to`.
    """
    entered(county, announced, ranked)
    scored(county, announced, ranked)
    closed(county, announced)
    awarded(county, announced, ranked)
    if promoted_to:
        promoted(county, announced, ranked, promoted_to)


def entered(county: County, announced: ContestAnnounced, ranked: Ranked) -> None:
    county.say(
        *(
            ContestEntered(announced.code, group, teacher, announced.opens, announced.unit)
            for group, teachers in ranked.items()
            for teacher in teachers
        )
    )


def scored(
    county: County, announced: ContestAnnounced, ranked: Ranked, aside: Mapping[TeacherId, TeacherId] | None = None
) -> None:
    """Every judge scores every part, but for whom the judge stands `aside`; a mark less a place, and one less a part.

    So the score of a part says whose it is, and of which part.
    """
    left_out = (aside or {}).items()
    county.say(
        *(
            ContestScored(
                announced.code,
                group,
                teacher,
                judge,
                part.name,
                Decimal(98 - place) - number,
                announced.opens + timedelta(days=7),
            )
            for group, teachers in ranked.items()
            for place, teacher in enumerate(teachers)
            for judge in announced.judges
            for number, part in enumerate(announced.parts)
            if (judge, teacher) not in left_out
        )
    )


def closed(county: County, announced: ContestAnnounced) -> None:
    county.say(ContestClosed(announced.code, announced.closes))


def awarded(county: County, announced: ContestAnnounced, ranked: Ranked) -> None:
    county.say(
        *(
            AwardWon(
                announced.series,
                announced.level,
                group,
                teacher,
                prize,
                announced.closes + timedelta(days=2),
                contest=announced.code,
            )
            for group, teachers in ranked.items()
            for teacher, prize in zip(teachers, _prizes(announced, group, len(teachers)), strict=False)
        )
    )


def promoted(county: County, announced: ContestAnnounced, ranked: Ranked, to: str) -> None:
    county.say(
        *(
            ContestPromoted(announced.code, group, teacher, to, announced.closes + timedelta(days=3))
            for group, teachers in ranked.items()
            for teacher in teachers[: announced.promoted]
        )
    )


def total(county: County, announced: ContestAnnounced, teacher: TeacherId) -> Decimal:
    """What a teacher's scores come to by the weights announced, the judges' mean of every part."""
    scores = [one for one in county.kept(ContestScored) if (one.code, one.teacher) == (announced.code, teacher)]
    sum_of_parts = Decimal(0)
    for part in announced.parts:
        given = [one.score for one in scores if one.part == part.name]
        sum_of_parts += part.weight * sum(given) / len(given)
    return sum_of_parts / 100


def _prizes(announced: ContestAnnounced, group: str, entries: int) -> list[Prize]:
    if not announced.prizes:
        return [Prize.MERIT] * entries
    return [one.prize for one in announced.prizes if one.group == group for _ in range(one.places)]
