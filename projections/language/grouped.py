"""Exact numbers by group: who comes first, what has come together so far, the mean and the most of each group."""

from collections.abc import Sequence
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.columns import Column
from projections.language.day_columns import months_between_each
from projections.language.exact import Exact, Integers, over_one, sum_by
from projections.language.ordering import classes as classes
from projections.language.ordering import first_of_each, order_by
from projections.language.types import Type

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_LIMIT = 2**62


def order_of(values: Exact, length: int) -> Rows:
    """The place of each value among all that occur, from 0: equal ones alike, larger ones later."""
    num, _ = over_one(values, length)
    if num.dtype == np.object_:
        places: Rows = np.unique(num, return_inverse=True)[1].reshape(-1)
        return places
    return classes([num], length)[0]


def largest_of_each(values: Exact, keys: Sequence[Rows], length: int) -> Rows:
    """Of the rows alike in `keys` the one that is worth most, the first of equal ones; in the order of rows."""
    if not values.num.ndim and not values.den.ndim:
        return first_of_each(keys, [], length)
    return first_of_each(keys, [-order_of(values, length)], length)


def as_codes(column: Column, length: int) -> Rows:
    """Integers, one a row, that are equal where the values of a column are."""
    if column.type is Type.NUMBER:
        return order_of(column.values, length)
    return np.broadcast_to(np.asarray(column.values, np.int64), (length,))


def joint_codes(left: Column, right: Column, lengths: tuple[int, int]) -> tuple[Rows, Rows]:
    """Integers for the rows of two columns of one type, equal where the values are."""
    if left.type is not Type.NUMBER:
        return as_codes(left, lengths[0]), as_codes(right, lengths[1])
    places = order_of(joined([(left.values, lengths[0]), (right.values, lengths[1])]), sum(lengths))
    return places[: lengths[0]], places[lengths[0] :]


def place_in_group(order: Rows, groups: Rows) -> tuple[Rows, Rows]:
    """The place of each row in its group, from 0, and how many rows the group has.

    `order` puts the rows in order, group after group.
    """
    sorted_groups = groups[order]
    first = np.flatnonzero(np.diff(sorted_groups, prepend=-1))
    sizes = np.diff(first, append=len(order))
    places, many = np.empty(len(order), np.int64), np.empty(len(order), np.int64)
    places[order] = np.arange(len(order)) - np.repeat(first, sizes)
    many[order] = np.repeat(sizes, sizes)
    return places, many


def last_of_each(order: Rows, groups: Rows) -> Rows:
    """The row of each group that comes last in an order that puts them group after group."""
    return order[np.flatnonzero(np.diff(groups[order], append=-1))]


def running_sum(values: Exact, order: Rows, groups: Rows) -> Exact:
    """What the values of each row's group come to, up to and with the row, in an order that puts groups together."""
    num, den = over_one(values, len(order))
    sums = _cumulative(num[order])
    first = np.flatnonzero(np.diff(groups[order], prepend=-1))
    before = sums[first] - num[order][first]
    found = np.empty(len(order), sums.dtype)
    found[order] = sums - np.repeat(before, np.diff(first, append=len(order)))
    return Exact(found, den)


def mean_by(values: Exact, groups: Rows, length: int) -> Exact:
    """The mean of each group's values; 0 of none."""
    return sum_by(values, groups, length).over(Exact(count_by(groups, length)))


def count_by(groups: Rows, length: int) -> Rows:
    """How many rows each group has."""
    return np.bincount(groups, minlength=length).astype(np.int64)


def last_values(values: Exact, order: Rows, groups: Rows, length: int) -> Exact:
    """Of each group the value of the row that comes last in an order; 0 of none."""
    rows = last_of_each(order, groups)
    return placed(values, rows, groups[rows], length)


def placed(values: Exact, rows: Rows, at: Rows, length: int) -> Exact:
    """The values of some rows put at places of a column of 0."""
    picked = values[rows]
    num, den = over_one(picked, len(rows))
    found: Integers = np.zeros(length, num.dtype)
    found[at] = num
    return Exact(found, den)


def joined(columns: Sequence[tuple[Exact, int]]) -> Exact:
    """Columns of so many values each, one after another."""
    over = [(*over_one(values, length), length) for values, length in columns]
    common = lcm(*(int(den) for _, den, _ in over))
    parts = [Exact(num) * Exact.of(common // int(den)) for num, den, _ in over]
    if any(part.num.dtype == np.object_ for part in parts) or common >= _LIMIT:
        return Exact(np.concatenate([part.num.astype(np.object_) for part in parts]), np.array(common, np.object_))
    return Exact(np.concatenate([part.num for part in parts]), np.array(common, np.int64))


def days_covered(first: Rows, last: Rows, groups: Rows, length: int) -> Rows:
    """How many days the spans of each group cover, those that several cover once; both ends are covered."""
    order = order_by([groups, first, last], len(groups))
    start, end, group = first[order], last[order], groups[order]
    # A span of a later group begins after the days of all groups before it.
    wide = int(end.max(initial=0)) + 2
    reached = np.maximum.accumulate(np.concatenate(([0], end + group * wide)))[:-1]
    covered = np.maximum(end + group * wide - np.maximum(reached, start + group * wide - 1), 0)
    total = np.zeros(length, np.int64)
    np.add.at(total, group, covered)
    return total


def months_covered(first: Rows, last: Rows, groups: Rows, length: int) -> Rows:
    """How many whole months the spans of each group come to: spans that overlap or follow at once are one."""
    order = order_by([groups, first, last], len(groups))
    start, end, group = first[order], last[order], groups[order]
    wide = int(end.max(initial=0)) + 2
    reached = np.maximum.accumulate(np.concatenate(([0], end + group * wide)))
    begins = np.flatnonzero(start + group * wide > reached[:-1] + 1)
    ends = np.append(begins[1:], len(order)) if len(begins) else begins
    months = months_between_each(start[begins], reached[ends] - group[begins] * wide + 1)
    total = np.zeros(length, np.int64)
    np.add.at(total, group[begins], np.asarray(months, np.int64))
    return total


def longest_runs(places: Rows, groups: Rows, length: int) -> Rows:
    """How many places of each group follow one upon the other at most, 0 of none; each place comes once a group."""
    order = order_by([groups, places], len(groups))
    place, group = places[order], groups[order]
    goes_on = (np.diff(group) == 0) & (np.diff(place) == 1)
    first = np.flatnonzero(np.append(True, ~goes_on)[: len(order)])
    found = np.zeros(length, np.int64)
    np.maximum.at(found, group[first], np.diff(first, append=len(order)))
    return found


def longest_runs_without(places: Rows, groups: Rows, many: Rows) -> Rows:
    """How many places follow one upon the other at most without any of these, in groups of so many places from 0."""
    every = np.arange(len(many))
    place = np.concatenate([np.full(len(many), -1), places, many])
    group = np.concatenate([every, groups, every])
    order = order_by([group, place], len(group))
    place, group = place[order], group[order]
    alike = np.diff(group) == 0
    found = np.zeros(len(many), np.int64)
    np.maximum.at(found, group[1:][alike], np.diff(place)[alike] - 1)
    return found


def _cumulative(num: Any) -> Any:
    largest = int(np.abs(num).max(initial=0)) if num.dtype != np.object_ else _LIMIT
    if largest * max(len(num), 1) >= _LIMIT:
        num = num.astype(np.object_)
    return np.cumsum(num) if len(num) else num
