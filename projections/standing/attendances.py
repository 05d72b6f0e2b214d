"""Each teacher at each meeting, read off the meetings' lists over whole columns, as `PreparationHeld.attendances`."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from projections.language.ordering import first_of_each, order_by
from projections.standing.arrow_columns import Renamed, integers, lists

Rows = npt.NDArray[np.int64]


class Attendances(NamedTuple):
    """Who was at the meetings of a part, meeting after meeting, the leader first, each once.

    row: of the meeting; teacher: the code of the word; reflected: whether a reflection was handed in.
    """

    row: npt.NDArray[np.int32]
    teacher: npt.NDArray[np.int32]
    reflected: npt.NDArray[np.bool_]

    @property
    def nbytes(self) -> int:
        """How many bytes they take."""
        return sum(column.nbytes for column in self)


def attendances(
    leader: pa.Array,
    attended: pa.Array,
    reflections: pa.Array,
    renamed: Renamed | None,
    codes_of: Callable[[list[str]], Rows],
) -> Attendances:
    """Who was at some meetings: `codes_of` gives the codes of words.

    Codes of teachers are compared as they were written, with those of merged files renamed, as the records do.
    """
    spelled, (led, those, theirs) = _told_apart([leader, attended.values, reflections.values], renamed)
    were, handed_in = lists(attended, lambda _: those), lists(reflections, lambda _: theirs)
    rows = np.concatenate([np.arange(len(led)), were.row])
    who = np.concatenate([led, were.value])
    order = order_by([rows], len(rows))  # the leader stands before the others of a meeting
    span = len(spelled) + 1
    keys = rows[order] * span + who[order]
    kept = keys[first_of_each([keys], [], len(keys))]
    words = codes_of(spelled)
    return Attendances(
        (kept // span).astype(np.int32),
        words[kept % span].astype(np.int32),
        np.isin(kept, handed_in.row * span + handed_in.value),
    )


def _told_apart(arrays: list[pa.Array], renamed: Renamed | None) -> tuple[list[str], list[Rows]]:
    """The different words of some arrays, as they stand now, and of each array the places of its words among them."""
    coded = pa.concat_arrays([array.cast(pa.string()) for array in arrays]).dictionary_encode()
    words: list[str] = coded.dictionary.to_pylist()
    places = integers(coded.indices).astype(np.int64)
    if renamed:
        now = list(map(renamed.get, words, words))
        place = {word: number for number, word in enumerate(dict.fromkeys(now))}
        words, places = list(place), np.array([place[word] for word in now], np.int64)[places]
    return words, np.split(places, np.cumsum([len(array) for array in arrays])[:-1])
