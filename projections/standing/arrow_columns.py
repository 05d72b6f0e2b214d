"""Arrow columns as numpy arrays: words as codes, days as ordinals, numbers exact, names of 16 bytes as two integers."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ledger.spelling import squeeze
from projections.language.columns import Column
from projections.language.days import NO_DAY
from projections.language.exact import Exact
from projections.language.grouped import joined as one_after_another
from projections.language.types import Type
from projections.standing.words import Words

Mask = npt.NDArray[np.bool_]
Integers = npt.NDArray[Any]
Names = npt.NDArray[np.uint64]
"""Names of streams or entries, 16 bytes each, as an array of two columns."""
Renamed = Mapping[str, str]
"""The words that stand for some words now; all others stand for themselves."""

_EPOCH = 719163  # the ordinal of 1970-01-01, from which Arrow counts days
_NO_DAY = NO_DAY.toordinal()
_MAY_BE_SPACE = np.array([byte <= 0x20 or byte in (0xC2, 0xE1, 0xE2, 0xE3) for byte in range(256)])


def there(array: pa.Array) -> Mask | None:
    """Which values are there; None where all are."""
    if not array.null_count:
        return None
    return _bits(array, 0)


def integers(array: pa.Array) -> Integers:
    """The values of an array of integers, days or times, without copying; what is not there is anything."""
    width = array.type.bit_width
    return _numbers(array, np.dtype(f"i{width // 8}"), 1)


def yes_or_no(array: pa.Array) -> Mask:
    """The values of an array of yes and no; what is not there is no."""
    found, said = _bits(array, 1), there(array)
    return found if said is None else found & said


def names(array: pa.Array) -> Names:
    """Names of 16 bytes, a row of two integers each, without copying."""
    return _numbers(array, np.dtype("<u8"), 2).reshape(-1, 2)


def name_bytes(names: Names) -> list[bytes]:
    """The names as bytes again."""
    held = names.tobytes()
    return [held[first : first + 16] for first in range(0, len(held), 16)]


def texts(array: pa.Array) -> list[str]:
    """The words of an array as they were written, coded or plain; empty where there is none."""
    if isinstance(array, pa.DictionaryArray):
        words = [*array.dictionary.to_pylist(), ""]
        said = there(array.indices)
        places = integers(array.indices)
        return [words[place] for place in (places if said is None else np.where(said, places, -1)).tolist()]
    return [word or "" for word in array.to_pylist()]


def by_word(array: pa.Array, of_words: Callable[[list[str]], Integers], nothing: Any) -> Integers:
    """What a function makes of the words of an array, each word of a dictionary asked once; `nothing` where none is."""
    if not isinstance(array, pa.DictionaryArray):
        if array.null_count:
            return by_word(array.dictionary_encode(), of_words, nothing)
        return of_words(array.to_pylist())
    return _of_places(array, of_words(array.dictionary.to_pylist()), nothing)


def _of_places(array: pa.DictionaryArray, found: Integers, nothing: Any) -> Integers:
    """Of what is found for each word of a dictionary that of each row; `nothing` where no word is."""
    places, said = integers(array.indices), there(array.indices)
    if said is None:
        return found[places] if len(found) else np.zeros(len(array), found.dtype)
    return np.append(found, np.array(nothing, found.dtype))[np.where(said, places, len(found))]


def codes(array: pa.Array, words: Words, renamed: Renamed | None = None) -> npt.NDArray[np.int32]:
    """The codes of the words of an array; the empty word where there is none."""

    def coded(found: list[str]) -> Integers:
        return words.codes(map(renamed.get, found, found) if renamed else found).astype(np.int32)

    return by_word(array, coded, 0)


def filled(array: pa.Array) -> Mask:
    """Which words of an array are not empty, without reading them all: width and spacing are not content."""
    if isinstance(array, pa.DictionaryArray):
        return _of_places(array, filled(array.dictionary), False)
    ends = _numbers(array, np.dtype("i4"), 1, more=1)
    said = there(array)
    found = np.diff(ends) > 0
    if said is not None:
        found &= said
    held = array.buffers()[2]
    if held is not None and len(held):
        starts = np.minimum(ends[:-1], len(held) - 1)
        for row in np.flatnonzero(found & _MAY_BE_SPACE[np.frombuffer(held, np.uint8)[starts]]).tolist():
            found[row] = bool(squeeze(array[row].as_py()))
    return found


class Lists(NamedTuple):
    """What is on each record's list: the row of the record, the place on the list from 1, the value."""

    row: npt.NDArray[np.int64]
    place: npt.NDArray[np.int64]
    value: Integers


def lists(array: pa.Array, coded: Callable[[pa.Array], Integers]) -> Lists:
    """The lists of an array of lists, their values coded by a function."""
    ends, said = _numbers(array, np.dtype("i4"), 1, more=1).astype(np.int64), there(array)
    values = coded(array.values)
    lengths = np.diff(ends)
    if said is not None:
        lengths = np.where(said, lengths, 0)
    row = np.repeat(np.arange(len(array)), lengths)
    place = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return Lists(row, place + 1, values[ends[:-1][row] + place] if len(row) else np.zeros(0, np.int64))


def column_from(found: Type, array: pa.Array, words: Words, renamed: Renamed | None = None) -> Column:
    """A column of a type from Arrow; what is empty is 0, the empty word, or no day."""
    if found is Type.WORD:
        return Column(found, codes(array, words, renamed))
    if found is Type.DAY:
        return Column(found, days(array))
    if found is Type.YES:
        return Column(found, yes_or_no(array))
    return Column(found, _exact(array))


def days(array: pa.Array) -> npt.NDArray[np.int32]:
    """The ordinals of days; 0 of none."""
    found, said = integers(array) + np.int32(_EPOCH), there(array)
    found = np.where(found == _NO_DAY, np.int32(0), found)
    return found if said is None else np.where(said, found, np.int32(0))


def _exact(array: pa.Array) -> Exact:
    if pa.types.is_integer(array.type):
        found, said = integers(array), there(array)
        return Exact(found if said is None else np.where(said, found, 0)) if _fits(found) else _each(array)
    if not isinstance(array, pa.DictionaryArray):
        array = array.dictionary_encode()
    kept: list[Exact] = []

    def numbered(digits: list[str]) -> Integers:
        kept.append(Exact.each(list(map(_number, digits))))
        return np.broadcast_to(kept[0].num, (len(digits),))

    num = by_word(array, numbered, 0)
    return Exact(num, kept[0].den)


@lru_cache(1 << 16)
def _number(digits: str) -> Fraction:
    """Marks and hours are written again and again, in every part of the book."""
    return Fraction(digits)


def _fits(found: Integers) -> bool:
    return not found.size or (int(found.max()) < 2**62 and int(found.min()) > -(2**62))


def _each(array: pa.Array) -> Exact:
    return Exact.each([Fraction(value or 0) for value in array.to_pylist()])


def joined(columns: list[Column], of: Type) -> Column:
    """Columns of one type, one after the other."""
    if len(columns) == 1:
        return columns[0]
    if of is not Type.NUMBER:
        empty: Integers = np.zeros(0, np.bool_ if of is Type.YES else np.int32)
        return Column(of, np.concatenate([column.values for column in columns]) if columns else empty)
    if not columns:
        return Column(of, Exact(np.zeros(0, np.int64)))
    return Column(of, one_after_another([(column.values, len(column.values.num)) for column in columns]))


def _numbers(array: pa.Array, kept: np.dtype[Any], each: int, more: int = 0) -> Integers:
    held = array.buffers()[1]
    if held is None or not len(array):
        return np.zeros((len(array) + more) * each, kept)
    return np.frombuffer(held, kept, (len(array) + more) * each, array.offset * each * kept.itemsize)


def _bits(array: pa.Array, buffer: int) -> Mask:
    held = array.buffers()[buffer]
    if held is None or not len(array):
        return np.zeros(len(array), np.bool_)
    first, last = array.offset // 8, (array.offset + len(array) + 7) // 8
    bits = np.unpackbits(np.frombuffer(held, np.uint8)[first:last], bitorder="little")
    start = array.offset - first * 8
    return bits[start : start + len(array)].astype(np.bool_)
