"""How a measure came about: the records that counted, and those left out with the reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from projections.plain.records import Item


@dataclass(frozen=True)
class Counted:
    """A record that counted, and what it was worth."""

    entry: bytes
    position: int
    day: date | None
    worth: Fraction


@dataclass(frozen=True)
class LeftOut:
    """A record that did not count, and why; the reason is part of a Chinese sentence."""

    entry: bytes
    position: int
    day: date | None
    reason: str


@dataclass(frozen=True)
class Trace:
    """A measure's value with all records of the kind by the subject, each counted or left out, in recorded order.

    The value is the sum of what the counted are worth; where weeks or months are counted, the number of these.
    """

    value: Fraction
    counted: list[Counted]
    left_out: list[LeftOut]
    reached: frozenset[tuple[str, ...]] = frozenset()  # of a measure among a roster: the items that counted


@dataclass
class Sieve:
    """Records on their way through the steps of a measure: those remaining, and those left out so far."""

    items: list[Item]
    reasons: dict[int, str] = field(default_factory=dict)

    @property
    def remaining(self) -> list[Item]:
        """The records not left out, in recorded order."""
        return [item for item in self.items if item.place not in self.reasons]

    def leave_out(self, goes: Callable[[Item], bool], reason: str) -> None:
        """Leave out those remaining that `goes` is true of."""
        self.reasons |= {item.place: reason for item in self.remaining if goes(item)}

    def keep_only(self, kept: Iterable[Item], reason: str) -> None:
        """Leave out those remaining that are not `kept`."""
        places = {item.place for item in kept}
        self.leave_out(lambda item: item.place not in places, reason)

    def trace(self, value: Fraction, worth: dict[int, Fraction]) -> Trace:
        """The end of it; `worth` by the record's place."""
        return Trace(
            value,
            [Counted(item.entry, item.position, item.day, worth[item.place]) for item in self.remaining],
            [
                LeftOut(item.entry, item.position, item.day, self.reasons[item.place])
                for item in self.items
                if item.place in self.reasons
            ],
        )
