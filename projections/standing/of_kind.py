"""The records of one kind that stand, as columns: which rows of which part, and what they say."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ledger.parties import teacher_fields
from ledger.records.employment import TeacherMerged
from ledger.records.record import Record
from ledger.records.registered import TeacherRegistered
from projections.fact_files.reading_back import records_from
from projections.fact_files.shapes import EVERY_RECORD, column_of_field, fields_of
from projections.language.columns import Column
from projections.language.scopes import field_hints, type_of_hint
from projections.standing.arrow_columns import (
    Renamed,
    by_word,
    column_from,
    filled,
    integers,
    name_bytes,
    names,
    texts,
    yes_or_no,
)
from projections.standing.folding import StoodPart, fold
from projections.standing.joining import Sought
from projections.standing.parts import Part, Source
from projections.standing.stepping import ATTESTED, Steps
from projections.standing.taking import bytes_of, taken

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_SORTED_FROM = 50_000
"""Of a part with so many rows those that say a word are found in an order by words, in place of looking at all."""


class OfKind:
    """The records of a kind that stand at a position, by place: in the order recorded, part after part."""

    def __init__(
        self, record_class: type[Record], source: Source, steps: Steps, up_to: int, merges: Mapping[Any, str]
    ) -> None:
        """`merges`: codes of teachers whose files were merged, with the code that stands for each now."""
        self.record_class = record_class
        self.source = source
        self.steps = steps
        self._merges = merges if record_class is not TeacherMerged else {}
        self._named = frozenset(teacher_fields(record_class))
        parts = source.parts(record_class, up_to)
        self.parts = fold(record_class, parts, steps, up_to)
        if self._merges and record_class is TeacherRegistered:
            self.parts = [self._without_merged(part) for part in self.parts]
        self.parts = [part for part in self.parts if len(part)]
        self.ends: Rows = np.cumsum([0, *map(len, self.parts)])
        self.length = int(self.ends[-1])

    @cached_property
    def states(self) -> npt.NDArray[np.int8]:
        """The code of the state of each record."""
        return np.concatenate([part.states for part in self.parts] or [np.zeros(0, np.int8)])

    @property
    def attested(self) -> Mask:
        """Which records are attested."""
        return np.asarray(self.states == ATTESTED)

    @cached_property
    def as_recorded(self) -> Mask:
        """Which records were attested by being recorded."""
        found: Mask = self.raw("attested", yes_or_no)
        return found

    def touched(self, streams: npt.NDArray[np.uint64]) -> Rows:
        """The places of the records in some streams, named by the first halves of their names; and perhaps others."""
        sought = Sought(streams)
        found = [
            sought.rows(self.part_raw(part, "stream", names)) + first
            for part, first in zip(self.parts, self.ends.tolist(), strict=False)
        ]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def part_field(self, number: int, field: str) -> Column:
        """What the records of one part say in a field."""
        part, column = self.parts[number], self._coded(number, field)
        return column if part.rows is None else Column(column.type, column.values[part.rows])

    def part_taken(self, number: int, field: str, places: Rows) -> Column:
        """What the records at some places of one part say in a field; empty at -1."""
        part, column = self.parts[number], self._coded(number, field)
        if part.rows is None or not len(part.rows):
            return taken(column, places)
        return taken(column, np.where(places >= 0, part.rows[places], -1))

    def part_where(self, number: int, field: str, code: int) -> Rows:
        """The places of the records of one part that say a word in a field, counted from its first."""
        part = self.parts[number]
        if part.part.rows < _SORTED_FROM:
            return np.flatnonzero(np.asarray(self.part_field(number, field).values) == code)

        def made() -> npt.NDArray[np.int32]:
            values = np.asarray(self._coded(number, field).values)
            order = np.argsort(values, kind="stable")
            return np.stack([values[order], order]).astype(np.int32)

        values, order = self.once(part.part, "sorted", field, made, _bytes)
        first, end = np.searchsorted(values, np.array([code, code + 1], np.int32))
        rows: Rows = order[first:end].astype(np.int64)
        if part.rows is None:
            return rows
        places = np.searchsorted(part.rows, rows)
        places = places[places < len(part.rows)]
        return np.asarray(places[part.rows[places] == rows[: len(places)]])

    def _coded(self, number: int, field: str) -> Column:
        """What all rows of one part say in a field, those that do not stand too."""
        part = self.parts[number]
        found = type_of_hint(field_hints(self.record_class)[field])
        assert found, f"{field} is a list"
        renamed = self.renamed(field)

        def made() -> Column:
            return column_from(found, part.part.column(column_of_field(field)), self.source.words, renamed)

        coded: Column = self.once(part.part, "coded", field, made, bytes_of)
        return coded

    def part_filled(self, number: int, field: str) -> Mask:
        """Which records of one part say something in a field of words."""
        part = self.parts[number]

        def made() -> Mask:
            return filled(part.part.texts(column_of_field(field)))

        return np.asarray(part.of(self.once(part.part, "filled", field, made, _bytes)))

    def once(self, part: Part, how: str, name: str, made: Any, size: Any) -> Any:
        """What is made of a column of a part, kept while there is room."""
        renaming = tuple(sorted(self._merges.items())) if name in self._named or not name else ()
        return self.source.made.get((part, how, name, renaming), made, size)

    def renamed(self, field: str) -> Renamed | None:
        """The codes that stand for teachers' codes now, of a field that names teachers if any file was merged."""
        return self._merges if self._merges and field in self._named else None

    def raw(self, name: str, read: Any, rows: Rows | None = None) -> Any:
        """A column of the book's own, `position` or `entry` or such, of all records or of some places."""
        if rows is None:
            kept = [self.part_raw(part, name, read) for part in self.parts]
            return np.concatenate(kept) if kept else read(pa.nulls(0, EVERY_RECORD[name]))
        found: Any = None
        for number, mine in self.by_part(rows):
            part = self.parts[number]
            places = rows[mine] - self.ends[number]
            values = self._read(part.part, name, read)[places if part.rows is None else part.rows[places]]
            if found is None:
                found = np.zeros((len(rows), *values.shape[1:]), values.dtype)
            found[mine] = values
        return found if found is not None else read(pa.nulls(0, EVERY_RECORD[name]))

    def part_raw(self, part: StoodPart, name: str, read: Any) -> Any:
        """A column of the book's own, of the records of one part; read for this once: whoever wants all of it keeps
        what it makes of it, and the names alone would drive out all else that is kept."""
        return part.of(read(part.part.column(name)))

    def _read(self, part: Part, name: str, read: Any) -> Any:
        return self.source.made.get((part, "raw", name, ()), lambda: read(part.column(name)), _bytes)

    def by_part(self, rows: Rows) -> list[tuple[int, Any]]:
        """The parts in which some places lie, and of each which of them; places below 0 lie in none."""
        if not len(rows):
            return []
        number = np.searchsorted(self.ends, rows, side="right") - 1
        first, last = int(number.min()), int(number.max())
        if first == last:
            return [(first, slice(None))] if first >= 0 else []
        found = ((one, np.flatnonzero(number == one)) for one in range(max(first, 0), last + 1))
        return [(one, mine) for one, mine in found if len(mine)]

    def positions(self, rows: Rows | None = None) -> Rows:
        """The positions in the book of all records, or of those at some places."""
        found: Rows = self.raw("position", integers, rows)
        return found

    def entries(self, rows: Rows) -> list[bytes]:
        """The names of the entries of the records at some places."""
        return name_bytes(self.raw("entry", names, rows))

    def records(self, rows: Rows) -> list[Record]:
        """The records at some places, made again from their columns; with the codes of teachers as they were said."""
        found: list[Any] = [None] * len(rows)
        for number, mine in self.by_part(rows):
            part = self.parts[number]
            places = rows[mine] - self.ends[number]
            made = records_from(
                self.record_class, self._table(part.part), places if part.rows is None else part.rows[places]
            )
            for place, record in zip(np.arange(len(rows))[mine].tolist(), made, strict=True):
                found[place] = record
        return found

    def spelled(self, field: str) -> list[str]:
        """What a field of words says in each record, as it was written; of a short kind."""
        found: list[str] = []
        for part in self.parts:
            said = texts(part.part.column(column_of_field(field)))
            found += said if part.rows is None else [said[row] for row in part.rows.tolist()]
        return found

    def _table(self, part: Part) -> pa.Table:
        """All that the records of a part say."""
        columns = [field.column for field in fields_of(self.record_class)]

        def read(name: str) -> Any:
            return self.source.made.get((part, "arrow", name, ()), lambda: part.column(name), _bytes)

        return pa.table({name: read(name) for name in columns})

    def _without_merged(self, part: StoodPart) -> StoodPart:
        """Of the register the rows of merged files are left out."""
        array = part.part.column(column_of_field("teacher"))
        old = by_word(array, lambda found: np.array([code in self._merges for code in found], np.bool_), False)
        stay = np.flatnonzero(~part.of(old)[: len(part)])
        rows = stay.astype(np.int32) if part.rows is None else part.rows[stay]
        return StoodPart(part.part, rows, part.states[stay])


def _bytes(held: Any) -> int:
    return int(held.nbytes)
