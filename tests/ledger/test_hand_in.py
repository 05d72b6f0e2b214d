"""What one workbook may say: a school or teacher only one way, for a term that is known."""

import pytest

from ledger.book import Book
from ledger.entry import Entering
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.records.record import entry_of, stream_of
from ledger.refusals import Refused
from ledger.submission import Submission
from tests.ledger.stories import (
    AUTUMN,
    LESSON,
    LI,
    REPORT,
    ROTATION,
    SCHOOL,
    TEACHER,
    TRAINING,
    changed,
    clerk,
    codes,
    month_confirmed,
    row,
    versions,
)

RENAMED = changed(SCHOOL, name="城关镇实验小学")
RETITLED = changed(TEACHER, title="高级教师")


def test_a_submission_is_decided_in_the_stream_of_its_main_record() -> None:
    assert Submission([TRAINING, REPORT]).stream == stream_of(TRAINING)
    assert Submission([ROTATION, month_confirmed(9)]).stream == stream_of(ROTATION)
    assert Submission([LESSON]).source is None


def test_events_say_who_handed_in_on_whose_authority_and_from_which_row(book: Book) -> None:
    school = Authority("school:S001")
    book.append(HandIn("li", school, AUTUMN), row(LESSON, number=7))
    [(_, event)] = book.read([LESSON.kind])
    assert (event.actor, event.authority, event.attested) == ("li", "school:S001", False)
    assert event.source is not None
    assert (event.source.file, event.source.sheet, event.source.row) == ("a" * 64, "听课记录", 7)


def test_a_hand_in_is_of_the_county_office_unless_told() -> None:
    assert HandIn("li").authority == COUNTY


def test_one_workbook_may_not_say_a_school_or_teacher_two_ways(book: Book) -> None:
    with book.writing(clerk()) as pen:
        outcomes = pen.write([row(SCHOOL), row(RENAMED, number=3), row(TEACHER), row(RETITLED, number=3)])
    assert codes(outcomes) == ["written", "clash", "written", "clash"]
    clash = outcomes[1]
    assert isinstance(clash, Refused)
    assert (clash.see, clash.fields) == ((entry_of(SCHOOL).hex(),), ("name",))


def test_one_workbook_may_say_a_school_the_same_way_twice(book: Book) -> None:
    with book.writing(clerk()) as pen:
        assert codes(pen.write([row(SCHOOL), row(changed(SCHOOL, name="城关镇 第一小学"))])) == ["written", "duplicate"]


def test_a_row_that_stood_before_still_may_not_be_said_two_ways_in_one_workbook(book: Book) -> None:
    book.append(clerk(), row(SCHOOL))
    with book.writing(clerk()) as pen:
        assert codes(pen.write([row(SCHOOL)])) == ["duplicate"]
        assert codes(pen.write([row(RENAMED), row(RENAMED)])) == ["clash", "clash"]
    assert book.position == 1


def test_a_later_workbook_may_say_a_school_or_teacher_another_way(book: Book) -> None:
    with book.writing(clerk()) as pen:
        pen.write([row(SCHOOL), row(TEACHER)])
    with book.writing(clerk()) as pen:
        assert codes(pen.write([row(RENAMED), row(RETITLED)])) == ["written", "written"]


def test_register_rows_of_a_workbook_without_its_term_are_refused(book: Book) -> None:
    with book.writing(clerk(term=None)) as pen:
        outcomes = pen.write([row(SCHOOL), row(TEACHER), row(LESSON)])
    assert codes(outcomes) == ["term-unknown", "term-unknown", "written"]


def test_register_rows_of_a_workbook_without_its_term_are_refused_however_many_ways_they_are_said(book: Book) -> None:
    """A refused row holds no slot against others, so there is nothing yet that the second could clash with."""
    with book.writing(clerk(term=None)) as pen:
        assert codes(pen.write([row(SCHOOL), row(RENAMED)])) == ["term-unknown", "term-unknown"]


def test_a_batch_that_was_undone_said_nothing_against_which_the_next_could_clash(book: Book) -> None:
    hand_in = clerk()
    with book.writing(hand_in, keep=False) as pen:
        assert codes(pen.write([row(SCHOOL)])) == ["written"]
    with book.writing(hand_in) as pen:
        assert codes(pen.write([row(SCHOOL), row(RENAMED)])) == ["written", "clash"]


def test_deciding_on_a_row_by_itself_needs_no_book() -> None:
    assert clerk().decide([], Submission([LESSON])) == [Entering(LESSON)]
    assert clerk().decide(versions(LESSON), Submission([LESSON])) == []
    with pytest.raises(Refused, match="内容不同"):
        clerk().decide(versions(LESSON), Submission([changed(LESSON, notes="另写")]))
    assert LESSON.observer == LI
