"""The tables and scales of a pack over whole columns, with the same answers as for single values."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.exact import Exact
from projections.language.ordering import distinct
from projections.language.pack import Pack
from projections.language.scales import slices_of
from projections.language.schema import Scale, Table
from projections.language.tables import table_rows
from projections.language.written_numbers import exact_number

Codes = npt.NDArray[np.int64]
CodeOf = Callable[[str], int]

ColumnTable = Callable[[list[Any]], Exact]
"""A table or scale over the columns of its arguments."""


@dataclass(frozen=True)
class LookupTable:
    """A table of the pack over columns: the combination of codes of each row of it, and its value."""

    rows: dict[tuple[int, ...], int]
    values: Exact  # the table's values, the value for "otherwise" last

    def __call__(self, keys: list[Codes]) -> Exact:
        """The value for each row of key columns."""
        shape = np.broadcast_shapes(*(np.shape(key) for key in keys))
        columns = [np.broadcast_to(key, shape).reshape(-1) for key in keys]
        first, alike = distinct(columns, columns[0].size)
        different = zip(*(column[first].tolist() for column in columns), strict=True)
        found = [self.rows.get(row, len(self.values.num) - 1) for row in different]
        return self.values[np.array(found, np.int64)[alike.reshape(shape)]]


def column_tables(pack: Pack, code_of: CodeOf) -> dict[str, ColumnTable]:
    """Each table over columns of codes, each scale over a column of numbers."""
    tables: dict[str, ColumnTable] = {name: table_columns(table, code_of) for name, table in pack.tables.items()}
    return tables | {name: scale_columns(scale) for name, scale in pack.scales.items()}


def table_columns(table: Table, code_of: CodeOf) -> LookupTable:
    """A table over columns of codes."""
    rows = list(table_rows(table))
    places = {tuple(map(code_of, words)): place for place, (words, _) in enumerate(rows)}
    return LookupTable(places, Exact.each([value for _, value in rows] + [exact_number(table.otherwise)]))


def scale_columns(scale: Scale) -> ColumnTable:
    """A scale over a column of numbers."""
    if scale.steps:
        return lambda arguments: _steps(scale, arguments[0])
    return lambda arguments: _slices(scale, arguments[0])


def _steps(scale: Scale, numbers: Exact) -> Exact:
    gives = Exact.each([exact_number(one) for one in (scale.below, *(step.gives for step in scale.steps))])
    least = 0 if scale.ends == "included" else 1
    place = np.zeros((), np.int64)
    for number, step in enumerate(scale.steps, 1):
        place = np.where(numbers.compared(Exact.of(exact_number(step.from_))) >= least, number, place)
    return gives[place]


def _slices(scale: Scale, numbers: Exact) -> Exact:
    left, total = numbers.most(Exact.of(0)), Exact.of(0)
    for length, rate in slices_of(scale):
        covered = left.least(Exact.of(length))
        total = total + covered * Exact.of(rate)
        left = left - covered
    return total + left * Exact.of(exact_number(scale.beyond))
