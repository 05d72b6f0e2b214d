"""How a measure came about: the records that counted, and those left out with the reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from projections.plain.records import Item


@dataclass(frozen=True)
class Counted:
    """A record that counted, and what it was worth; the note says why not more."""

    entry: bytes
    position: int
    day: date | None
    worth: Fraction
    note: str = ""
    linked: tuple[bytes, int] | None = None  # entry and position of the record that belongs to it
    measure: str = ""  # of a pool: the measure that it comes from


@dataclass(frozen=True)
class LeftOut:
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
    reasons: dict[Key, str] = field(default_factory=dict)
    worth: dict[Key, Fraction] = field(default_factory=dict)
    notes: dict[Key, str] = field(default_factory=dict)
    spent: dict[Key, str] = field(default_factory=dict)
    linked: dict[tuple[str, int], Item] = field(default_factory=dict)  # by `Item.origin`

    @property
    def remaining(self) -> list[Item]:
        """The records not left out, in their order: as recorded, in a pool by day."""
        return [item for item in self.items if item.key not in self.reasons]

    @property
    def worths(self) -> list[Fraction]:
        """What each of those remaining is worth."""
        return [self.worth[item.key] for item in self.remaining]

    def leave_out(self, goes: Callable[[Item], bool], reason: str) -> None:
        """Leave out those remaining that `goes` is true of."""
        self.reasons |= {item.key: reason for item in self.remaining if goes(item)}

    def keep_only(self, kept: Iterable[Item], reason: str) -> None:
        """Leave out those remaining that are not `kept`."""
        keys = {item.key for item in kept}
        self.leave_out(lambda item: item.key not in keys, reason)

    def trace(self, value: Fraction | date, reached: frozenset[tuple[str, ...]] = frozenset()) -> Trace:
        """The end of it: each record once, with what its rows are worth together."""
        rows: dict[tuple[str, int], list[Item]] = {}
        for item in self.items:
            rows.setdefault(item.origin, []).append(item)
        counted, left_out = [], []
        reasons = self.spent | self.reasons
        for of_one in rows.values():
            item, counting = of_one[0], [row for row in of_one if row.key not in reasons]
            told = (item.entry, item.position, item.day)
            if not counting:
                left_out.append(LeftOut(*told, reasons[item.key], self._linked_to(item), item.measure))
                continue
            worth = sum((self.worth[row.key] for row in counting), Fraction(0))
            notes = dict.fromkeys(self.notes[row.key] for row in counting if row.key in self.notes)
            counted.append(Counted(*told, worth, ";".join(notes), self._linked_to(item), item.measure))
        return Trace(value, counted, left_out, reached)

    def _linked_to(self, item: Item) -> tuple[bytes, int] | None:
        other = self.linked.get(item.origin)
        return (other.entry, other.position) if other else None
