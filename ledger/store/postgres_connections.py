"""Connections to a book in PostgreSQL: kept for the next who asks, replaced when the server went away.

The library's pool opens connections in threads of its own, which after a failover wait longer and longer before
they try again; here whoever needs a connection opens it, and hears at once what is wrong.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import BoundedSemaphore, Lock
from time import monotonic, sleep
from typing import Any, TypeVar

import psycopg
from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError
from eventsourcing.postgres import PostgresDatastore
from psycopg.pq import TransactionStatus

from ledger.store.faults import ConnectionLost
from ledger.store.postgres_place import PostgresPlace, postgres_place

LOCK_WAIT_SECONDS = 60
COMES_BACK_SECONDS = 20
"""How long a lost server is waited for: a standby is promoted in a few seconds."""

_TRY_AGAIN_SECONDS = 0.1
_AT_ONCE = 20
_LOST = {"57P01", "57P02", "57P03", "57P05", "25P03", "08000", "08001", "08003", "08004", "08006"}

Connection = psycopg.Connection[tuple[Any, ...]]
T = TypeVar("T")

_BEGINNING = (
    f"SET lock_timeout='{LOCK_WAIT_SECONDS}s'; "
    # A plan for any kind reads the whole book for a kind of ten rows.
    "SET plan_cache_mode=force_custom_plan; "
    # An answer means that it is on disk, whatever the habit of the server.
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit')='off'"
)


def is_lost(error: psycopg.Error) -> bool:
    """Whether it is the connection, or the server, that went away; not a statement that was refused."""
    return isinstance(error, psycopg.OperationalError) and (error.sqlstate is None or error.sqlstate in _LOST)


class Connections:
    """Open connections to one place, for several threads; a process that was forked off opens its own."""

    def __init__(self, place: PostgresPlace) -> None:
        self.place = place
        self.closed = False
        self.reached = False
        self._free = BoundedSemaphore(_AT_ONCE)
        self._idle: list[Connection] = []
        self._of_others: list[Connection] = []  # of the process that this one was forked from; never touched
        self._process = os.getpid()

    def open(self, wait: bool = False, timeout: float = 0) -> None:
        """As the library's pools are opened; here each connection is opened when it is needed."""

    def close(self) -> None:
        """Close all that are idle."""
        self.closed = True
        self.forget()

    def forget(self) -> None:
        """Close what is idle: the server went away, and all of them with it."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection outside of any transaction; given back afterwards, or closed if it is not as it was."""
        connection = self.take()
        try:
            yield connection
        finally:
            self.give_back(connection)

    def take(self) -> Connection:
        """A connection, which must be given back."""
        if not self._free.acquire(timeout=LOCK_WAIT_SECONDS):
            raise psycopg.errors.LockNotAvailable("all connections are in use")
        try:
            return self._idle_one() or self._new_one()
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next who asks, what it had begun undone; close it if that is not to be had."""
        try:
            if connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
                with suppress(psycopg.Error):
                    connection.rollback()
            if self.closed or connection.info.transaction_status is not TransactionStatus.IDLE:
                connection.close()
            else:
                self._idle.append(connection)
        finally:
            self._free.release()

    def _idle_one(self) -> Connection | None:
        if self._process != os.getpid():
            self._of_others, self._idle, self._process = self._idle, [], os.getpid()
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _new_one(self) -> Connection:
        connection = connected(self.place)
        self.reached = True
        return connection


def connected(place: PostgresPlace) -> Connection:
    """A new connection, every statement of it committed by itself unless a transaction is begun."""
    connection = psycopg.Connection.connect(**place.parameters, autocommit=True)  # type: ignore[arg-type]
    connection.execute(_BEGINNING)
    return connection


def connection_to(url: str, schema: str) -> Connection:
    """A plain new connection to another schema of the database that a URL names, on the same servers."""
    return psycopg.Connection.connect(**postgres_place(url).beside(schema).parameters)  # type: ignore[arg-type]


class BookDatastore(PostgresDatastore):
    """The library's store of connections, with ours. `writer`: those of one process wait before they take one."""

    def __init__(self, place: PostgresPlace) -> None:
        super().__init__("", "", "", "", "", schema=place.schema, lock_timeout=LOCK_WAIT_SECONDS)
        self.pool: Any = Connections(place)  # the library's own opened nothing yet
        self.writer = Lock()

    def register_type_adapters(self) -> None:
        """The library's composite types are not used."""

    def asking(self, ask: Callable[[Connection], T]) -> T:
        """What a question that changes nothing is answered; asked again where the server went away meanwhile.

        Raises ConnectionLost where it does not come back, and at once where it was never there.
        """

        def once() -> T:
            with self.pool.connection() as connection:
                return ask(connection)

        return self._until_it_is_back(once)

    def taken_with(self, beginning: str) -> Connection:
        """A connection that has executed this; it must be given back. Raises as `asking` does."""

        def once() -> Connection:
            connection: Connection = self.pool.take()
            try:
                connection.execute(beginning.encode())
            except BaseException:
                self.pool.give_back(connection)
                raise
            return connection

        return self._until_it_is_back(once)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What goes wrong inside is told as the library names it."""
        try:
            yield
        except psycopg.Error as error:
            raise told(error) from error

    def _until_it_is_back(self, once: Callable[[], T]) -> T:
        began = monotonic()
        while True:
            try:
                return once()
            except psycopg.Error as error:
                if is_lost(error):
                    self.pool.forget()
                    if self.pool.reached and monotonic() - began < COMES_BACK_SECONDS:
                        sleep(_TRY_AGAIN_SECONDS)
                        continue
                raise told(error) from error


def told(error: psycopg.Error) -> PersistenceError:
    """The error as the library names it."""
    if is_lost(error):
        return ConnectionLost(str(error))
    if isinstance(error, psycopg.IntegrityError):
        return IntegrityError(str(error))
    return OperationalError(str(error))
