"""Where passwords, sessions, second factors and tokens are kept: beside the ledger, never in the book.

In the ledger's folder the file `accounts.sqlite`, which only its owner may read; in PostgreSQL a schema beside the
book's. Of what opens a door (passwords, sessions, tokens, recovery codes) only digests are kept. Several programs use
it at once: what one writes the others read.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from ledger.refusals import Refused

FILE = "accounts.sqlite"
_WAIT_SECONDS = 20

_metadata = MetaData()
# Times are whole seconds since 1970, UTC.

PASSWORD = Table(
    "password",
    _metadata,
    Column("account", String(32), primary_key=True),
    Column("digest", String, nullable=False),
    Column("temporary", Boolean, nullable=False),
    Column("changed", BigInteger, nullable=False),
)
SESSION = Table(
    "session",
    _metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", String(32), nullable=False, index=True),
    Column("begun", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    Column("second_factor", Boolean, nullable=False),
)
SECOND_FACTOR = Table(
    "second_factor",
    _metadata,
    Column("account", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("confirmed", BigInteger, nullable=False),  # 0 until a first code was given
    Column("last_step", BigInteger, nullable=False),  # of the code that was last taken
)
RECOVERY_CODE = Table(
    "recovery_code",
    _metadata,
    Column("account", String(32), primary_key=True),
    Column("digest", String(64), primary_key=True),
)
TOKEN = Table(
    "token",
    _metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", String(32), nullable=False, index=True),
    Column("name", String(64), nullable=False),
    Column("roles", String, nullable=False),  # those it is narrowed to, as JSON; empty for all that the account holds
    Column("made", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),  # 0 for never
)
TRY = Table(
    "try",
    _metadata,
    Column("of", String(64), primary_key=True),  # keyed digest of an account's or address's name
    Column("failures", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("wait_until", BigInteger, nullable=False),
)


class CredentialTables:
    """The tables of one ledger; made when they are first asked."""

    def __init__(self, place: Path | str) -> None:
        """`place`: the folder of the ledger, or the URL of the schema that holds its book."""
        self._place = place
        self._making = Lock()
        self._engine: Engine | None = None

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction, alone with the tables on SQLite. Raises Refused `accounts-unreadable`."""
        with _faults_told(), self._made().begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that only reads, and waits for nobody. Raises Refused `accounts-unreadable`."""
        with _faults_told(), self._made().connect().execution_options(writes=False) as connection:
            yield connection

    @property
    def is_quick(self) -> bool:
        """Whether it is a file of this machine, of which a row is read sooner than a thread is begun."""
        return isinstance(self._place, Path)

    def close(self) -> None:
        """Close the connections."""
        if self._engine:
            self._engine.dispose()

    def _made(self) -> Engine:
        with self._making:
            if self._engine is None:
                engine = _engine_to(self._place)
                with engine.begin() as connection:
                    _metadata.create_all(connection)
                self._engine = engine
            return self._engine


@contextmanager
def _faults_told() -> Iterator[None]:
    try:
        yield
    except (OSError, SQLAlchemyError) as error:
        raise Refused(
            "accounts-unreadable",
            "账号的密码和登录状态读不出或写不进(磁盘已满、文件夹只读、数据库停了?),账本没有问题;请核对后再试。",
        ) from error


def _engine_to(place: Path | str) -> Engine:
    if isinstance(place, str):
        return _in_database(place)
    path = place / FILE
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # the files beside it take its mode
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False}, pool_size=8
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver would begin late, and not at all before a SELECT
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _in_database(url: str) -> Engine:
    from ledger.store.postgres_connections import connection_to  # loads psycopg, which a ledger in files does without
    from ledger.store.postgres_place import schema_named

    schema = f"{schema_named(url)}_accounts"
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: connection_to(url, schema), pool_pre_ping=True, pool_size=8
    )
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": schema})
        connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    return engine
