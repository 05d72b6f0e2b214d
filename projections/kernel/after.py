"""Measures at a later position: worked out anew for those alone whose number may have changed since.

Whose it may be: those whom a touched record names, as it stood and as it stands, and those for whom something else
changed that the measure reads of them. What reads anything else anew is worked out whole.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from projections.kernel.alike import differ
from projections.kernel.asking import Names
from projections.kernel.measures import Measures
from projections.kernel.records import RecordColumns
from projections.kernel.worked_out import Change
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.schema import Measure, Pool
from projections.language.scopes import GROUP, TEACHER, names_of_record
from projections.language.subject_scopes import COUNTY, subject_of, subject_of_measure
from projections.language.types import Type
from projections.touched import Touched

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

_TOO_MANY = 4
"""Where more than one subject in four may have another number, all of them are worked out at once."""


class Mending:
    """Makes a measure's or pool's column of now out of the one before."""

    def __init__(self, now: Names, measures: Measures, before: Names, touched: Touched) -> None:
        self._now = now
        self._measures = measures
        self._before = before
        self._touched = touched

    def mended(self, name: str, column: Column, changes: list[Change]) -> Column | None:
        """The column of a measure or pool, given the one before; None where it has to be worked out whole."""
        if any(change.key[1] == "subjects" for change in changes):
            return None  # there are others now, in other rows
        pack = self._now.pack
        kind = subject_of(pack, name)
        length = self._now.length(kind)
        wanted = np.zeros(length, np.bool_)
        for change in changes:
            some = self._whose(name, kind, length, change)
            if some is None:
                return None
            wanted |= some
        who = np.flatnonzero(wanted)
        if not len(who):
            return column
        if len(who) * _TOO_MANY > length + _TOO_MANY:
            return None
        work_out = self._measures.pooled_for if name in pack.pools else self._measures.column_for
        return _put(column, work_out(name, who), who, length)

    def _whose(self, name: str, kind: str, length: int, change: Change) -> Mask | None:
        """For which subjects something that the measure reads is another; None where that is not so easily said."""
        term, what, *rest = change.key
        if term != self._now.county.term.term:
            return None
        if what == "table":
            return self._named(name, length, rest[0])
        of_theirs = (
            (what == "name" and rest[0] == kind)
            or (what == "stretch" and self._now.pack.windows[rest[0]].per == kind)
            or (what == "presence" and kind == TEACHER)
        )
        return differ(change.before, change.now, length) if of_theirs else None

    def _named(self, name: str, length: int, table: str) -> Mask | None:
        """Those whom the touched records of a kind name in a measure, or in the measures of a pool."""
        measures, found = self._measures_of(name), np.zeros(length, np.bool_)
        if all(measure.of != table for measure in measures):
            return None
        for measure in measures:
            if measure.link and measure.link.to == table:
                return None
            if measure.of == table:
                for names in (self._before, self._now):
                    positions = names.county.facts.table(table).positions
                    found[_named_by(names, measure, self._touched.among(positions))] = True
        return found

    def _measures_of(self, name: str) -> list[Measure]:
        pack = self._now.pack
        rule: Measure | Pool = pack.pools[name] if name in pack.pools else pack.measures[name]
        return [pack.measures[one] for one in rule.of] if isinstance(rule, Pool) else [rule]


def _named_by(names: Names, measure: Measure, rows: Rows) -> Rows:
    """The subjects for whom some records would count in a measure, whether or not they do."""
    county, by = names.county, measure.by
    table, subjects = county.facts.table(measure.of), names.subjects.of(subject_of_measure(measure))
    if not len(rows):
        return rows
    if by == COUNTY:
        return np.zeros(1, np.int64)
    if by == GROUP:
        columns = RecordColumns(county, measure.of)
        who = county.groups.rows(columns.column("school", rows).values, columns.column("group", rows).values)
    elif by not in names_of_record(measure.of) and table.is_list(by):
        records, codes, _ = table.listed(by)
        who = subjects.rows(codes[np.isin(records, rows)])
    else:
        who = subjects.rows(RecordColumns(county, measure.of).column(by, rows).values)
    return np.unique(who[who >= 0])


def _put(column: Column, found: Column, who: Rows, length: int) -> Column:
    """The column with other values at some rows."""
    kept = np.ones(length, np.bool_)
    kept[who] = False
    if column.type is Type.NUMBER:
        place = np.zeros(length, np.int64)
        place[who] = np.arange(len(who))
        before, now = _each(column.values, length), _each(found.values, len(who))
        return Column(column.type, before.where(kept, now[place]))
    values: Any = np.broadcast_to(column.values, (length,)).copy()
    values[who] = found.values
    return Column(column.type, values)


def _each(values: Exact, length: int) -> Exact:
    return Exact(np.broadcast_to(values.num, (length,)), values.den)
