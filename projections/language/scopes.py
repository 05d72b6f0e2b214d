"""Which names a formula may use: of a person, of a preparation group, of a record."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from ledger.records import KINDS
from ledger.records.preparation import Attendance
from ledger.records.record import Month, Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from projections.language.pack import Pack, spoken
from projections.language.schema import Eligibility, Points, Quota
from projections.language.types import Signature, Type

Scope = dict[str, Type]
"""Names and their types. Those of records and of the register are made once: do not change one in place."""

_HIDDEN = ("in_effect", "identity")
_TERM: Scope = {
    "term.id": Type.WORD,
    "term.first_day": Type.DAY,
    "term.last_day": Type.DAY,
    "as_of": Type.DAY,
    "teaching_weeks": Type.NUMBER,
    "term_months": Type.NUMBER,
}
TEACHER, GROUP = "teacher", "preparation_group"


@cache
def kinds_of_record() -> dict[str, type[msgspec.Struct]]:
    """Every kind of record that a pack may count, by its name without version, newest version last."""
    kinds: dict[str, type[msgspec.Struct]] = {kind.partition("/")[0]: record for kind, record in KINDS.items()}
    kinds["preparation.attended"] = Attendance
    return kinds


def main_kind(kind: str) -> str | None:
    """The kind of the main record that a kind's records are parts of."""
    if kind == "preparation.attended":
        return "preparation.held"
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
def _school(prefix: str) -> Scope:
    return {f"{prefix}{name}": of for name, of in _fields(SchoolRegistered).items() if name != "school"}


@cache
def person_attributes() -> Scope:
    """What the register says of a teacher and the teacher's school."""
    return _fields(TeacherRegistered) | _school("school.")


@cache
def record_scope(kind: str) -> Scope:
    """The names of a record's conditions: its fields, those of its main record, of its parties, of the term."""
    record = kinds_of_record()[kind]
    hints = field_hints(record)
    scope = _TERM | _fields(record)
    if main := main_kind(kind):
        hints = hints | {f"main.{name}": hint for name, hint in field_hints(kinds_of_record()[main]).items()}
        scope |= _fields(kinds_of_record()[main], "main.")
    for name in list(scope):
        if hints.get(name) is TeacherId:
            scope |= {f"{name}.{one}": of for one, of in person_attributes().items()}
        elif hints.get(name) is SchoolId:
            scope |= _school(f"{name}.")
    if "school" in scope and "grade" in scope:
        scope["band"] = Type.WORD
    return scope | {f"my.{name}": of for name, of in person_attributes().items()}


def recorded_fields(kind: str) -> Scope:
    """The names of a record that are fields: its own, and those of its main record."""
    main = main_kind(kind)
    return _fields(kinds_of_record()[kind]) | (_fields(kinds_of_record()[main], "main.") if main else {})


def own_names(kind: str) -> Scope:
    """The names of a record's conditions that may differ from record to record."""
    return {name: of for name, of in record_scope(kind).items() if name not in _TERM}


def vocabularies(kind: str | None) -> dict[str, list[str]]:
    """The closed list of words of each name that has one: of a kind of record, or of a person where it is None."""
    found = _words(TeacherRegistered, "")
    if kind:
        main = main_kind(kind)
        found = _words(TeacherRegistered, "my.") | _words(kinds_of_record()[kind], "")
        found |= _words(kinds_of_record()[main], "main.") if main else {}
    return found


def _words(record: type[msgspec.Struct], prefix: str) -> dict[str, list[str]]:
    hints = field_hints(record)
    closed = {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, StrEnum)}
    return {prefix + name: list(hint) for name, hint in closed.items()}


def subject_of(pack: Pack, measure: str) -> str:
    """Whose number a measure or total is: a teacher's or a preparation group's."""
    if measure in pack.totals:
        return TEACHER
    return GROUP if pack.measures[measure].by == GROUP else TEACHER


def subject_scope(pack: Pack, subject: str) -> Scope:
    """The names of a clause's formulas about a teacher or a preparation group."""
    scope = dict(_TERM)
    if subject == TEACHER:
        scope |= person_attributes()
        scope |= {
            "weeks_present": Type.NUMBER,
            "months_present": Type.NUMBER,
            "own_quotas.unmet": Type.NUMBER,
        }
        scope |= dict.fromkeys(pack.people, Type.YES)
        scope |= {f"{roster}.size": Type.NUMBER for roster in pack.rosters}
    else:
        scope |= {"school": Type.WORD, "group": Type.WORD} | _school("school.")
    named = [*pack.measures, *pack.totals]
    scope |= {name: Type.NUMBER for name in named if subject_of(pack, name) == subject}
    return scope | _results(pack, subject)


def _results(pack: Pack, subject: str) -> Scope:
    scope: Scope = {}
    for name, clause in pack.clauses.items():
        said = spoken(name)
        if isinstance(clause, Quota) and clause.per == subject:
            scope |= {f"{said}.{one}": Type.NUMBER for one in ("done", "target", "short")}
            scope[f"{said}.met"] = Type.YES
        elif isinstance(clause, Points) and subject == TEACHER:
            scope |= {f"{said}.{spoken(part)}": Type.NUMBER for part in (*clause.parts, "total")}
        elif isinstance(clause, Eligibility) and subject == TEACHER:
            scope[f"{said}.eligible"] = Type.YES
    return scope


def rotation_scope() -> Scope:
    """The names of an allowance's formula: the rotation, and its confirmed months."""
    return _fields(kinds_of_record()["rotation.started"]) | {"months": Type.NUMBER}


def table_signatures(pack: Pack) -> dict[str, Signature]:
    """The pack's tables as functions of one or two words."""
    return {name: Signature((Type.WORD,) * len(table.by), Type.NUMBER) for name, table in pack.tables.items()}
