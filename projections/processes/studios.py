"""名师工作室: how each studio stands on a day: its members, its yearly ranking, and which comes last of its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.records.studio import (
    StudioAssessed,
    StudioDissolved,
    StudioFounded,
    StudioJoined,
    StudioLeft,
    StudioLimitsAnnounced,
)
from ledger.vocabulary import StudioKind
from projections.standing import Standing, read_standing


@dataclass(frozen=True)
class StudioNow:
    """A studio on a day. `members`: the core members, without the leader; `last`: ranked last of its kind that year."""

    founded: StudioFounded
    dissolved: date | None
    members: Sequence[TeacherId]
    assessed: Sequence[StudioAssessed]
    last: bool


@dataclass(frozen=True)
class KindNow:
    """A kind of studio on a day: how many there are, and the limits announced (None: none were)."""

    studio: StudioKind
    studios: int
    limits: StudioLimitsAnnounced | None


def studios(book: Book, as_of: date | None = None, known_at: int | None = None) -> list[StudioNow]:
    """Every studio founded by `as_of` (today) as the book held it at `known_at` (now), by kind and code."""
    day, standing = as_of or book.today(), read_standing(book, known_at)
    ends = {one.code: one.on for one in _by(day, standing, "studio.dissolved") if isinstance(one, StudioDissolved)}
    founded = [one for one in _by(day, standing, "studio.founded") if isinstance(one, StudioFounded)]
    assessed = [one for one in _by(day, standing, "studio.assessed") if isinstance(one, StudioAssessed)]
    last = _last_ranked(founded, assessed)
    inside = _members(day, standing)
    found = [
        StudioNow(
            one,
            ends.get(one.code),
            [] if one.code in ends else sorted(teacher for code, teacher in inside if code == one.code),
            sorted((said for said in assessed if said.code == one.code), key=lambda said: said.year),
            last.get(one.studio) == one.code,
        )
        for one in founded
    ]
    return sorted(found, key=lambda one: (list(StudioKind).index(one.founded.studio), one.founded.code))


def kinds_of_studios(book: Book, as_of: date | None = None, known_at: int | None = None) -> list[KindNow]:
    """How many studios of each kind there are on a day, and how many there may be.

    `known_at`: what the book held at a position (now).
    """
    day, standing = as_of or book.today(), read_standing(book, known_at)
    alive = [one.founded.studio for one in studios(book, day, known_at) if one.dissolved is None]
    announced = [one for one in _by(day, standing, "studio.limits_announced") if isinstance(one, StudioLimitsAnnounced)]
    newest = {one.studio: one for one in sorted(announced, key=lambda one: one.since)}
    return [KindNow(kind, alive.count(kind), newest.get(kind)) for kind in StudioKind]


def _by(day: date, standing: Standing, kind: str) -> list[Any]:
    """The records of a kind whose day has come."""
    return [one for one in standing.records_of(kind).records if getattr(one, one.happened_on) <= day]


def _members(day: date, standing: Standing) -> set[tuple[str, TeacherId]]:
    """Who is in which studio: the last thing said by the day is a joining; who does both on one day leaves first."""
    steps: list[StudioJoined | StudioLeft] = [*_by(day, standing, "studio.left"), *_by(day, standing, "studio.joined")]
    last = {(one.code, one.teacher): one for one in sorted(steps, key=lambda one: one.on)}
    return {member for member, one in last.items() if isinstance(one, StudioJoined)}


def _last_ranked(founded: Sequence[StudioFounded], assessed: Sequence[StudioAssessed]) -> Mapping[StudioKind, str]:
    """Of each kind the studio with the lowest rank in the newest year that was assessed."""
    kinds = {one.code: one.studio for one in founded}
    ordered = sorted((one for one in assessed if one.code in kinds), key=lambda one: (one.year, one.rank))
    return {kinds[one.code]: one.code for one in ordered}
