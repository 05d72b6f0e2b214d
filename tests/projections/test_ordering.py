"""Rows put in order and told apart by several keys, against plain tuples; functions of days asked once a day."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.language.day_columns import of_each_day
from projections.language.ordering import classes, combined, distinct, first_of_each, order_by

FEW = st.integers(-3, 3)
WIDE = st.integers(-(2**61), 2**61)
KEYS = st.integers(0, 4).flatmap(
    lambda many: st.lists(st.tuples(*[st.sampled_from([FEW, WIDE]).flatmap(lambda of: of)] * many), max_size=30)
)
TWO_OF_EACH = KEYS.flatmap(lambda rows: st.lists(st.sampled_from(rows or [()]), max_size=60))
"""Rows of keys, many of them alike; narrow keys, whose combinations are few, and keys that fill 62 bits each."""

Rows = np.ndarray[tuple[int], np.dtype[np.int64]]


def columns(rows: Sequence[tuple[int, ...]]) -> list[Rows]:
    """The keys of rows as columns."""
    return [np.array(column, np.int64) for column in zip(*rows, strict=True)]


@given(TWO_OF_EACH)
def test_rows_are_numbered_by_their_keys_in_the_order_of_these(rows: list[tuple[int, ...]]) -> None:
    known = sorted(set(rows))
    numbers, many = classes(columns(rows), len(rows))
    assert numbers.tolist() == [known.index(row) for row in rows]
    assert many == len(known)
    codes, span = combined(columns(rows), len(rows))
    assert all(0 <= code < span for code in codes.tolist())
    one_of_each, again = distinct(columns(rows), len(rows))
    assert [rows[row] for row in one_of_each.tolist()] == known
    assert again.tolist() == numbers.tolist()


@given(TWO_OF_EACH)
def test_rows_alike_stay_in_their_order(rows: list[tuple[int, ...]]) -> None:
    wanted = sorted(range(len(rows)), key=lambda row: (rows[row], row))
    assert order_by(columns(rows), len(rows)).tolist() == wanted


@given(TWO_OF_EACH, st.data())
def test_of_rows_alike_the_first_in_an_order_stays(rows: list[tuple[int, ...]], data: st.DataObject) -> None:
    by = data.draw(st.lists(FEW | WIDE, min_size=len(rows), max_size=len(rows)))
    first: dict[tuple[int, ...], int] = {}
    least: dict[tuple[int, ...], int] = {}
    for row, keys in enumerate(rows):
        first.setdefault(keys, row)
        if keys not in least or by[row] < by[least[keys]]:
            least[keys] = row
    assert first_of_each(columns(rows), [], len(rows)).tolist() == sorted(first.values())
    assert first_of_each(columns(rows), [np.array(by, np.int64)], len(rows)).tolist() == sorted(least.values())


@settings(deadline=None, max_examples=30)
@given(st.lists(st.just(0) | st.integers(730_000, 730_400), min_size=1, max_size=40), st.booleans())
def test_a_function_of_days_gives_each_row_what_it_gives_its_day(few: list[int], no_day: bool) -> None:
    days = np.tile(np.array([*few, *([0] if no_day else [])], np.int64), 4096 // len(few) + 1)
    asked: list[int] = []

    def of(some: Rows) -> Rows:
        asked.append(np.size(some))
        return np.where(some == 0, -1, some * 3)

    assert of_each_day(of, days).tolist() == [-1 if day == 0 else day * 3 for day in days.tolist()]
    assert len(days) < 4096 or max(asked) < 500
    assert of_each_day(of, np.array(few[0])).item() == (-1 if few[0] == 0 else few[0] * 3)
