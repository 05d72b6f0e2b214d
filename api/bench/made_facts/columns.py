"""Columns and tables of made facts: words as codes, days as numbers, everything else of a record filled in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ledger.event import COUNTY, Act
from projections.fact_files.shapes import NAME, WORDS, Field, Shape, column_type, fields_of, record_classes

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Random = np.random.Generator

_ACTS = pa.array([str(act) for act in Act])
_CODE = {act: code for code, act in enumerate(Act)}


def words(vocabulary: pa.Array | Sequence[str], codes: Any) -> pa.Array:
    """A column of words from their places in a vocabulary."""
    listed = vocabulary if isinstance(vocabulary, pa.Array) else pa.array(vocabulary, pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(np.asarray(codes, np.int32)), listed, safe=False)


def word(text: str, length: int) -> pa.Array:
    """The same word in every row."""
    return words([text], np.zeros(length, np.int32))


def days(numbers: Any) -> pa.Array:
    """A column of days from days since 1970."""
    return pa.array(np.asarray(numbers, np.int32)).cast(pa.date32())


def number_of(day: date) -> int:
    """A day as days since 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def names(random: Random, length: int) -> pa.Array:
    """Names of streams or entries, all different."""
    return pa.Array.from_buffers(NAME, length, [None, pa.py_buffer(random.bytes(16 * length))])


def digits(hundredths: npt.NDArray[np.int64]) -> pa.Array:
    """Decimals with two places, as words."""
    different, places = np.unique(hundredths, return_inverse=True)
    return words([f"{one // 100}.{one % 100:02}" for one in different.tolist()], places)


def listed(values: pa.Array, sizes: npt.NDArray[np.int64]) -> pa.Array:
    """A column of lists from all their items one after another, and how many each has."""
    return pa.ListArray.from_arrays(pa.array(np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)), values)


def drawn(random: Random, chances: Sequence[float], length: int) -> Rows:
    """Places drawn by their chances, which come to 1."""
    return np.searchsorted(np.cumsum(chances)[:-1], random.random(length), side="right").astype(np.int64)


def facts(random: Random, kind: str, length: int, said: Mapping[str, Any], **book: Any) -> pa.Table:
    """The records of a kind, all but position and time; of fields not `said` the default, else what is empty.

    `book`: `stream`, `entry`, `version`, `act`, `attested`, where they are not those of new entries nearly all of
    which are attested as they are recorded.
    """
    stream = book.get("stream")
    if stream is None:
        stream = names(random, length)
    attested = book.get("attested")
    if attested is None:
        attested = random.random(length) < 0.97
    columns = {
        "stream": stream,
        "version": pa.array(np.broadcast_to(np.asarray(book.get("version", 1), np.int32), (length,))),
        "entry": book.get("entry", stream),
        "authority": word(COUNTY, length),
        "act": words(_ACTS, np.full(length, _CODE[book.get("act", Act.RECORDED)])),
        "attested": pa.array(attested),
    }
    fields = {one.column: _column(one, said, length) for one in fields_of(record_classes()[kind])}
    unknown = said.keys() - {one.name for one in fields_of(record_classes()[kind])}
    assert not unknown, (kind, unknown)
    return pa.table(columns | fields)


def _column(field: Field, said: Mapping[str, Any], length: int) -> pa.Array:
    value = said.get(field.name, field.default if isinstance(field.default, (str, int, bool, type(None))) else None)
    if isinstance(value, (pa.Array, pa.ChunkedArray)):
        return value
    if isinstance(value, np.ndarray):
        return days(value) if field.shape is Shape.DAY else pa.array(value)
    if isinstance(value, str):
        return word(value, length)
    if value is None and not field.may_lack:
        empty: dict[Shape, Any] = {
            Shape.WORD: "",
            Shape.LISTED: [],
            Shape.NESTED: "[]",
            Shape.WHOLE: 0,
            Shape.YES: False,
        }
        value = empty.get(field.shape)
        if isinstance(value, str):
            return word(value, length)
    kept_as = column_type(field.shape)
    if kept_as == WORDS:
        return pa.nulls(length, pa.string()).dictionary_encode() if value is None else word(str(value), length)
    return pa.array([value] * length, kept_as)
