"""Connections to a book in an SQLite file: a writer's lock before the first read, full synchronisation."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from eventsourcing.persistence import OperationalError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

LOCK_WAIT_SECONDS = 60
PAGE_BYTES = 8192
"""Twice SQLite's own: a row of 400 bytes leaves less of a page empty (docs/decisions/the-book-on-two-stores.md)."""


class WritingTransaction(SQLiteTransaction):
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
        with WritingTransaction(self, commit=True) as cursor, cursor:
            yield cursor


class _Pool(SQLiteConnectionPool):
    def _create_connection(self) -> SQLiteConnection:
        self.is_journal_mode_wal = True  # so that the library leaves a new file alone until its pages have a size
        connection = super()._create_connection()._sqlite_conn
        connection.execute(f"PRAGMA page_size={PAGE_BYTES}")  # only a file that is still empty takes it
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-65536")  # 64 MiB: the index of streams is written at random places
        return _Connection(connection, max_age=self.max_age)


class BookDatastore(SQLiteDatastore):
    """The library's store of connections, in which readers never wait for writers."""

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
