"""Facts: the records that stand, as whole columns; texts as codes, days as ordinals, numbers exact.

One table a kind and one row a record, its parties side by side in columns (docs/decisions/facts-by-kind.md).
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.columns import Column
from projections.language.scopes import main_kind
from projections.language.types import Type
from projections.standing import Standing
from projections.standing.kinds_of_table import RecordTable
from projections.standing.on_demand import OnDemand
from projections.standing.tables import Table as Table
from projections.standing.words import Words as Words

Rows = npt.NDArray[np.int64]
"""Places of rows in a table, or codes of words."""


class Facts:
    """All tables of facts of what stands at a position."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.words = standing.words
        self._tables: dict[str, Table] = {}

    def table(self, kind: str) -> Table:
        """The table of a kind of record."""
        if kind not in self._tables:
            self._tables[kind] = self.standing.table(kind)
        return self._tables[kind]

    def after(self, standing: Standing, kinds: Collection[str]) -> "Facts":
        """The facts at a later position of the same open book, where records of some kinds were written or touched.

        Tables of other kinds are kept as they are; they stand at the later position as they stood.
        """
        later = Facts(standing)
        if later.words is self.words:
            later._tables = {kind: table for kind, table in self._tables.items() if not _touched(kind, kinds)}
        return later


def _touched(kind: str, kinds: Collection[str]) -> bool:
    return kind in kinds or main_kind(kind) in kinds


class Places:
    """Where words stand in a list of different ones, all by their codes."""

    def __init__(self, listed: Rows) -> None:
        self._places = np.full(int(listed.max(initial=-1)) + 2, -1, np.int64)
        self._places[listed] = np.arange(len(listed))

    def of(self, words: Rows) -> Rows:
        """The place of each word; -1 where it is not listed."""
        return np.asarray(self._places[np.minimum(words, len(self._places) - 1)])


class Roll:
    """The register's rows of teachers, or of schools, in effect on a day: one row a code, in the order of codes."""

    def __init__(self, standing: Standing, kind: str, code: str, day: date, words: Words) -> None:
        self._standing, self._kind = standing, kind
        self._table = standing.table(kind)
        assert isinstance(self._table, RecordTable)
        begun = self._table.column("in_effect").values.tolist()
        rows: dict[str, int] = {}
        for row, (name, in_effect) in enumerate(zip(self._table.of_kind.spelled(code), begun, strict=True)):
            if in_effect <= day.toordinal() and (name not in rows or in_effect >= begun[rows[name]]):
                rows[name] = row
        self.codes = sorted(rows)
        self._rows: Rows = np.array([rows[name] for name in self.codes], np.int64)
        self._columns: dict[str, Column] = {}
        self._places = Places(words.codes(self.codes))

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def records(self) -> OnDemand[Any]:
        """The rows as records, in the order of codes; each made when it is asked for."""
        records = self._standing.records_of(self._kind).records
        return OnDemand(len(self.codes), lambda places: records.taken(self._rows[places].tolist()))

    def of(self, codes: Iterable[str]) -> list[Any]:
        """The rows of some codes as records; none of codes that are not on the roll."""
        places = ((code, bisect_left(self.codes, code)) for code in codes)
        return self.records.taken([at for code, at in places if at < len(self) and self.codes[at] == code])

    def column(self, name: str) -> Column:
        """A field of the register, one row a code."""
        if name not in self._columns:
            column = self._table.taken(name, self._rows)
            wide = column.type in (Type.WORD, Type.DAY)
            self._columns[name] = Column(column.type, column.values.astype(np.int64)) if wide else column
        return self._columns[name]

    def rows(self, words: Rows) -> Rows:
        """The row of each word that is a code on this roll; -1 for others."""
        return self._places.of(words)
