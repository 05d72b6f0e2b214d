"""Which names a formula about a record, a teacher on the register or a rotation may use."""

from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from ledger.records import KINDS
from ledger.records.record import Month, Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from projections.language.listed import LISTED
from projections.language.pack import Pack
from projections.language.types import Signature, Type

Scope = dict[str, Type]
"""Names and their types. Those of records and of the register are made once: do not change one in place."""

_HIDDEN = ("in_effect", "identity")
TERM: Scope = {
    "term.id": Type.WORD,
    "term.first_day": Type.DAY,
    "term.last_day": Type.DAY,
    "as_of": Type.DAY,
    "school_year.first_day": Type.DAY,
    "school_year.last_day": Type.DAY,
    "teaching_weeks": Type.NUMBER,
    "term_months": Type.NUMBER,
}
TEACHER, GROUP = "teacher", "preparation_group"


@cache
def kinds_of_record() -> dict[str, type[msgspec.Struct]]:
    """Every kind of record that a pack may count, by its name without version, newest version last."""
    kinds: dict[str, type[msgspec.Struct]] = {kind.partition("/")[0]: record for kind, record in KINDS.items()}
    return kinds | {kind: listed.row for kind, listed in LISTED.items()}


def main_kind(kind: str) -> str | None:
    """The kind of the main record that a kind's records are parts of."""
    if kind in LISTED:
        return LISTED[kind].main_kind
    record = kinds_of_record()[kind]
    main = record.part_of if issubclass(record, Record) else None
    return main.kind.partition("/")[0] if main else None


@cache
def field_hints(record: type[msgspec.Struct]) -> dict[str, Any]:
    """The plain type of each field: no marks, no None."""
    return {name: _plain(hint) for name, hint in get_type_hints(record, include_extras=True).items()}


def _plain(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        hint = get_args(hint)[0]
    return hint.__origin__ if hasattr(hint, "__metadata__") else hint


def type_of_hint(hint: Any) -> Type | None:
    """The language's type of a field; none for lists and for what has fields of its own."""
    if hint in (date, Month):
        return Type.DAY
    if hint is bool:
        return Type.YES
    if hint in (int, Decimal):
        return Type.NUMBER
    made_of_fields = isinstance(hint, type) and issubclass(hint, msgspec.Struct)
    return None if get_origin(hint) is tuple or made_of_fields else Type.WORD


@cache
def _fields(record: type[msgspec.Struct], prefix: str = "") -> Scope:
    hints = field_hints(record)
    return {
        prefix + name: found
        for name in record.__struct_fields__
        if name not in _HIDDEN and (found := type_of_hint(hints[name]))
    }


@cache
def school_attributes(prefix: str) -> Scope:
    """What the register says of a school, each name behind a prefix."""
    return {f"{prefix}{name}": of for name, of in _fields(SchoolRegistered).items() if name != "school"}


@cache
def person_attributes() -> Scope:
    """What the register says of a teacher and the teacher's school."""
    return _fields(TeacherRegistered) | school_attributes("school.")


@cache
def record_scope(kind: str) -> Scope:
    """The names of a record's conditions: its fields, those of its main record, of its parties, of the term, `my.`."""
    return TERM | names_of_record(kind) | {f"my.{name}": of for name, of in person_attributes().items()}


@cache
def names_of_record(kind: str) -> Scope:
    """A record's fields, those of its main record, and what the register says of its parties."""
    record = kinds_of_record()[kind]
    hints = field_hints(record)
    scope = dict(_fields(record))
    if main := main_kind(kind):
        hints = hints | {f"main.{name}": hint for name, hint in field_hints(kinds_of_record()[main]).items()}
        scope |= _fields(kinds_of_record()[main], "main.")
    for name in list(scope):
        if hints.get(name) is TeacherId:
            scope |= {f"{name}.{one}": of for one, of in person_attributes().items()}
        elif hints.get(name) is SchoolId:
            scope |= school_attributes(f"{name}.")
    if "school" in scope and "grade" in scope:
        scope["band"] = Type.WORD
    return scope


def recorded_fields(kind: str) -> Scope:
    """The names of a record that are fields: its own, and those of its main record."""
    main = main_kind(kind)
    return _fields(kinds_of_record()[kind]) | (_fields(kinds_of_record()[main], "main.") if main else {})


def own_names(kind: str) -> Scope:
    """The names of a record's conditions that may differ from record to record."""
    return {name: of for name, of in record_scope(kind).items() if name not in TERM}


def rotation_scope() -> Scope:
    """The names of an allowance's formula: the rotation, and its confirmed months."""
    return _fields(kinds_of_record()["rotation.started"]) | {"months": Type.NUMBER}


def table_signatures(pack: Pack) -> dict[str, Signature]:
    """The pack's tables as functions of words, its scales as functions of a number."""
    tables = {name: Signature((Type.WORD,) * len(table.by), Type.NUMBER) for name, table in pack.tables.items()}
    return tables | {name: Signature((Type.NUMBER,), Type.NUMBER) for name in pack.scales}
