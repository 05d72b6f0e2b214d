"""Columns back to records: a record can be made again from the columns of its row."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ledger.records.record import Record
from projections.fact_files.columns import array_of
from projections.fact_files.shapes import Field, Shape, fields_of

R = TypeVar("R", bound=Record)


class HasColumns(Protocol):
    """A table, or a part of one."""

    def column(self, name: str) -> Any:
        """A column, as an array or in chunks."""


def records_from(
    record_class: type[R], held: HasColumns, rows: Sequence[int] | npt.NDArray[np.int64] | None = None
) -> list[R]:
    """The records of some rows of a table or a part, in the order asked; of all, where none are named."""
    fields = fields_of(record_class)
    wanted = None if rows is None else array_of(np.asarray(rows, np.int64))
    columns = [_values(field, _taken(held.column(field.column), wanted)) for field in fields]
    names = [field.name for field in fields]
    said = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return msgspec.convert(said, list[record_class])  # type: ignore[valid-type]


def _taken(column: Any, rows: pa.Array | None) -> Any:
    return column if rows is None else column.take(rows)


def _values(field: Field, column: Any) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if field.shape is Shape.NESTED:
        return [None if text is None else msgspec.json.decode(text) for text in values]
    if field.shape is Shape.WHOLE and not pa.types.is_integer(column.type):
        return [None if digits is None else int(digits) for digits in values]
    return values
