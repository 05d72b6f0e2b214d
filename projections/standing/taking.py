"""A column's values at some rows, and what a column takes in memory."""

from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.columns import Column
from projections.language.exact import Exact


def taken(column: Column, rows: npt.NDArray[np.int64]) -> Column:
    """The column's values at some rows; empty where the row is -1."""
    there = rows >= 0
    values: Any = column.values
    if isinstance(values, Exact):
        if not len(np.atleast_1d(values.num)):
            return Column(column.type, Exact(np.zeros(len(rows), np.int64)))
        picked = values[np.maximum(rows, 0)]
        return Column(column.type, picked if there.all() else picked.where(there, Exact.of(0)))
    if not values.ndim:
        return Column(column.type, np.where(there, values, values.dtype.type(0)))
    if not len(values):
        return Column(column.type, np.zeros(len(rows), values.dtype))
    if there.all():
        return Column(column.type, values[rows])
    return Column(column.type, np.where(there, values[np.maximum(rows, 0)], values.dtype.type(0)))


def bytes_of(column: Column) -> int:
    """How many bytes a column takes; of numbers beyond 64 bits a guess."""
    values = column.values
    if isinstance(values, Exact):
        each = 64 if values.num.dtype == np.object_ else 8
        return int(values.num.size + values.den.size) * each
    return int(values.nbytes)
