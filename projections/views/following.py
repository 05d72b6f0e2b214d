"""The views follow the book by position: a lot at a time, each in one transaction with how far they have come.

Stopped or killed at any moment they go on where they were; taking the same events in again changes nothing, and
nothing but the tables of the views is ever written: no statement and no message comes of it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, cast

from sqlalchemy import Connection, Engine, delete, select, update

from ledger.book import Book
from ledger.bulk import no_collection
from ledger.event import Event
from ledger.life import State, Stream, Version, new_version
from ledger.parties import teachers_in
from ledger.pen import COUNTY_TIME
from ledger.records.record import Record, has_own_stream
from ledger.store.codec import decode
from ledger.store.rows import Row, Rows, digest_of_row
from projections.views.tables import Inbox, Reached, TimeLine, View

LOT = 10_000
"""Events taken in one transaction."""

_NAMED_AT_ONCE = 500
ATTESTATION, MENDING, DECISION = "attestation", "mending", "decision"

Values = tuple[object, ...]
Told = Callable[[int], None]
"""Is told how far the views have come."""


class OfAnotherBook(Exception):
    """What the views hold was taken from a row that the book does not have: a backup of it was restored, say."""


def follow(
    engine: Engine, book: Book, told: Told = lambda position: None, lot: int = LOT, up_to: int | None = None
) -> int:
    """Take in what the book holds beyond the views, up to a position where one is named.

    The position that they have reached. Raises OfAnotherBook.
    """
    while True:
        with engine.begin() as connection, no_collection():
            # Whoever else follows the same tables waits here.
            reached, digest = connection.execute(select(Reached.position, Reached.digest).with_for_update()).one()
            if not _is_of(book, reached, digest):
                raise OfAnotherBook
            rows = next(book.stored.lots(reached + 1, lot), [])
            if up_to is not None:
                rows = [row for row in rows if row[0] <= up_to]
            if not rows:
                return int(reached)
            _take(connection, book.stored, rows, reached)
            connection.execute(update(Reached).values(position=rows[-1][0], digest=digest_of_row(rows[-1])))
        told(rows[-1][0])


def reached_of(connection: Connection, book: Book) -> int:
    """How far the views of a book have come; 0 where they are not of this book."""
    reached, digest = connection.execute(select(Reached.position, Reached.digest)).one()
    return int(reached) if _is_of(book, reached, digest) else 0


def _is_of(book: Book, reached: int, digest: str) -> bool:
    rows = book.stored.at([reached]) if reached else []
    return digest_of_row(rows[0] if rows else None) == digest


def _take(connection: Connection, stored: Rows, rows: Sequence[Row], reached: int) -> None:
    line: list[Values] = []
    waiting: list[Values] = []
    before: list[int] = []
    for position, stream, version, is_last in _versions(stored, rows):
        said = _said(position, stream, version)
        line += time_line_rows(version, said)
        waiting += inbox_rows(version, said, is_last=is_last)
        if position <= reached:
            before.append(position)
    for first in range(0, len(before), _NAMED_AT_ONCE):
        named = before[first : first + _NAMED_AT_ONCE]
        connection.execute(delete(TimeLine).where(TimeLine.position.in_(named)))
        connection.execute(delete(Inbox).where(Inbox.position.in_(named)))
    _insert(connection, TimeLine, line)
    _insert(connection, Inbox, waiting)


def _insert(connection: Connection, table: type[View], rows: Sequence[Values]) -> None:
    """Rows handed to the driver as they are: SQLAlchemy's own way looks at every value, which takes twice as long."""
    if rows:
        columns = table.__table__.columns.keys()
        marks = ",".join(["%s" if connection.dialect.paramstyle == "pyformat" else "?"] * len(columns))
        statement = f"INSERT INTO {table.__tablename__} ({','.join(columns)}) VALUES ({marks})"
        connection.exec_driver_sql(statement, list(rows))


def _versions(stored: Rows, rows: Sequence[Row]) -> Iterator[tuple[int, bytes, Version, bool]]:
    """Position, stream and version of all that is in the streams that some rows go on with, as the last leaves them;
    and whether nothing was said in its place since.

    A stream that is only begun is all there; of the others what came before is read.
    """
    gone_on = {stream for _, stream, version, _, _ in rows if version > 1}
    last = rows[-1][0]
    for position, stream, number, kind, body in rows:
        if stream not in gone_on:
            yield position, stream, new_version(number, cast("Event[Record]", decode(kind, body))), True
    for name in sorted(gone_on):
        of_stream = [row for row in stored.stream(name) if row[0] <= last]
        positions = {number: position for position, _, number, _, _ in of_stream}
        versions = Stream(decode(kind, body) for _, _, _, kind, body in of_stream).versions
        newest = {version.part: version.number for version in versions if version.alive}
        for version in versions:
            yield positions[version.number], name, version, newest.get(version.part) == version.number


class Said(NamedTuple):
    """What time line and inbox both say of a version; days as they are written."""

    entry: str
    part: str
    kind: str
    day: str | None
    authority: str
    recorded_on: str
    position: int


def time_line_rows(version: Version, said: Said) -> Iterator[Values]:
    """The rows of a version in the time lines of those whom it names, each once; columns as in `TimeLine`."""
    entry, part, kind, day, authority, recorded_on, position = said
    for teacher in dict.fromkeys(teachers_in(version.event.data)):
        if teacher:
            yield position, teacher, entry, part, kind, day, version.state.value, authority, recorded_on


def inbox_rows(version: Version, said: Said, *, is_last: bool) -> Iterator[Values]:
    """What of a version waits; columns as in `Inbox`. `is_last`: nothing was said in its place since.

    What was mended after it was returned, or corrected before it was attested, waits for nothing any more.
    """
    entry, part, kind, day, authority, recorded_on, position = said
    record, attested, objected = version.event.data, len(version.attested_by), version.objected_by
    for waits_for in _waits_for(version, is_last=is_last):
        whose = str(getattr(record, record.whose, "") or "")
        yield position, waits_for, entry, part, kind, whose, day, authority, attested, objected, recorded_on


def _waits_for(version: Version, *, is_last: bool) -> Iterator[str]:
    if is_last and version.state is State.RECORDED:
        yield ATTESTATION
    if is_last and version.state is State.RETURNED:
        yield MENDING
    if version.objected_by and version.alive:
        yield DECISION


def _said(position: int, stream: bytes, version: Version) -> Said:
    event, record = version.event, version.event.data
    return Said(
        (stream if has_own_stream(record.__class__) else version.part[0]).hex(),
        record.part_name(),
        record.kind.partition("/")[0],
        _day(record),
        event.authority,
        event.recorded_at.astimezone(COUNTY_TIME).date().isoformat(),
        position,
    )


def _day(record: Record) -> str | None:
    day: date | None = getattr(record, record.happened_on) if record.happened_on else None
    return day.isoformat() if day else None
