"""What a row makes: the record of its sheet, what stands beside it, and the values that no column of it holds."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import msgspec

from api.desk.known import Known
from api.workbook.columns import Column, columns_of, field_types
from api.workbook.faults import Ambiguous, Fault
from api.workbook.rows import ReadRow, first_fault, read_cell, read_rows
from api.workbook.sheet import Extras
from api.workbook.sheets import particulars
from api.workbook.which_sheets import Reading
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import Registered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.vault import Particulars, Vault

Filler = Callable[[ReadRow], object]
"""The value of a field without a column, for a row."""


class Maker:
    """Reads the rows of one sheet and makes their records.

    `school`: the school that hands in, if one does. Of a sheet without a column for a field, the field is what its
    constant says; of the register what stands; of a term the workbook's; else what it is when nothing is filled in.
    """

    def __init__(
        self, reading: Reading, known: Known, vault: Vault, term: TermAnnounced | None, today: date, school: str | None
    ) -> None:
        self._reading = reading
        self._sheet = reading.sheet
        self._known = known
        self._vault = vault
        self._term = term
        self._school = school
        columns = [self._as_said(one) for one in columns_of(self._sheet, known.codes, today)]
        self.columns = [one for one in columns if one.heading in reading.header.columns]
        self._of_record = [one.field for one in self.columns if one.heading in self._sheet.headings]
        self._beside = [one.field for one in self.columns if one.heading in self._sheet.beside]
        self._said_once = {
            one.field: self._constant(one) for one in columns if one.heading not in reading.header.columns
        }
        self._gaps = self._fillers()
        self._own_school_field = next(
            (place for place, one in enumerate(self.columns) if _is_school(reading, one)), None
        )

    def rows(self) -> Iterator[ReadRow]:
        """The sheet's rows, read."""
        for row in read_rows(self._reading.opened, self._reading.header, self.columns):
            yield self._settled(row) if row.fault and isinstance(row.fault[1], Ambiguous) else row

    def record(self, row: ReadRow) -> Record:
        """The record that a row without fault makes."""
        values = row.values[: len(self._of_record)]
        for place, filler in self._gaps:
            values.insert(place, filler(row))
        return self._sheet.record(*values)

    def extras(self, row: ReadRow) -> Extras:
        """What stands in a row beside its record, by field."""
        extras = {beside.field: self._said_once.get(beside.field) for beside in self._sheet.beside.values()}
        return extras | dict(zip(self._beside, row.values[len(self._of_record) :], strict=True))

    def person(self, row: ReadRow) -> Particulars:
        """Whom a row of the sheet 教师 names; numbers without a column of their own stay what they were."""
        said = particulars(self.extras(row))
        before = self._known.person(TeacherId(self._value(row, "teacher")))
        numbers = (name for name in ("id_number", "telephone") if name not in self._beside and not getattr(said, name))
        return msgspec.structs.replace(said, **{name: getattr(before, name) for name in numbers}) if before else said

    def _as_said(self, column: Column) -> Column:
        """A column with what the mapping and the workbook's term say of it."""
        mapped = self._reading.mapped
        if mapped:
            if column.field == "teacher" and self._sheet.record is TeacherRegistered:
                column = replace(column, read=self._known.codes.listed_teacher)
            column = mapped.reading(column)
            if column.heading in mapped.constants and column.heading in mapped.columns:
                column = replace(column, empty=self._constant(column), may_be_empty=True)
        if self._sheet.of_term and column.field == self._sheet.of_term:
            column = replace(column, empty=self._of_term(), may_be_empty=self._term is not None)
        return column

    def _constant(self, column: Column) -> object:
        """What every row says of a field, or says where its cell is empty."""
        mapped = self._reading.mapped
        if not mapped or column.heading not in mapped.constants:
            return column.empty
        value = read_cell(mapped.constants[column.heading], column)
        if isinstance(value, Fault):
            raise Refused("bad-mapping", f"对照表里“{column.heading}”的固定值不能用:{value.message}")
        return value

    def _fillers(self) -> list[tuple[int, Filler]]:
        """The fields of the record that no column holds, each with its place and value, in order of places."""
        record, present = self._sheet.record, set(self._of_record)
        gaps: list[tuple[int, Filler]] = []
        idle: list[tuple[int, Filler]] = []
        for place, one in enumerate(msgspec.structs.fields(record)):
            if one.name in present:
                continue
            if one.name == self._sheet.of_term:
                gaps.append((place, partial(_always, self._of_term())))
            elif one.name == "identity" and record is TeacherRegistered:
                gaps.append((place, self._identity))
            elif issubclass(record, Registered) and self._said_once[one.name] == _default(one):
                gaps.append((place, partial(self._standing, one.name)))
            else:
                gaps.append((place, partial(_always, self._said_once[one.name])))
                if not one.required and self._said_once[one.name] == one.default:
                    idle.append(gaps[-1])
        while gaps and idle and gaps[-1] is idle[-1] and gaps[-1][0] == len(gaps) + len(present) - 1:
            gaps.pop()  # the record itself knows what its last fields are by default
            idle.pop()
        return gaps

    def _of_term(self) -> object:
        if self._term is None:
            return ""
        return self._term.start if self._sheet.of_term == "in_effect" else self._term.term

    def _identity(self, row: ReadRow) -> object:
        return self._vault.identity(TeacherId(self._value(row, "teacher")), self.person(row))

    def _standing(self, field: str, row: ReadRow) -> object:
        """A field of the register that the sheet does not ask for stays what it was."""
        key = "teacher" if self._sheet.record is TeacherRegistered else "school"
        before = self._known.standing(self._sheet.record, self._value(row, key))
        return self._said_once[field] if before is None else getattr(before, field)

    def _value(self, row: ReadRow, field: str) -> Any:
        return row.values[self._of_record.index(field)]

    def _settled(self, row: ReadRow) -> ReadRow:
        """A row whose only fault are names that several bear, each resolved within a school where that is one person.

        First within the school that the row names, then the one that hands in. A whole county's term workbook is
        held to names that are unique in the county.
        """
        if not (self._school or self._reading.mapped):
            return row
        named = [row.values[self._own_school_field]] if self._own_school_field is not None else []
        values = row.values
        for school in [*named, *([SchoolId(self._school)] if self._school else [])]:
            of_school = partial(_is_of, self._known, school)
            values = [one.settled(of_school) if isinstance(one, Ambiguous) else one for one in values]
        return ReadRow(row.number, values, first_fault(self.columns, values))


def _always(value: object, row: ReadRow) -> object:
    return value


def _is_of(known: Known, school: SchoolId, teacher: TeacherId) -> bool:
    return known.is_of_school(teacher, school)


def _default(one: msgspec.structs.FieldInfo) -> object:
    return "" if one.required else one.default


def _is_school(reading: Reading, column: Column) -> bool:
    found = field_types(reading.sheet.record).get(column.field)
    return (
        found is not None and found.plain is SchoolId and not found.is_list and column.heading in reading.sheet.headings
    )
