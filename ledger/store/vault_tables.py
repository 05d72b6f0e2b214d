"""The vault's tables on either store: the few statements in which SQLite and PostgreSQL differ stand here.

A batch is one transaction, and one thread's: others who begin one meanwhile wait, in this process and in others.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Any

from eventsourcing.persistence import OperationalError

from ledger.store.sqlite_connections import LOCK_WAIT_SECONDS
from ledger.store.vault_upgrade import bring_up

if TYPE_CHECKING:
    from ledger.store.postgres_connections import Connection

_TABLES = (
    "CREATE TABLE IF NOT EXISTS vault_key (one INTEGER PRIMARY KEY, sealed {bytes} NOT NULL){table}",
    "CREATE TABLE IF NOT EXISTS person (code TEXT PRIMARY KEY, wrapped_key {bytes} NOT NULL){table}",
    "CREATE TABLE IF NOT EXISTS particulars (code TEXT NOT NULL, identity TEXT NOT NULL, "
    "sealed {bytes} NOT NULL, PRIMARY KEY (code, identity)){table}",
    "CREATE TABLE IF NOT EXISTS access (position {long} PRIMARY KEY, body {bytes} NOT NULL){table}",
    "CREATE TABLE IF NOT EXISTS forgotten (code TEXT PRIMARY KEY, erased INTEGER NOT NULL){table}",
)
_HOLD_KEYS = ("person", "particulars")
"""The tables of which a deleted row must leave no byte. No release made a vault without them."""


class NoVault(Exception):
    """There is no vault at a place, and none is to be made."""


def in_sqlite() -> list[str]:
    """The statements that make the tables in an SQLite file."""
    return [one.format(bytes="BLOB", long="INTEGER", table=" STRICT, WITHOUT ROWID") for one in _TABLES]


def upgrade_vault(path: Path) -> None:
    """Bring the vault in an SQLite file to the present form; one that is not there is not made.

    Raises Refused `upgrade-differs`: nothing was changed then.
    """
    if path.is_file():
        with closing(sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT_SECONDS)) as file:
            file.execute("PRAGMA synchronous=FULL")
            file.execute("PRAGMA secure_delete=ON")  # what is moved leaves no copy that forgetting does not reach
            bring_up(file, in_sqlite())


class VaultTables(ABC):
    """Statements with `?` where values go, and batches."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._thread = 0
        """The one whose batch is open; 0 where none is."""

    def begin(self) -> None:
        """Start a batch, alone: others who start one wait. Raises OperationalError where it waited in vain."""
        if not self._turn.acquire(timeout=LOCK_WAIT_SECONDS):
            raise OperationalError("the vault is locked by another thread")
        try:
            self._begin()
        except BaseException:
            self._turn.release()
            raise
        self._thread = get_ident()

    def commit(self) -> None:
        """Make this thread's batch durable; if that fails, it is still to be undone."""
        self._commit()
        self._end()

    def undo(self) -> None:
        """Forget this thread's batch, if it has one."""
        if self._is_own_batch():
            try:
                self._undo()
            finally:
                self._end()

    def _end(self) -> None:
        self._thread = 0
        self._turn.release()

    def _is_own_batch(self) -> bool:
        return self._thread == get_ident()

    @property
    @abstractmethod
    def is_quick(self) -> bool:
        """Whether a SELECT is answered at once: no server is asked, and no batch of this process is being written."""

    @abstractmethod
    def select(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a SELECT is answered."""

    @abstractmethod
    def insert(self, statement: str, values: Sequence[Any]) -> None:
        """Add a row, unless its key is there."""

    @abstractmethod
    def change(self, statement: str, values: Sequence[Any]) -> None:
        """Add, alter or delete rows, inside a batch; a key that is there already is a fault."""

    @abstractmethod
    def erase(self) -> None:
        """Leave no byte of deleted rows in the tables' files; outside a batch. Waits for whoever is reading them."""

    @abstractmethod
    def _begin(self) -> None:
        """Begin the transaction, with the lock against other programs."""

    @abstractmethod
    def _commit(self) -> None:
        """Commit it."""

    @abstractmethod
    def _undo(self) -> None:
        """Undo it, also where a commit failed."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection; a batch that is open is forgotten."""


_THOSE_HELD = "SELECT name FROM sqlite_schema WHERE type='table' AND name IN (?,?)"


class _SQLiteTables(VaultTables):
    def __init__(self, path: Path, *, may_make: bool) -> None:
        super().__init__()
        if not (may_make or path.is_file()):
            raise NoVault
        self._file = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=LOCK_WAIT_SECONDS)
        tables = ";".join(in_sqlite())
        pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON"
        try:
            if not may_make and len(self.select(_THOSE_HELD, _HOLD_KEYS)) < len(_HOLD_KEYS):
                raise NoVault
            self._file.executescript(f"{pragmas}; {tables}")
            with suppress(sqlite3.OperationalError):  # the disk is read-only or full: the earlier form serves as well
                bring_up(self._file, in_sqlite())
        except BaseException:
            self._file.close()
            raise

    @property
    def is_quick(self) -> bool:
        return not self._turn.locked()  # whoever commits holds the connection until the disk has it

    def select(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._file.execute(statement, values).fetchall()

    def insert(self, statement: str, values: Sequence[Any]) -> None:
        self._file.execute(f"{statement} ON CONFLICT DO NOTHING", values)

    def change(self, statement: str, values: Sequence[Any]) -> None:
        self._file.execute(statement, values)

    def erase(self) -> None:
        # A row that was moved when its page was split may have left a copy that `secure_delete` never saw; the file
        # is written anew, and the log beside it, which holds pages as they were, is cut to nothing.
        self._file.execute("VACUUM")
        [(busy, _, _)] = self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise OperationalError("the vault is locked by a reader")

    def _begin(self) -> None:
        self._file.execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        self._file.execute("COMMIT")

    def _undo(self) -> None:
        if self._file.in_transaction:  # a full disk may have undone it already
            self._file.execute("ROLLBACK")

    def close(self) -> None:
        self._file.close()


_NOT_HELD = (
    "SELECT name FROM unnest(ARRAY['vault_key','person','particulars','access','forgotten']) AS name "
    "WHERE to_regclass(name) IS NULL"
)


class _PostgresTables(VaultTables):
    """In the schema of the book. A batch holds a connection of its own, and only the thread that began it sees it."""

    def __init__(self, url: str, *, may_make: bool) -> None:
        from ledger.store.postgres_connections import BookDatastore  # loads psycopg, which SQLite does without
        from ledger.store.postgres_place import postgres_place

        super().__init__()
        self._store = BookDatastore(postgres_place(url))
        self._batch: Connection | None = None
        try:
            lacking = {name for (name,) in self.select(_NOT_HELD)}
            if lacking.intersection(_HOLD_KEYS) and not may_make:
                raise NoVault
            if lacking:
                self._store.asking(self._make)
        except BaseException:
            self._store.close()
            raise

    def _make(self, connection: "Connection") -> None:
        with connection.transaction():
            schema = self._store.schema
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"shilu {schema}",))
            connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'.encode())
            connection.execute(";".join(_TABLES).format(bytes="BYTEA", long="BIGINT", table="").encode())

    @property
    def is_quick(self) -> bool:
        return False

    def select(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        from ledger.store.postgres_writing import answered

        if batch := self._own_batch():
            with self._store.telling():
                return answered(batch, statement, values)
        return self._store.asking(lambda connection: answered(connection, statement, values))

    def insert(self, statement: str, values: Sequence[Any]) -> None:
        said = f"{statement.replace('?', '%s')} ON CONFLICT DO NOTHING".encode()
        if batch := self._own_batch():
            with self._store.telling():
                batch.execute(said, values)
        else:
            self._store.asking(lambda connection: connection.execute(said, values))

    def change(self, statement: str, values: Sequence[Any]) -> None:
        batch = self._own_batch()
        assert batch
        with self._store.telling():
            batch.execute(statement.replace("?", "%s").encode(), values)

    def erase(self) -> None:
        # VACUUM keeps dead rows that an older transaction may still see, and where it takes them out of a page it
        # leaves their bytes. A table that is emptied and filled again has a new file; the old one is removed.
        self.begin()
        try:
            for table in _HOLD_KEYS:
                self.change(f"CREATE TABLE {table}_kept AS SELECT * FROM {table}", ())
                self.change(f"TRUNCATE {table}", ())
                self.change(f"INSERT INTO {table} SELECT * FROM {table}_kept", ())
                self.change(f"DROP TABLE {table}_kept", ())
            self.commit()
        except BaseException:
            self.undo()
            raise

    def _own_batch(self) -> "Connection | None":
        return self._batch if self._is_own_batch() else None

    def _begin(self) -> None:
        self._batch = self._store.taken_with("BEGIN; LOCK TABLE vault_key IN EXCLUSIVE MODE")

    def _commit(self) -> None:
        if self._batch:
            with self._store.telling():
                self._batch.execute("COMMIT")
        self._undo()  # only gives the connection back now

    def _undo(self) -> None:
        batch, self._batch = self._batch, None
        if batch:
            self._store.pool.give_back(batch)

    def close(self) -> None:
        self._undo()
        self._store.close()


def vault_tables(place: Path | str, *, may_make: bool = True) -> VaultTables:
    """The tables in an SQLite file, or in the schema that a URL (`postgresql://…`) names; made where there are none.

    Raises NoVault where there is no vault and none may be made; nothing is made then.
    """
    if isinstance(place, str):
        return _PostgresTables(place, may_make=may_make)
    return _SQLiteTables(place, may_make=may_make)
