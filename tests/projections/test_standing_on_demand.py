"""What stands is read when it is asked for: few records for one teacher, and the book afresh where one doubts."""

from pathlib import Path

import numpy as np
import pytest

from ledger.book import Book
from ledger.hand_in import HandIn
from ledger.records.record import Record
from projections.fact_files.building import build
from projections.facts import Facts, Roll
from projections.standing import Standing, read_standing, standing_in
from projections.standing.kept_columns import KeptColumns
from projections.standing.of_kind import OfKind
from projections.standing.on_demand import OnDemand
from tests.books import by_another_hand, open_book
from tests.ledger.stories import AUTUMN, LESSON, LI, MEETING, SCHOOL, TEACHER, WANG, changed, clerk, row


@pytest.fixture
def county(book: Book) -> Book:
    """Li observed Wang twice."""
    people = [TEACHER, changed(TEACHER, teacher=WANG)]
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, *people, LESSON, changed(LESSON, period=4), MEETING)])
    return book


def observed(book: Book, period: int) -> None:
    """One more lesson that Li observed."""
    with book.writing(HandIn("clerk")) as pen:
        pen.write([row(changed(LESSON, period=period))])


def test_a_row_on_demand_makes_only_what_is_asked() -> None:
    made: list[int] = []

    def make(places: np.ndarray) -> list[str]:
        made.extend(places.tolist())
        return [f"{place}" for place in places.tolist()]

    row = OnDemand(250_000, make)
    assert (row[7], row[-1], row[7]) == ("7", "249999", "7")
    assert made == [7, 249_999]
    assert row.taken([3, 7, 3]) == ["3", "7", "3"]
    assert made == [7, 249_999, 3]
    assert row[1:3] == ["1", "2"]
    assert sum(1 for _ in row) == len(row)
    with pytest.raises(IndexError):
        row[250_000]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = KeptColumns(100)
    for key in (1, 2, 1, 3):
        assert kept.get(key, lambda key=key: key, lambda _: 40) == key  # type: ignore[misc]
    assert [key in kept for key in (1, 2, 3)] == [True, False, True]


def test_facts_at_a_later_position_keep_the_tables_of_other_kinds(county: Book) -> None:
    before = Facts(read_standing(county))
    lessons, meetings = before.table("lesson.observed"), before.table("preparation.attended")
    observed(county, 5)
    later = before.after(read_standing(county), {"lesson.observed"})
    assert later.words is before.words
    assert later.table("preparation.attended") is meetings
    assert later.table("lesson.observed") is not lessons
    assert (lessons.length, later.table("lesson.observed").length) == (2, 3)
    assert before.after(read_standing(county), {"preparation.held"}).table("preparation.attended") is not meetings


def test_what_is_written_between_is_read_by_its_pieces_and_an_earlier_position_reads_the_same(county: Book) -> None:
    positions = []
    for period in range(5, 30):
        observed(county, period)
        positions.append(county.position)
        assert read_standing(county).table("lesson.observed").length == period - 2
    for number, position in enumerate(positions):
        assert read_standing(county, position).table("lesson.observed").length == number + 3


def test_the_records_of_one_teacher_are_found_along_a_column(county: Book) -> None:
    standing = read_standing(county)
    assert standing.rows_where("lesson.observed", "observer", LI).tolist() == [0, 1]
    assert standing.rows_where("lesson.observed", "observer", " " + LI).tolist() == [0, 1]
    assert standing.rows_where("lesson.observed", "observer", "nobody").tolist() == []


def test_the_rows_of_several_teachers_are_read_at_once(county: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projections.standing.on_demand._MADE_AT_ONCE", 0)
    standing, read = read_standing(county), list[int]()
    roll, made = Roll(standing, "teacher.registered", "teacher", AUTUMN.end, standing.words), standing._records

    def counted(of_kind: OfKind, rows: np.ndarray) -> list[Record]:
        read.append(len(rows))
        return made(of_kind, rows)

    monkeypatch.setattr(standing, "_records", counted)
    assert [one.teacher for one in roll.of([WANG, "nobody", LI])] == [WANG, LI]
    assert read == [2]


def test_files_alone_say_what_the_book_says(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.sqlite", derived=tmp_path / "derived")
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, LESSON, MEETING)])
    files = build(book)
    assert files
    alone, read = standing_in(files), read_standing(book)
    for kind in ("lesson.observed", "preparation.held", "preparation.attended", "teacher.registered"):
        assert list(alone.records_of(kind).records) == list(read.records_of(kind).records)
    book.close()


def test_who_doubts_reads_the_bytes_that_are_stored_now(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.sqlite")
    with book.writing(clerk()) as pen:
        pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, LESSON, MEETING)])
    assert lessons(read_standing(book)) == 1
    with by_another_hand(tmp_path / "book.sqlite") as database:
        database.execute("DELETE FROM events WHERE position = (SELECT max(position) - 1 FROM events)")
    assert lessons(read_standing(book)) == 1
    assert lessons(read_standing(book, afresh=True)) == 0
    book.close()


def lessons(standing: Standing) -> int:
    """How many lessons stand."""
    return standing.table("lesson.observed").length
