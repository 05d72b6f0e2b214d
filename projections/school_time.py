"""School time of a term: its school days, teaching weeks and months, and when each teacher was present.

A pack's conventions say what counts: school days are the weekdays it names within the term, less holidays, plus
make-up days; a week is seven days from the Monday of the term's first week.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.vocabulary import DayKind
from projections.language.schema import Conventions

Ordinals = npt.NDArray[np.int64]


def school_days(term: TermAnnounced, declared: Iterable[DayDeclared], weekdays: Iterable[int]) -> list[date]:
    """The school days of a term, in order; `weekdays` counts Monday as 1."""
    wanted = set(weekdays)
    length = (term.end - term.start).days + 1
    all_days = (term.start + timedelta(days=number) for number in range(length))
    days = {day for day in all_days if day.isoweekday() in wanted}
    for one in declared:
        if not term.start <= one.on <= term.end:
            continue
        if one.day is DayKind.HOLIDAY:
            days.discard(one.on)
        else:
            days.add(one.on)
    return sorted(days)


class SchoolTime:
    """A term's teaching weeks and months under a pack's conventions, and the presence of teachers in them."""

    def __init__(self, term: TermAnnounced, declared: Iterable[DayDeclared], conventions: Conventions) -> None:
        self.term = term
        self._conventions = conventions
        days = school_days(term, declared, conventions.weekdays)
        self._days = np.array([day.toordinal() for day in days], np.int64)
        self._monday = (term.start - timedelta(days=term.start.weekday())).toordinal()
        self._week_numbers = _frequent(self._week_number(self._days), conventions.teaching_week.school_days)
        self._month_numbers = _frequent(_month_number(self._days), conventions.term_month.school_days)
        self._week_of_day = self.week_of(self._days)
        self._month_of_day = self.month_of(self._days)

    @property
    def weeks(self) -> int:
        """How many teaching weeks the term has."""
        return len(self._week_numbers)

    @property
    def months(self) -> int:
        """How many months the term has."""
        return len(self._month_numbers)

    def in_term(self, days: Ordinals) -> npt.NDArray[np.bool_]:
        """Which days lie in the term."""
        return (days >= self.term.start.toordinal()) & (days <= self.term.end.toordinal())

    def week_of(self, days: Ordinals) -> Ordinals:
        """The teaching week of each day of the term, from 0; -1 for days in none."""
        return np.where(self.in_term(days), _place(self._week_numbers, self._week_number(days)), -1)

    def month_of(self, days: Ordinals) -> Ordinals:
        """The month of the term that each day lies in, from 0; -1 for days in none."""
        return _place(self._month_numbers, _month_number(days))

    def presence(
        self, teachers: int, who: Ordinals, start: Ordinals, end: Ordinals
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """In which weeks and months each teacher was present, given leave: who, first and last day."""
        away = np.zeros((teachers, len(self._days) + 1), np.int32)
        np.add.at(away, (who, np.searchsorted(self._days, start)), 1)
        np.add.at(away, (who, np.searchsorted(self._days, end, side="right")), -1)
        free = np.cumsum(away, axis=1)[:, :-1] == 0
        rules = self._conventions
        return (
            _days_in(free, self._week_of_day, self.weeks) >= rules.present_week.school_days,
            _days_in(free, self._month_of_day, self.months) >= rules.present_month.school_days,
        )

    def _week_number(self, days: Ordinals) -> Ordinals:
        return (days - self._monday) // 7


def _month_number(days: Ordinals) -> Ordinals:
    epoch = date(1970, 1, 1).toordinal()
    return (days - epoch).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _frequent(numbers: Ordinals, least: int) -> Ordinals:
    found, counts = np.unique(numbers, return_counts=True)
    return found[counts >= least]


def _place(known: Ordinals, numbers: Ordinals) -> Ordinals:
    if not len(known):
        return np.full(numbers.shape, -1, np.int64)
    place = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return np.where(known[place] == numbers, place, -1)


def _days_in(free: npt.NDArray[np.bool_], period: Ordinals, periods: int) -> Ordinals:
    """How many free days each teacher has in each period."""
    counted = np.zeros((len(free), periods), np.int64)
    for number in range(periods):
        counted[:, number] = free[:, period == number].sum(axis=1)
    return counted
