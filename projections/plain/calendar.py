"""School time of a term, day by day: its teaching weeks and months, and in which of them a teacher was present."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ledger.records.school_year import DayDeclared, TermAnnounced
from projections.language.days import monday
from projections.language.schema import Atleast, Conventions
from projections.plain.windows import Window
from projections.school_time import school_days

Away = list[tuple[date, date]]
"""First and last day of each leave of a teacher."""

SchoolDays = Mapping[date, list[date]]
"""The school days of each week or month, by its Monday or its first day."""


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
        """A window that every pack has (`Within`), for somebody with these leaves."""
        if kind == "teaching_weeks":
            return self._of_weeks(list(self.weeks), "不在教学周内")
        if kind == "present_weeks":
            return self._of_weeks(self.present_weeks(away), "不在在岗的周内")
        if kind == "present_months":
            return self._of_months(self.present_months(away), "不在在岗的月份内")
        return self._window(
            lambda day: self.term.term if self.holds(day) else None, [self.term.term], "不在本学期内", "学期"
        )

    def holds(self, day: date) -> bool:
        """Whether a day lies in the term, first and last day included."""
        return self.term.start <= day <= self.term.end

    def _of_weeks(self, weeks: list[date], outside: str) -> Window:
        among = frozenset(weeks)

        def week_of(day: date) -> date | None:
            return _if_among(among, monday(day)) if self.holds(day) else None

        return self._window(week_of, sorted(weeks), outside, "周")

    def _of_months(self, months: list[date], outside: str) -> Window:
        among = frozenset(months)
        return self._window(lambda day: _if_among(among, first_of_month(day)), sorted(months), outside, "月")

    def _window(self, period_of: Callable[[date], object], periods: Sequence[Any], outside: str, unit: str) -> Window:
        return Window(self.term.start, self.term.end, period_of, periods, outside, unit)


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


def _if_among(periods: Collection[date], period: date) -> date | None:
    return period if period in periods else None
