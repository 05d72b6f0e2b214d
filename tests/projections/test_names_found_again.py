"""Rows found again by names of 16 bytes: lot by lot as at once, however many are sought, also where halves agree."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.standing.arrow_columns import Names
from projections.standing.joining import Sought, places_of_names

FEW = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12)
"""Names of which many agree in the first half, in the second, or in both."""


def named(pairs: Sequence[tuple[int, int]]) -> Names:
    return np.array(pairs, np.uint64).reshape(-1, 2)


@given(st.lists(FEW, max_size=4), FEW)
@settings(deadline=None)
def test_each_name_is_found_at_its_last_place_whatever_halves_agree(
    lots: list[list[tuple[int, int]]], wanted: list[tuple[int, int]]
) -> None:
    def each() -> Iterator[Names]:
        return map(named, lots)

    last = {name: place for place, name in enumerate(name for lot in lots for name in lot)}
    assert places_of_names(each, named(wanted)).tolist() == [last.get(name, -1) for name in wanted]


@pytest.mark.parametrize("others", [1_000, 600_000, 1_500_000])
def test_those_that_are_sought_are_found_and_few_others_however_many_there_are(others: int) -> None:
    random = np.random.default_rng(others)
    held = random.integers(0, 2**63, (50_000, 2), dtype=np.uint64) * np.uint64(2)
    sought = np.concatenate([held[::9, 0], random.integers(0, 2**63, others, dtype=np.uint64) * np.uint64(2)])
    found = Sought(sought).rows(held)
    assert set(range(0, len(held), 9)) <= set(found.tolist())
    assert len(found) < len(held) / 4
