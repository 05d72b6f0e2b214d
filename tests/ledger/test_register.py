"""The register over time: from which day a row holds, and who is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.book import Book
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import Registered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.register import Register, decide_row, in_effect_on
from ledger.vocabulary import Post
from tests.ledger.stories import (
    AUTUMN,
    LESSON,
    LI,
    SCHOOL,
    SPRING,
    TEACHER,
    TOWN,
    WANG,
    changed,
    clerk,
    codes,
    row,
)

NOVEMBER = date(2022, 11, 1)
BETWEEN_TERMS = date(2023, 1, 20)
HEAD = changed(TEACHER, post=Post.PRINCIPAL, post_since=NOVEMBER)
RENAMED = changed(SCHOOL, name="城关镇实验小学")


def hand_in(book: Book, term: TermAnnounced, *rows: Registered) -> list[str]:
    """What becomes of register rows in one more workbook of a term."""
    with book.writing(clerk(term)) as pen:
        return codes(pen.write([row(changed(said, in_effect=term.start)) for said in rows]))


def days(book: Book, kind: str) -> list[date]:
    """From which day each stored row of a kind holds."""
    return [event.data.in_effect for _, event in book.read([kind]) if isinstance(event.data, Registered)]


# From which day a row holds


def test_a_first_row_holds_from_the_first_day_of_the_workbooks_term(book: Book) -> None:
    assert hand_in(book, AUTUMN, SCHOOL, TEACHER) == ["written", "written"]
    assert days(book, SCHOOL.kind) == days(book, TEACHER.kind) == [AUTUMN.start]


def test_a_changed_row_holds_from_the_first_day_of_the_term_of_its_workbook(book: Book) -> None:
    hand_in(book, AUTUMN, SCHOOL, TEACHER)
    assert hand_in(book, SPRING, RENAMED, changed(TEACHER, title="高级教师")) == ["written", "written"]
    assert days(book, SCHOOL.kind) == days(book, TEACHER.kind) == [AUTUMN.start, SPRING.start]


def test_a_row_changed_within_the_term_without_a_day_of_its_own_holds_from_the_terms_first_day(book: Book) -> None:
    hand_in(book, AUTUMN, SCHOOL)
    assert hand_in(book, AUTUMN, RENAMED) == ["written"]
    assert days(book, SCHOOL.kind) == [AUTUMN.start, AUTUMN.start]


def test_a_row_with_a_newer_day_of_its_own_holds_from_that_day(book: Book) -> None:
    hand_in(book, AUTUMN, TEACHER)
    assert hand_in(book, AUTUMN, HEAD) == ["written"]
    assert days(book, TEACHER.kind) == [AUTUMN.start, NOVEMBER]


def test_a_first_row_holds_from_the_terms_first_day_though_the_post_is_newer(book: Book) -> None:
    hand_in(book, AUTUMN, HEAD)
    assert days(book, TEACHER.kind) == [AUTUMN.start]


def test_a_day_of_its_own_that_the_row_before_named_too_changes_nothing_about_the_term(book: Book) -> None:
    hand_in(book, AUTUMN, TEACHER)
    hand_in(book, AUTUMN, HEAD)
    assert hand_in(book, SPRING, changed(HEAD, title="高级教师")) == ["written"]
    assert days(book, TEACHER.kind)[-1] == SPRING.start


def test_a_newer_day_of_its_own_before_the_row_before_took_effect_does_not_reach_behind_it(book: Book) -> None:
    hand_in(book, AUTUMN, TEACHER)
    assert hand_in(book, AUTUMN, changed(HEAD, post_since=date(2022, 8, 25))) == ["written"]
    assert days(book, TEACHER.kind) == [AUTUMN.start, AUTUMN.start]


def test_a_post_that_changed_between_the_terms_holds_from_its_own_day(book: Book) -> None:
    hand_in(book, AUTUMN, TEACHER)
    assert hand_in(book, SPRING, changed(HEAD, post_since=BETWEEN_TERMS)) == ["written"]
    assert days(book, TEACHER.kind) == [AUTUMN.start, BETWEEN_TERMS]


# The same again


@pytest.mark.parametrize("term", [AUTUMN, SPRING])
def test_the_same_row_in_the_same_or_a_later_term_is_a_duplicate(book: Book, term: TermAnnounced) -> None:
    hand_in(book, AUTUMN, SCHOOL, TEACHER)
    assert hand_in(book, term, SCHOOL, TEACHER) == ["duplicate", "duplicate"]


def test_a_row_of_a_term_before_all_that_is_known_is_written_for_that_term(book: Book) -> None:
    hand_in(book, SPRING, SCHOOL)
    assert hand_in(book, AUTUMN, RENAMED) == ["written"]
    assert days(book, SCHOOL.kind) == [SPRING.start, AUTUMN.start]
    assert hand_in(book, SPRING, SCHOOL) == hand_in(book, AUTUMN, RENAMED) == ["duplicate"]


def test_handing_the_older_workbook_in_again_is_a_duplicate_and_turns_nothing_back(book: Book) -> None:
    hand_in(book, AUTUMN, SCHOOL, TEACHER)
    hand_in(book, AUTUMN, RENAMED, HEAD)
    assert hand_in(book, AUTUMN, SCHOOL, TEACHER) == ["duplicate", "duplicate"]
    assert hand_in(book, AUTUMN, RENAMED, HEAD) == ["duplicate", "duplicate"]
    hand_in(book, SPRING, changed(RENAMED, band="乙方阵"))
    assert hand_in(book, AUTUMN, SCHOOL, RENAMED) == ["duplicate", "clash"]  # two ways in one workbook
    assert hand_in(book, AUTUMN, RENAMED) == ["duplicate"]


def test_a_row_may_go_back_to_what_it_said_in_an_earlier_term(book: Book) -> None:
    hand_in(book, AUTUMN, SCHOOL)
    hand_in(book, SPRING, RENAMED)
    year_later = changed(AUTUMN, term="2023-2024-1", start=date(2023, 9, 1), end=date(2024, 1, 12))
    assert hand_in(book, year_later, SCHOOL) == ["written"]
    assert days(book, SCHOOL.kind) == [AUTUMN.start, SPRING.start, year_later.start]


def test_a_post_that_changed_between_the_terms_and_was_then_mended_is_still_a_duplicate_when_handed_in_again(
    book: Book,
) -> None:
    changed_in_january = changed(HEAD, post_since=BETWEEN_TERMS)
    mended = changed(changed_in_january, title="高级教师")
    hand_in(book, AUTUMN, TEACHER)
    hand_in(book, SPRING, changed_in_january)
    assert hand_in(book, SPRING, mended) == ["written"]
    assert hand_in(book, SPRING, changed_in_january) == ["duplicate"]
    assert hand_in(book, SPRING, mended) == ["duplicate"]


def test_the_first_workbook_of_a_term_in_which_nothing_had_changed_yet_is_still_a_duplicate_after_a_change(
    book: Book,
) -> None:
    hand_in(book, AUTUMN, SCHOOL)
    assert hand_in(book, SPRING, SCHOOL) == ["duplicate"]
    assert hand_in(book, SPRING, RENAMED) == ["written"]
    assert hand_in(book, SPRING, SCHOOL) == ["duplicate"]


@st.composite
def workbooks(draw: st.DrawFn) -> list[tuple[TermAnnounced, TeacherRegistered]]:
    """A teacher's row in one workbook after another, in the order of terms; changes of post are told in time."""
    autumn = sorted(draw(st.lists(st.sampled_from([date(2018, 9, 1), date(2022, 8, 20), NOVEMBER]), min_size=1)))
    at_first = draw(st.sampled_from([autumn[-1], BETWEEN_TERMS]))
    spring = sorted(draw(st.lists(st.sampled_from([at_first, date(2023, 3, 1)]))))
    return [
        (term, changed(TEACHER, post_since=day, title=draw(st.sampled_from(["二级教师", "一级教师"]))))
        for term, days in ((AUTUMN, autumn), (SPRING, spring))
        for day in days
    ]


@settings(deadline=None, max_examples=200)
@given(workbooks())
def test_whatever_rows_were_handed_in_term_after_term_each_of_them_again_is_a_duplicate(
    said: list[tuple[TermAnnounced, TeacherRegistered]],
) -> None:
    stored: list[Record] = []
    for term, teacher in said:
        stored += decide_row(stored, changed(teacher, in_effect=term.start), term)
    for term, teacher in said:
        assert decide_row(stored, changed(teacher, in_effect=term.start), term) == []


@given(workbooks())
def test_a_row_just_handed_in_holds_by_the_end_of_its_term_or_from_its_own_later_day(
    said: list[tuple[TermAnnounced, TeacherRegistered]],
) -> None:
    stored: list[Record] = []
    for term, teacher in said:
        added = decide_row(stored, changed(teacher, in_effect=term.start), term)
        stored += added
        for one in added:
            assert isinstance(one, TeacherRegistered)
            assert one.in_effect in (term.start, teacher.post_since)
            assert one.content() == teacher.content()


# Which row holds on a day


def test_a_row_holds_from_its_day_until_a_later_row_does() -> None:
    later = changed(RENAMED, in_effect=SPRING.start)
    rows = [SCHOOL, later]
    assert in_effect_on(rows, AUTUMN.start - timedelta(1)) is None
    assert in_effect_on(rows, AUTUMN.start) is SCHOOL
    assert in_effect_on(rows, SPRING.start - timedelta(1)) is SCHOOL
    assert in_effect_on(rows, SPRING.start) is later
    assert in_effect_on([later, SCHOOL], SPRING.end) is later


def test_of_two_rows_from_one_day_the_later_recorded_holds() -> None:
    assert in_effect_on([SCHOOL, RENAMED], AUTUMN.start) is RENAMED


# Who is known


def test_the_register_knows_the_latest_row_of_each_code_and_the_terms() -> None:
    later = changed(RENAMED, in_effect=SPRING.start)
    register = Register([AUTUMN, later, SCHOOL, TEACHER, HEAD, LESSON, SPRING])
    assert register.schools == {TOWN: later}
    assert register.teachers == {LI: HEAD}
    assert register.terms == {AUTUMN.term: AUTUMN, SPRING.term: SPRING}


def test_an_empty_register_knows_nobody() -> None:
    register = Register()
    assert (register.schools, register.teachers, register.terms) == ({}, {}, {})
    register.apply(LESSON)
    assert WANG not in register.teachers


def test_a_day_lies_in_the_term_from_its_first_to_its_last_day() -> None:
    register = Register([AUTUMN, SPRING])
    assert register.term_on(AUTUMN.start) == register.term_on(AUTUMN.end) == AUTUMN
    assert register.term_on(SPRING.start) == SPRING
    assert register.term_on(BETWEEN_TERMS) is None


def test_rows_of_other_codes_do_not_matter() -> None:
    register = Register([SCHOOL, changed(SCHOOL, school=SchoolId("S009")), changed(TEACHER, teacher=TeacherId("9"))])
    assert register.schools.keys() == {TOWN, "S009"}
