"""The register on a term's last day: who is on it, at which school, and what it says of them."""

from collections import defaultdict
from datetime import date
from typing import Any, TypeVar

from ledger.records.registered import Registered, SchoolRegistered, TeacherRegistered
from ledger.register import in_effect_on
from projections.language.scopes import person_attributes
from projections.language.types import Type
from projections.plain.values import EMPTY, type_of_field, value_of
from projections.standing import Standing

R = TypeVar("R", bound=Registered)

_ATTRIBUTES: dict[str, Type] = person_attributes()
_AT_SCHOOL = "school."


class Roll:
    """Teachers and schools by code, each with the row in effect on one day."""

    def __init__(self, standing: Standing, day: date) -> None:
        self.teachers = _rows_on(standing, "teacher.registered", TeacherRegistered, day)
        self.schools = _rows_on(standing, "school.registered", SchoolRegistered, day)

    def of_teacher(self, code: str, attribute: str) -> Any:
        """What the register says of a teacher, or (`school.…`) of the teacher's school; empty for the unknown."""
        row = self.teachers.get(code)
        if row is None:
            return EMPTY[_ATTRIBUTES[attribute]]
        if attribute.startswith(_AT_SCHOOL):
            return self.of_school(row.school, attribute.removeprefix(_AT_SCHOOL))
        return value_of(row, attribute)

    def of_school(self, code: str, attribute: str) -> Any:
        """What the register says of a school; empty for the unknown."""
        row = self.schools.get(code)
        if row is None:
            return EMPTY[type_of_field(SchoolRegistered, attribute)]
        return value_of(row, attribute)


def _rows_on(standing: Standing, kind: str, row_class: type[R], day: date) -> dict[str, R]:
    rows: defaultdict[str, list[R]] = defaultdict(list)
    for record in standing.records_of(kind).records:
        assert isinstance(record, row_class)
        rows[str(record.natural_key()[0])].append(record)
    in_effect = {code: in_effect_on(said, day) for code, said in rows.items()}
    return {code: row for code, row in sorted(in_effect.items()) if row is not None}
