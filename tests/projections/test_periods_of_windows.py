"""The periods of windows over whole columns, against the same told day by day."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.kernel.periods import Split, Stretch
from projections.language.calendars import Calendars, Term
from projections.language.day_columns import ordinal

SPLITS = ["week", "month", "term", "calendar_year", "school_year", "year_of_window", None]
TERMS = (
    Term("2021-2022-1", date(2021, 9, 1), date(2022, 1, 20)),
    Term("2021-2022-2", date(2022, 2, 14), date(2022, 7, 5)),
    Term("2021-2022-夏", date(2022, 6, 1), date(2022, 6, 20)),
    Term("2022-2023-1", date(2022, 7, 1), date(2023, 1, 13)),
)
CALENDARS = Calendars((9, 1), TERMS)
DAYS = st.integers(date(2020, 2, 20).toordinal(), date(2023, 3, 10).toordinal())


@st.composite
def windows_with_a_span(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """First and last day of a window, and of a span that lies in it."""
    begun, first, last, ended = sorted(draw(st.tuples(DAYS, DAYS, DAYS, DAYS)))
    return begun, first, last, ended


def periods_on(split: Split, days: range, begun: int) -> dict[int, int]:
    """The period that each of some days lies in; not those in none."""
    periods = split.period_of(np.array(days), np.full(len(days), begun))
    return {day: period for day, period in zip(days, periods.tolist(), strict=True) if period >= 0}


@pytest.mark.parametrize("by", SPLITS)
@given(drawn=st.lists(windows_with_a_span(), max_size=4))
def test_a_span_has_a_part_in_each_period_that_its_days_lie_in(by: str, drawn: list[tuple[int, int, int, int]]) -> None:
    split = Split(by, CALENDARS)
    begun, first, last, _ = np.array(drawn, np.int64).reshape(-1, 4).T
    parts = split.parts(Stretch(first, last), begun)
    found = list(zip(*(column.tolist() for column in (parts.rows, parts.period, parts.first, parts.last)), strict=True))
    wanted = []
    for row, (window, start, end, _) in enumerate(drawn):
        days: dict[int, list[int]] = {}
        for day, period in periods_on(split, range(start, end + 1), window).items():
            days.setdefault(period, []).append(day)
        wanted += [(row, period, held[0], held[-1]) for period, held in days.items()]
    assert found == wanted


@pytest.mark.parametrize("by", SPLITS)
@given(drawn=windows_with_a_span())
def test_periods_have_their_places_among_those_of_the_window(by: str, drawn: tuple[int, int, int, int]) -> None:
    split, (begun, first, last, ended) = Split(by, CALENDARS), drawn
    window = Stretch(np.array([0, begun]), np.array([0, ended]))
    on = periods_on(split, range(begun, ended + 1), begun)
    known = sorted(set(on.values()))
    if by == "term":
        known = [at for at, term in enumerate(TERMS) if ordinal(term.first) <= ended and ordinal(term.last) >= begun]
    assert split.overlapping(window).tolist() == [0, len(known)]
    for period in {on.get(first, -1), on.get(last, -1)} - {-1}:
        assert split.places(np.array([period]), window, np.array([1])).tolist() == [known.index(period)]


def test_where_no_term_is_announced_a_span_lies_in_none() -> None:
    split, today = Split("term", Calendars(None, ())), np.array([date(2022, 9, 1).toordinal()])
    assert not len(split.parts(Stretch(today, today + 3), today).rows)
    assert split.overlapping(Stretch(today, today + 3)).tolist() == [0]


def test_a_span_may_go_on_to_the_end_of_the_calendar() -> None:
    first, last = date.max - timedelta(days=800), date.max
    for by in SPLITS:
        parts = Split(by, CALENDARS).parts(
            Stretch(np.array([ordinal(first)]), np.array([ordinal(last)])), np.array([ordinal(first)])
        )
        if by != "term":
            assert parts.first[0] == ordinal(first)
            assert parts.last[-1] == ordinal(last)
            assert (parts.first[1:] == parts.last[:-1] + 1).all()
