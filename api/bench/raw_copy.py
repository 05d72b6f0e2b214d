"""The peer of bulk appends on PostgreSQL: `COPY` of rows in hand into the same schema, as durably."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

from api.bench.clock import timed

_TYPES = ("int8", "bytea", "int4", "int4", "bytea")


@contextmanager
def schema_of_its_own(url: str, name: str) -> Iterator[str]:
    """An empty schema on a server, dropped afterwards; the URL of a book in it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(name)))
        connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
        try:
            yield f"{url}{'&' if '?' in url else '?'}options={quote(f'-csearch_path={name}')}"
        finally:
            connection.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(name)))


def settled(url: str) -> None:
    """Have what was written before on the disk, so that the next sample does not wait for it; if one may."""
    with psycopg.connect(url, autocommit=True) as connection:
        [may] = connection.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchone() or (False,)
        if may:
            connection.execute("CHECKPOINT")


def rows_of(url: str) -> list[tuple[Any, ...]]:
    """The rows of the events of a book."""
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT * FROM events ORDER BY position").fetchall()


def seconds_to_copy(rows: list[tuple[Any, ...]], like: str, url: str, at_once: int) -> float:
    """The rows copied to a new table like the events of the book in the schema `like`, so many in a transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SQL("CREATE TABLE events (LIKE {}.events INCLUDING ALL)").format(Identifier(like)))
        with timed() as clock:
            for first in range(0, len(rows), at_once):
                with (
                    connection.transaction(),
                    connection.cursor().copy("COPY events FROM STDIN (FORMAT BINARY)") as copy,
                ):
                    copy.set_types(_TYPES)
                    for row in rows[first : first + at_once]:
                        copy.write_row(row)
    return clock.seconds


def json_bytes(url: str) -> int:
    """The bytes of the JSON of a book's events."""
    return _one(url, "SELECT sum(length(body)) FROM events")


def bytes_on_disk(url: str) -> int:
    """What a book takes on the disk: its tables with their indexes."""
    return _one(
        url,
        "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = current_schema() AND c.relkind = 'r'",
    )


def _one(url: str, question: str) -> int:
    with psycopg.connect(url) as connection:
        [answer] = connection.execute(question.encode()).fetchone() or (0,)
        return int(answer)
