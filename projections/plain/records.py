"""The records that stand, found by their kind and by whose they are."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ledger.life import State
from ledger.records.record import Record, TermId
from ledger.spelling import squeeze
from projections.language.scopes import GROUP, main_kind, names_of_record
from projections.language.subject_scopes import COUNTY
from projections.plain.values import hints_of
from projections.standing import Standing


@dataclass(frozen=True)
class Item:
    """One record that stands, with its main record where it is a part of one."""

    kind: str
    place: int  # among the records of its kind, in the order recorded
    position: int
    entry: bytes
    state: State
    record: object
    main: object | None
    listed: int = 1  # the place of whoever it is counted for in the list of those whom it names
    row: int = 0  # of a span that counts in every period: which of its periods
    measure: str = ""  # of a record in a pool: the measure that it comes from

    @property
    def origin(self) -> tuple[str, int]:
        """What tells records apart in a measure or pool; all rows of a span are of one record."""
        return self.measure, self.place

    @property
    def key(self) -> tuple[str, int, int]:
        """What tells rows apart."""
        return self.measure, self.place, self.row

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
        return _happened_on(dated)

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
        self._mains: dict[str, list[object]] = {}
        self._whose: dict[tuple[str, str], dict[str, list[tuple[int, int]]]] = {}

    def all(self, kind: str) -> list[Item]:
        """Every record of a kind, in the order recorded."""
        return [self._item(kind, place) for place in range(len(self._standing.records_of(kind).records))]

    def by(self, kind: str, name: str, subject: str) -> list[Item]:
        """The records of a kind whose value of `name` is the subject, or has it on a list, in the order recorded.

        `name`: a name of the record, a list of teachers or schools, `preparation_group`, or `county` (every record).
        """
        if name == COUNTY:
            return self.all(kind)
        if (kind, name) not in self._whose:
            self._whose[kind, name] = self._places(kind, name)
        found = self._whose[kind, name].get(squeeze(subject), [])
        return [replace(self._item(kind, place), listed=listed) for place, listed in found]

    def _places(self, kind: str, name: str) -> dict[str, list[tuple[int, int]]]:
        """Of every subject its records, each with the place of the subject in the record's list."""
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        of, _, field = name.rpartition(".")
        if of in ("", "main") and name in names_of_record(kind) and name != "band":
            # The plain case, a field by its name: a hundred thousand records without an item made of each.
            records = self._mains_of(kind) if of else self._standing.records_of(kind).records
            spelled = _Squeezed()
            for place, record in enumerate(records):
                places[spelled[getattr(record, field)]].append((place, 1))
            return places
        for item in self.all(kind):
            for code, listed in self._listed(item, name):
                places[code].append((item.place, listed))
        return places

    def _listed(self, item: Item, name: str) -> Iterator[tuple[str, int]]:
        """Whom a record names under a name, each once, with the place in the list."""
        if name == GROUP:
            yield group_id(item.record), 1
        elif name in names_of_record(item.kind):
            yield squeeze(str(self._named(item, name))), 1
        else:
            of, _, field = name.rpartition(".")
            seen: set[str] = set()
            for number, one in enumerate(getattr(item.main if of == "main" else item.record, field), 1):
                code = squeeze(str(one))
                if code not in seen:
                    seen.add(code)
                    yield code, number

    def _item(self, kind: str, place: int) -> Item:
        kept = self._standing.records_of(kind)
        main = self._mains_of(kind)[place] if main_kind(kind) else None
        return Item(
            kind, place, kept.positions[place], kept.entries[place], kept.states[place], kept.records[place], main
        )

    def _mains_of(self, kind: str) -> list[object]:
        if kind not in self._mains:
            self._mains[kind] = self._standing.mains_of(kind)
        return self._mains[kind]


class _Squeezed(dict[Any, str]):
    """Codes as they are compared, each squeezed once; what is empty is the empty word."""

    def __missing__(self, code: Any) -> str:
        self[code] = squeezed = "" if code is None else squeeze(str(code))
        return squeezed


def group_id(record: Any) -> str:
    """The preparation group of a record: `S001/文科组`."""
    return f"{squeeze(record.school)}/{squeeze(record.group)}"
