"""Writing into a book in PostgreSQL: the rows as they stand under the lock, and new ones sent by COPY."""

from collections.abc import Sequence
from struct import Struct
from typing import Any, ClassVar

from ledger.store.kinds import Kinds
from ledger.store.postgres_connections import Connection
from ledger.store.rows import Row
from ledger.store.selecting import COLUMNS
from ledger.store.writing import BESIDE, Writing

LOOKED_UP_AT_ONCE = 5_000
_COPIED_FROM = 5
"""Rows from which on COPY is quicker than INSERT."""

_COPY = f"COPY events ({COLUMNS}) FROM STDIN (FORMAT BINARY)"
_COPY_BEGINS = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_ENDS = b"\xff\xff"
# PostgreSQL's documentation of COPY, "Binary Format": how many fields, and each after its length, big endian.
_COPY_ROW = Struct(">hiqi16siiiii")


class WritingPostgres(Writing):
    """The rows as they stand under the lock; new ones are sent by COPY."""

    _asked_at_once: ClassVar[int] = LOOKED_UP_AT_ONCE

    def __init__(self, connection: Connection, kinds: Kinds) -> None:
        super().__init__(kinds)
        self._connection = connection
        self.added = 0
        """How many rows were added."""

    @property
    def last_added(self) -> Row | None:
        """The last of the rows that were added; None where none was."""
        return self.last_row() if self.added else None

    def _send(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        self.settle()
        return answered(self._connection, statement, values)

    def _among(self, column: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        return among(column, values)

    def add(self, rows: Sequence[Row]) -> None:
        """Rows at the positions after the last."""
        if not rows:
            return
        codes = self._codes_for(rows)
        self._last = (rows[-1],)
        self.added += len(rows)
        if len(rows) < _COPIED_FROM:
            self.settle()
            for position, stream, version, kind, body in rows:
                self._connection.execute(
                    f"INSERT INTO events ({COLUMNS}) VALUES (%s,%s,%s,%s,%s)",
                    (position, stream, version, codes[kind], body),
                )
        elif len(rows) < BESIDE:
            self.settle()
            self._copy(rows, codes)
        else:
            self._hand_over(self._copy, rows, codes)

    def _add_kinds(self, new: Sequence[tuple[int, str]]) -> None:
        for code, name in new:
            self._connection.execute("INSERT INTO kinds (code, name) VALUES (%s,%s)", (code, name))

    def _copy(self, rows: Sequence[Row], codes: dict[str, int]) -> None:
        pack = _COPY_ROW.pack
        parts = [_COPY_BEGINS]
        for position, stream, version, kind, body in rows:
            parts.append(pack(5, 8, position, 16, stream, 4, version, 4, codes[kind], len(body)))
            parts.append(body)
        parts.append(_COPY_ENDS)
        with self._connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.write(b"".join(parts))


def among(column: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """The condition that a column holds one of some values, and the values to send with it."""
    return f"{column} = ANY(?)", (list(values),)


def answered(connection: Connection, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What a statement is answered; `?` where values go. In binary, or every byte of a body would come as two."""
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(statement.replace("?", "%s"), values).fetchall()
