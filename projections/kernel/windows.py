"""The stretches of time in which records count: of the term, and those that a pack names for each subject."""

from datetime import date

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.periods import Parts, Split, Stretch
from projections.language.columns import Column
from projections.language.day_columns import of_each_day, ordinal
from projections.language.exact import Exact
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

_LONGEST_MONTH = 31
_FIRST = date(1, 1, 2)  # the first of all stands for no day


class Windows:
    """The windows of a pack over all subjects, and how records lie in them."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def column(self, window: str, part: str) -> Column:
        """What formulas name of a window: its `first_day`, `last_day`, `days`, `periods`."""
        stretch = self.stretch(window)
        if part in ("first_day", "last_day"):
            return Column(Type.DAY, stretch.first if part == "first_day" else stretch.last)
        if part == "days":
            return Column(Type.NUMBER, Exact((stretch.last - stretch.first + 1) * (stretch.first > 0)))
        return Column(Type.NUMBER, Exact(self._split(window).overlapping(stretch)))

    def stretch(self, window: str) -> Stretch:
        """A window of the pack, for each subject that it is of."""
        return self._names.once(("stretch", window), lambda: self._stretch(window))

    def _stretch(self, window: str) -> Stretch:
        named = self._names.pack.windows[window]
        first, last = self._names.days(named.per, named.from_), self._names.days(named.per, named.to)
        there = (first > 0) & (last >= first)
        return Stretch(np.where(there, first, 0), np.where(there, last, 0))

    def periods(self, window: str, kind: str) -> Rows:
        """How many periods each subject's window has."""
        county = self._names.county
        if window in self._names.pack.windows:
            return self._split(window).overlapping(self.stretch(window))
        if window in ("present_weeks", "present_months"):
            present = county.week_presence if window == "present_weeks" else county.month_presence
            return np.asarray(present.sum(axis=1), np.int64)
        return np.full(self._names.length(kind), county.time.weeks if window == "teaching_weeks" else 1)

    def places(self, window: str, period: Rows, who: Rows) -> Rows:
        """The place, from 0, of periods among those that the windows of their subjects have."""
        if window in self._names.pack.windows:
            return self._split(window).places(period, self.stretch(window), who)
        county = self._names.county
        if window in ("present_weeks", "present_months"):
            present = county.week_presence if window == "present_weeks" else county.month_presence
            return np.asarray(np.cumsum(present, axis=1, dtype=np.int64)[who, period] - 1)
        return period

    def reach(self, window: str) -> tuple[int, int]:
        """A first and a last day between which lie all days that lie in the window of anybody."""
        if window in self._names.pack.windows:
            stretch = self.stretch(window)
            there = stretch.first > 0
            latest = ordinal(date.max)
            return int(stretch.first.min(initial=latest, where=there)), int(stretch.last.max(initial=0, where=there))
        term = self._names.county.term
        spare = _LONGEST_MONTH if window == "present_months" else 0
        return max(ordinal(term.start) - spare, 1), ordinal(term.end) + spare

    def inside(self, window: str, days: Rows, who: Rows) -> Parts:
        """The records that lie in the window of their subjects by their day, with its period."""
        stretch = self._stretches_of(window, who)
        rows = np.flatnonzero((days > 0) & (stretch.first > 0) & (days >= stretch.first) & (days <= stretch.last))
        if len(rows) < len(days):
            days, who, stretch = days[rows], who[rows], stretch.of(rows)
        period, there = self._periods_of(window, days, stretch.first, who)
        if not there.all():
            kept = np.flatnonzero(there)
            rows, period, days = rows[kept], period[kept], days[kept]
        return Parts(rows, period, days, days)

    def overlapping(self, window: str, spans: Stretch, who: Rows, *, each_period: bool) -> Parts:
        """The records whose span overlaps the window of their subjects, with the part of it inside.

        The period is that of the part's first day; with `each_period` there is a part for each. A span without a last
        day goes on.
        """
        stretch = self._stretches_of(window, who)
        ends = np.where(spans.last == 0, np.maximum(stretch.last, spans.first), spans.last)
        mask = (spans.first > 0) & (stretch.first > 0) & (ends >= spans.first)
        rows = np.flatnonzero(mask & (spans.first <= stretch.last) & (ends >= stretch.first))
        begun = np.broadcast_to(stretch.first, (len(who),))[rows]
        first, last = np.maximum(spans.first[rows], begun), np.minimum(ends[rows], stretch.of(rows).last)
        if each_period and window in self._names.pack.windows:
            parts = self._split(window).parts(Stretch(first, last), begun)
            return Parts(rows[parts.rows], parts.period, parts.first, parts.last)
        period, there = self._periods_of(window, first, begun, who[rows])
        return Parts(rows[there], period[there], first[there], last[there])

    def _split(self, window: str) -> Split:
        return Split(self._names.pack.windows[window].split, self._names.county.calendars)

    def _stretches_of(self, window: str, who: Rows) -> Stretch:
        """A window of the subjects in `who`; one for all where it is the same for all there are."""
        if window in self._names.pack.windows:
            every = self.stretch(window)
            alike = len(every.first) and (every.first == every.first[0]).all() and (every.last == every.last[0]).all()
            return Stretch(every.first[0], every.last[0]) if alike else every.of(who)
        first, last = (np.array(ordinal(day), np.int64) for day in self._ends(window))
        return Stretch(first, last)

    def _periods_of(self, window: str, days: Rows, begun: Rows, who: Rows) -> tuple[Rows, Mask]:
        """The period of each day, and whether it lies in one, and the subject was there in it where that is asked."""
        if window in self._names.pack.windows:
            period, there = self._split(window).period_of(days, begun), np.ones(len(days), np.bool_)
        else:
            period, there = self._of_term(window, days, who)
        return period, there & (period >= 0)

    def _ends(self, window: str) -> tuple[date, date]:
        """First and last day of a window of the term; a month's first day may lie before the term."""
        term = self._names.county.term
        return (term.start, term.end) if window == "term" else (_FIRST, date.max)

    def _of_term(self, window: str, days: Rows, who: Rows) -> tuple[Rows, Mask]:
        """The period of each day in a window of the term, and whether the subject was there in it."""
        county = self._names.county
        there = np.ones(len(days), np.bool_)
        if window == "term":
            return np.zeros(len(days), np.int64), there
        months = window == "present_months"
        period = of_each_day(county.time.month_of if months else county.time.week_of, days)
        if window != "teaching_weeks":
            present = county.month_presence if months else county.week_presence
            many = present.shape[1]
            there = present.reshape(-1)[who * many + np.maximum(period, 0)] if many else ~there
        return period, there
