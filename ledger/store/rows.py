"""What the book asks of any store: rows in position order, and a writer's view of them under the lock."""

from collections.abc import Sequence
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

    def rows(self, up_to: int | None = None, kinds: Sequence[str] = ()) -> list[Row]:
        """All rows in position order, up to a position, of some kinds only where they are named."""
