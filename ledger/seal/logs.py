"""What can be sealed: rows in position order, from which leaf hashes are made in lots."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from ledger.refusals import Refused
from ledger.seal.hashing import hashes_of_rows
from ledger.store.rows import Row, Rows


class Log(Protocol):
    """Rows at positions 1, 2, 3 …, of which none ever changes or goes."""

    def size(self) -> int:
        """The last position; 0 where there is none yet."""

    def hashes(self, after: int) -> Iterator[list[bytes]]:
        """The leaf hashes of all rows after a position, in lots. Raises Refused `position-missing`."""


class BookLog:
    """The rows of a book."""

    def __init__(self, rows: Rows) -> None:
        """The stored rows, read after they were committed and without any lock."""
        self._rows = rows

    def size(self) -> int:
        """The last position; 0 in an empty book."""
        return self._rows.last_position()

    def hashes(self, after: int) -> Iterator[list[bytes]]:
        """The leaf hashes of all rows after a position, in lots. Raises Refused `position-missing`."""
        return hashes_in_order(self._rows.lots(after + 1), after)


def hashes_in_order(lots: Iterable[list[Row]], after: int) -> Iterator[list[bytes]]:
    """The leaf hashes of lots of rows that begin behind a position.

    Raises Refused `position-missing` where a position between them is missing.
    """
    for rows in lots:
        # Positions rise and none is there twice: they are without a gap where the last is as far as their number says.
        if rows[0][0] != after + 1 or rows[-1][0] != after + len(rows):
            there = {row[0] for row in rows}
            gone = next(one for one in range(after + 1, after + len(rows) + 1) if one not in there)
            raise Refused("position-missing", f"账本里没有第 {gone} 条,封存不再往下走;请运行 shilu verify 查明。")
        yield hashes_of_rows(rows)
        after += len(rows)
