"""学年、学期: in which school year and announced term a day lies, and what the functions of days give."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.records.record import TermId
from ledger.records.school_year import TermAnnounced
from projections.language.calendar_columns import (
    school_year_first_each,
    school_year_last_each,
    term_index_each,
)
from projections.language.calendars import Calendars
from projections.language.day_columns import ordinal
from projections.language.days import NO_DAY, month_and_day
from projections.language.scalars import evaluate
from projections.language.syntax import parse

ANNOUNCED = [
    TermAnnounced(TermId("2022-2023-1"), date(2022, 9, 1), date(2023, 1, 13), 19),
    TermAnnounced(TermId("2021-2022-2"), date(2022, 2, 14), date(2022, 7, 8), 20),
    TermAnnounced(TermId("2021-2022-1"), date(2021, 9, 1), date(2022, 1, 14), 19),
]
CALENDARS = Calendars.of("08-01", ANNOUNCED)
DAYS = st.one_of(st.just(NO_DAY), st.just(date.max), st.dates(), st.dates(date(2021, 1, 1), date(2023, 12, 31)))


def given_days(text: str, **days: str) -> Any:
    names = {name: date.fromisoformat(day) if day else NO_DAY for name, day in days.items()}
    return evaluate(parse(text), names.__getitem__, {}, CALENDARS)


def test_a_school_year_begins_on_the_day_the_pack_says() -> None:
    assert CALENDARS.school_year_of(date(2022, 7, 31)) == 2021
    assert CALENDARS.school_year_of(date(2022, 8, 1)) == 2022
    assert CALENDARS.school_year_first(date(2023, 3, 1)) == date(2022, 8, 1)
    assert CALENDARS.school_year_last(date(2023, 3, 1)) == date(2023, 7, 31)
    assert CALENDARS.school_year_first(NO_DAY) == CALENDARS.school_year_last(NO_DAY) == NO_DAY


def test_a_pack_that_says_no_school_year_has_terms_all_the_same() -> None:
    calendars = Calendars.of("", ANNOUNCED)
    assert calendars.term_first(date(2022, 10, 1)) == date(2022, 9, 1)
    with pytest.raises(AssertionError, match="school_year_from"):
        calendars.school_year_of(date(2022, 10, 1))


@pytest.mark.parametrize("text", ["02-29", "8-1", "13-01", "八月", "2022-08-01"])
def test_a_school_year_begins_on_a_day_that_every_year_has(text: str) -> None:
    with pytest.raises(ValueError):
        month_and_day(text)


def test_terms_are_found_by_day_by_name_and_by_those_before() -> None:
    assert [term.name for term in CALENDARS.terms] == ["2021-2022-1", "2021-2022-2", "2022-2023-1"]
    assert CALENDARS.term_index(date(2022, 7, 8)) == 1
    assert CALENDARS.term_index(date(2022, 7, 9)) == CALENDARS.term_index(NO_DAY) == -1
    assert CALENDARS.term_first(date(2022, 8, 1)) == NO_DAY
    assert CALENDARS.term_last("2022-2023-1") == date(2023, 1, 13)
    assert CALENDARS.term_last("2022-2023-2") == NO_DAY
    before = [CALENDARS.term_before("2022-2023-1", back) for back in (1, 2, 3)]
    assert [term.name if term else "" for term in before] == ["2021-2022-2", "2021-2022-1", ""]
    assert CALENDARS.term_before("2030-2031-1", 1) is None
    [earlier] = [term for term in CALENDARS.terms if term == CALENDARS.term_years_before("2022-2023-1", 1)]
    assert earlier.name == "2021-2022-1"
    assert CALENDARS.term_years_before("2021-2022-1", 1) is None
    assert CALENDARS.term_years_before("军训", 1) is None


@given(st.lists(DAYS, max_size=6), st.sampled_from(["08-01", "09-01", "01-01", "12-31"]))
def test_calendars_give_the_same_over_columns(days: list[date], school_year_from: str) -> None:
    calendars = Calendars.of(school_year_from, ANNOUNCED)
    column = np.array([ordinal(day) for day in days], np.int64)
    first, last = school_year_first_each(calendars, column), school_year_last_each(calendars, column)
    assert first.tolist() == [ordinal(calendars.school_year_first(day)) for day in days]
    assert last.tolist() == [ordinal(calendars.school_year_last(day)) for day in days]
    assert term_index_each(calendars, column).tolist() == [calendars.term_index(day) for day in days]


@pytest.mark.parametrize(
    ("text", "a", "b", "wanted"),
    [
        ("days_between(a, b)", "2022-09-01", "2022-09-30", 29),
        ("days_between(a, b)", "2022-09-02", "2022-09-01", 0),
        ("days_between(a, b)", "", "2022-09-01", 0),
        ("days_between(a, b)", "2022-09-01", "", 0),
        ("months_between(a, b)", "2022-01-31", "2022-02-27", 0),
        ("months_between(a, b)", "2022-01-31", "2022-02-28", 1),
        ("months_between(a, b)", "2022-03-31", "2023-03-30", 11),
        ("years_between(a, b)", "2020-02-29", "2021-02-27", 0),
        ("years_between(a, b)", "2020-02-29", "2021-02-28", 1),
        ("years_between(a, b)", "2019-09-01", "2022-08-31", 2),
        ("calendar_years_between(a, b)", "2019-12-31", "2022-01-01", 3),
        ("calendar_years_between(a, b)", "2022-12-31", "2022-01-01", 0),
        ("school_years_between(a, b)", "2022-07-31", "2022-08-01", 1),
        ("school_years_between(a, b)", "2022-08-01", "2023-07-31", 0),
        ("year(a)", "2022-09-01", "", 2022),
        ("year(a) + month(a)", "", "", 0),
        ("first_of_week(a)", "2022-09-04", "", date(2022, 8, 29)),
        ("first_of_month(a)", "2022-09-04", "", date(2022, 9, 1)),
        ("first_of_calendar_year(a)", "2022-09-04", "", date(2022, 1, 1)),
        ("first_of_school_year(a)", "2022-03-04", "", date(2021, 8, 1)),
        ("first_of_term(a)", "2022-03-04", "", date(2022, 2, 14)),
        ("first_of_term(a)", "2022-08-04", "", NO_DAY),
        ("first_of_school_year(a)", "", "", NO_DAY),
        ("first_known(a, b)", "", "2022-03-04", date(2022, 3, 4)),
        ("first_known(a, b)", "2022-09-01", "2022-03-04", date(2022, 9, 1)),
        ("latest_day(a, b)", "", "2022-03-04", date(2022, 3, 4)),
        ("earliest_day(a, b)", "", "2022-03-04", date(2022, 3, 4)),
        ("earliest_day(a, b)", "", "", NO_DAY),
        ("known(a)", "", "", False),
        ('a == day("2022-03-04")', "2022-03-04", "", True),
        ("if_day(known(a), a, b)", "", "2022-03-04", date(2022, 3, 4)),
    ],
)
def test_what_the_functions_of_days_give(text: str, a: str, b: str, wanted: object) -> None:
    assert given_days(text, a=a, b=b) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("round(2.345, 2)", "2.35"),
        ("round(-2.345, 2)", "-2.35"),
        ("round(1250, -2)", "1300"),
        ("round(2.345, 1.9)", "2.3"),
        ("round_up(2.001, 0)", "3"),
        ("round_up(-2.001, 0)", "-3"),
        ("round_down(-2.999, 0)", "-2"),
        ("round(1 / 3, 1000000)", "0." + "3" * 30),
        ("abs(-3)", "3"),
        ("share_at_most(50, 70, 30%)", "30"),
        ("share_at_most(20, 70, 30%)", "20"),
        ("share_at_most(20, 70, 100%)", "20"),
        ("share_at_most(20, 70, 0)", "0"),
        ('count_of(1 > 0, 1 < 0, "a" == "a")', "2"),
        ('length("教 师")', "2"),
        ('if(has("班主任、教师", "班主任"), 1, 0)', "1"),
        ('if(has("教师", ""), 1, 0)', "0"),
    ],
)
def test_what_the_functions_of_numbers_and_words_give(text: str, wanted: str) -> None:
    assert given_days(text) == Fraction(wanted)
