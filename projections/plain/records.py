"""The records that stand, found by their kind and by whose they are."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from ledger.life import State
from ledger.records.record import Record, TermId
from ledger.spelling import squeeze
from projections.language.scopes import GROUP, main_kind, names_of_record, recorded_fields
from projections.language.subject_scopes import COUNTY
from projections.language.types import Type
from projections.plain.values import hints_of
from projections.standing import Standing

_AT_ONCE = 10_000


class Item(msgspec.Struct, frozen=True, gc=False):
    """One record that stands, with its main record where it is a part of one."""

    kind: str
    place: int  # among the records of its kind, in the order recorded
    position: int
    entry: bytes
    state: State
    record: object
    main: object | None
    day: date | None  # that it happened, a month its first; None where the record is of a whole term
    origin: tuple[str, int]  # what tells records apart in a measure or pool; all rows of a span are of one record
    key: tuple[str, int, int]  # what tells rows apart
    listed: int = 1  # the place of whoever it is counted for in the list of those whom it names

    @classmethod
    def at(
        cls, kind: str, place: int, position: int, entry: bytes, state: State, record: object, main: object | None
    ) -> "Item":
        """The record at a place.

        One that has no day of its own, such as an attendance, happened on the day of its main record.
        """
        day = _happened_on(record if isinstance(record, Record) else main)
        return cls(kind, place, position, entry, state, record, main, day, ("", place), ("", place, 0))

    @property
    def measure(self) -> str:
        """Of a record in a pool: the measure that it comes from."""
        return self.origin[0]

    def in_period(self, row: int) -> "Item":
        """A row of a span that counts in every period: which of its periods, from 0."""
        return self if row == self.key[2] else replace(self, key=(*self.origin, row))

    def of_measure(self, measure: str) -> "Item":
        """The record, or row of it, as it stands in a pool beside those of other measures."""
        return replace(self, origin=(measure, self.place), key=(measure, self.place, self.key[2]))

    @property
    def attested(self) -> bool:
        """Whether the office entitled stands for it."""
        return self.state is State.ATTESTED

    @property
    def day_of_entry(self) -> date | None:
        """The day it happened, or of a part that has no day of its own the day of its main record."""
        return self.day or (_happened_on(self.main) if self.main else None)

    @property
    def term(self) -> str:
        """The term that it is of, or that its main record is of; empty where it is of none."""
        for record in (self.record, self.main):
            if record is not None:
                named = [name for name, hint in hints_of(record).items() if hint is TermId]
                if named:
                    return str(getattr(record, named[0]))
        return ""


def _happened_on(record: object) -> date | None:
    assert isinstance(record, Record)
    day: date | None = getattr(record, record.happened_on) if record.happened_on else None
    return day


Named = Callable[[Item, str], Any]
"""The value of a name of a record (`names_of_record`)."""


class Records:
    """All records that stand, and whose they are."""

    def __init__(self, standing: Standing, named: Named) -> None:
        self._standing = standing
        self._named = named
        self._whose: dict[tuple[str, str], dict[str, list[tuple[int, int]]]] = {}
        self._lately: dict[tuple[str, str, str], list[Item]] = {}

    def forget(self) -> None:
        """Let go of whose records were asked for."""
        self._lately.clear()

    def all(self, kind: str) -> Iterator[Item]:
        """Every record of a kind, in the order recorded."""
        return self._items(kind, range(len(self._standing.records_of(kind).records)))

    def by(self, kind: str, name: str, subject: str) -> list[Item]:
        """The records of a kind whose value of `name` is the subject, or has it on a list, in the order recorded.

        `name`: a name of the record, a list of teachers or schools, `preparation_group`, or `county` (every record).
        """
        if name == COUNTY:
            return list(self.all(kind))
        asked = kind, name, subject
        if asked not in self._lately:
            self._lately[asked] = self._by(kind, name, subject)
        return self._lately[asked]

    def _by(self, kind: str, name: str, subject: str) -> list[Item]:
        if (found := self._in_columns(kind, name, subject)) is None:
            if (kind, name) not in self._whose:
                self._whose[kind, name] = self._places(kind, name)
            found = self._whose[kind, name].get(squeeze(subject), [])
        items = self._items(kind, [place for place, _ in found])
        return [
            item if listed == item.listed else replace(item, listed=listed)
            for item, (_, listed) in zip(items, found, strict=True)
        ]

    def _in_columns(self, kind: str, name: str, subject: str) -> list[tuple[int, int]] | None:
        """The records of a subject, each with the place in its list, found by looking along a column or two.

        None for a name that is no column: an index of all records is made for it.
        """
        standing = self._standing
        if recorded_fields(kind).get(name) is Type.WORD:
            return [(place, 1) for place in standing.rows_where(kind, name, subject).tolist()]
        if name == GROUP:
            ends = [place for place, one in enumerate(subject) if one == "/"]
            found = [
                set(standing.rows_where(kind, "school", subject[:end]).tolist())
                & set(standing.rows_where(kind, "group", subject[end + 1 :]).tolist())
                for end in ends
            ]
            return [(place, 1) for place in sorted(set().union(*found))]
        if name not in names_of_record(kind) and standing.table(kind).is_list(name):
            return standing.table(kind).listing(name, standing.words.code(subject))
        return None

    def _places(self, kind: str, name: str) -> dict[str, list[tuple[int, int]]]:
        """Of every subject its records, each with the place of the subject in the record's list."""
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for item in self.all(kind):
            for code, listed in self._listed(item, name):
                places[code].append((item.place, listed))
        return places

    def _listed(self, item: Item, name: str) -> Iterator[tuple[str, int]]:
        """Whom a record names under a name, each once, with the place in the list."""
        if name in names_of_record(item.kind):
            yield squeeze(str(self._named(item, name))), 1
        else:
            of, _, field = name.rpartition(".")
            seen: set[str] = set()
            for number, one in enumerate(getattr(item.main if of == "main" else item.record, field), 1):
                code = squeeze(str(one))
                if code not in seen:
                    seen.add(code)
                    yield code, number

    def _items(self, kind: str, places: Sequence[int]) -> Iterator[Item]:
        """The records at some places."""
        kept, mains = self._standing.records_of(kind), self._standing.mains_of(kind)
        for first in range(0, len(places), _AT_ONCE):
            some = places[first : first + _AT_ONCE]
            columns = [of.taken(some) for of in (kept.positions, kept.entries, kept.states, kept.records)]
            main = mains.taken(some) if main_kind(kind) else [None] * len(some)
            for place, position, entry, state, record, whole in zip(some, *columns, main, strict=True):
                yield Item.at(kind, place, position, entry, state, record, whole)


def group_id(record: Any) -> str:
    """The preparation group of a record: `S001/文科组`."""
    return f"{squeeze(record.school)}/{squeeze(record.group)}"
