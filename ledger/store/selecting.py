"""The questions that the book asks of its rows, in the SQL that both stores share."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, TypeVar

from eventsourcing.persistence import OperationalError

from ledger.store.kinds import Kinds
from ledger.store.rows import Row

COLUMNS = "position, stream, version, kind, body"
V = TypeVar("V")


class Selecting(ABC):
    """Selects rows; whoever inherits it says how a statement is sent. Places for values are written `?`."""

    _asked_at_once: ClassVar[int]
    """Values that one statement may name."""

    _kinds: Kinds

    @abstractmethod
    def _send(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What the database answers."""

    @abstractmethod
    def _among(self, column: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """The condition that a column holds one of these values, and the values to send with it."""

    def _select(self, rest: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows that the rest of a SELECT says."""
        return self._named(self._send(f"SELECT {COLUMNS} FROM events {rest}", values))

    def _named(self, rows: list[tuple[Any, ...]]) -> list[Row]:
        """Rows with the names of their kinds."""
        known = self._kinds
        try:
            return _with_names(rows, known)
        except KeyError:  # a kind that somebody stored since
            try:
                return _with_names(rows, self._read_kinds())
            except KeyError as missing:
                raise OperationalError(f"the table kinds has no code {missing}") from None

    def _read_kinds(self) -> Kinds:
        """The kinds stored by now; a writer of another thread may at any time put those that it knows back."""
        self._kinds = known = Kinds(self._send("SELECT code, name FROM kinds", ()))
        return known

    def _codes(self, names: Sequence[str]) -> list[int]:
        """The codes of kinds; of those that were never stored none."""
        known = self._kinds
        if not known.knows(names):
            known = self._read_kinds()
        return known.codes_of(names)

    def _last_position(self) -> int:
        return int(self._send("SELECT coalesce(max(position), 0) FROM events", ())[0][0])

    def _of_kinds(self, kinds: Sequence[str], after: int, up_to: int | None) -> list[Row]:
        """The rows of some kinds between two positions, in order; of all, where none is named."""
        clauses, values = ["position>?"], list[Any]([after])
        if up_to is not None:
            clauses.append("position<=?")
            values.append(up_to)
        if kinds:
            codes = self._codes(kinds)
            if not codes:
                return []
            clause, named = self._among("kind", codes)
            clauses.append(clause)
            values.extend(named)
        return self._select(f"WHERE {' AND '.join(clauses)} ORDER BY position", values)

    def standing(self, streams: Sequence[bytes]) -> list[Row]:
        """All rows of the named streams, by stream and version."""
        return self._where("stream", streams, "stream, version")

    def _where(self, column: str, asked: Sequence[Any], order: str) -> list[Row]:
        """The rows in which a column holds one of these values; by lots, each in the order given."""
        found: list[Row] = []
        for some in in_lots(asked, self._asked_at_once):
            clause, values = self._among(column, some)
            found.extend(self._select(f"WHERE {clause} ORDER BY {order}", values))
        return found


class SelectingUnderLock(Selecting):
    """What a writer asks, who alone may add rows: the last row is read once."""

    _last: tuple[Row | None] | None = None

    def last_row(self) -> Row | None:
        """The row at the last position."""
        if self._last is None:
            rows = self._select("ORDER BY position DESC LIMIT 1")
            self._last = (rows[0] if rows else None,)
        return self._last[0]

    def last_position(self) -> int:
        """The last position given out; 0 in an empty book."""
        last = self.last_row()
        return last[0] if last else 0

    def of_kinds(self, kinds: Sequence[str], after: int) -> list[Row]:
        """All rows of some kinds after a position, in order."""
        return self._of_kinds(kinds, after, None) if kinds else []


def _with_names(rows: list[tuple[Any, ...]], known: Kinds) -> list[Row]:
    names = known.names
    return [(position, stream, version, names[kind], body) for position, stream, version, kind, body in rows]


def in_lots(values: Sequence[V], size: int) -> Iterator[Sequence[V]]:
    """The values in lots of so many."""
    for first in range(0, len(values), size):
        yield values[first : first + size]
