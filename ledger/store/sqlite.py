"""The book in an SQLite file: an explicit position as key, kinds by number, readers that wait for nobody."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor, SQLiteFactory

from ledger.store.formats import FORMAT, SINCE_RELEASE, check_format, check_kept_format, closed_if_refused
from ledger.store.kinds import Kinds
from ledger.store.reading import ReadingRows, as_rows
from ledger.store.rows import WritingRows
from ledger.store.sqlite_connections import BookDatastore, WritingTransaction
from ledger.store.sqlite_writing import LOOKED_UP_AT_ONCE, WritingSQLite, among, plain_rows

TABLES = [
    "CREATE TABLE book (format INTEGER NOT NULL, since_release TEXT NOT NULL) STRICT",
    "CREATE TABLE kinds (code INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE events (position INTEGER PRIMARY KEY, stream BLOB NOT NULL, version INTEGER NOT NULL, "
    "kind INTEGER NOT NULL, body BLOB NOT NULL, UNIQUE (stream, version)) STRICT",
    # The register, or rotations, are read without the rest; costs 2 % of a bulk append and of the file.
    "CREATE INDEX events_by_kind ON events (kind)",
]
"""`book` has one row: the form that the book is stored in, and the first release that reads it."""

_LINES = """
SELECT max(position), CAST(group_concat(position, char(10)) AS BLOB),
    CAST(lower(group_concat(hex(stream), char(10))) AS BLOB),
    CAST(group_concat(version, char(10)) AS BLOB), CAST(group_concat(body, char(10)) AS BLOB)
FROM (SELECT position, stream, version, body FROM events
    WHERE kind=? AND position>=? AND position<=? ORDER BY position LIMIT ?)
"""


class BookRecorder(ReadingRows, SQLiteApplicationRecorder):
    """The table `events`: position, stream, version, kind (its number), body (the canonical bytes)."""

    datastore: BookDatastore
    store = "sqlite"
    format = FORMAT
    _asked_at_once: ClassVar[int] = LOOKED_UP_AT_ONCE
    _holds: ClassVar[str] = "instr(body, ?)"

    def __init__(self, datastore: BookDatastore, events_table_name: str = "events") -> None:
        super().__init__(datastore, events_table_name)
        self._kinds = Kinds()

    def create_table(self) -> None:
        """Make the tables of an empty file. Raises Refused `ledger-newer` or `ledger-older` for another form."""
        with closed_if_refused(self.datastore):
            self._make_tables()

    def _make_tables(self) -> None:
        if self._check_format():
            return
        with self.datastore.transaction(commit=True) as cursor:
            if plain_rows(cursor, "SELECT 1 FROM sqlite_schema WHERE name='book'", ()):
                return  # somebody else made them just now
            for statement in TABLES:
                cursor.execute(statement)
            cursor.execute("INSERT INTO book VALUES (?,?)", (FORMAT, SINCE_RELEASE))

    def _check_format(self) -> bool:
        """Whether there is a book, of the form that this release reads."""
        tables = {name for (name,) in self._send("SELECT name FROM sqlite_schema WHERE type='table'", ())}
        if "book" in tables:
            check_kept_format(self._send("SELECT format, since_release FROM book", ()))
        elif "events" in tables:
            check_format(1, "")
        return "book" in tables

    @contextmanager
    def writing(self, *, keep: bool) -> Iterator[WritingRows]:
        """The writer's lock, and the rows under it; on leaving, committed if `keep`, else undone."""
        with self.datastore.get_connection(commit=True) as connection:
            if not keep:
                undone = WritingTransaction(connection, commit=False)
                with undone as cursor, cursor, WritingSQLite(cursor, self._kinds) as writing:
                    yield writing
                return
            with connection.transaction(commit=True) as cursor, WritingSQLite(cursor, self._kinds) as writing:
                yield writing
        self._kinds = writing.kinds

    def _send(self, statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.datastore.transaction(commit=False) as cursor:
            return plain_rows(cursor, statement, values)

    def _among(self, column: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        return among(column, values)

    def _lines_of(self, code: int, first: int, last: int, rows: int) -> tuple[int, bytes, bytes, bytes, bytes] | None:
        [lot] = self._send(_LINES, (code, first, last, rows))
        return None if lot[0] is None else lot

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Write events that the library saves; the positions they were given."""
        with self.writing(keep=True) as rows:
            first = rows.last_position() + 1
            rows.add(as_rows(stored_events, first))
        return range(first, first + len(stored_events))

    def _max_notification_id(self, c: SQLiteCursor) -> int:
        return int(plain_rows(c, "SELECT coalesce(max(position), 0) FROM events", ())[0][0])


class BookFactory(SQLiteFactory):
    """Finds this module's recorder for the library's `PERSISTENCE_MODULE`."""

    def __init__(self, env: Any) -> None:
        InfrastructureFactory.__init__(self, env)
        self.datastore = BookDatastore(self.env["BOOK_PLACE"])

    application_recorder_class = BookRecorder  # type: ignore[assignment]  # of two parents, which mypy cannot see
