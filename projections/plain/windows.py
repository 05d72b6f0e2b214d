"""Stretches of time in which records count: from which day to which, and the periods that they are split in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from projections.language.calendars import Calendars
from projections.language.days import NO_DAY, monday, months_between
from projections.language.schema import Window as Rule

_UNITS = {
    "week": "周",
    "month": "月",
    "term": "学期",
    "calendar_year": "年",
    "school_year": "学年",
    "year_of_window": "年度",
    None: "段",
}


class Inside(NamedTuple):
    """Where a record lies in a window: its day, the part of its span that is inside, and the period."""

    day: date
    first: date
    last: date
    period: Any


@dataclass(frozen=True)
class Window:
    """A stretch in which records count: its first and last day, and which period of it a day lies in."""

    first: date
    last: date
    period_of: Callable[[date], Any]  # None where the day lies outside
    in_order: Sequence[Any]  # its periods
    outside: str  # what is said of a record that lies outside
    unit: str  # what a period is called

    @property
    def periods(self) -> int:
        """How many periods it has."""
        return len(self.in_order)

    @cached_property
    def days(self) -> int:
        """How many days it has, both ends included; none where an end is not recorded."""
        there = self.first != NO_DAY and self.last != NO_DAY
        return max(0, (self.last - self.first).days + 1) if there else 0

    def inside(self, day: date, until: date | None) -> Inside | None:
        """Where a record of a day, or of a span until another day, lies; None outside.

        A span that is open (no day) reaches to the window's last day.
        """
        if day == NO_DAY or not self.days:
            return None
        if until is None:
            period = self.period_of(day)
            return None if period is None else Inside(day, day, day, period)
        first, last = max(day, self.first), min(self.last if until == NO_DAY else until, self.last)
        if first > last or (until != NO_DAY and until < day):
            return None
        period = self.period_of(first)
        return None if period is None else Inside(day, first, last, period)

    def in_each_period(self, day: date, until: date) -> list[Inside]:
        """Where a span lies in each of the periods that it overlaps, in the order of their days; day by day."""
        if day == NO_DAY or not self.days or NO_DAY < until < day:
            return []
        first, last = max(day, self.first), min(self.last if until == NO_DAY else until, self.last)
        found: dict[Any, list[date]] = {}
        for one in (first + timedelta(days=number) for number in range((last - first).days + 1)):
            if (period := self.period_of(one)) is not None:
                found.setdefault(period, []).append(one)
        return [Inside(days[0], days[0], days[-1], period) for period, days in found.items()]


def window_of_pack(rule: Rule, first: date, last: date, calendars: Calendars) -> Window:
    """A window of a pack between two days; with no day in it where either is not recorded or they are in disorder."""
    outside, unit = f"不在“{rule.says.zh}”内", _UNITS[rule.split]
    if NO_DAY in (first, last) or last < first:
        return Window(NO_DAY, NO_DAY, lambda day: None, (), outside, unit)
    split = _split(rule.split, first, calendars)

    def period_of(day: date) -> Any:
        return split(day) if first <= day <= last else None

    in_order: Sequence[int]
    if rule.split == "term":
        in_order = [place for place, term in enumerate(calendars.terms) if term.first <= last and term.last >= first]
    else:
        in_order = range(split(first), split(last) + 1)  # type: ignore[operator,arg-type]  # every day has a period
    return Window(first, last, period_of, in_order, outside, unit)


def _split(split: str | None, first: date, calendars: Calendars) -> Callable[[date], int | None]:
    """The number of the period that a day lies in; days of later periods have greater numbers."""

    def week(day: date) -> int:
        return (monday(day) - date(1, 1, 1)) // timedelta(days=7)

    def month(day: date) -> int:
        return day.year * 12 + day.month

    def term(day: date) -> int | None:
        place = calendars.term_index(day)
        return None if place < 0 else place

    ways: dict[str | None, Callable[[date], int | None]] = {
        "week": week,
        "month": month,
        "term": term,
        "calendar_year": lambda day: day.year,
        "school_year": calendars.school_year_of,
        "year_of_window": lambda day: months_between(first, day) // 12,
        None: lambda day: 0,
    }
    return ways[split]
