"""A measure over all its subjects, step by step in the order that `Measure` states."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.claims import Claims, RecordNames
from projections.kernel.limits import limited, once_per
from projections.kernel.linking import linked_rows
from projections.kernel.periods import Stretch
from projections.kernel.pools import pool_column
from projections.kernel.reaching import Reaching, wants_periods
from projections.kernel.records import RecordColumns
from projections.kernel.rosters import Rosters
from projections.kernel.taking import taken_together
from projections.kernel.windows import Windows
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.pack import formula
from projections.language.schema import Measure
from projections.language.scopes import GROUP, names_of_record
from projections.language.subject_scopes import COUNTY, subject_of_measure
from projections.language.types import Type

Rows = npt.NDArray[np.int64]


class Measures:
    """The measures and pools of a pack, one value a subject."""

    def __init__(self, names: Names, windows: Windows, rosters: Rosters) -> None:
        self._names = names
        self._windows = windows
        self._rosters = rosters
        self._kept: dict[str, Claims] = {}

    def column(self, name: str) -> Column:
        """The number, or day, of every subject of a measure."""
        measure = self._names.pack.measures[name]
        kind, claims = subject_of_measure(measure), self.claims(name)
        if wants_periods(measure):
            assert measure.within
            reaching = Reaching(self._names, self._windows, measure.within.window, kind)
            return Column(Type.NUMBER, Exact(reaching.periods(measure, claims)))
        return taken_together(measure.take, claims, self._names.length(kind))

    def pooled(self, name: str) -> Column:
        """The number of every subject of a pool."""
        return pool_column(self._names, self._windows, self._names.pack.pools[name], self.claims)

    def claims(self, name: str) -> Claims:
        """The records that a measure has left, with what they are worth; kept if it is in a pool."""
        if name not in self._kept:
            measure = self._names.pack.measures[name]
            claims = self._counted(measure, self._claims(measure, subject_of_measure(measure)))
            if not any(name in pool.of for pool in self._names.pack.pools.values()):
                return claims
            self._kept[name] = claims
        return self._kept[name]

    def _counted(self, measure: Measure, claims: Claims) -> Claims:
        names, kind = RecordNames(self._names, measure), subject_of_measure(measure)
        if measure.link:
            claims = linked_rows(self._names.county, measure, names, claims)
        claims = self._within(measure, names, claims)
        chosen = np.ones(len(claims), np.bool_)
        for condition in measure.where:
            chosen = chosen & names.of(claims).mask(formula(condition.if_))
        claims = claims.only(chosen)
        if measure.among:
            names.of(claims)
            items = [names.lookup(item).values for item in measure.among.item]
            claims = claims.only(self._rosters.holds(measure.among.roster, items, claims.who))
        claims = claims.worth_now(names.of(claims).number(formula(measure.value)))
        if measure.once_per:
            claims = once_per(measure, names, claims)
        raw = self._names.pack.head.conventions.caps == "as_raw"
        return limited(measure, names, claims, lambda text: self._names.number(kind, text), raw=raw)

    def _claims(self, measure: Measure, kind: str) -> Claims:
        """Every record that counts, for each subject that it is by."""
        county, by = self._names.county, measure.by
        table = county.facts.table(measure.of)
        counts = county.counts(measure.of, measure.records)
        rows, places = np.arange(table.length), np.ones(table.length, np.int64)
        if by == COUNTY:
            who = np.zeros(table.length, np.int64)
        elif by == GROUP:
            who = county.groups.rows(table.column("school").values, table.column("group").values)
        elif by not in names_of_record(measure.of) and table.is_list(by):
            rows, codes, places = table.listed(by)
            who = self._names.subjects.of(kind).rows(codes)
        else:
            words = RecordColumns(county, measure.of).column(by, rows).values
            who = self._names.subjects.of(kind).rows(words)
        there = np.flatnonzero(counts[rows] & (who >= 0))
        record = rows[there]
        return Claims(record, who[there], places[there], county.day_of(measure.of)[record])

    def _within(self, measure: Measure, names: RecordNames, claims: Claims) -> Claims:
        """Those in the window, with their periods and, of spans, the part that lies inside."""
        within = measure.within
        if not within:
            return claims
        county, length = self._names.county, len(claims)
        column = names.of(claims).evaluate(formula(within.day))
        days = np.broadcast_to(np.asarray(column.values, np.int64), (length,))
        if column.type is Type.WORD and within.window not in self._names.pack.windows:
            chosen = days == county.facts.words.code(county.term.term)
            return replace(claims.only(chosen), period=np.zeros(int(chosen.sum()), np.int64))
        if column.type is Type.WORD:
            days = county.last_days_of(days)
        if within.until:
            ends = np.asarray(names.of(claims).evaluate(formula(within.until)).values, np.int64)
            spans = Stretch(days, np.broadcast_to(ends, (length,)))
            parts = self._windows.overlapping(within.window, spans, claims.who, each_period=bool(within.each_period))
        else:
            parts = self._windows.inside(within.window, days, claims.who)
        found = replace(claims.only(parts.rows), period=parts.period, first=parts.first, last=parts.last)
        if within.until and within.each_period:
            return replace(found, day=parts.first)
        return replace(found, day=days[parts.rows]) if column.type is Type.DAY else found
