"""How a measure came about: the records that counted, and those left out with the reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import msgspec

from projections.plain.records import Item


class Counted(msgspec.Struct, frozen=True, gc=False):
    """A record that counted, and what it was worth; the note says why not more."""

    entry: bytes
    position: int
    day: date | None
    worth: Fraction
    note: str = ""
    linked: tuple[bytes, int] | None = None  # entry and position of the record that belongs to it
    measure: str = ""  # of a pool: the measure that it comes from


class LeftOut(msgspec.Struct, frozen=True, gc=False):
    """A record that did not count, and why; the reason is part of a Chinese sentence."""

    entry: bytes
    position: int
    day: date | None
    reason: str
    linked: tuple[bytes, int] | None = None
    measure: str = ""


@dataclass(frozen=True)
class Trace:
    """A measure's value with all records of the kind by the subject, each counted or left out, in recorded order.

    Of a measure that takes the sum the value is the sum of what the counted are worth.
    """

    value: Fraction | date
    counted: list[Counted]
    left_out: list[LeftOut]
    reached: frozenset[tuple[str, ...]] = frozenset()  # of a measure among a roster: the items that counted


Key = tuple[str, int, int]
"""What tells rows apart: `Item.key`."""


@dataclass
class Sieve:
    """Records on their way through the steps of a measure: those remaining, and those left out so far.

    Records are told apart by their `key`; a span that counts in every period is there once for each. One whose worth
    has come to nothing may remain and yet be `spent`: it is one of the records, but nothing of it counts.
    """

    items: list[Item]
    remaining: list[Item] = field(init=False)  # not left out, in their order: as recorded, in a pool by day
    reasons: dict[Key, str] = field(default_factory=dict, init=False)
    worth: dict[Key, Fraction] = field(default_factory=dict)
    notes: dict[Key, str] = field(default_factory=dict)
    spent: dict[Key, str] = field(default_factory=dict)
    linked: dict[tuple[str, int], Item] = field(default_factory=dict)  # by `Item.origin`
    split: bool = False  # whether a record may be there in several rows

    def __post_init__(self) -> None:
        self.remaining = list(self.items)

    @property
    def worths(self) -> list[Fraction]:
        """What each of those remaining is worth."""
        return [self.worth[item.key] for item in self.remaining]

    def leave_out(self, goes: Callable[[Item], bool], reason: str) -> None:
        """Leave out those remaining that `goes` is true of."""
        self.sift(lambda item: reason if goes(item) else "")

    def sift(self, why: Callable[[Item], str]) -> None:
        """Leave out those remaining for which a reason is given."""
        stay: list[Item] = []
        for item in self.remaining:
            if reason := why(item):
                self.reasons[item.key] = reason
            else:
                stay.append(item)
        self.remaining = stay

    def keep_only(self, kept: Iterable[Item], reason: str) -> None:
        """Leave out those remaining that are not `kept`."""
        keys = {item.key for item in kept}
        self.leave_out(lambda item: item.key not in keys, reason)

    def in_rows(self, how_many: Callable[[Item], int]) -> None:
        """Put in the place of each of those remaining so many rows; one that has none stays as it is."""
        rows = {item.key: [item.in_period(row) for row in range(how_many(item))] for item in self.remaining}
        self.split = True
        self.items = [row for item in self.items for row in rows.get(item.key) or [item]]
        self.remaining = [row for item in self.remaining for row in rows[item.key] or [item]]

    def trace(self, value: Fraction | date, reached: frozenset[tuple[str, ...]] = frozenset()) -> Trace:
        """The end of it: each record once, with what its rows are worth together."""
        reasons = self.spent | self.reasons
        counted, left_out = [], []
        for of_one in self._rows_of_each():
            item = of_one[0]
            counting = [row for row in of_one if row.key not in reasons] if reasons else of_one
            linked = self._linked_to(item) if self.linked else None
            if not counting:
                reason = reasons[item.key]
                left_out.append(LeftOut(item.entry, item.position, item.day, reason, linked, item.origin[0]))
                continue
            worth = self.worth[counting[0].key]
            for row in counting[1:]:
                worth += self.worth[row.key]
            notes = dict.fromkeys(self.notes[row.key] for row in counting if row.key in self.notes)
            note = ";".join(notes)
            counted.append(Counted(item.entry, item.position, item.day, worth, note, linked, item.origin[0]))
        return Trace(value, counted, left_out, reached)

    def _rows_of_each(self) -> Iterable[list[Item]]:
        """The rows of each record, in the order of the first."""
        if not self.split:
            return ([item] for item in self.items)
        rows: dict[tuple[str, int], list[Item]] = {}
        for item in self.items:
            rows.setdefault(item.origin, []).append(item)
        return rows.values()

    def _linked_to(self, item: Item) -> tuple[bytes, int] | None:
        other = self.linked.get(item.origin)
        return (other.entry, other.position) if other else None
