"""Whose each record is, and in which period of a window: what measures that count the same records have in common.

It is found once for all measures alike in `of`, `by`, window and its day, and kept narrow: a province has tens of
millions of rows.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.claims import Claims
from projections.kernel.records import RecordColumns
from projections.kernel.windows import Windows
from projections.language.pack import formula
from projections.language.schema import Measure
from projections.language.scopes import GROUP, names_of_record, recorded_fields
from projections.language.subject_scopes import COUNTY, subject_of_measure
from projections.language.syntax import Name
from projections.language.types import Type

Rows = npt.NDArray[np.int64]
Narrow = npt.NDArray[np.int32]

_LOT = 2**20
"""So many records are looked at together: the columns of a lot stay small, and near the processor."""
_MOST_BYTES = 200 * 2**20


@dataclass(frozen=True)
class Own:
    """Records, in the order recorded, and the subject of each; its place on a list, its period of the window."""

    record: Narrow
    who: Narrow
    place: Narrow | None
    period: Narrow | None

    @property
    def bytes(self) -> int:
        """How much room it takes."""
        return sum(one.nbytes for one in (self.record, self.who, self.place, self.period) if one is not None)

    def lots(self) -> Iterator[Claims]:
        """The records in lots; at least one, if an empty one."""
        for first in range(0, max(len(self.record), 1), _LOT):
            lot = slice(first, first + _LOT)
            place = None if self.place is None else self.place[lot].astype(np.int64)
            period = None if self.period is None else self.period[lot].astype(np.int64)
            yield Claims(self.record[lot].astype(np.int64), self.who[lot].astype(np.int64), place, period=period)


class OwnRecords:
    """The records of each subject, found when they are first asked for; the latest found are kept."""

    def __init__(self, names: Names, windows: Windows) -> None:
        self._names = names
        self._windows = windows
        self._kept: OrderedDict[Hashable, Own] = OrderedDict()
        self._bytes = 0

    def of(self, measure: Measure, whose: Rows | None = None) -> Own:
        """The records that count in a measure, and lie in its window if `settled` says so; those of `whose` alone."""
        day, window = self.settled(measure) or ("", "")
        # What is kept is read anew by each measure: a later kernel has to know what each of them depends on.
        if window in self._names.pack.windows:
            self._windows.stretch(window)
        kind = subject_of_measure(measure)
        self._names.subjects.of(kind)
        if whose is None:
            key = measure.of, measure.by, kind, measure.records, day, window
            return self._kept_under(key, lambda: self._found(measure, day, window))
        theirs = self._kept_under((measure.of, measure.by, kind, whose.tobytes()), lambda: self._all(measure, whose))
        return _put_together(list(self._found(measure, day, window, theirs)))

    def _kept_under(self, key: Hashable, make: Callable[[], Iterator[Own]]) -> Own:
        if key not in self._kept:
            self._kept[key] = _put_together(list(make()))
            self._bytes += self._kept[key].bytes
        self._kept.move_to_end(key)
        while len(self._kept) > 1 and self._bytes > _MOST_BYTES:
            self._bytes -= self._kept.popitem(last=False)[1].bytes
        return self._kept[key]

    def settled(self, measure: Measure) -> tuple[str, str] | None:
        """The field and the window by which records lie in the window, where no more has to be known for it."""
        within = measure.within
        if not within or within.until:
            return None
        day = formula(within.day)
        if isinstance(day, Name) and day.name in recorded_fields(measure.of) and self._names.common(day.name) is None:
            return day.name, within.window
        return None

    def _found(self, measure: Measure, day: str, window: str, some: Own | None = None) -> Iterator[Own]:
        """Lot by lot the records that count, or those among some, with their subjects, in the window."""
        records = RecordColumns(self._names.county, measure.of)
        for lot in self._counting(measure, records) if some is None else self._counting_of(measure, some):
            if window:
                lot = self._near(lot, records, day, window)
            if some is None:
                lot = replace(lot, who=self._subjects_of(measure, records, lot))
                lot = lot.only(lot.who >= 0)
            if window and lot.day is not None:
                parts = self._windows.inside(window, lot.day, lot.who)
                lot = replace(lot.only(parts.rows), period=parts.period)
            yield _narrowed(lot)

    def _all(self, measure: Measure, whose: Rows) -> Iterator[Own]:
        """Lot by lot all records of some subjects, whether they count or not."""
        records = RecordColumns(self._names.county, measure.of)
        # The last place is that of -1, of records that are nobody's.
        wanted = np.zeros(self._names.length(subject_of_measure(measure)) + 1, np.bool_)
        wanted[whose] = True
        for lot in _lots_of(measure, records):
            who = self._subjects_of(measure, records, lot)
            yield _narrowed(replace(lot, who=who).only(wanted[who]))

    def _counting(self, measure: Measure, records: RecordColumns) -> Iterator[Claims]:
        """The records that count, lot by lot, as `_lots_of` gives them."""
        counts = self._names.county.counts(measure.of, measure.records)
        for lot in _lots_of(measure, records):
            yield lot.only(counts[lot.record])

    def _counting_of(self, measure: Measure, some: Own) -> Iterator[Claims]:
        for lot in some.lots():
            yield lot.only(self._names.county.counts_at(measure.of, lot.record, measure.records))

    def _near(self, lot: Claims, records: RecordColumns, day: str, window: str) -> Claims:
        """Those whose day may lie in the window of anybody, with the day; or that are of the term, if it is a word."""
        county, column = self._names.county, records.column(day, lot.record)
        days = np.asarray(column.values)
        if column.type is Type.WORD and window not in self._names.pack.windows:
            found = lot.only(days == county.facts.words.code(county.term.term))
            return replace(found, period=np.zeros(len(found), np.int64))
        if column.type is Type.WORD:
            days = county.last_days_of(days)
        first, last = self._windows.reach(window)
        return replace(lot, day=days).only((days >= first) & (days <= last))

    def _subjects_of(self, measure: Measure, records: RecordColumns, lot: Claims) -> Rows:
        """The subject of each record of a lot; -1 where it has none."""
        subjects = self._names.subjects.of(subject_of_measure(measure))
        if measure.by == COUNTY:
            return np.zeros(len(lot), np.int64)
        if measure.by == GROUP:
            schools, groups = (records.column(name, lot.record).values for name in ("school", "group"))
            return self._names.county.groups.rows(schools, groups)
        if _is_on_lists(measure, records):
            return subjects.rows(lot.who)
        return subjects.rows(np.asarray(records.column(measure.by, lot.record).values))


def _is_on_lists(measure: Measure, records: RecordColumns) -> bool:
    by = measure.by
    return by not in (COUNTY, GROUP) and by not in names_of_record(measure.of) and records.table.is_list(by)


def _lots_of(measure: Measure, records: RecordColumns) -> Iterator[Claims]:
    """All records of a measure's kind, lot by lot; in place of the subject the word on a list, if it is a list."""
    table = records.table
    if _is_on_lists(measure, records):
        every, codes, places = table.listed(measure.by)
        for first in range(0, len(every), _LOT):
            lot = slice(first, first + _LOT)
            yield Claims(every[lot], codes[lot], places[lot])
        return
    for first in range(0, table.length, _LOT):
        rows = np.arange(first, min(first + _LOT, table.length))
        yield Claims(rows, rows)


def _narrowed(lot: Claims) -> Own:
    return Own(_narrow(lot.record), _narrow(lot.who), _narrow_if(lot.place), _narrow_if(lot.period))


def _narrow(rows: Rows) -> Narrow:
    return rows.astype(np.int32)


def _narrow_if(rows: Rows | None) -> Narrow | None:
    return None if rows is None else _narrow(rows)


def _put_together(found: list[Own]) -> Own:
    if not found:
        nothing = np.zeros(0, np.int32)
        return Own(nothing, nothing, None, nothing)
    return Own(
        np.concatenate([one.record for one in found]),
        np.concatenate([one.who for one in found]),
        _joined([one.place for one in found]),
        _joined([one.period for one in found]),
    )


def _joined(parts: list[Narrow | None]) -> Narrow | None:
    there = [part for part in parts if part is not None]
    return np.concatenate(there) if there else None
