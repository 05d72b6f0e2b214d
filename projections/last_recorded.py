"""What was written in the book last: the newest events, with their kind, act, office, and whom each is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.book import Book
from ledger.event import Act
from ledger.records import EARLIER, KINDS
from ledger.records.record import Record


@dataclass(frozen=True)
class Written:
    """An event: when and where in the book, what people call its record, the act, on whose authority.

    `whose`: the teacher's or school's code that it counts for; empty for a step, and for a record of the county.
    """

    position: int
    recorded_at: datetime
    kind: str
    called: str
    act: Act
    authority: str
    whose: str

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "position": self.position,
            "recorded_at": self.recorded_at.isoformat(),
            "kind": self.kind,
            "act": str(self.act),
            "authority": self.authority,
            "whose": self.whose,
        }


def last_recorded(book: Book, position: int, most: int) -> list[Written]:
    """At most so many of the last events up to a position, the newest first."""
    found = []
    rows = book.stored.at(range(max(1, position - most + 1), position + 1))
    events = book.at([row[0] for row in rows])
    for number, _, _, name, _ in reversed(rows):
        event, name = events[number], name.partition("#")[0]
        of = EARLIER.get(name) or KINDS[name]
        whose = str(getattr(event.data, of.whose)) if isinstance(event.data, Record) and of.whose else ""
        kind = of.kind.partition("/")[0]
        found.append(Written(number, event.recorded_at, kind, of.called or kind, event.act, event.authority, whose))
    return found
