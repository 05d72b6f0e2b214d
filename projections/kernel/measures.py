"""A measure over all its subjects, step by step in the order that `Measure` states."""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.claims import Claims, RecordNames
from projections.kernel.limits import limited, once_per
from projections.kernel.linking import linked_rows
from projections.kernel.own_records import OwnRecords
from projections.kernel.periods import Stretch
from projections.kernel.pools import pool_column
from projections.kernel.reaching import Reaching, wants_periods
from projections.kernel.rosters import Rosters
from projections.kernel.taking import taken_together
from projections.kernel.windows import Windows
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.pack import formula
from projections.language.schema import Measure
from projections.language.subject_scopes import subject_of_measure
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

_FEW = 4


class Measures:
    """The measures and pools of a pack, one value a subject."""

    def __init__(self, names: Names, windows: Windows, rosters: Rosters) -> None:
        self._names = names
        self._windows = windows
        self._rosters = rosters
        self._own = OwnRecords(names, windows)

    def column(self, name: str) -> Column:
        """The number, or day, of every subject of a measure."""
        measure = self._names.pack.measures[name]
        if _adds_up(measure) and not self._is_pooled(name):
            kind = subject_of_measure(measure)
            lots = (taken_together(measure.take, lot, self._names.length(kind)) for lot in self._lots(name, measure))
            return Column(Type.NUMBER, reduce(Exact.__add__, (lot.values for lot in lots)))
        return self._together(measure, self.claims(name))

    def column_for(self, name: str, who: Rows) -> Column:
        """The number, or day, of some subjects of a measure only; `who`: their rows, ascending. One value for each."""
        return _at(self._together(self._names.pack.measures[name], self.claims_for(name, who)), who)

    def pooled(self, name: str) -> Column:
        """The number of every subject of a pool."""
        return pool_column(self._names, self._windows, self._names.pack.pools[name], self.claims)

    def pooled_for(self, name: str, who: Rows) -> Column:
        """The number of some subjects of a pool only; `who`: their rows, ascending. One value for each."""
        pool = self._names.pack.pools[name]
        return _at(pool_column(self._names, self._windows, pool, lambda one: self.claims_for(one, who)), who)

    def _together(self, measure: Measure, claims: Claims) -> Column:
        """What the records that are left come to, for each subject."""
        kind = subject_of_measure(measure)
        if wants_periods(measure):
            assert measure.within
            reaching = Reaching(self._names, self._windows, measure.within.window, kind)
            return Column(Type.NUMBER, Exact(reaching.periods(measure, claims)))
        return taken_together(measure.take, claims, self._names.length(kind))

    def claims(self, name: str) -> Claims:
        """The records that a measure has left, with what they are worth; kept if it is in a pool."""
        measure = self._names.pack.measures[name]
        if not self._is_pooled(name):
            return self._counted(name, measure)
        return self._names.once(("claims", name), lambda: self._counted(name, measure))

    def claims_for(self, name: str, who: Rows) -> Claims:
        """As `claims`, of some subjects only: every step but the first takes their records alone."""
        return self._counted(name, self._names.pack.measures[name], who)

    def _is_pooled(self, name: str) -> bool:
        return any(name in pool.of for pool in self._names.pack.pools.values())

    def _counted(self, name: str, measure: Measure, whose: Rows | None = None) -> Claims:
        names, kind = RecordNames(self._names, measure), subject_of_measure(measure)
        claims = Claims.together(list(self._lots(name, measure, whose)))
        if measure.once_per:
            claims = once_per(measure, names, claims)
        raw = self._names.pack.head.conventions.caps == "as_raw"
        return limited(measure, names, claims, lambda text: self._names.number(kind, text), raw=raw)

    def _lots(self, name: str, measure: Measure, whose: Rows | None = None) -> Iterator[Claims]:
        """The records that count one by one, lot by lot."""
        names = RecordNames(self._names, measure)
        with_days = self._is_pooled(name) or _looks_at_days(measure)
        for lot in self._own.of(measure, whose).lots():
            yield self._chosen(measure, names, lot, with_days=with_days)

    def _chosen(self, measure: Measure, names: RecordNames, claims: Claims, *, with_days: bool) -> Claims:
        """Of some records those that count one by one, and what each is worth."""
        if measure.link:
            claims = linked_rows(self._names.county, measure, names, claims)
        if with_days:
            claims = replace(claims, day=self._names.county.days_at(measure.of, claims.record))
        claims = self._within(measure, names, claims, with_days=with_days)
        claims = _where(measure, names, claims)
        if measure.among:
            names.of(claims)
            items = [names.lookup(item).values for item in measure.among.item]
            claims = claims.only(self._rosters.holds(measure.among.roster, items, claims.who))
        return claims.worth_now(names.of(claims).number(formula(measure.value)))

    def _within(self, measure: Measure, names: RecordNames, claims: Claims, *, with_days: bool) -> Claims:
        """Those in the window, with their periods and, of spans, the part that lies inside."""
        within = measure.within
        if not within:
            return claims
        length = len(claims)
        if self._own.settled(measure):
            if not with_days or claims.period is None:
                return claims
            column = names.of(claims).evaluate(formula(within.day))
            return replace(claims, day=np.asarray(column.values)) if column.type is Type.DAY else claims
        column = names.of(claims).evaluate(formula(within.day))
        days = np.broadcast_to(np.asarray(column.values, np.int64), (length,))
        county = self._names.county
        if column.type is Type.WORD and within.window not in self._names.pack.windows:
            found = claims.only(days == county.facts.words.code(county.term.term))
            return replace(found, period=np.zeros(len(found), np.int64))
        if column.type is Type.WORD:
            days = county.last_days_of(days)
        if within.until:
            ends = np.asarray(names.of(claims).evaluate(formula(within.until)).values, np.int64)
            spans = Stretch(days, np.broadcast_to(ends, (length,)))
            parts = self._windows.overlapping(within.window, spans, claims.who, each_period=bool(within.each_period))
        else:
            parts = self._windows.inside(within.window, days, claims.who)
        found = replace(claims.only(parts.rows), period=parts.period)
        if within.until:
            found = replace(found, first=parts.first, last=parts.last)
        if within.until and within.each_period:
            return replace(found, day=parts.first)
        return replace(found, day=days[parts.rows]) if with_days and column.type is Type.DAY else found


def _where(measure: Measure, names: RecordNames, claims: Claims) -> Claims:
    """Those of which all conditions hold; once most are left out, the others are looked at alone."""
    holds: Mask | None = None
    for condition in measure.where:
        found = names.holds(claims, condition.if_)
        holds = found if holds is None else holds & found
        if np.count_nonzero(holds) * _FEW < len(claims):
            claims, holds = claims.only(holds), None
    return claims if holds is None else claims.only(holds)


def _adds_up(measure: Measure) -> bool:
    """Whether what a measure comes to is what its lots come to, added up: no record hangs on another."""
    looks_further = measure.once_per or measure.lots or measure.best or measure.caps or measure.drop
    return measure.take in ("sum", "count") and not looks_further and not wants_periods(measure)


def _looks_at_days(measure: Measure) -> bool:
    """Whether a step of a measure takes its records by the day."""
    by_day = measure.keep in ("first", "last") or measure.take in ("latest", "first_day", "last_day")
    return bool(by_day or measure.best or measure.caps)


def _at(column: Column, who: Rows) -> Column:
    return Column(column.type, column.values[who])
