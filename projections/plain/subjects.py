"""Whom clauses are about, one at a time: who there is of every kind, and what is recorded of each."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

from ledger.spelling import squeeze
from projections.language.pack import Pack
from projections.language.scopes import GROUP, TEACHER, names_of_record
from projections.language.subject_scopes import COUNTY, SCHOOL, TOWNSHIP, WIDER, wider_subjects
from projections.plain.calendar import Calendar
from projections.plain.records import Item, Records, group_id
from projections.plain.roll import Roll
from projections.plain.scopes import RecordNames

HELD = "preparation.held"


class Subject(NamedTuple):
    """Whom a clause is about: a kind (`teacher`, `school` …) and a code, as `S001/文科组` of a preparation group."""

    kind: str
    code: str


class Subjects:
    """The subjects of a pack in a term."""

    def __init__(
        self,
        pack: Pack,
        roll: Roll,
        records: Records,
        names: RecordNames,
        calendar: Calendar,
        counts: Callable[[Item], bool],
        in_some_term: Callable[[Any], bool],
    ) -> None:
        self._pack = pack
        self._roll = roll
        self._records = records
        self._names = names
        self._calendar = calendar
        self._counts = counts
        self._in_some_term = in_some_term
        self._others: dict[str, dict[str, Item]] = {}

    def codes(self, kind: str) -> list[str]:
        """The codes of every subject of a kind, sorted; of preparation groups by school and name."""
        if kind == TEACHER:
            return list(self._roll.teachers)
        if kind == GROUP:
            return list(self.groups)
        if kind == SCHOOL:
            return list(self._roll.schools)
        if kind == TOWNSHIP:
            return self._townships
        return [COUNTY] if kind == COUNTY else list(self._recorded(kind))

    def there_is(self, subject: Subject) -> bool:
        """Whether there is such a subject in the term."""
        if subject.kind == TEACHER:
            return subject.code in self._roll.teachers
        if subject.kind == SCHOOL:
            return subject.code in self._roll.schools
        return subject.code in self.codes(subject.kind)

    @cached_property
    def groups(self) -> dict[str, tuple[str, str]]:
        """School and name of each preparation group by its id; a meeting without a group's name is nobody's.

        Those that met in the term, or on a day that lies in no term.
        """
        found = {}
        for item in self._records.all(HELD):
            held: Any = item.record
            in_term = self._calendar.holds(held.on) or not self._in_some_term(held.on)
            if held.group and self._counts(item) and in_term:
                found[squeeze(held.school), squeeze(held.group)] = group_id(held)
        return {found[key]: key for key in sorted(found)}

    def attribute(self, subject: Subject, name: str) -> Any:
        """What is recorded of a subject, by its name in formulas."""
        if subject.kind == TEACHER:
            return self._roll.of_teacher(subject.code, name)
        if subject.kind in (GROUP, SCHOOL):
            if name.startswith("school."):
                return self._roll.of_school(self.school_of(subject), name.removeprefix("school."))
            return squeeze(self.school_of(subject)) if name == "school" else self.groups[subject.code][1]
        if subject.kind == TOWNSHIP:
            assert name == "township", name
            return subject.code
        return self._names.field(self._recorded(subject.kind)[subject.code], name)

    def school_of(self, subject: Subject) -> str:
        """The code of the school that a subject belongs to, or is; empty where it belongs to none."""
        if subject.kind == SCHOOL:
            return subject.code
        if subject.kind == GROUP:
            return self.groups[subject.code][0]
        if subject.kind == TEACHER:
            row = self._roll.teachers.get(subject.code)
            return row.school if row else ""
        return str(self.attribute(subject, "school")) if self._has(subject, "school") else ""

    def township_of(self, subject: Subject) -> str:
        """The township that a subject belongs to, or is; empty where it belongs to none."""
        if subject.kind == TOWNSHIP:
            return subject.code
        if subject.kind in self._pack.subjects and self._has(subject, "township"):
            return str(self.attribute(subject, "township"))
        return str(self._roll.of_school(self.school_of(subject), "township"))

    def shared(self, subject: Subject, attribute: str) -> Any:
        """What a roster's shared attribute is for a subject or member; all share the county."""
        if attribute == COUNTY:
            return ""
        if attribute == TOWNSHIP:
            return self.township_of(subject)
        if attribute == "school":
            return squeeze(self.school_of(subject))
        return self.attribute(subject, attribute)

    def wider(self, subject: Subject, prefix: str) -> Subject | None:
        """The school, township or county that `own_school`, `own_township` or `county` means; None for nobody."""
        assert prefix in wider_subjects(self._pack, subject.kind), (subject.kind, prefix)
        if prefix == COUNTY:
            return Subject(COUNTY, COUNTY)
        kind = WIDER[prefix]
        found = Subject(kind, self.school_of(subject) if kind == SCHOOL else self.township_of(subject))
        return found if self.there_is(found) else None

    @cached_property
    def _townships(self) -> list[str]:
        said = {str(self._roll.of_school(code, "township")) for code in self._roll.schools}
        return sorted(said - {""})

    def _recorded(self, kind: str) -> dict[str, Item]:
        """Subjects that are made by records: for each key the last record that counts."""
        if kind not in self._others:
            rule = self._pack.subjects[kind]
            counting = [item for item in self._records.all(rule.of) if self._counts(item)]
            last = {str(self._names.field(item, rule.key)): item for item in counting}
            self._others[kind] = {key: last[key] for key in sorted(last) if key}
        return self._others[kind]

    def _has(self, subject: Subject, name: str) -> bool:
        rule = self._pack.subjects.get(subject.kind)
        return rule is not None and name in names_of_record(rule.of)
