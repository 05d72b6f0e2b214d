"""Reading the book, alike on both stores: for the book itself, and through the doors of the eventsourcing library."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from ledger.store.rows import Lines, Row
from ledger.store.selecting import Selecting

LINES_BYTES = 16_000_000
"""Bytes of bodies that one lot of lines holds, as nearly as can be told beforehand."""

_FIRST_LINES = 10_000


class ReadingRows(Selecting):
    """What readers ask of the stored rows."""

    _holds: ClassVar[str]
    """The condition that a body holds some bytes."""

    @abstractmethod
    def _lines_of(self, code: int, first: int, last: int, rows: int) -> tuple[int, bytes, bytes, bytes, bytes] | None:
        """At most so many rows of a kind as lines, after the last position among them; None where there are none."""

    def last_position(self) -> int:
        """The last position; 0 in an empty book."""
        return self._last_position()

    def at(self, positions: Sequence[int]) -> list[Row]:
        """The rows at some positions, in order."""
        return self._where("position", sorted(positions), "position")

    def places(self, first: int, most: int) -> list[int]:
        """The positions from one on at which something stands, at most so many; of the rows nothing is read."""
        asked = self._send("SELECT position FROM events WHERE position>=? ORDER BY position LIMIT ?", (first, most))
        return [position for (position,) in asked]

    def stream(self, prefix: bytes) -> list[Row]:
        """The rows of every stream whose name begins so, by stream and version."""
        last = prefix + b"\xff" * (16 - len(prefix))
        return self._select("WHERE stream>=? AND stream<=? ORDER BY stream, version", (prefix, last))

    def holding(self, text: str) -> list[Row]:
        """The rows whose body holds a text, in order; every row is looked at."""
        return self._select(f"WHERE {self._holds} ORDER BY position", (text.encode(),))

    def lots(self, first: int = 1, size: int = 10_000) -> Iterator[list[Row]]:
        """All rows from a position on, in lots, so that no more than one lot is held at a time."""
        while lot := self._select("WHERE position>=? ORDER BY position LIMIT ?", (first, size)):
            yield lot
            first = lot[-1][0] + 1

    def rows(self, up_to: int | None = None, kinds: Sequence[str] = ()) -> list[Row]:
        """All stored rows in position order, up to a position, of some kinds only where they are named."""
        return self._of_kinds(kinds, 0, up_to)

    def lines(self, kinds: Sequence[str] = (), first: int = 1, last: int | None = None) -> Iterator[Lines]:
        """The rows between two positions, kind after kind, of some kinds only where they are named; in lots."""
        last = self._last_position() if last is None else last
        known = self._read_kinds()
        for code in known.codes_of(list(dict.fromkeys(kinds)) or list(known.codes)):
            after, rows = first - 1, _FIRST_LINES
            while lot := self._lines_of(code, after + 1, last, rows):
                after, *columns = lot
                yield Lines(known.names[code], *columns)
                size = len(columns[-1]) / (columns[-1].count(b"\n") + 1)
                rows = max(1, int(LINES_BYTES / size))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of a stream, as the library asks for them."""
        order = "DESC" if desc else "ASC"
        rows = self._select(
            f"WHERE stream=? AND version>? AND version<=? ORDER BY version {order} LIMIT ?",
            (stream_name(originator_id), gt or 0, _or_all(lte), _or_all(limit)),
        )
        return [StoredEvent(UUID(bytes=row[1]), row[2], row[3], row[4]) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The rows by position, as the library asks for them."""
        first = 0 if start is None else start if inclusive_of_start else start + 1
        known = self._codes(topics)
        if topics and not known:
            return []
        clause, codes = self._among("kind", known) if topics else ("position>0", ())
        rows = self._select(
            f"WHERE position>=? AND position<=? AND {clause} ORDER BY position LIMIT ?",
            (first, _or_all(stop), *codes, limit),
        )
        return [
            Notification(
                originator_id=UUID(bytes=row[1]),
                originator_version=row[2],
                topic=row[3],
                state=row[4],
                id=row[0],
            )
            for row in rows
        ]

    def max_notification_id(self) -> int:
        """The last position; 0 in an empty book."""
        return self._last_position()


def as_rows(events: Sequence[StoredEvent], first: int) -> list[Row]:
    """Events that the library saves, at the positions from the first on."""
    return [
        (position, stream_name(event.originator_id), event.originator_version, event.topic, event.state)
        for position, event in enumerate(events, first)
    ]


def stream_name(originator_id: Any) -> bytes:
    """The stream's 16 bytes, which the library takes for a UUID."""
    assert isinstance(originator_id, UUID)
    return originator_id.bytes


def _or_all(limit: int | None) -> int:
    return 2**62 if limit is None else limit
