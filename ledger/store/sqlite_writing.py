"""Writing into a book in an SQLite file: the rows as they stand under the lock, and new ones added."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, ClassVar, Self

from ledger.store.kinds import Kinds
from ledger.store.rows import Row
from ledger.store.selecting import COLUMNS, in_lots
from ledger.store.writing import BESIDE, Writing

LOOKED_UP_AT_ONCE = 500
_INSERTED_AT_ONCE = 2_000


class WritingSQLite(Writing):
    """The rows as they stand under the lock.

    The thread beside inserts a lot in one statement, in which the interpreter's lock is let go once
    (docs/benchmarks.md).
    """

    _asked_at_once: ClassVar[int] = LOOKED_UP_AT_ONCE

    def __init__(self, cursor: Any, kinds: Kinds) -> None:
        super().__init__(kinds)
        self._cursor = cursor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if not failed:
                self.settle()
        finally:
            self.close()

    def _send(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        self.settle()
        return plain_rows(self._cursor, statement, values)

    def _among(self, column: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        return among(column, values)

    def add(self, rows: Sequence[Row]) -> None:
        """Rows at the positions after the last."""
        if not rows:
            return
        codes = self._codes_for(rows)
        self._last = (rows[-1],)
        stored = [(position, stream, version, codes[kind], body) for position, stream, version, kind, body in rows]
        if len(rows) < BESIDE:
            self.settle()
            self._cursor.executemany(f"INSERT INTO events ({COLUMNS}) VALUES (?,?,?,?,?)", stored)
            return
        for lot in in_lots(stored, _INSERTED_AT_ONCE):
            self._hand_over(self._insert, lot)

    def _add_kinds(self, new: Sequence[tuple[int, str]]) -> None:
        self._cursor.executemany("INSERT INTO kinds (code, name) VALUES (?,?)", new)

    def _insert(self, rows: Sequence[tuple[Any, ...]]) -> None:
        values = ",".join(["(?,?,?,?,?)"] * len(rows))
        self._cursor.execute(f"INSERT INTO events ({COLUMNS}) VALUES {values}", list(chain.from_iterable(rows)))


def among(column: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """The condition that a column holds one of some values, and the values to send with it."""
    return f"{column} IN ({','.join('?' * len(values))})", values


def plain_rows(cursor: Any, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows as plain tuples: the library's row factory costs a third of the time of reading (docs/benchmarks.md)."""
    raw = getattr(cursor, "sqlite_cursor", cursor)
    raw.row_factory = None
    raw.execute(statement, values)
    return raw.fetchall()  # type: ignore[no-any-return]
