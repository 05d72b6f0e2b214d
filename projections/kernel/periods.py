"""The periods that a stretch of time is split in: weeks, months, terms, years, of whole columns of days."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from projections.language.calendar_columns import school_year_of_each, term_index_each
from projections.language.calendars import Calendars
from projections.language.day_columns import day_of_years, month_of_each, months_after_each, ordinal, year_of_each
from projections.language.ordering import classes, order_by

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

_MONTHS = 12
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Stretch:
    """First and last day for each subject, or one for all; 0 both where there is none."""

    first: Rows
    last: Rows

    def of(self, rows: Rows) -> "Stretch":
        """Those of some rows, or of a mask."""
        return Stretch(self.first[rows], self.last[rows]) if np.ndim(self.first) else self


@dataclass(frozen=True)
class Parts:
    """Parts of spans that lie in one period each: the span's row, the period's number, first and last day.

    Of a window that is split in terms a part goes from the first to the last of its days in the term.
    """

    rows: Rows
    period: Rows
    first: Rows
    last: Rows


@dataclass(frozen=True)
class Split:
    """How a window is split: the number of the period of each day; later periods have greater numbers."""

    by: str | None
    calendars: Calendars

    def period_of(self, days: Rows, begun: Rows) -> Rows:
        """The period of each day, in a window begun on a day; -1 where it lies in none."""
        if self.by is None:
            return np.zeros(len(days), np.int64)
        if self.by == "week":
            return (days - 1) // 7
        if self.by == "month":
            return year_of_each(days) * _MONTHS + month_of_each(days)
        if self.by == "calendar_year":
            return year_of_each(days)
        if self.by == "school_year":
            return school_year_of_each(self.calendars, days)
        if self.by == "term":
            return term_index_each(self.calendars, days)
        return _years_between(begun, days)

    def overlapping(self, window: Stretch) -> Rows:
        """How many periods hold a day of each subject's window."""
        if self.by == "term":
            return np.asarray(self._terms_of(window).sum(axis=0), np.int64)
        begins = self.period_of(window.first, window.first)
        found = self.period_of(window.last, window.first) - begins + 1
        return np.where(window.first > 0, found, 0)

    def places(self, period: Rows, window: Stretch, who: Rows) -> Rows:
        """The place, from 0, of periods among those that the windows of their subjects have."""
        if self.by == "term":
            before = np.cumsum(self._terms_of(window), axis=0, dtype=np.int64)
            return np.asarray(before[period, who] - 1)
        return period - self.period_of(window.first, window.first)[who]

    def parts(self, spans: Stretch, begun: Rows) -> Parts:
        """The parts of spans, one for each period that they overlap; span by span, in the order of periods."""
        if self.by == "term":
            return self._parts_in_terms(spans)
        start = self.period_of(spans.first, begun)
        many = self.period_of(spans.last, begun) - start + 1
        rows = np.repeat(np.arange(len(start)), many)
        number = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
        period = start[rows] + number
        first = np.where(number == 0, spans.first[rows], self._begin(period, begun[rows]))
        # A part ends on the day before the next one of the same span begins.
        ends = np.append(first[1:] - 1, 0)
        last = np.where(number == many[rows] - 1, spans.last[rows], ends)
        return Parts(rows, period, first, last)

    def _begin(self, period: Rows, begun: Rows) -> Rows:
        """The first day of each period."""
        if self.by == "week":
            return period * 7 + 1
        if self.by == "month":
            return months_after_each(np.array(ordinal(_EPOCH)), period - 1 - _EPOCH.year * _MONTHS)
        if self.by == "calendar_year":
            return day_of_years(period, 1, 1)
        if self.by == "school_year":
            return day_of_years(period, *self.calendars.school_year_begins())
        return months_after_each(begun, period * _MONTHS)

    def _parts_in_terms(self, spans: Stretch) -> Parts:
        """From the first to the last day of each span that lies in each term: in no later one that began meanwhile."""
        ends = [ordinal(day) for term in self.calendars.terms for day in (term.first, term.last)]
        cuts = np.unique(np.array(ends, np.int64) + np.tile([0, 1], len(self.calendars.terms)))
        terms = term_index_each(self.calendars, cuts[:-1])
        cut, rows = np.nonzero((spans.first < cuts[1:, None]) & (spans.last >= cuts[:-1, None]) & (terms >= 0)[:, None])
        groups, many = classes([rows, terms[cut]], len(rows))
        first, last = np.full(many, ordinal(date.max)), np.zeros(many, np.int64)
        np.minimum.at(first, groups, np.maximum(spans.first[rows], cuts[cut]))
        np.maximum.at(last, groups, np.minimum(spans.last[rows], cuts[cut + 1] - 1))
        row, period = np.zeros(many, np.int64), np.zeros(many, np.int64)
        row[groups], period[groups] = rows, terms[cut]
        order = order_by([row, first], many)
        return Parts(row[order], period[order], first[order], last[order])

    def _terms_of(self, window: Stretch) -> Mask:
        """Which of the announced terms (rows) overlap which of the stretches (columns)."""
        found = np.zeros((len(self.calendars.terms), len(window.first)), np.bool_)
        for place, term in enumerate(self.calendars.terms):
            found[place] = (window.first <= ordinal(term.last)) & (window.last >= ordinal(term.first))
        return found & (window.first > 0)


def _years_between(first: Rows, days: Rows) -> Rows:
    """Whole years, by anniversary; -1 where there are none to count."""
    years = year_of_each(days) - year_of_each(first)
    years = years - (months_after_each(first, years * _MONTHS) > days)
    return np.where((first > 0) & (days >= first), years, -1)
