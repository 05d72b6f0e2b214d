"""What the book asks of any store: rows in position order, and a writer's view of them under the lock."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

Row = tuple[int, bytes, int, str, bytes]
"""Position, stream (16 bytes), version in the stream (from 1), kind (the stored name), body (canonical bytes)."""


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

    def writing(self, *, keep: bool) -> AbstractContextManager[WritingRows]:
        """The writer's lock; on leaving, committed if `keep`, else undone."""

    def at(self, positions: Sequence[int]) -> list[Row]:
        """The rows at some positions, in order."""

    def stream(self, prefix: bytes) -> list[Row]:
        """The rows of every stream whose name begins so, by stream and version."""

    def holding(self, text: str) -> list[Row]:
        """The rows whose body holds a text, in order; every row is looked at."""

    def rows(self, up_to: int | None = None, kinds: Sequence[str] = ()) -> list[Row]:
        """All rows in position order, up to a position, of some kinds only where they are named."""

    def lots(self, first: int = 1, size: int = 10_000) -> Iterator[list[Row]]:
        """All rows from a position on, in lots, so that no more than one lot is held at a time."""
