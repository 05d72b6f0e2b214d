"""The reading desk keeps an evaluation as long as its question is the same: same book, same day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.http.reading_desk import EVALUATIONS_KEPT, ReadingDesk
from ledger.book import Book
from tests.books import ledger_over, open_vault
from tests.ledger.stories import AUTUMN, LESSON, SCHOOL, SPRING, TEACHER, SettableClock, clerk, row

PACK = "taikang-2022"


@pytest.fixture
def desk(book: Book, tmp_path: Path) -> Iterator[ReadingDesk]:
    """A ledger with one school and one teacher, on 31 January 2023."""
    for record in (AUTUMN, SCHOOL, TEACHER):
        book.append(clerk(), row(record))
    vault = open_vault(tmp_path / "vault.sqlite", bytes(32))
    yield ReadingDesk(ledger_over(tmp_path, book, vault))
    vault.close()


def test_the_same_question_is_computed_once(desk: ReadingDesk) -> None:
    first = desk.evaluated(PACK, AUTUMN.term)
    assert desk.evaluated(PACK, AUTUMN.term) is first
    assert desk.evaluated(f"{PACK}@1", AUTUMN.term, date(2023, 1, 31), known_at="3") is first


def test_a_new_record_asks_anew(desk: ReadingDesk, book: Book) -> None:
    first = desk.evaluated(PACK, AUTUMN.term)
    book.append(clerk(), row(LESSON))
    second = desk.evaluated(PACK, AUTUMN.term)
    assert second.evaluation.standing.position == first.evaluation.standing.position + 1
    assert second.evaluation.digest != first.evaluation.digest


def test_a_new_day_asks_anew(desk: ReadingDesk, clock: SettableClock) -> None:
    first = desk.evaluated(PACK, AUTUMN.term)
    clock.advance(days=1)
    assert desk.evaluated(PACK, AUTUMN.term).evaluation.as_of == date(2023, 2, 1)
    assert desk.evaluated(PACK, AUTUMN.term, date(2023, 1, 31)) is first


def test_only_a_few_evaluations_are_kept(desk: ReadingDesk) -> None:
    first = desk.evaluated(PACK, AUTUMN.term)
    for day in range(EVALUATIONS_KEPT):
        desk.evaluated(PACK, AUTUMN.term, date(2022, 9, 1 + day))
    assert desk.evaluated(PACK, AUTUMN.term) is not first


def test_a_time_is_known_as_its_position(desk: ReadingDesk, book: Book, clock: SettableClock) -> None:
    clock.now = datetime(2023, 2, 7, tzinfo=UTC)
    book.append(clerk(), row(LESSON))
    assert desk.evaluated(PACK, AUTUMN.term, known_at="2023-02-01T00:00").evaluation.standing.position == 3


def test_the_current_term_is_the_last_that_has_begun(desk: ReadingDesk) -> None:
    terms = [SPRING, AUTUMN]
    assert desk.current_term(terms, None) == AUTUMN.term
    assert desk.current_term(terms, date(2023, 2, 13)) == SPRING.term
    assert desk.current_term(terms, date(2020, 1, 1)) == AUTUMN.term
