"""A small county in which nothing contradicts anything, for stories that add what does."""

from datetime import date, timedelta
from typing import Any

from ledger.book import Book
from ledger.event import COUNTY, Act, Event, Source
from ledger.records.lesson import LessonObserved
from ledger.records.record import Record, TeacherId, stream_of
from ledger.store.codec import encode
from ledger.submission import Submission
from projections.contradictions.contradiction import Contradiction
from projections.contradictions.report import contradictions
from tests.ledger.people import WANG, ZHAO
from tests.ledger.stories import AUTUMN, HOLIDAY, LESSON, SCHOOL, TEACHER, changed, clerk, row

MONDAY = date(2022, 9, 5)
DAY = timedelta(days=1)
SEEN = changed(LESSON, lessons=1)
"""LI observes WANG's lesson in TOWN, the third on a Monday."""


def county(book: Book) -> None:
    """A term, a holiday, a school, three teachers hired in one year, one lesson observed in time."""
    tell(book, AUTUMN, HOLIDAY, SCHOOL, TEACHER, registered(WANG), registered(ZHAO), SEEN)


def registered(teacher: TeacherId, **fields: Any) -> Record:
    """A row of the register for another teacher like LI."""
    return changed(TEACHER, teacher=teacher, **fields)


def seen(number: int = 0, **fields: Any) -> LessonObserved:
    """One more lesson that LI observes: so many school days after the first, unless told."""
    return changed(SEEN, **({"on": MONDAY + (number + number // 5 * 2) * DAY} | fields))


def tell(book: Book, *records: Record, workbook: str = "a") -> None:
    """Hand in records as rows of one workbook."""
    one = clerk()
    with book.writing(one) as pen:
        outcomes = pen.write([row(record, number=2 + place, file=workbook) for place, record in enumerate(records)])
    assert all(isinstance(outcome, list) and outcome for outcome in outcomes), outcomes


def type_in(book: Book, *records: Record) -> None:
    """Record one by one, without a workbook."""
    for record in records:
        assert book.append(clerk(), Submission([record]))


def write_as_of_old(book: Book, *records: Record) -> None:
    """What today's rules would refuse may stand in the book: yesterday's events are not judged by them."""
    with book.stored.writing(keep=True) as rows:
        for position, record in enumerate(records, rows.last_position() + 1):
            event = Event(book.clock(), "clerk", COUNTY, Act.RECORDED, Source("c" * 64, "旧账", position), record)
            rows.add([(position, stream_of(record), 1, record.kind, encode(event))])


def found(book: Book, *records: Record, **asked: Any) -> list[Contradiction]:
    """What the report tells after these were handed in too."""
    if records:
        tell(book, *records, workbook="b")
    return contradictions(book, **asked)


def what(book: Book, *records: Record, **asked: Any) -> list[str]:
    """The sorts of contradictions that are told after these were handed in too."""
    return [one.what for one in found(book, *records, **asked)]
