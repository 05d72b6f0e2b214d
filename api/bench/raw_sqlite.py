"""The peer of bulk appends on SQLite: `executemany` of rows in hand into the same schema, as durably."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from api.bench.clock import timed

_EVENTS = "events"


class RawRows(NamedTuple):
    """A book as SQLite holds it: what made its tables, the rows of the events, those of all else."""

    schema: list[str]
    events: list[tuple[Any, ...]]
    others: dict[str, list[tuple[Any, ...]]]


def rows_of(path: Path) -> RawRows:
    """The rows of a book."""
    with closing(sqlite3.connect(path)) as connection:
        ask = connection.execute
        schema = ask("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").fetchall()
        tables = [name for (name,) in ask("SELECT name FROM sqlite_master WHERE type='table'").fetchall()]
        rows = {name: ask(f"SELECT * FROM {name}").fetchall() for name in tables if not name.startswith("sqlite_")}
        events = sorted(rows.pop(_EVENTS))
        return RawRows([statement for (statement,) in schema], events, rows)


def seconds_to_insert(raw: RawRows, path: Path, at_once: int) -> float:
    """The rows written to a new file, so many in a transaction, each on the disk before the next begins."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-65536")  # as the book's
        for statement in raw.schema:
            connection.execute(statement)
        for table, rows in raw.others.items():
            _insert(connection, table, rows)
        with timed() as clock:
            for first in range(0, len(raw.events), at_once):
                connection.execute("BEGIN IMMEDIATE")
                _insert(connection, _EVENTS, raw.events[first : first + at_once])
                connection.execute("COMMIT")
    return clock.seconds


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)


def json_bytes(path: Path) -> int:
    """The bytes of the JSON of a book's events."""
    with closing(sqlite3.connect(path)) as connection:
        [size] = connection.execute("SELECT sum(length(body)) FROM events").fetchone()
        return int(size)


def bytes_on_disk(path: Path) -> int:
    """What a book takes on the disk, once what was written beside it is moved into it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))
