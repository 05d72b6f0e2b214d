"""Exact numbers by group, against the same worked out one group at a time."""

from fractions import Fraction
from itertools import accumulate
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.grouped import (
    as_codes,
    classes,
    count_by,
    days_covered,
    joined,
    joint_codes,
    last_of_each,
    last_values,
    longest_runs,
    longest_runs_without,
    mean_by,
    order_of,
    place_in_group,
    running_sum,
)
from projections.language.types import Type

NUMBERS = st.fractions(-20, 20, max_denominator=7) | st.integers(-(10**30), 10**30).map(Fraction)
GROUPED = st.lists(st.tuples(NUMBERS, st.integers(0, 3)), max_size=12)
SPANS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12), st.integers(0, 2)), max_size=10)


PLACES = st.lists(st.sets(st.integers(0, 9)), min_size=1, max_size=4)


def columns(grouped: list[tuple[Fraction, int]]) -> tuple[Exact, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Values and groups as columns."""
    return Exact.each([value for value, _ in grouped]), np.array([group for _, group in grouped], np.int64)


@given(GROUPED)
def test_means_counts_and_last_values_are_those_of_each_group(grouped: list[tuple[Fraction, int]]) -> None:
    values, groups = columns(grouped)
    of = [[value for value, group in grouped if group == one] for one in range(4)]
    assert mean_by(values, groups, 4).fractions(4) == [sum(one, Fraction(0)) / len(one) if one else 0 for one in of]
    assert count_by(groups, 4).tolist() == list(map(len, of))
    recorded = np.arange(len(grouped))
    order = np.lexsort((recorded, groups))
    assert last_values(values, order, groups, 4).fractions(4) == [one[-1] if one else 0 for one in of]
    highest = np.lexsort((recorded, order_of(values, len(grouped)), groups))
    assert last_values(values, highest, groups, 4).fractions(4) == [max(one, default=0) for one in of]


@given(GROUPED)
def test_running_sums_and_places_go_on_within_each_group(grouped: list[tuple[Fraction, int]]) -> None:
    values, groups = columns(grouped)
    order = np.lexsort((np.arange(len(grouped)), groups))
    sums = running_sum(values, order, groups).fractions(len(grouped))
    places, many = place_in_group(order, groups)
    for one in range(4):
        rows = [row for row, (_, group) in enumerate(grouped) if group == one]
        assert [sums[row] for row in rows] == list(accumulate(grouped[row][0] for row in rows))
        assert [int(places[row]) for row in rows] == list(range(len(rows)))
        assert {int(many[row]) for row in rows} <= {len(rows)}
    assert sorted(groups[last_of_each(order, groups)]) == sorted(set(groups.tolist()))


@given(GROUPED)
def test_the_order_of_numbers_is_theirs_and_equal_ones_are_alike(grouped: list[tuple[Fraction, int]]) -> None:
    values, groups = columns(grouped)
    places = order_of(values, len(grouped)).tolist()
    known = sorted({value for value, _ in grouped})
    assert places == [known.index(value) for value, _ in grouped]
    together, many = classes([groups, np.array(places, np.int64)], len(grouped))
    pairs = sorted({(group, place) for (_, group), place in zip(grouped, places, strict=True)})
    assert many == len(pairs)
    wanted = [pairs.index((group, place)) for (_, group), place in zip(grouped, places, strict=True)]
    assert together.tolist() == wanted


@given(st.lists(NUMBERS, max_size=6), st.lists(NUMBERS | st.just(Fraction(1, 3)), max_size=6))
def test_numbers_of_two_columns_are_alike_where_they_are_equal(left: list[Fraction], right: list[Fraction]) -> None:
    columns = (Column(Type.NUMBER, Exact.each(left)), Column(Type.NUMBER, Exact.each(right)))
    first, second = joint_codes(*columns, (len(left), len(right)))
    for place, value in enumerate(left):
        for other, another in enumerate(right):
            assert (first[place] == second[other]) == (value == another)


def test_a_value_for_all_is_a_code_for_each() -> None:
    assert as_codes(Column(Type.YES, np.array(True)), 3).tolist() == [1, 1, 1]
    assert as_codes(Column(Type.NUMBER, Exact.of(7)), 2).tolist() == [0, 0]
    assert classes([], 2)[1] == 1


@given(SPANS)
def test_a_day_that_several_spans_cover_is_covered_once(spans: list[tuple[int, int, int]]) -> None:
    first = np.array([start for start, _, _ in spans], np.int64)
    last = np.array([start + length for start, length, _ in spans], np.int64)
    groups = np.array([group for _, _, group in spans], np.int64)
    wanted = [
        len({day for start, length, of in spans if of == group for day in range(start, start + length + 1)})
        for group in range(3)
    ]
    assert days_covered(first, last, groups, 3).tolist() == wanted


def longest(places: set[int]) -> int:
    """How many of some places follow one upon the other at most, one place at a time."""
    runs = (set(range(first, first + many)) for first in range(13) for many in range(13))
    return max(len(run) for run in runs if run <= places)


@given(PLACES, st.randoms(use_true_random=False))
def test_the_longest_run_of_a_group_is_in_its_own_places(of: list[set[int]], chance: Random) -> None:
    listed = [(place, group) for group, places in enumerate(of) for place in places]
    chance.shuffle(listed)
    places, groups = np.array(listed, np.int64).reshape(-1, 2).T
    assert longest_runs(places, groups, len(of)).tolist() == [longest(one) for one in of]
    many = np.array([max(one, default=-1) + 1 + chance.randrange(3) for one in of], np.int64)
    without = [longest(set(range(end)) - one) for end, one in zip(many.tolist(), of, strict=True)]
    assert longest_runs_without(places, groups, many).tolist() == without


@given(GROUPED, GROUPED)
def test_columns_one_after_another_keep_their_values(
    left: list[tuple[Fraction, int]], right: list[tuple[Fraction, int]]
) -> None:
    both = joined([(columns(left)[0], len(left)), (Exact.of(Fraction(1, 3)), 2), (columns(right)[0], len(right))])
    wanted = [*(value for value, _ in left), Fraction(1, 3), Fraction(1, 3), *(value for value, _ in right)]
    assert both.fractions(len(wanted)) == wanted
