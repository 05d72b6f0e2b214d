"""What a field is worth in a formula: a number, a day, a word, yes or no; and what stands where it is empty."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import msgspec

from ledger.spelling import squeeze
from projections.language.scalars import NO_DAY
from projections.language.scopes import field_hints, type_of_hint
from projections.language.types import Type

EMPTY: dict[Type, Any] = {Type.NUMBER: Fraction(0), Type.DAY: NO_DAY, Type.WORD: "", Type.YES: False}
"""What stands where nothing was recorded."""


def hints_of(record: object) -> dict[str, Any]:
    """The plain type of each field of a record."""
    assert isinstance(record, msgspec.Struct)
    return _hints(type(record))


@cache
def type_of_field(record_class: type[msgspec.Struct], field: str) -> Type:
    """The language's type of a field that is not a list."""
    found = type_of_hint(_hints(record_class)[field])
    assert found, f"{field} is a list"
    return found


def value_of(record: msgspec.Struct, field: str) -> Any:
    """The plain value of a record's field."""
    return reader_of(type(record), field)(record)


def exact(value: Any) -> Fraction:
    """A number as formulas give it, made a fraction."""
    return value if value.__class__ is Fraction else Fraction(value)


def plain(value: Any, of: Type) -> Any:
    """A field's content as formulas see it; exact, and never None."""
    if value is None:
        return EMPTY[of]
    if of is Type.NUMBER:
        return Fraction(value)
    return squeeze(str(value)) if of is Type.WORD else value


@cache
def reader_of(record_class: type[msgspec.Struct], field: str) -> Callable[[Any], Any]:
    """What reads the plain value of a field, for those who ask it of many records."""
    of = type_of_field(record_class, field)
    if of is Type.WORD:
        return lambda record: "" if (said := getattr(record, field)) is None else squeeze(str(said))
    if of is Type.NUMBER:
        return lambda record: plain(getattr(record, field), of)
    empty = EMPTY[of]
    return lambda record: empty if (said := getattr(record, field)) is None else said


@cache
def _hints(record_class: type[msgspec.Struct]) -> dict[str, Any]:
    return field_hints(record_class)
