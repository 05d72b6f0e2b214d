"""The book on SQLite: an explicit position as key, a writer's lock before the first read, full synchronisation."""

import sqlite3
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from threading import Lock
from typing import Any, Self, TypeVar
from uuid import UUID

from eventsourcing.persistence import Notification, OperationalError, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
    SQLiteTransaction,
)

from ledger.store.rows import Row, WritingRows

LOCK_WAIT_SECONDS = 60
_LOOKUP = 500
_INSERTED_AT_ONCE = 2_000
_BESIDE = 1_000
V = TypeVar("V")
_COLUMNS = "position, stream, version, kind, body"


class _Transaction(SQLiteTransaction):
    """A writing transaction that takes the lock at once.

    The library opens a deferred BEGIN: two writers may then both read, and the second fails when it comes to
    write. Checking a key before inserting it needs the lock first.
    """

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        return cursor


class _Connection(SQLiteConnection):
    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        if not commit:
            with super().transaction(commit=False) as cursor:
                yield cursor
            return
        with _Transaction(self, commit=True) as cursor, cursor:
            yield cursor


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()._sqlite_conn
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-65536")  # 64 MiB: the index of streams is written at random places
        return _Connection(connection, max_age=self.max_age)


class _Datastore(SQLiteDatastore):
    def __init__(self, db_name: str) -> None:
        super().__init__(db_name)
        self.pool.close()
        self.pool = _Pool(db_name=db_name, lock_timeout=LOCK_WAIT_SECONDS, pool_timeout=LOCK_WAIT_SECONDS)
        self._writer = Lock()

    @contextmanager
    def get_connection(self, *, commit: bool) -> Iterator[SQLiteConnection]:
        """A connection; writers wait for each other here.

        In the library's pool a waiting writer holds the pool's own lock, and readers wait with it.
        """
        if not commit:
            with super().get_connection(commit=False) as connection:
                yield connection
            return
        if not self._writer.acquire(timeout=LOCK_WAIT_SECONDS):
            raise OperationalError("database is locked")
        try:
            with super().get_connection(commit=True) as connection:
                yield connection
        finally:
            self._writer.release()


class BookRecorder(SQLiteApplicationRecorder):
    """The table `events`: position, stream, version, kind (the stored name), body (the canonical bytes)."""

    datastore: SQLiteDatastore

    def construct_create_table_statements(self) -> list[str]:
        return [
            "CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, stream BLOB NOT NULL, "
            "version INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (stream, version)) STRICT",
            # The register, or rotations, are read without the rest; costs 2 % of a bulk append.
            "CREATE INDEX IF NOT EXISTS events_by_kind ON events (kind)",
        ]

    @contextmanager
    def writing(self, *, keep: bool) -> Iterator[WritingRows]:
        """The writer's lock, and the rows under it; on leaving, committed if `keep`, else undone."""
        with self.datastore.get_connection(commit=True) as connection:
            if keep:
                with connection.transaction(commit=True) as cursor, _Writing(cursor) as writing:
                    yield writing
                return
            with _Transaction(connection, commit=False) as cursor, cursor, _Writing(cursor) as writing:
                yield writing

    def at(self, positions: Sequence[int]) -> list[Row]:
        """The rows at some positions, in order."""
        found: list[Row] = []
        with self.datastore.transaction(commit=False) as cursor:
            for some in _in_lots(sorted(positions)):
                marks = ",".join("?" * len(some))
                statement = f"SELECT {_COLUMNS} FROM events WHERE position IN ({marks}) ORDER BY position"
                found.extend(_plain_rows(cursor, statement, some))
        return found

    def stream(self, prefix: bytes) -> list[Row]:
        """The rows of every stream whose name begins so, by stream and version."""
        statement = f"SELECT {_COLUMNS} FROM events WHERE stream>=? AND stream<=? ORDER BY stream, version"
        with self.datastore.transaction(commit=False) as cursor:
            return _plain_rows(cursor, statement, (prefix, prefix + b"\xff" * (16 - len(prefix))))

    def holding(self, text: str) -> list[Row]:
        """The rows whose body holds a text, in order; every row is looked at."""
        statement = f"SELECT {_COLUMNS} FROM events WHERE instr(body, ?) ORDER BY position"
        with self.datastore.transaction(commit=False) as cursor:
            return _plain_rows(cursor, statement, (text.encode(),))

    def lots(self, first: int = 1, size: int = 10_000) -> Iterator[list[Row]]:
        """All rows from a position on, in lots, so that no more than one lot is held at a time."""
        statement = f"SELECT {_COLUMNS} FROM events WHERE position>=? ORDER BY position LIMIT ?"
        while True:
            with self.datastore.transaction(commit=False) as cursor:
                lot = _plain_rows(cursor, statement, (first, size))
            if not lot:
                return
            yield lot
            first = lot[-1][0] + 1

    def rows(self, up_to: int | None = None, kinds: Sequence[str] = ()) -> list[Row]:
        """All stored rows in position order, up to a position, of some kinds only where they are named."""
        clauses, values = ["1"], list[Any]()
        if up_to is not None:
            clauses.append("position<=?")
            values.append(up_to)
        if kinds:
            clauses.append(f"kind IN ({','.join('?' * len(kinds))})")
            values.extend(kinds)
        statement = f"SELECT {_COLUMNS} FROM events WHERE {' AND '.join(clauses)} ORDER BY position"
        with self.datastore.transaction(commit=False) as cursor:
            return _plain_rows(cursor, statement, values)

    def _insert_events(self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        with _Writing(c) as writing:
            first = writing.last_position() + 1
            writing.add(
                [
                    (position, _stream(event.originator_id), event.originator_version, event.topic, event.state)
                    for position, event in enumerate(stored_events, first)
                ]
            )
        return range(first, first + len(stored_events))

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        statement = (
            f"SELECT {_COLUMNS} FROM events WHERE stream=? AND version>? AND version<=? "
            f"ORDER BY version {'DESC' if desc else 'ASC'} LIMIT ?"
        )
        values = (_stream(originator_id), gt or 0, _or_all(lte), _or_all(limit))
        with self.datastore.transaction(commit=False) as cursor:
            rows = _plain_rows(cursor, statement, values)
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
        first = 0 if start is None else start if inclusive_of_start else start + 1
        clause = f"AND kind IN ({','.join('?' * len(topics))}) " if topics else ""
        statement = f"SELECT {_COLUMNS} FROM events WHERE position>=? AND position<=? {clause}ORDER BY position LIMIT ?"
        with self.datastore.transaction(commit=False) as cursor:
            rows = _plain_rows(cursor, statement, (first, _or_all(stop), *topics, limit))
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

    def _max_notification_id(self, c: SQLiteCursor) -> int:
        return _Writing(c).last_position()


class _Writing(WritingRows):
    """The rows as they stand under the lock.

    Many rows are inserted by a thread beside the writer's, which meanwhile decides on the next ones: one statement
    a lot, in which the interpreter's lock is let go once (docs/benchmarks.md). Whoever asks next waits for them.
    """

    def __init__(self, cursor: Any) -> None:
        self._own_cursor = cursor
        self._beside: ThreadPoolExecutor | None = None
        self._inserting: list[Future[None]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        try:
            if not failed:
                self._settle()
        finally:
            if self._beside:
                self._beside.shutdown()

    @property
    def _cursor(self) -> Any:
        self._settle()
        return self._own_cursor

    def _settle(self) -> None:
        """Wait for what is being inserted; raises what went wrong with it."""
        inserting, self._inserting = self._inserting, []
        for one in inserting:
            one.result()

    def last_position(self) -> int:
        self._cursor.execute("SELECT coalesce(max(position), 0) FROM events")
        return int(self._cursor.fetchone()[0])

    def last_row(self) -> Row | None:
        rows = _plain_rows(self._cursor, f"SELECT {_COLUMNS} FROM events ORDER BY position DESC LIMIT 1", ())
        return rows[0] if rows else None

    def of_kinds(self, kinds: Sequence[str], after: int) -> list[Row]:
        marks = ",".join("?" * len(kinds))
        statement = f"SELECT {_COLUMNS} FROM events WHERE kind IN ({marks}) AND position>? ORDER BY position"
        return _plain_rows(self._cursor, statement, (*kinds, after))

    def standing(self, streams: Sequence[bytes]) -> list[Row]:
        found: list[Row] = []
        for some in _in_lots(streams):
            marks = ",".join("?" * len(some))
            statement = f"SELECT {_COLUMNS} FROM events WHERE stream IN ({marks}) ORDER BY stream, version"
            found.extend(_plain_rows(self._cursor, statement, some))
        return found

    def add(self, rows: Sequence[Row]) -> None:
        if len(rows) < _BESIDE:
            self._cursor.executemany(f"INSERT INTO events ({_COLUMNS}) VALUES (?,?,?,?,?)", rows)
            return
        if self._beside is None:
            self._beside = ThreadPoolExecutor(1)
        self._inserting += [self._beside.submit(self._insert, lot) for lot in _in_lots(rows, _INSERTED_AT_ONCE)]

    def _insert(self, rows: Sequence[Row]) -> None:
        values = ",".join(["(?,?,?,?,?)"] * len(rows))
        self._own_cursor.execute(f"INSERT INTO events ({_COLUMNS}) VALUES {values}", list(chain.from_iterable(rows)))


class BookFactory(SQLiteFactory):
    """Finds this module's recorder for the library's `PERSISTENCE_MODULE`."""

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.datastore.close()
        self.datastore = _Datastore(self.datastore.pool.db_name)

    application_recorder_class = BookRecorder


def _plain_rows(cursor: Any, statement: str, values: Sequence[Any]) -> list[Row]:
    """Rows as plain tuples: the library's row factory costs a third of the time of reading (docs/benchmarks.md)."""
    raw: sqlite3.Cursor = getattr(cursor, "sqlite_cursor", cursor)
    raw.row_factory = None
    raw.execute(statement, values)
    return raw.fetchall()


def _in_lots(values: Sequence[V], size: int = _LOOKUP) -> Iterator[Sequence[V]]:
    """The values in lots that one statement may name."""
    for first in range(0, len(values), size):
        yield values[first : first + size]


def _stream(originator_id: UUID | str) -> bytes:
    assert isinstance(originator_id, UUID)
    return originator_id.bytes


def _or_all(limit: int | None) -> int:
    return 2**62 if limit is None else limit
