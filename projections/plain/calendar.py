"""School time of a term, day by day: its teaching weeks and months, and in which of them a teacher was present."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledger.records.school_year import DayDeclared, TermAnnounced
from projections.language.schema import Atleast, Conventions
from projections.school_time import school_days

Away = list[tuple[date, date]]
"""First and last day of each leave of a teacher."""

SchoolDays = Mapping[date, list[date]]
"""The school days of each week or month, by its Monday or its first day."""


@dataclass(frozen=True)
class Window:
    """A stretch of a term in which records count: the periods it is made of, and which of them a day lies in."""

    periods: list[Any]
    period_of: Callable[[Any], Any]  # of a day, month or term; None where it lies outside
    outside: str  # what is said of a record that lies outside
    unit: str  # what a period is called


class Calendar:
    """A term's teaching weeks and months under a pack's conventions."""

    def __init__(self, term: TermAnnounced, declared: Iterable[DayDeclared], conventions: Conventions) -> None:
        self.term = term
        self._conventions = conventions
        days = school_days(term, declared, conventions.weekdays)
        self.weeks = _with_enough(_by_period(days, monday), conventions.teaching_week)
        self.months = _with_enough(_by_period(days, first_of_month), conventions.term_month)

    def present_weeks(self, away: Away) -> list[date]:
        """The teaching weeks in which somebody with these leaves was present."""
        return _present(self.weeks, away, self._conventions.present_week)

    def present_months(self, away: Away) -> list[date]:
        """The months of the term in which somebody with these leaves was present."""
        return _present(self.months, away, self._conventions.present_month)

    def window(self, kind: str, away: Away) -> Window:
        """A window of the schema (`Within`), for somebody with these leaves."""
        if kind == "teaching_weeks":
            return self._of_weeks(list(self.weeks), "不在教学周内")
        if kind == "present_weeks":
            return self._of_weeks(self.present_weeks(away), "不在在岗的周内")
        if kind == "present_months":
            months = self.present_months(away)
            return Window(months, lambda day: _if_among(months, first_of_month(day)), "不在在岗的月份内", "月")
        term = self.term.term
        return Window([term], lambda when: term if self._of_term(when) else None, "不在本学期内", "学期")

    def holds(self, day: date) -> bool:
        """Whether a day lies in the term, first and last day included."""
        return self.term.start <= day <= self.term.end

    def _of_term(self, when: date | str) -> bool:
        return self.holds(when) if isinstance(when, date) else when == self.term.term

    def _of_weeks(self, weeks: list[date], outside: str) -> Window:
        return Window(weeks, lambda day: _if_among(weeks, monday(day)) if self.holds(day) else None, outside, "周")


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def first_of_month(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def _by_period(days: Iterable[date], period_of: Callable[[date], date]) -> SchoolDays:
    found: defaultdict[date, list[date]] = defaultdict(list)
    for day in days:
        found[period_of(day)].append(day)
    return found


def _with_enough(periods: SchoolDays, rule: Atleast) -> SchoolDays:
    return {period: days for period, days in periods.items() if len(days) >= rule.school_days}


def _present(periods: SchoolDays, away: Away, rule: Atleast) -> list[date]:
    def is_free(day: date) -> bool:
        return not any(first <= day <= last for first, last in away)

    return [period for period, days in periods.items() if sum(map(is_free, days)) >= rule.school_days]


def _if_among(periods: list[date], period: date) -> date | None:
    return period if period in periods else None
