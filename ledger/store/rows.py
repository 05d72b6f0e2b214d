"""What the book asks of any store: rows in position order, and a writer's view of them under the lock."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import NamedTuple, Protocol

Row = tuple[int, bytes, int, str, bytes]
"""Position, stream (16 bytes), version in the stream (from 1), kind (the stored name), body (canonical bytes)."""


def digest_of_row(row: Row | None) -> str:
    """SHA-256 of a row as it is stored, by which what was made from a book knows it again; empty for none."""
    if row is None:
        return ""
    position, stream, version, kind, body = row
    told = b"%d %s %d %s " % (position, stream.hex().encode(), version, kind.encode())
    return sha256(told + body).hexdigest()


class Lines(NamedTuple):
    """Many rows of one kind in position order, a row a line, as columns are read from; no line break at the end.

    kind: the stored name, of steps too (`lesson.observed/2#voided`). positions, versions: decimal numbers. streams:
    32 hexadecimal digits each, lower case. bodies: the canonical JSON, which holds no line break itself.
    """

    kind: str
    positions: bytes
    streams: bytes
    versions: bytes
    bodies: bytes


class WritingRows(Protocol):
    """The rows as they stand for a writer that holds the lock."""

    def last_position(self) -> int:
        """The last position given out; 0 in an empty book."""

    def last_row(self) -> Row | None:
        """The row at the last position."""

    def of_kinds(self, kinds: Sequence[str], after: int) -> list[Row]:
        """All rows of some kinds after a position, in order."""

    def standing(self, streams: Sequence[bytes]) -> list[Row]:
        """All rows of the named streams, by stream and version."""

    def add(self, rows: Sequence[Row]) -> None:
        """Rows at the positions after the last, in one bulk statement."""


class Rows(Protocol):
    """The stored rows, for readers and for one writer at a time."""

    @property
    def store(self) -> str:
        """Where they are: `sqlite` or `postgresql`."""

    @property
    def format(self) -> int:
        """The number of the form that they are stored in."""

    def writing(self, *, keep: bool) -> AbstractContextManager[WritingRows]:
        """The writer's lock; on leaving, committed if `keep`, else undone."""

    def last_position(self) -> int:
        """The last position; 0 in an empty book."""

    def at(self, positions: Sequence[int]) -> list[Row]:
        """The rows at some positions, in order."""

    def places(self, first: int, most: int) -> list[int]:
        """The positions from one on at which something stands, at most so many; of the rows nothing is read."""

    def stream(self, prefix: bytes) -> list[Row]:
        """The rows of every stream whose name begins so, by stream and version."""

    def standing(self, streams: Sequence[bytes]) -> list[Row]:
        """All rows of the named streams, by stream and version."""

    def holding(self, text: str) -> list[Row]:
        """The rows whose body holds a text, in order; every row is looked at."""

    def rows(self, up_to: int | None = None, kinds: Sequence[str] = ()) -> list[Row]:
        """All rows in position order, up to a position, of some kinds only where they are named."""

    def lots(self, first: int = 1, size: int = 10_000) -> Iterator[list[Row]]:
        """All rows from a position on, in lots, so that no more than one lot is held at a time."""

    def lines(self, kinds: Sequence[str] = (), first: int = 1, last: int | None = None) -> Iterator[Lines]:
        """The rows between two positions, kind after kind, of some kinds only where they are named.

        In lots of about 16 MB of bodies at most, made inside the database: no object is made for a row.
        """
