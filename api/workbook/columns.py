"""How the columns of a sheet are read: a reader for each, from the type of the field that it fills."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from api.workbook import cells
from api.workbook.cells import Reader
from api.workbook.codes import Codes, new_teacher_code
from api.workbook.faults import Fault
from api.workbook.sheet import Sheet
from ledger.checks import HAPPENED_FIELDS, future_date
from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered


@dataclass(frozen=True)
class Column:
    """How one column is read: the field it fills, its reader, and what an empty cell means."""

    heading: str
    field: str
    read: Reader
    empty: object = None
    may_be_empty: bool = False


@dataclass(frozen=True)
class FieldType:
    """The type of a field in a cell: without marks and None; of a list that of its items."""

    plain: Any
    least: int = 0
    is_list: bool = False


_READERS: dict[Any, Reader] = {
    str: cells.text,
    bool: cells.yes_or_no,
    date: cells.day,
    Month: cells.month,
    Decimal: cells.amount,
    TermId: cells.code,
}


def field_type(hint: Any) -> FieldType:
    """What a type hint of a record's field means for a cell."""
    if get_origin(hint) in (Union, UnionType):
        hint = get_args(hint)[0]
    if get_origin(hint) is tuple:
        item = field_type(get_args(hint)[0])
        return FieldType(item.plain, item.least, is_list=True)
    if hasattr(hint, "__metadata__"):
        marks = (mark for mark in hint.__metadata__ if isinstance(mark, msgspec.Meta))
        return FieldType(hint.__origin__, next((int(mark.ge or 0) for mark in marks), 0))
    return FieldType(hint)


@cache
def field_types(record: type[Record]) -> dict[str, FieldType]:
    """The type of every field of a kind."""
    hints = get_type_hints(record, include_extras=True)
    return {name: field_type(hints[name]) for name in record.__struct_fields__}


def is_closed_list(plain: Any) -> bool:
    """Whether a field takes only the words of a list."""
    return isinstance(plain, type) and issubclass(plain, StrEnum)


def can_be_read(found: FieldType) -> bool:
    """Whether one cell can hold a value of this type."""
    plain = found.plain
    return plain in _READERS or plain in (int, SchoolId, TeacherId) or is_closed_list(plain)


def columns_of(sheet: Sheet, codes: Codes, today: date) -> list[Column]:
    """The readers of a sheet's columns.

    The columns of the record come first, in the order of its fields; then those that stand beside them.
    """
    types = field_types(sheet.record)
    fields = {one.name: one for one in msgspec.structs.fields(sheet.record)}
    happened = HAPPENED_FIELDS[sheet.record]
    columns = []
    for heading, name in sheet.headings.items():
        read = reader(types[name], sheet.record, codes)
        if name in happened:
            read = not_in_future(read, today, name)
        empty = "" if fields[name].required else fields[name].default
        columns.append(Column(heading, name, read, empty, sheet.may_field_be_empty(name)))
    for heading, beside in sheet.beside.items():
        read = beside.read(codes)
        if beside.happened:
            read = not_in_future(read, today, beside.field)
        columns.append(Column(heading, beside.field, read, None, beside.may_be_empty))
    return columns


def reader(found: FieldType, record: type[Record], codes: Codes) -> Reader:
    """The reader for a field's type; of a teacher or school as `codes` know it."""
    if found.is_list:
        return cells.list_of(reader(FieldType(found.plain, found.least), record, codes))
    plain = found.plain
    if plain is int:
        return cells.whole_number(found.least)
    if is_closed_list(plain):
        return cells.word_of(plain)
    if plain is TeacherId:
        return new_teacher_code if record is TeacherRegistered else codes.teacher
    if plain is SchoolId:
        return cells.code if record is SchoolRegistered else codes.school
    return _READERS[plain]


def not_in_future(read: Reader, today: date, name: str) -> Reader:
    """The reader, refusing days and months that have not come."""

    def checked(cell: object) -> object:
        value = read(cell)
        for day in value if isinstance(value, tuple) else (value,):
            if isinstance(day, date) and day > today:
                return Fault("future-date", future_date(day, today, name).message)
        return value

    return checked
