"""The records of a kind that stand, as a table: one row a record, a column for each name that packs have for it.

Columns are made when they are first asked for, part by part of the book; texts are codes, days ordinals, numbers
exact (docs/decisions/facts-by-kind.md).
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any, get_origin, get_type_hints

import numpy as np
import numpy.typing as npt

from projections.book_facts import SaidOfRecord
from projections.language.columns import Column
from projections.language.days import NO_DAY
from projections.language.exact import Exact
from projections.language.ordering import first_of_each
from projections.language.scopes import field_hints, kinds_of_record, type_of_hint
from projections.language.types import Type
from projections.standing.arrow_columns import joined
from projections.standing.parts import Source
from projections.standing.taking import bytes_of, taken
from projections.standing.words import Words

Rows = npt.NDArray[np.int64]
"""Places of rows in a table, or codes of words."""
Mask = npt.NDArray[np.bool_]

_ASKED_LATELY = 500
_MAIN, _RECORD = "main.", "record."
_SAID = {name: type_of_hint(hint) for name, hint in get_type_hints(SaidOfRecord).items()}
_NO_DAY = NO_DAY.toordinal()


class Table:
    """The records of one kind as columns.

    `parts`: the row ranges, first and end, of its parts in order of position; `attested`: which records are.
    What is found once is kept in plain fields: `cached_property` holds a lock of its whole class while it finds,
    under which tables may be asked for that another thread is reading, who waits for that lock.
    """

    def __init__(self, kind: str, length: int, ends: Rows, source: Source, main: Callable[[], "Table"] | None) -> None:
        """`main`: the table of the main records, where these are parts of entries."""
        self.kind = kind
        self.length = length
        self.parts = list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))
        self.hints = field_hints(kinds_of_record()[kind])
        self._ends = ends
        self._source = source
        self._find_main = main
        self._main: Table | None = None
        self._attested: Mask | None = None
        self._main_places: Rows | None = None
        self._listed: dict[str, tuple[Rows, Rows, Rows]] = {}
        self._where: dict[tuple[str, int], Rows] = {}

    @property
    def attested(self) -> Mask:
        """Which records are attested."""
        found = self._attested
        if found is None:
            found = self._attested = self.find_attested()
        return found

    @property
    def positions(self) -> Rows:
        """The positions of the records in the book."""
        raise NotImplementedError

    @property
    def main_places(self) -> Rows:
        """The row of each record's main record in the table of these."""
        found = self._main_places
        if found is None:
            found = self._main_places = self.find_main_places()
        return found

    def find_attested(self) -> Mask:
        """Find out which records are attested."""
        raise NotImplementedError

    def find_main_places(self) -> Rows:
        """Find the row of each record's main record."""
        raise NotImplementedError

    def said(self, name: str) -> Column:
        """What the book itself says of the records."""
        raise NotImplementedError

    def own_part(self, number: int, field: str) -> Column:
        """A field of their own, of the records of one part."""
        raise NotImplementedError

    def own_taken(self, number: int, field: str, rows: Rows) -> Column:
        """A field of their own, at some rows of one part, counted from its first; empty where the row is -1."""
        return taken(self.own_part(number, field), rows)

    def own_filled(self, number: int, field: str) -> Mask:
        """Which records of one part say something in a field of words of their own."""
        return np.asarray(self.own_part(number, field).values != 0)

    def own_where(self, number: int, field: str, code: int) -> Rows:
        """The rows of one part, counted from its first, that say a word in a field of their own."""
        return np.flatnonzero(self.own_part(number, field).values == code)

    def own_lists(self, field: str) -> tuple[Rows, Rows, Rows]:
        """The lists of a field of their own: row, code of the word, place; words that are on a list twice are."""
        raise NotImplementedError

    @property
    def main(self) -> "Table":
        """The table of the main records."""
        found = self._main
        if found is None:
            assert self._find_main
            found = self._main = self._find_main()
        return found

    def part(self, name: str, number: int) -> Column:
        """The column of a name, of the rows of one part."""
        first, end = self.parts[number]
        if name.startswith(_RECORD):
            column = self.said(name.removeprefix(_RECORD))
            return Column(column.type, column.values[first:end])
        if name.startswith(_MAIN):
            return self.main.taken(name.removeprefix(_MAIN), self.main_places[first:end])
        return self.own_part(number, name)

    def column(self, name: str) -> Column:
        """A name's column: a field, a `main.` field of the entry's main record, what the book says (`record.`)."""
        if name.startswith(_RECORD):
            return self.said(name.removeprefix(_RECORD))
        if len(self.parts) == 1 and not name.startswith(_MAIN):
            return self.own_part(0, name)

        def made() -> Column:
            return joined([self.part(name, number) for number in range(len(self.parts))], self.type_of(name))

        return self._source.made.get((self, name), made, bytes_of)

    def taken(self, name: str, rows: Rows) -> Column:
        """The column at some rows, empty where the row is -1; only the parts in which they lie are read."""
        if len(self.parts) <= 1 or (self, name) in self._source.made or name.startswith(_RECORD):
            return taken(self.column(name), rows)
        if name.startswith(_MAIN):
            places = np.where(rows >= 0, self.main_places[np.maximum(rows, 0)], -1)
            return self.main.taken(name.removeprefix(_MAIN), places)
        return self._gathered(rows, name)

    def filled(self, name: str) -> Mask:
        """Where a column of words is not the empty word; texts that nearly all differ are not read for it."""
        if name.startswith(_MAIN):
            return self.main.filled(name.removeprefix(_MAIN))[self.main_places]
        if name.startswith(_RECORD):
            return np.asarray(self.column(name).values != 0)
        found = [self.own_filled(number, name) for number in range(len(self.parts))]
        return np.concatenate(found) if found else np.zeros(0, np.bool_)

    def listed(self, name: str) -> tuple[Rows, Rows, Rows]:
        """Everybody on each record's list in a field: row of the record, code of the word, place on the list from 1.

        A word that is on a list twice stands at its first place.
        """
        if name not in self._listed:
            if name.startswith(_MAIN):
                found = self._lists_of_mains(name.removeprefix(_MAIN))
            else:
                found = _first_places(*self.own_lists(name))
            self._listed[name] = found
        return self._listed[name]

    def is_list(self, name: str) -> bool:
        """Whether a field holds a list of teachers or schools."""
        hints = self.main.hints if name.startswith(_MAIN) else self.hints
        return get_origin(hints.get(name.removeprefix(_MAIN))) is tuple

    def rows_where(self, name: str, code: int) -> Rows:
        """The rows whose word in a field has a code; what was asked lately is at hand."""
        rows = self._where.get((name, code))
        if rows is None:
            found = [self._part_where(number, name, code) + first for number, (first, _) in enumerate(self.parts)]
            rows = np.concatenate(found) if found else np.zeros(0, np.int64)
            if len(self._where) >= _ASKED_LATELY:
                self._where.clear()
            self._where[name, code] = rows
        return rows

    def _part_where(self, number: int, name: str, code: int) -> Rows:
        if name.startswith((_MAIN, _RECORD)):
            return np.flatnonzero(self.part(name, number).values == code)
        return self.own_where(number, name, code)

    def listing(self, name: str, code: int) -> list[tuple[int, int]]:
        """The rows in whose list a word of a code stands, each with its place on the list."""
        row, codes, place = self.listed(name)
        here = np.flatnonzero(codes == code)
        return list(zip(row[here].tolist(), place[here].tolist(), strict=True))

    def type_of(self, name: str) -> Type:
        """The language's type of a name that is not of a list."""
        if name.startswith(_RECORD):
            found = _SAID[name.removeprefix(_RECORD)]
        else:
            hints = self.main.hints if name.startswith(_MAIN) else self.hints
            found = type_of_hint(hints[name.removeprefix(_MAIN)])
        assert found, f"{name} is a list"
        return found

    def _gathered(self, rows: Rows, name: str) -> Column:
        """What parts say in a field of their own, at some rows of the table."""
        of = self.type_of(name)
        if len(rows) and rows[0] >= 0 and not (rows[1:] < rows[:-1]).any():
            cuts = np.searchsorted(rows, self._ends).tolist()
            ascending = [
                self.own_taken(number, name, rows[first:end] - self.parts[number][0])
                for number, (first, end) in enumerate(pairwise(cuts))
                if end > first
            ]
            return joined(ascending, of)
        number = np.searchsorted(self._ends, rows, side="right") - 1
        mine = [(one, at) for one in range(-1, len(self.parts)) if len(at := np.flatnonzero(number == one))]
        found = [
            Column(of, _EMPTY[of](len(at))) if one < 0 else self.own_taken(one, name, rows[at] - self.parts[one][0])
            for one, at in mine
        ]
        order = np.concatenate([at for _, at in mine] or [np.zeros(0, np.int64)])
        back = np.empty(len(rows), np.int64)
        back[order] = np.arange(len(rows))
        return Column(of, joined(found, of).values[back])

    def _lists_of_mains(self, field: str) -> tuple[Rows, Rows, Rows]:
        """The lists of main records, for each record that is a part of one."""
        row, code, place = self.main.listed(field)
        lengths = np.bincount(row, minlength=self.main.length)
        starts = np.cumsum(lengths) - lengths
        many = lengths[self.main_places]
        within = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
        at = np.repeat(starts[self.main_places], many) + within
        return np.repeat(np.arange(self.length), many), code[at], place[at]


_EMPTY: dict[Type, Callable[[int], Any]] = {
    Type.WORD: lambda length: np.zeros(length, np.int32),
    Type.DAY: lambda length: np.zeros(length, np.int32),
    Type.YES: lambda length: np.zeros(length, np.bool_),
    Type.NUMBER: lambda length: Exact(np.zeros(length, np.int64)),
}


def _first_places(row: Rows, code: Rows, place: Rows) -> tuple[Rows, Rows, Rows]:
    """Lists without the words that stand on them before."""
    first = first_of_each([row, code], [], len(row))
    return row[first], code[first].astype(np.int64), place[first]


def column_of(hint: Any, values: Iterable[Any], words: Words) -> Column:
    """A column of values of a field's type; what is empty is 0, the empty word, or no day."""
    found = type_of_hint(hint)
    if found is Type.WORD:
        return Column(found, words.codes(values))
    if found is Type.DAY:
        days = np.array([day.toordinal() if day else 0 for day in values], np.int64)
        return Column(found, np.where(days == _NO_DAY, 0, days))
    if found is Type.YES:
        return Column(found, np.array(list(values), np.bool_))
    return Column(Type.NUMBER, Exact.each([Fraction(value or 0) for value in values]))
