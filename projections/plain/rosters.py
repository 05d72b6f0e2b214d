"""Rosters: what a person's duty goes over, such as the colleagues of the own school."""

from collections.abc import Callable
from typing import Any

from projections.language.pack import EVERYONE, Pack
from projections.language.schema import Roster
from projections.plain.roll import Roll

Item = tuple[str, ...]
"""An item of a roster: a teacher's code, or a school's code and a grade band."""

_SHARED = {"school": "school", "township": "school.township"}


class PlainRosters:
    """The rosters of a pack, for one person at a time."""

    def __init__(self, pack: Pack, roll: Roll, value: Callable[[str, str], Any]) -> None:
        self._pack = pack
        self._roll = roll
        self._value = value  # of a name, for a subject
        self._known: dict[tuple[str, str], frozenset[Item]] = {}

    def items(self, name: str, subject: str) -> frozenset[Item]:
        """What is on the subject's own roster of a name."""
        if (name, subject) not in self._known:
            roster = self._pack.rosters[name]
            self._known[name, subject] = frozenset(
                self._teachers(roster, subject) if roster.of == "teachers" else self._school_bands(roster, subject)
            )
        return self._known[name, subject]

    def people(self, name: str, subject: str) -> list[str]:
        """The codes of the teachers on the subject's own roster; none where it is of school bands."""
        if self._pack.rosters[name].of != "teachers":
            return []
        return sorted(code for (code,) in self.items(name, subject))

    def _teachers(self, roster: Roster, subject: str) -> set[Item]:
        shared = _SHARED[roster.same]
        return {
            (code,)
            for code in self._roll.sharing(shared, self._value(subject, shared))
            if roster.who == EVERYONE or self._value(code, roster.who)
            if not (roster.without_self and code == subject)
        }

    def _school_bands(self, roster: Roster, subject: str) -> set[Item]:
        shared = _SHARED[roster.same]
        bands = self._pack.head.conventions.grade_bands
        return {
            (row.school, bands.band(row.stage, grade))
            for row in self._roll.schools_sharing(shared, self._value(subject, shared))
            for grade in row.grades
        }
