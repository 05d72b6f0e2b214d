"""A book in an SQLite file brought from an earlier form to the present one, in one transaction that proves itself.

Killed at any moment, the file is as it was, or as it is to be.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

from ledger.refusals import Refused
from ledger.store.formats import FORMAT, SINCE_RELEASE, check_format
from ledger.store.sqlite import TABLES
from ledger.store.sqlite_connections import LOCK_WAIT_SECONDS, PAGE_BYTES

_OLD = "SELECT position, stream, version, kind, body FROM events ORDER BY position"
_NEW = "SELECT position, stream, version, name, body FROM events JOIN kinds ON code=kind ORDER BY position"


def upgrade(path: Path) -> tuple[int, int]:
    """Bring the book to the present form; the form that it had, and how many events it holds.

    Raises Refused `ledger-newer`, or `upgrade-differs` where what was written is not what was read: nothing is
    changed then.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=LOCK_WAIT_SECONDS)) as file:
        file.execute("PRAGMA synchronous=FULL")
        file.execute("BEGIN IMMEDIATE")
        try:
            found = _format(file)
            if found == 1:
                _from_first(file)
            [events] = file.execute("SELECT count(*) FROM events").fetchone()
            file.execute("COMMIT")
        except BaseException:
            if file.in_transaction:  # a COMMIT that failed may have undone it already
                file.execute("ROLLBACK")
            raise
        if found != FORMAT:
            _shrink(file)
        return found, events


def _format(file: sqlite3.Connection) -> int:
    """The form that the book is in. Raises Refused `ledger-newer`."""
    if not file.execute("SELECT 1 FROM sqlite_schema WHERE name='book'").fetchone():
        return 1
    found, release = file.execute("SELECT format, since_release FROM book").fetchone()
    if found > FORMAT:
        check_format(found, release)
    return int(found)


def _from_first(file: sqlite3.Connection) -> None:
    """From text in every row to kinds by number."""
    before = _digest(file.execute(_OLD))
    file.execute("ALTER TABLE events RENAME TO earlier")
    file.execute("DROP INDEX IF EXISTS events_by_kind")
    for statement in TABLES:
        file.execute(statement)
    file.execute("INSERT INTO book VALUES (?,?)", (FORMAT, SINCE_RELEASE))
    file.execute("INSERT INTO kinds (name) SELECT kind FROM earlier GROUP BY kind ORDER BY min(position)")
    file.execute(
        "INSERT INTO events SELECT position, stream, version, (SELECT code FROM kinds WHERE name=earlier.kind), body "
        "FROM earlier ORDER BY position"
    )
    if _digest(file.execute(_NEW)) != before:
        raise Refused(
            "upgrade-differs", "升级后的账本和原来的不完全相同,升级已撤销,账本没有动;请核对磁盘后再试,并告诉我们。"
        )
    file.execute("DROP TABLE earlier")


def _digest(rows: Iterator[tuple[int, bytes, int, str, bytes]]) -> tuple[int, bytes]:
    """How many rows there are, and the SHA-256 of all of them, each part after its length."""
    count, digest = 0, sha256()
    for position, stream, version, kind, body in rows:
        count, name = count + 1, kind.encode()
        digest.update(b"%d %d %d %d %d " % (position, len(stream), version, len(name), len(body)))
        digest.update(stream + name + body)
    return count, digest.digest()


def _shrink(file: sqlite3.Connection) -> None:
    """Give back what the earlier form took, in pages of the new size; left undone where somebody else reads."""
    with suppress(sqlite3.OperationalError):
        file.execute("PRAGMA journal_mode=DELETE")
        file.execute(f"PRAGMA page_size={PAGE_BYTES}")
        file.execute("VACUUM")
    file.execute("PRAGMA journal_mode=WAL")
