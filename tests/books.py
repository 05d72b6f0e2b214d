"""Where the books and vaults of the tests are kept: in SQLite files, or in PostgreSQL, a schema for every folder.

Which of the two is said by `$SHILU_TEST_STORE` for the whole run, so that every test holds on both.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import quote

import psycopg
from psycopg import sql

from ledger.acts.evidence import EvidenceFolder
from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.home import BOOK, EVIDENCE, STATEMENTS, VAULT, Home, Ledger, name_of
from ledger.vault import Vault
from tests.postgresql.shared import shared_url

ON_POSTGRESQL = os.environ.get("SHILU_TEST_STORE") == "postgresql"


def schema_url(schema: str) -> str:
    """The URL of a schema in the session's server.

    The three seconds in which a server answers or is given up are not those of a machine that stands still for as long.
    """
    return f"{shared_url()}?connect_timeout=60&options={quote(f'-csearch_path={schema}', safe='{}')}"


def place_of(path: Path) -> Path | str:
    """What to open for a test that names a file: the file, or the URL of a schema that stands for it.

    The book and the vault of a folder are in one schema, the one that `Home` has for that folder.
    """
    if not ON_POSTGRESQL:
        return path
    named = path.parent if path.name in (BOOK, VAULT) else path
    return schema_url(name_of(named))


def open_book(
    path: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC), derived: Path | None = None
) -> Book:
    """The book at a path of the test's own; made and empty where nobody opened it before."""
    return Book(place_of(path), clock, derived)


def open_vault(path: Path, key: bytes) -> Vault:
    """The vault at a path of the test's own; made and empty where nobody opened it before."""
    return Vault(place_of(path), key)


def ledger_over(folder: Path, book: Book, vault: Vault) -> Ledger:
    """A ledger in a folder over book and vault that the test opened itself; nobody seals it."""
    home = Home(folder)
    kept = EvidenceFolder(folder / EVIDENCE), FolderByDigest(folder / STATEMENTS)
    return Ledger(book, vault, *kept, home.keys, home.seal_of(book))


class Answer(Protocol):
    """What a database answers."""

    @property
    def rowcount(self) -> int: ...
    def fetchall(self) -> list[Any]: ...
    def fetchone(self) -> Any: ...


class OtherHand(Protocol):
    """Another program's connection to either database; a value is marked by `?`."""

    def execute(self, statement: str, values: Sequence[object] = (), /) -> Answer: ...


@contextmanager
def by_another_hand(path: Path) -> Iterator[OtherHand]:
    """What is kept at a path, opened by a program that knows nothing of Shilu; committed at the end."""
    place = place_of(path)
    if isinstance(place, Path):
        with closing(sqlite3.connect(place, timeout=20)) as file, file:
            yield cast("OtherHand", file)
    else:
        with psycopg.connect(place) as connection:
            yield _Marked(connection)


class _Marked:
    """A psycopg connection that takes `?` for a value, as sqlite3 does."""

    def __init__(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[object] = ()) -> Answer:
        return self._connection.execute(statement.replace("?", "%s").encode(), values)


def everything_kept(folder: Path) -> bytes:
    """Every byte that book and vault of a folder leave: its files, and the rows of its schema."""
    together = [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()]
    place = place_of(folder / BOOK)
    if isinstance(place, str):
        with psycopg.connect(place) as connection:
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema").fetchall()
            for (table,) in tables:
                statement = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
                values = (value for row in connection.execute(statement) for value in row)
                together += [value if isinstance(value, bytes) else str(value).encode() for value in values]
    return b"\n".join(together)


def fill_the_disk(path: Path) -> None:
    """From now on the database at a path says that the disk is full whenever an event is written."""
    with by_another_hand(path) as database:
        if ON_POSTGRESQL:
            database.execute(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; "
                "END $$"
            )
            database.execute("CREATE TRIGGER full_disk BEFORE INSERT ON events EXECUTE FUNCTION full_disk()")
        else:
            full = "SELECT RAISE(ABORT, 'database or disk is full')"
            database.execute(f"CREATE TRIGGER full_disk BEFORE INSERT ON events BEGIN {full}; END")
