"""What every record is: frozen fields, a stored name of its own, a natural key, and how it may grow."""

from datetime import date
from functools import cache
from hashlib import sha256
from typing import Annotated, ClassVar, NewType, Self

import msgspec

from ledger.spelling import squeeze

TeacherId = NewType("TeacherId", str)
"""A teacher's code, six digits; the pseudonym used everywhere outside the vault."""

SchoolId = NewType("SchoolId", str)
"""A school's code."""

TermId = NewType("TermId", str)
"""A term's name: school year and half, `2022-2023-1`."""

Month = NewType("Month", date)
"""A calendar month, held as its first day: dates are dates, never strings."""

HAPPENED = "happened"
Happened = Annotated[date, HAPPENED]
"""The day of something that happened: never later than today (refusal `future-date`)."""

HappenedMonth = Annotated[Month, HAPPENED]
"""A month in which something happened: it has begun."""

Count = Annotated[int, msgspec.Meta(ge=0)]
"""A whole number of things: 0, 1, 2 …"""

NaturalKey = tuple[object, ...]

_STRUCT: object = type(msgspec.Struct)
_AS_THEY_ARE = frozenset({date, int})
_encode = msgspec.json.Encoder().encode


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One fact of school life. Subclasses are listed once, in the table of `ledger.records`."""

    kind: ClassVar[str]
    called: ClassVar[str] = ""  # what people call it, and its sheet in a workbook
    labels: ClassVar[dict[str, str]] = {}  # what people call each field, and its column in a workbook
    whose: ClassVar[str] = ""  # the field with the teacher, else the school, that it counts for; none: the county's
    happened_on: ClassVar[str] = ""  # the field that says when; none where the record is of a whole term
    part_of: ClassVar["type[Record] | None"] = None  # the main record of the entry, where this is a part of it
    said_with_main: ClassVar[bool] = False  # whether a row with the main record holds all parts of this kind

    def natural_key(self) -> NaturalKey:
        """What makes two records the same record."""
        raise NotImplementedError

    def stream_key(self) -> NaturalKey:
        """What is decided together: its own key, or for a process the key of the process."""
        return self.natural_key()

    def part_key(self) -> NaturalKey:
        """Which part of its entry this is; the entry's main record has the empty key."""
        return ()

    def part_name(self) -> str:
        """What people call this part of its entry; empty for the main record."""
        return ""

    def grows_into(self, later: Self) -> bool:
        """Whether `later` says the same and more, so that it adds to this record and does not clash."""
        return False

    def content(self) -> tuple[object, ...]:
        """What is compared to find a duplicate: all fields, width and spacing of texts left out."""
        return tuple(compared(getattr(self, name)) for name in self.__struct_fields__)


def only_fills_in(record: Record, later: Record, *fields: str) -> bool:
    """Whether `later` says the same, and what was left empty in one of these fields."""
    return _otherwise_alike(record, later, fields) and all(
        getattr(record, name) == getattr(later, name) or getattr(record, name) in (None, "") for name in fields
    )


def only_counts_more(record: Record, later: Record, *fields: str) -> bool:
    """Whether `later` says the same, and a larger number in one of these fields and a smaller one in none."""
    return _otherwise_alike(record, later, fields) and all(
        getattr(record, name) <= getattr(later, name) for name in fields
    )


def _otherwise_alike(record: Record, later: Record, fields: tuple[str, ...]) -> bool:
    alike = [
        compared(getattr(record, name)) == compared(getattr(later, name))
        for name in record.__struct_fields__
        if name not in fields
    ]
    return all(alike) and record.content() != later.content()


@cache
def family(kind: str) -> str:
    """The word before the point of a stored name: the records of one family share keys."""
    return kind.partition(".")[0]


def key_digest(kind_family: str, key: NaturalKey) -> bytes:
    """The 16 bytes that name a stream or an entry: SHA-256 of family and key in canonical JSON, cut short."""
    # As `compared` says, asked only of what is neither text, day nor number: a bulk append names every record.
    said = [
        squeeze(one) if one.__class__ is str else one if one.__class__ in _AS_THEY_ARE else compared(one) for one in key
    ]
    return sha256(_encode([kind_family, *said])).digest()[:16]


def stream_of(record: Record) -> bytes:
    """The stream a record is written in, 16 bytes."""
    return key_digest(family(record.kind), record.stream_key())


def entry_of(record: Record) -> bytes:
    """The entry a record belongs to, 16 bytes; shown to people and programs in hexadecimal."""
    return key_digest(family(record.kind), record.natural_key())


def has_own_stream(record: type[Record]) -> bool:
    """Whether every entry of a kind is a stream by itself, so that entry and stream bear one name."""
    return record.stream_key is Record.stream_key and record.part_of is None


def compared(value: object) -> object:
    """A value as it is compared. The order within a list is not content."""
    if value.__class__ is str:
        return squeeze(value)
    if value.__class__ is tuple:
        return tuple(sorted(map(compared, value), key=repr))
    if value.__class__.__class__ is _STRUCT:  # quicker than isinstance, and asked of every field of every row
        return tuple(compared(getattr(value, name)) for name in value.__struct_fields__)  # type: ignore[attr-defined]
    return value
