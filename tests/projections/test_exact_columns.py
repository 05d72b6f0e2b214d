"""Exact columns say the same however they are held: one value for all, one denominator or many, beyond 64 bits."""

import operator
from collections.abc import Callable
from fractions import Fraction
from math import lcm

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.language.exact import COMPARED, Exact, over_one, sum_by
from projections.language.grouped import joined, largest_of_each, order_of, placed

SMALL = st.fractions(-9, 9, max_denominator=12)
WIDE = SMALL | st.integers(-(10**20), 10**20).map(Fraction) | st.fractions(-1, 1, max_denominator=2**70)


def held_alike(values: list[Fraction]) -> Exact:
    """Over one denominator."""
    return Exact.each(values)


def held_apart(values: list[Fraction]) -> Exact:
    """Each over its own."""
    fits = all(abs(part) < 2**62 for value in values for part in value.as_integer_ratio())
    kept = np.int64 if fits else np.object_
    return Exact(np.array([v.numerator for v in values], kept), np.array([v.denominator for v in values], kept))


def held_rough(values: list[Fraction]) -> Exact:
    """Over one denominator that is larger than it need be."""
    common = lcm(*(value.denominator for value in values), 2**21)
    scaled = [int(value * common) for value in values]
    kept = np.int64 if all(abs(one) < 2**62 for one in (*scaled, common)) else np.object_
    return Exact(np.array(scaled, kept), np.array(common, kept))


SIGNS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
WAYS: list[Callable[[list[Fraction]], Exact]] = [held_alike, held_apart, held_rough]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(WIDE, WIDE), min_size=1, max_size=8), st.sampled_from(WAYS), st.sampled_from(WAYS), st.booleans()
)
def test_arithmetic_and_comparison_do_not_mind_how_values_are_held(
    pairs: list[tuple[Fraction, Fraction]],
    one: Callable[[list[Fraction]], Exact],
    other: Callable[[list[Fraction]], Exact],
    for_all: bool,
) -> None:
    if for_all:  # one value stands for those of all rows
        pairs = [(left, pairs[0][1]) for left, _ in pairs]
    left = one([pair[0] for pair in pairs])
    right = Exact.of(pairs[0][1]) if for_all else other([pair[1] for pair in pairs])
    length = len(pairs)
    assert (left + right).fractions(length) == [a + b for a, b in pairs]
    assert (left - right).fractions(length) == [a - b for a, b in pairs]
    assert (left * right).fractions(length) == [a * b for a, b in pairs]
    assert (right * left).fractions(length) == [a * b for a, b in pairs]
    assert left.over(right).fractions(length) == [a / b if b else 0 for a, b in pairs]
    assert set(COMPARED) == set(SIGNS)
    for sign, compare in SIGNS.items():
        assert left.stands(sign, right).tolist() == [compare(a, b) for a, b in pairs]
        assert left.stands(sign, left).tolist() == [compare(a, a) for a, _ in pairs]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(WIDE, st.integers(0, 3)), min_size=1, max_size=12), st.sampled_from(WAYS))
def test_groups_do_not_mind_how_values_are_held(
    rows: list[tuple[Fraction, int]], held: Callable[[list[Fraction]], Exact]
) -> None:
    values, groups = held([value for value, _ in rows]), np.array([group for _, group in rows], np.int64)
    wanted = [sum((value for value, group in rows if group == one), Fraction(0)) for one in range(4)]
    assert sum_by(values, groups, 4).fractions(4) == wanted
    known = sorted({value for value, _ in rows})
    assert order_of(values, len(rows)).tolist() == [known.index(value) for value, _ in rows]
    num, den = over_one(values, len(rows))
    assert [Fraction(int(one), int(den)) for one in num.tolist()] == [value for value, _ in rows]
    best = {group: max(value for value, other in rows if other == group) for _, group in rows}
    first = [min(row for row, one in enumerate(rows) if one == (value, group)) for group, value in best.items()]
    assert largest_of_each(values, [groups], len(rows)).tolist() == sorted(first)
    some = np.arange(0, len(rows), 2)
    put = placed(values, some, some + 1, len(rows) + 2).fractions(len(rows) + 2)
    assert put == [rows[at - 1][0] if at % 2 and at <= len(rows) else 0 for at in range(len(rows) + 2)]


@given(WIDE, st.lists(st.integers(0, 3), max_size=9))
def test_one_value_for_all_is_summed_as_often_as_there_are_rows(value: Fraction, found: list[int]) -> None:
    groups = np.array(found, np.int64)
    assert sum_by(Exact.of(value), groups, 4).fractions(4) == [value * found.count(one) for one in range(4)]
    assert largest_of_each(Exact.of(value), [groups], len(found)).tolist() == sorted(map(found.index, set(found)))


@given(st.lists(st.tuples(st.sampled_from(WAYS), st.lists(WIDE, min_size=1, max_size=4)), min_size=1, max_size=4), WIDE)
def test_columns_held_in_any_way_are_put_one_after_another(
    lots: list[tuple[Callable[[list[Fraction]], Exact], list[Fraction]]], for_all: Fraction
) -> None:
    columns = [(held(values), len(values)) for held, values in lots]
    found = joined([*columns, (Exact.of(for_all), 2)])
    wanted = [value for _, values in lots for value in values] + [for_all, for_all]
    assert found.fractions(len(wanted)) == wanted
