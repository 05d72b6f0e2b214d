"""What people write for an entry or a batch means exactly one, or nothing is done."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

import pytest

from ledger.acts.finding import Place, batch, find
from ledger.book import Book
from ledger.records.lesson import LessonObserved
from ledger.records.record import entry_of
from ledger.refusals import Misuse
from ledger.store.rows import Row, Rows
from tests.ledger.stories import AUTUMN, LESSON, ROTATION, SCHOOL, TEACHER, WANG, changed, clerk, month_confirmed, row


class LongBook:
    """A book so long that its last entry stands at a position of many digits."""

    def __init__(self, book: Book, position: int) -> None:
        self._book, self._position = book, position

    def at(self, positions: Sequence[int]) -> list[Row]:
        return self._book.stored.at([self._book.position]) if list(positions) == [self._position] else []

    def __getattr__(self, name: str) -> object:
        return getattr(self._book.stored, name)


@pytest.fixture
def county(book: Book) -> Book:
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, changed(TEACHER, teacher=WANG))])
    return book


def lesson_numbered(leading: str) -> LessonObserved:
    """A lesson whose number begins with one of these digits and five more."""
    days = (date(2022, 9, 1) + timedelta(n) for n in range(130))
    lessons = (changed(LESSON, on=day, period=period) for day in days for period in range(1, 9))
    numbers = ((one, entry_of(one).hex()) for one in lessons)
    return next(one for one, number in numbers if number[0] in leading and number[:6].isdecimal())


def recorded(book: Book, *records: LessonObserved, file: str = "a") -> None:
    for number, one in enumerate(records, 2):
        book.append(clerk(), row(one, number=number, file=file))


def misuse(caught: pytest.ExceptionInfo[Misuse]) -> tuple[str, tuple[str, ...]]:
    return caught.value.code, caught.value.see


def test_digits_that_are_a_position_and_begin_a_number_name_both_and_mean_neither(county: Book) -> None:
    named = lesson_numbered("123456789")
    recorded(county, named, LESSON)
    number = entry_of(named).hex()
    stored = cast("Rows", LongBook(county, int(number[:6])))
    with pytest.raises(Misuse) as caught:
        find(stored, number[:6])
    assert misuse(caught) == ("ambiguous-entry", (entry_of(LESSON).hex(), number))
    assert all(one in caught.value.message for one in caught.value.see)
    assert find(stored, number).entry == entry_of(named)
    assert find(county.stored, number[:6]).entry == entry_of(named)


def test_digits_after_a_zero_are_no_position(county: Book) -> None:
    named = lesson_numbered("0")
    recorded(county, named, LESSON)
    number = entry_of(named).hex()
    assert find(cast("Rows", LongBook(county, int(number[:6]))), number[:6]).entry == entry_of(named)
    for written in (f"0{county.position}", str(county.position).zfill(32)):
        with pytest.raises(Misuse) as caught:
            find(county.stored, written)
        assert caught.value.code == "unknown-entry"


def test_the_months_of_a_rotation_are_found_in_its_stream_also_those_written_after_the_first_was_looked_for(
    book: Book,
) -> None:
    book.append(clerk(), row(ROTATION, month_confirmed(9)))
    first, later = (entry_of(month_confirmed(month)) for month in (9, 10))
    stream = find(book.stored, first.hex()).stream
    assert stream != first
    book.append(clerk(), row(month_confirmed(10), file="b"))
    for written in (later.hex(), later.hex()[:8]):
        assert find(book.stored, written) == Place(stream, later)


def test_a_batch_is_that_of_exactly_one_file(county: Book) -> None:
    one, other = (changed(LESSON, period=period) for period in (4, 5))
    county.append(clerk(), row(one, file="abcdef12"))
    county.append(clerk(), row(other, file="abcdef34"))
    with pytest.raises(Misuse) as caught:
        batch(county.stored, "abcdef")
    assert misuse(caught) == ("ambiguous-batch", ("abcdef12" * 64, "abcdef34" * 64))
    assert [place.entry for place in batch(county.stored, "abcdef1")] == [entry_of(one)]
    assert batch(county.stored, "abcdef1", ["home.visited"]) == []


@pytest.mark.parametrize("digest", ["", "a", "aaaaa", "听课.xlsx", 'aaaaaa"', "%%%%%%", "a" * 65, "ffffff"])
def test_what_is_no_digest_or_that_of_no_file_is_misuse(county: Book, digest: str) -> None:
    recorded(county, LESSON)
    with pytest.raises(Misuse) as caught:
        batch(county.stored, digest)
    assert caught.value.code == "unknown-batch"
