"""As what column each field of a record is kept, and what the columns of every kind have in common."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from hashlib import sha256
from types import UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa

from ledger.records import EARLIER, KINDS
from ledger.records.record import Record

FORMAT = 1
"""Counts up when columns are kept otherwise than before: files of another format are made again."""

WORDS = pa.dictionary(pa.int32(), pa.string())
NAME = pa.binary(16)
"""The 16 bytes that name a stream or an entry."""
TIME = pa.timestamp("us", "UTC")
STEPS = "steps"

EVERY_RECORD: dict[str, pa.DataType] = {
    "position": pa.int64(),
    "stream": NAME,
    "version": pa.int32(),
    "entry": NAME,
    "recorded_at": TIME,
    "authority": WORDS,
    "act": WORDS,
    "attested": pa.bool_(),
}
"""The columns that stand before the fields of each record. `attested`: whether it counts as soon as recorded."""

STEP_COLUMNS: dict[str, pa.DataType] = {
    "position": pa.int64(),
    "stream": NAME,
    "version": pa.int32(),
    "kind": WORDS,
    "act": WORDS,
    "of": pa.list_(pa.int32()),
    "partial": pa.list_(pa.int32()),
    "authority": WORDS,
    "recorded_at": TIME,
    "digest": WORDS,
}
"""The columns of the steps in the lives of records; `kind` is without version, `digest` that of a file attached."""


class Shape(Enum):
    """What a field is as a column."""

    WORD = "word"  # dictionary of texts
    DAY = "day"  # date32; a month is its first day
    YES = "yes"  # bool
    WHOLE = "whole"  # int64; texts as of DECIMAL in a part where one is beyond that
    DECIMAL = "decimal"  # dictionary of its digits as text
    LISTED = "listed"  # list of texts
    NESTED = "nested"  # JSON text of a struct, or of several


@dataclass(frozen=True)
class Field:
    """A field of a record: its column, what stands where it was not said, and the words it is limited to."""

    name: str
    column: str
    shape: Shape
    may_lack: bool
    default: Any
    words: frozenset[str]


def name_of(kind: str) -> str:
    """The kind of a stored name, without version and step: `lesson.observed` of `lesson.observed/2#voided`."""
    return kind.partition("/")[0]


@cache
def record_classes() -> dict[str, type[Record]]:
    """The class of each kind, by its name without version."""
    return {name_of(kind): record for kind, record in KINDS.items()}


@cache
def stored_records() -> dict[str, type[Record]]:
    """The class that reads each stored name of a record, of earlier versions too."""
    return {**KINDS, **EARLIER}


@cache
def named_as_stream(record: type[Record]) -> bool:
    """Whether an entry bears the name of its stream: their keys are one key."""
    return record.stream_key is Record.stream_key


def column_of_field(name: str) -> str:
    """The column of a field: its own name, `its_` before one that the book's own columns bear."""
    return f"its_{name}" if name in EVERY_RECORD else name


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The fields of a kind of record, in their order."""
    hints = get_type_hints(record)
    return tuple(_field(one, hints[one.name]) for one in msgspec.structs.fields(record))


def _field(field: msgspec.structs.FieldInfo, hint: Any) -> Field:
    may_lack = get_origin(hint) in (Union, UnionType)
    if may_lack:
        [hint] = [one for one in get_args(hint) if one is not type(None)]
    if isinstance(hint, NewType):
        hint = hint.__supertype__
    words = frozenset(map(str, hint)) if isinstance(hint, type) and issubclass(hint, StrEnum) else frozenset[str]()
    return Field(field.name, column_of_field(field.name), _shape(hint), may_lack, field.default, words)


def _shape(hint: Any) -> Shape:
    if get_origin(hint) is tuple:
        of, _ = get_args(hint)
        return Shape.LISTED if _is_word(of) else Shape.NESTED
    plain = {date: Shape.DAY, bool: Shape.YES, int: Shape.WHOLE, Decimal: Shape.DECIMAL}
    if hint in plain:
        return plain[hint]
    return Shape.WORD if _is_word(hint) else Shape.NESTED


def _is_word(hint: Any) -> bool:
    if isinstance(hint, NewType):
        hint = hint.__supertype__
    return isinstance(hint, type) and issubclass(hint, str)


def column_type(shape: Shape) -> pa.DataType:
    """The type of a column in its usual form."""
    usual: dict[Shape, pa.DataType] = {
        Shape.WORD: WORDS,
        Shape.DAY: pa.date32(),
        Shape.YES: pa.bool_(),
        Shape.WHOLE: pa.int64(),
        Shape.DECIMAL: WORDS,
        Shape.LISTED: pa.list_(pa.string()),
        Shape.NESTED: WORDS,
    }
    return usual[shape]


@cache
def definitions_digest() -> str:
    """SHA-256 of what every kind's columns are; files made by other definitions are made again."""
    said = [
        (kind, [(f.column, f.shape.value, f.may_lack, repr(f.default), sorted(f.words)) for f in fields_of(record)])
        for kind, record in sorted(stored_records().items())
    ]
    return sha256(msgspec.json.encode((FORMAT, said))).hexdigest()
