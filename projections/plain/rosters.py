"""Rosters: what a duty goes over, such as the colleagues of the own school or the schools of a township."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from projections.language.pack import EVERYONE, Pack
from projections.language.schema import Roster
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL
from projections.plain.roll import Roll
from projections.plain.subjects import Subject, Subjects

Entry = tuple[str, ...]
"""An entry of a roster: a teacher's or school's code, or a school's code and a grade band."""


class PlainRosters:
    """The rosters of a pack, for one subject at a time."""

    def __init__(
        self,
        pack: Pack,
        roll: Roll,
        subjects: Subjects,
        value: Callable[[Subject, str], Any],
        before: "PlainRosters | None" = None,
    ) -> None:
        """`before`: the rosters of the same register at another position; teachers and schools share what they did."""
        self._pack = pack
        self._roll = roll
        self._subjects = subjects
        self._value = value  # of a name, for a subject
        self._alike: dict[tuple[str, ...], dict[tuple[Any, ...], list[str]]] = before._alike if before else {}
        self._known: dict[tuple[str, Subject], list[Subject]] = {}

    def members(self, name: str, subject: Subject) -> list[Subject]:
        """The teachers or schools on the subject's own roster of a name, by code; none where it is of school bands."""
        if (name, subject) not in self._known:
            self._known[name, subject] = self._members(self._pack.rosters[name], subject)
        return self._known[name, subject]

    def entries(self, name: str, subject: Subject) -> frozenset[Entry]:
        """What is on the subject's own roster of a name."""
        roster = self._pack.rosters[name]
        if roster.of == "school_bands":
            return frozenset(self._school_bands(roster, subject))
        return frozenset((member.code,) for member in self.members(name, subject))

    def holds(self, name: str, subject: Subject, entry: Entry) -> bool:
        """Whether something is on the subject's own roster; the others on it are not looked at."""
        roster = self._pack.rosters[name]
        if roster.of == "school_bands":
            return entry in self.entries(name, subject)
        (code,) = entry
        member = Subject(_kind(roster), code)
        if not self._subjects.there_is(member):
            return False
        return self._shared(roster, member) == self._shared(roster, subject) and self._belongs(roster, member, subject)

    def _members(self, roster: Roster, subject: Subject) -> list[Subject]:
        if roster.of == "school_bands":
            return []
        codes = self._sharing(roster).get(self._shared(roster, subject), [])
        members = [Subject(_kind(roster), code) for code in codes]
        return [member for member in members if self._belongs(roster, member, subject)]

    def _sharing(self, roster: Roster) -> dict[tuple[Any, ...], list[str]]:
        """The teachers, or schools, that share what a roster says, by what they share."""
        key = (_kind(roster), *roster.shared)
        if key not in self._alike:
            alike: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
            for code in self._subjects.codes(_kind(roster)):
                alike[self._shared(roster, Subject(_kind(roster), code))].append(code)
            self._alike[key] = alike
        return self._alike[key]

    def _shared(self, roster: Roster, subject: Subject) -> tuple[Any, ...]:
        return tuple(self._subjects.shared(subject, attribute) for attribute in roster.shared)

    def _belongs(self, roster: Roster, member: Subject, subject: Subject) -> bool:
        if roster.without_self and member == subject:
            return False
        return roster.who == EVERYONE or bool(self._value(member, roster.who))

    def _school_bands(self, roster: Roster, subject: Subject) -> set[Entry]:
        bands = self._pack.head.conventions.grade_bands
        return {
            (code, bands.band(row.stage, grade))
            for code in self._sharing(roster).get(self._shared(roster, subject), ())
            for row in (self._roll.schools[code],)
            for grade in row.grades
        }


def _kind(roster: Roster) -> str:
    """What kind of subject the members are."""
    return TEACHER if roster.of == "teachers" else SCHOOL
