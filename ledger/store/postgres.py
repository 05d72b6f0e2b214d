"""The book in a schema of PostgreSQL: positions given out under a lock, readers that wait for nobody."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import psycopg
from eventsourcing.persistence import InfrastructureFactory, PersistenceError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory

from ledger.store.faults import CommitUnknown
from ledger.store.formats import FORMAT, SINCE_RELEASE, check_kept_format, closed_if_refused
from ledger.store.kinds import Kinds
from ledger.store.postgres_connections import LOCK_WAIT_SECONDS, BookDatastore, Connection, is_lost, told
from ledger.store.postgres_place import postgres_place
from ledger.store.postgres_writing import LOOKED_UP_AT_ONCE, WritingPostgres, among, answered
from ledger.store.reading import ReadingRows, as_rows
from ledger.store.rows import Row, WritingRows

_TABLES = """
CREATE TABLE book (format INTEGER NOT NULL, since_release TEXT NOT NULL);
CREATE TABLE kinds (code INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE events (position BIGINT PRIMARY KEY, stream BYTEA NOT NULL, version INTEGER NOT NULL,
    kind INTEGER NOT NULL, body BYTEA NOT NULL, UNIQUE (stream, version));
CREATE INDEX events_by_kind ON events (kind);
"""

# Who holds this lock is the only writer, and gives it back when all that was written can be seen: so no row appears
# below a position already read. The table is small and read when a book is opened; a lock of `events` itself would
# wait for PostgreSQL's own cleaning of it.
_LOCK = "BEGIN; LOCK TABLE book IN EXCLUSIVE MODE"

_MANY = 5_000
"""Rows of a batch after which it is worth looking whether PostgreSQL's figures still hold."""

_LINES = """
SELECT max(position), string_agg(position::text, E'\\n'), string_agg(encode(stream, 'hex'), E'\\n'),
    string_agg(version::text, E'\\n'), string_agg(body, E'\\\\x0a'::bytea)
FROM (SELECT position, stream, version, body FROM events
    WHERE kind=? AND position>=? AND position<=? ORDER BY position LIMIT ?) AS lot
"""


class BookRecorder(ReadingRows, PostgresApplicationRecorder):
    """The table `events`: position, stream, version, kind (its number), body (the canonical bytes)."""

    datastore: BookDatastore
    store = "postgresql"
    format = FORMAT
    _asked_at_once: ClassVar[int] = LOOKED_UP_AT_ONCE
    _holds: ClassVar[str] = "position(?::bytea IN body) > 0"

    def __init__(self, datastore: BookDatastore, *, events_table_name: str = "events") -> None:
        super().__init__(datastore, events_table_name=events_table_name)
        self._kinds = Kinds()

    def create_table(self) -> None:
        """Make the schema and its tables where there are none. Raises Refused `ledger-newer`, `ledger-older`."""
        with closed_if_refused(self.datastore):
            if not self._check_format():
                self.datastore.asking(self._make)

    def _check_format(self) -> bool:
        """Whether there is a book, of the form that this release reads."""
        [(found,)] = self._send("SELECT to_regclass('book') IS NOT NULL", ())
        if found:
            check_kept_format(self._send("SELECT format, since_release FROM book", ()))
        return bool(found)

    def _make(self, connection: Connection) -> None:
        schema = self.datastore.schema
        with connection.transaction():
            # Two who make it at once wait for each other here; `IF NOT EXISTS` alone fails one of them.
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"shilu {schema}",))
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'.encode())
            if answered(connection, "SELECT 1 WHERE to_regclass('book') IS NULL", ()):
                connection.execute(_TABLES)
                connection.execute("INSERT INTO book VALUES (%s,%s)", (FORMAT, SINCE_RELEASE))

    @contextmanager
    def writing(self, *, keep: bool) -> Iterator[WritingRows]:
        """The writer's lock, and the rows under it; on leaving, committed if `keep`, else undone.

        Raises ConnectionLost where the server went away and nothing was written; CommitUnknown where nobody can
        say. An answer that was lost is no failure: whether it was committed is read again, under the lock.
        """
        with self._only_writer():
            try:
                with self._locked() as connection:
                    writing = WritingPostgres(connection, self._kinds)
                    try:
                        yield writing
                        writing.settle()
                    finally:
                        writing.close()
                    self._end(connection, writing, keep=keep)
            except psycopg.Error as error:
                raise told(error) from error
            if keep:
                self._kinds = writing.kinds

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        if not self.datastore.writer.acquire(timeout=LOCK_WAIT_SECONDS):
            raise told(psycopg.errors.LockNotAvailable()) from psycopg.errors.LockNotAvailable()
        try:
            yield
        finally:
            self.datastore.writer.release()

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        """A connection in a transaction that holds the lock; undone on leaving unless it was ended."""
        connection = self.datastore.taken_with(_LOCK)
        try:
            yield connection
        finally:
            self.datastore.pool.give_back(connection)

    def _end(self, connection: Connection, writing: WritingPostgres, *, keep: bool) -> None:
        if not keep:
            return
        try:
            connection.execute("COMMIT")
        except psycopg.Error as error:
            if not is_lost(error):
                raise
            connection.close()
            if writing.last_added and not self._was_committed(writing.last_added):
                raise
        else:
            self._count_anew(connection, writing)

    def _count_anew(self, connection: Connection, writing: WritingPostgres) -> None:
        """Let PostgreSQL count the kinds when the book has doubled: until it does, it plans as for an empty table."""
        if writing.added >= _MANY and (last := writing.last_added):
            [(counted,)] = answered(connection, "SELECT reltuples FROM pg_class WHERE oid='events'::regclass", ())
            if last[0] > 2 * counted:
                connection.execute("ANALYZE events")

    def _was_committed(self, last: Row) -> bool:
        """Whether a transaction whose answer was lost is there: its last row, byte for byte.

        Asked under the lock, which a transaction that is still on its way holds.
        """

        def ask(connection: Connection) -> list[tuple[Any, ...]]:
            with connection.transaction():
                connection.execute("LOCK TABLE book IN EXCLUSIVE MODE")
                return answered(
                    connection,
                    "SELECT position, body FROM events WHERE stream=? AND version=?",
                    (last[1], last[2]),
                )

        try:
            return self.datastore.asking(ask) == [(last[0], last[4])]
        except PersistenceError as error:  # also one that waited for the lock in vain
            raise CommitUnknown(str(error)) from error

    def _send(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return self.datastore.asking(lambda connection: answered(connection, statement, values))

    def _among(self, column: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        return among(column, values)

    def _lines_of(self, code: int, first: int, last: int, rows: int) -> tuple[int, bytes, bytes, bytes, bytes] | None:
        [(after, positions, streams, versions, bodies)] = self._send(_LINES, (code, first, last, rows))
        return after and (after, positions.encode(), streams.encode(), versions.encode(), bodies)

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Write events that the library saves; the positions they were given."""
        with self.writing(keep=True) as rows:
            first = rows.last_position() + 1
            rows.add(as_rows(stored_events, first))
        return range(first, first + len(stored_events))


class BookFactory(PostgresFactory):
    """Finds this module's recorder for the library's `PERSISTENCE_MODULE`."""

    def __init__(self, env: Any) -> None:
        InfrastructureFactory.__init__(self, env)
        self.datastore = BookDatastore(postgres_place(self.env["BOOK_PLACE"]))

    application_recorder_class = BookRecorder  # type: ignore[assignment]  # of two parents, which mypy cannot see


def holds_book(url: str) -> bool:
    """Whether there is a book at a URL; nothing is made."""
    datastore = BookDatastore(postgres_place(url))
    try:
        return bool(datastore.asking(lambda one: answered(one, "SELECT to_regclass('book') IS NOT NULL", ()))[0][0])
    finally:
        datastore.close()
