"""The records that stand, found by their kind and by whose they are."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from ledger.life import State
from ledger.records.record import Record
from ledger.spelling import squeeze
from projections.language.scopes import GROUP, main_kind
from projections.standing import Standing


@dataclass(frozen=True)
class Item:
    """One record that stands, with its main record where it is a part of one."""

    place: int  # among the records of its kind, in the order recorded
    position: int
    entry: bytes
    state: State
    record: object
    main: object | None

    @property
    def attested(self) -> bool:
        """Whether the office entitled stands for it."""
        return self.state is State.ATTESTED

    @property
    def day(self) -> date | None:
        """The day it happened, a month its first; None where the record is of a whole term.

        A record that has no day of its own, such as an attendance, happened on the day of its main record.
        """
        dated = self.record if isinstance(self.record, Record) else self.main
        assert isinstance(dated, Record)
        day: date | None = getattr(dated, dated.happened_on) if dated.happened_on else None
        return day


class Records:
    """All records that stand, and whose they are."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._mains: dict[str, list[object]] = {}
        self._whose: dict[tuple[str, str], dict[str, list[int]]] = {}

    def all(self, kind: str) -> list[Item]:
        """Every record of a kind, in the order recorded."""
        return [self._item(kind, place) for place in range(len(self._standing.records_of(kind).records))]

    def by(self, kind: str, field: str, subject: str) -> list[Item]:
        """The records of a kind whose party in `field` is the subject, in the order recorded."""
        if (kind, field) not in self._whose:
            self._whose[kind, field] = self._places(kind, field)
        return [self._item(kind, place) for place in self._whose[kind, field].get(subject, [])]

    def _places(self, kind: str, field: str) -> dict[str, list[int]]:
        records, named = self._standing.records_of(kind).records, _named_in(field)
        if field.startswith("main."):
            records, named = self._mains_of(kind), _named_in(field.removeprefix("main."))
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(records):
            places[named(record)].append(place)
        return places

    def _item(self, kind: str, place: int) -> Item:
        kept = self._standing.records_of(kind)
        main = self._mains_of(kind)[place] if main_kind(kind) else None
        return Item(place, kept.positions[place], kept.entries[place], kept.states[place], kept.records[place], main)

    def _mains_of(self, kind: str) -> list[object]:
        if kind not in self._mains:
            self._mains[kind] = self._standing.mains_of(kind)
        return self._mains[kind]


def group_id(record: Any) -> str:
    """The preparation group of a record: `S001/文科组`."""
    return f"{squeeze(record.school)}/{squeeze(record.group)}"


def _named_in(field: str) -> Callable[[Any], str]:
    return group_id if field == GROUP else attrgetter(field)
