"""What verifying found: faults, each with its place, and what is told without being a fault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST_TOLD = 10_000
"""So many faults are named; the others are only counted."""

Told = Callable[[str, int, int], None]
"""Hears what is being read, how much of it is done, of how much."""


class Fault(NamedTuple):
    """Something that is not as it was recorded; at which position and entry (hexadecimal), where it has them."""

    position: int | None
    entry: str | None
    what: str


@dataclass
class Report:
    """What was found. `size`: the last position of the book; `sealed`: how many events the newest checkpoint seals."""

    size: int = 0
    sealed: int = 0
    found: list[Fault] = field(default_factory=list)
    count: int = 0
    notes: list[str] = field(default_factory=list)
    _placed: set[int] = field(default_factory=set)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.count

    @property
    def faults(self) -> list[Fault]:
        """The faults: those with a position first, in order of the book."""
        return sorted(self.found, key=lambda one: (one.position is None, one.position or 0))

    def fault(self, what: str, position: int | None = None, entry: str | None = None) -> None:
        """Add one; `what` is one Chinese sentence: what is wrong, and what to do."""
        self.count += 1
        if position is not None:
            self._placed.add(position)
        if len(self.found) < MOST_TOLD:
            self.found.append(Fault(position, entry, what))

    def has_at(self, position: int) -> bool:
        """Whether there is a fault at a position already."""
        return position in self._placed

    def note(self, what: str) -> None:
        """Tell something that is no fault."""
        self.notes.append(what)

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "ok": self.ok,
            "size": self.size,
            "sealed": self.sealed,
            "count": self.count,
            "faults": [one._asdict() for one in self.faults],
            "notes": self.notes,
        }
