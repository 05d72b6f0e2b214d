"""赛事: how each contest stands on a day: who entered, the ranking, what was won, and how many places are left.

Seen as a writer under the lock sees it, so that the places left here are those that the next award may take.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from ledger.book import Book
from ledger.in_force import InForce
from ledger.processes.contest_prize import given, places_for
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestClosed,
    ContestEntered,
    ContestPromoted,
    ContestScored,
)
from ledger.spelling import squeeze
from ledger.vocabulary import Prize
from projections.canonical import number
from projections.processes.ranking import Ranked, ranking

_CENTS = 100
_HALF = Fraction(1, 2)

OfContest = TypeVar("OfContest", ContestEntered, ContestScored, ContestPromoted, ContestAppealed, ContestAppealDecided)


@dataclass(frozen=True)
class PrizeNow:
    """A prize of a group: the places announced (None: no number was), who won it, how many are left."""

    prize: Prize
    places: int | None
    won_by: Sequence[str]

    @property
    def left(self) -> int | None:
        """How many may still be given."""
        return None if self.places is None else self.places - len(self.won_by)


@dataclass(frozen=True)
class GroupNow:
    """A group of a contest on a day."""

    group: str
    entered: int
    ranking: Sequence[Ranked]
    prizes: Sequence[PrizeNow]
    promoted: Sequence[str]


@dataclass(frozen=True)
class ContestNow:
    """A contest on a day. `state`: `announced`, `open`, `ended` (not closed yet), or `closed`."""

    contest: ContestAnnounced
    state: str
    groups: Sequence[GroupNow]
    appeals: int
    decided: int

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        contest = self.contest
        return {
            "code": contest.code,
            "series": contest.series,
            "level": contest.level,
            "unit": contest.unit,
            "opens": contest.opens.isoformat(),
            "closes": contest.closes.isoformat(),
            "state": self.state,
            "groups": [_group_json(contest, group) for group in self.groups],
            "appeals": {"made": self.appeals, "decided": self.decided},
        }


def contests(book: Book, as_of: date | None = None, known_at: int | None = None) -> list[ContestNow]:
    """Every contest announced, by opening day and code, with what had happened by `as_of` (today)."""
    day = as_of or book.today()
    in_force = standing_at(book, known_at)
    announced = sorted(in_force.of(ContestAnnounced), key=lambda one: (one.opens, one.code))
    return [contest_now(one, day, in_force) for one in announced]


def rounded(value: Fraction) -> int | float:
    """A total as it is shown: two decimals, half up."""
    return number(int(value * _CENTS + _HALF), _CENTS)


def standing_at(book: Book, known_at: int | None = None) -> InForce:
    """What stands at a position (now), as a writer under the lock would see it."""
    position = book.position if known_at is None else known_at
    in_force = InForce()
    in_force.follow(lambda kinds, after: [row for row in book.stored.rows(position, kinds) if row[0] > after], position)
    return in_force


def contest_now(contest: ContestAnnounced, day: date, in_force: InForce) -> ContestNow:
    """How one contest stands on a day."""
    return ContestNow(
        contest,
        _state(contest, day, in_force),
        [_group(contest, group, day, in_force) for group in contest.groups],
        len(_by_day(in_force.by(ContestAppealed, "code")(contest.code), day)),
        len(_by_day(in_force.by(ContestAppealDecided, "code")(contest.code), day)),
    )


def _state(contest: ContestAnnounced, day: date, in_force: InForce) -> str:
    if any(one.on <= day for one in in_force.by(ContestClosed, "code")(contest.code)):
        return "closed"
    if day < contest.opens:
        return "announced"
    return "open" if day <= contest.closes else "ended"


def _group(contest: ContestAnnounced, group: str, day: date, in_force: InForce) -> GroupNow:
    entered = _of_group(in_force.by(ContestEntered, "code")(contest.code), group, day)
    scored = _of_group(in_force.by(ContestScored, "code")(contest.code), group, day)
    promoted = _of_group(in_force.by(ContestPromoted, "code")(contest.code), group, day)
    prizes = []
    for prize in Prize:
        places = places_for(contest, group, prize)
        won = [one for one in given(contest, group, prize, in_force) if one.on <= day]
        if places or won:
            prizes.append(PrizeNow(prize, places, _winners(won)))
    return GroupNow(
        group,
        len(entered),
        ranking(contest, [one.teacher for one in entered], scored),
        prizes,
        sorted(one.teacher for one in promoted),
    )


def _winners(won: Iterable[AwardWon]) -> list[str]:
    return sorted(one.teacher for one in won)


def _by_day(found: Iterable[OfContest], day: date) -> list[OfContest]:
    return [one for one in found if one.on <= day]


def _of_group(
    found: Iterable[ContestEntered] | Iterable[ContestScored] | Iterable[ContestPromoted], group: str, day: date
) -> list[Any]:
    return [one for one in found if one.on <= day and squeeze(one.group) == squeeze(group)]


def _group_json(contest: ContestAnnounced, now: GroupNow) -> dict[str, Any]:
    return {
        "group": now.group,
        "entries": now.entered,
        "ranking": [
            {
                "teacher": one.teacher,
                "rank": one.rank,
                "total": None if one.total is None else rounded(one.total),
                "exact": None if one.total is None else str(one.total),
                "parts": {name: rounded(mean) for name, mean in one.parts.items()},
            }
            for one in now.ranking
        ],
        "prizes": [
            {
                "prize": one.prize,
                "places": one.places,
                "given": len(one.won_by),
                "left": one.left,
                "teachers": one.won_by,
            }
            for one in now.prizes
        ],
        "promoted": {
            "places": contest.promoted,
            "left": contest.promoted - len(now.promoted),
            "teachers": now.promoted,
        },
    }
