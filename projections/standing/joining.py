"""Rows found again by names of 16 bytes, over whole columns."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.standing.arrow_columns import Names

Rows = npt.NDArray[np.int64]
_DENSE = 8
_MARKS = 2**22
_MARK = np.uint64(_MARKS - 1)
_DIGITS = (np.uint64(0), np.uint64(22), np.uint64(42))
_SPARSE = 16


def numbered(named: Names) -> Rows:
    """A number for each name, from 0, the same where the names are the same."""
    order = np.argsort(named[:, 0])
    first, second = named[order, 0], named[order, 1]
    new = np.ones(len(order), np.bool_)
    new[1:] = first[1:] != first[:-1]
    if (~new[1:] & (second[1:] != second[:-1])).any():  # names are digests: half of one tells them apart all but always
        order = np.lexsort((named[:, 1], named[:, 0]))
        new[1:] = (named[order[1:]] != named[order[:-1]]).any(axis=1)
    found = np.empty(len(order), np.int64)
    found[order] = np.cumsum(new) - 1
    return found


def places_of(named: Names, number: Rows, wanted: Names, wanted_number: Rows) -> Rows:
    """The place of each wanted name and number among some that are all different; -1 where it is not among them."""
    both = numbered(np.concatenate([named, wanted]))
    span = 1 + max(int(number.max(initial=0)), int(wanted_number.max(initial=0)))
    keys, sought = both[: len(named)] * span + number, both[len(named) :] * span + wanted_number
    return places_among(keys, sought)


def places_among(keys: Rows, sought: Rows) -> Rows:
    """The place of each number that is sought among others, the last of equal ones; -1 where it is not among them."""
    if not len(keys) or not len(sought):
        return np.full(len(sought), -1)
    most = int(max(keys.max(), sought.max())) + 1
    if most <= _DENSE * (len(keys) + len(sought)):
        at: Any = np.full(most, -1)
        at[keys] = np.arange(len(keys))
        return np.asarray(at[sought])
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys, sought, side="right", sorter=order) - 1
    found = order[np.maximum(place, 0)]
    return np.where((place >= 0) & (keys[found] == sought), found, -1)


def places_of_names(lots: Callable[[], Iterable[Names]], wanted: Names) -> Rows:
    """The place of each wanted name among others, the last of equal ones; -1 where it is not among them.

    The others are given in lots, one after another, each let go before the next.
    """
    halves, which = np.unique(wanted[:, 0], return_inverse=True)  # by the first half alone, held to the second below
    place, second, first = np.full(len(halves), -1), np.zeros(len(halves), np.uint64), 0
    sought_for = Sought(halves)
    for named in lots():
        rows = sought_for.rows(named)
        rows = rows[np.argsort(named[rows, 0], kind="stable")]  # one after another they are found ten times as soon
        sought = named[rows, 0]
        at = np.minimum(np.searchsorted(halves, sought), max(len(halves) - 1, 0))
        found = np.flatnonzero(halves[at] == sought) if len(halves) else np.zeros(0, np.int64)
        place[at[found]] = rows[found] + first
        second[at[found]] = named[rows[found], 1]
        first += len(named)
    places = place[which]
    if (second[which] != wanted[:, 1])[places >= 0].any():
        every = [*lots(), wanted]
        both = numbered(np.concatenate(every))
        return places_among(both[: -len(wanted)], both[-len(wanted) :])
    return np.asarray(places)


class Sought:
    """Names that are looked for in one lot after another, by the first half of each.

    Names are digests: some digits tell nearly all apart, and are looked up in a table that fits into the cache. Where
    there are so many that the table fills up, those that are left are looked up by other digits.
    """

    def __init__(self, among: npt.NDArray[np.uint64]) -> None:
        many = len(among)
        digits = () if many * 2 > _MARKS else _DIGITS[:1] if many * _SPARSE <= _MARKS else _DIGITS
        self._marks = []
        for shift in digits:
            marks = np.zeros(_MARKS, np.bool_)
            marks[(among >> shift) & _MARK] = True
            self._marks.append((shift, marks))

    def rows(self, named: Names) -> Rows:
        """The rows of the names that are among these, and perhaps of a few others; of all, where these are millions."""
        rows, halves = np.arange(len(named)), named[:, 0]
        for shift, marks in self._marks:
            found = np.flatnonzero(marks[(halves >> shift) & _MARK])
            rows, halves = rows[found], halves[found]
        return rows
