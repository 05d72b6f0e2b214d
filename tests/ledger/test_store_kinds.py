"""Kinds are stored as numbers and read as names, whoever stored a kind first, and whether or not it was kept."""

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.refusals import Refused
from ledger.store.formats import FORMAT
from tests.books import by_another_hand, open_book
from tests.ledger.stories import BOOK_READ, ESSAY, LESSON, SAMPLES, VISITS, clerk, row


@pytest.fixture
def other(book: Book, tmp_path: Path) -> Iterator[Book]:
    """The same book, opened by another program."""
    with closing(open_book(tmp_path / "book.sqlite")) as other:
        yield other


def codes(path: Path) -> list[int]:
    with by_another_hand(path / "book.sqlite") as database:
        return sorted(code for (code,) in database.execute("SELECT code FROM kinds").fetchall())


def test_a_kind_that_another_program_stored_first_is_read_and_written(book: Book, other: Book) -> None:
    assert book.stored.rows(kinds=[LESSON.kind]) == []
    other.append(clerk(), row(LESSON))
    other.append(clerk(), row(VISITS))
    assert [one[3] for one in book.stored.rows()] == [LESSON.kind, VISITS.kind]
    assert len(book.stored.rows(kinds=[VISITS.kind])) == 1
    book.append(clerk(), row(BOOK_READ))
    other.append(clerk(), row(ESSAY))
    assert other.stored.rows() == book.stored.rows()
    assert [one[3] for one in other.stored.rows()] == [LESSON.kind, VISITS.kind, BOOK_READ.kind, ESSAY.kind]


def test_the_number_of_a_kind_that_was_undone_may_become_anothers(book: Book, other: Book, tmp_path: Path) -> None:
    with book.writing(clerk(), keep=False) as pen:
        pen.write([row(LESSON), row(VISITS)])
    with suppress(Refused), book.writing(clerk()) as pen:
        pen.write([row(VISITS)])
        raise Refused("stop", "")
    assert codes(tmp_path) == []
    other.append(clerk(), row(ESSAY))
    book.append(clerk(), row(BOOK_READ))
    assert [one[3] for one in book.stored.rows()] == [ESSAY.kind, BOOK_READ.kind]
    assert book.stored.rows() == other.stored.rows()
    assert codes(tmp_path) == [1, 2]


def test_within_one_batch_a_new_kind_is_read_back(book: Book) -> None:
    with book.stored.writing(keep=True) as rows:
        for position, kind in enumerate(SAMPLES, 1):
            rows.add([(position, position.to_bytes(16, "big"), 1, kind, b"{}")])
        assert [one[3] for one in rows.of_kinds(list(SAMPLES), 0)] == list(SAMPLES)
        assert rows.last_row() == (len(SAMPLES), len(SAMPLES).to_bytes(16, "big"), 1, list(SAMPLES)[-1], b"{}")
    assert [one[3] for one in book.stored.rows()] == list(SAMPLES)


@pytest.mark.parametrize(("found", "code"), [(FORMAT + 1, "ledger-newer"), (FORMAT - 1, "ledger-older")])
def test_a_book_of_another_format_is_not_opened_and_nothing_in_it_changes(
    book: Book, tmp_path: Path, found: int, code: str
) -> None:
    book.append(clerk(), row(LESSON))
    rows = book.stored.rows()
    with by_another_hand(tmp_path / "book.sqlite") as database:
        database.execute("UPDATE book SET format=?, since_release='7.5'", (found,))
    with pytest.raises(Refused) as caught:
        open_book(tmp_path / "book.sqlite")
    assert caught.value.code == code
    assert ("7.5" if found > FORMAT else "shilu upgrade") in caught.value.message
    with by_another_hand(tmp_path / "book.sqlite") as database:
        assert database.execute("SELECT format FROM book").fetchall() == [(found,)]
    assert book.stored.rows() == rows


def test_rows_are_read_on_when_a_writer_of_the_same_program_did_not_know_their_kind(book: Book, other: Book) -> None:
    book.append(clerk(), row(LESSON))
    other.append(clerk(), row(VISITS))
    with book.stored.writing(keep=True) as rows:  # knows the kinds as they were, and puts them back
        rows.add([(3, bytes(16), 1, LESSON.kind, b"{}")])
        lots = book.stored.lines()
        found = [next(lots)]
    found += lots
    assert [(lot.kind, lot.positions) for lot in found] == [(LESSON.kind, b"1"), (VISITS.kind, b"2")]
    assert [one[3] for one in book.stored.rows()] == [LESSON.kind, VISITS.kind, LESSON.kind]
