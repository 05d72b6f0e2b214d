"""Columns made, coded and joined: words as codes where they recur, and parts of one table put together."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from projections.fact_files.shapes import WORDS, Shape, column_type


def through_words(column: pa.ChunkedArray, to: pa.DataType) -> pa.ChunkedArray:
    """Texts as another type, each different text read once. Raises ArrowInvalid where one cannot be read."""
    coded = column.dictionary_encode()
    return pa.chunked_array([pc.take(chunk.dictionary.cast(to), chunk.indices) for chunk in coded.chunks], to)


def in_plain_digits(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers as texts, each as `str(Decimal)` writes it, coded."""
    return pa.chunked_array(
        [
            _recoded(chunk, [str(Decimal(digits)) for digits in chunk.dictionary.to_pylist()])
            for chunk in column.dictionary_encode().chunks
        ],
        WORDS,
    )


def _recoded(coded: pa.DictionaryArray, words: Sequence[str]) -> pa.DictionaryArray:
    """The same codes of other words, which may be alike."""
    different = pa.array(words, pa.string()).dictionary_encode()
    codes = pc.take(different.indices, coded.indices)
    return pa.DictionaryArray.from_arrays(codes.cast(pa.int32()), different.dictionary)


def column_from(values: Sequence[Any], shape: Shape) -> pa.Array:
    """A column from Python values, as `by_objects` gives them."""
    if shape is Shape.WHOLE and any(value is not None and abs(value) >= 2**63 for value in values):
        return column_from([None if value is None else str(value) for value in values], Shape.DECIMAL)
    return array_from(values, column_type(shape))


def array_from(values: Sequence[Any], kept_as: pa.DataType) -> pa.Array:
    """An array of a type from Python values; words are coded."""
    if pa.types.is_dictionary(kept_as):
        return pa.array(values, pa.string()).dictionary_encode()
    return pa.array(values, kept_as)


def names_from(hexadecimal: bytes) -> pa.Array:
    """Names of 16 bytes from 32 hexadecimal characters each, in lines."""
    held = bytes.fromhex(hexadecimal.decode("ascii"))
    return pa.Array.from_buffers(pa.binary(16), len(held) // 16, [None, pa.py_buffer(held)])


def numbers_from(decimal: bytes, kept_as: pa.DataType) -> pa.Array:
    """Whole numbers from lines of digits."""
    return array_of(np.fromstring(decimal, np.int64, sep="\n")).cast(kept_as)


def array_of(numbers: npt.NDArray[np.int64]) -> pa.Array:
    """Whole numbers as Arrow has them, not copied."""
    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(np.ascontiguousarray(numbers))])


def joined(tables: Iterable[pa.Table]) -> pa.Table:
    """Parts of a table as one, every column in one chunk, by position."""
    parts = list(tables)
    schema = pa.schema(
        [(name, _common([part.schema.field(name).type for part in parts])) for name in parts[0].schema.names]
    )
    whole = pa.concat_tables([_as(part, schema) for part in parts]).unify_dictionaries().combine_chunks()
    positions = whole["position"].to_numpy()
    if (positions[1:] < positions[:-1]).any():  # an earlier version of the kind was written in between
        whole = whole.take(array_of(np.argsort(positions, kind="stable")))
    return whole


def _common(types: Sequence[pa.DataType]) -> pa.DataType:
    """The type of a column of parts: words, where a number of one part is beyond 64 bits."""
    return types[0] if len(set(types)) == 1 else WORDS


def _as(table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = [_cast(table[field.name], field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _cast(column: pa.ChunkedArray, kept_as: pa.DataType) -> pa.ChunkedArray:
    return column if column.type == kept_as else column.cast(pa.string()).dictionary_encode()
