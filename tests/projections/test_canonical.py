"""The canonical form of results: byte for byte that of RFC 8785, whatever the keys and numbers."""

from typing import Any

import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.canonical import canonical, digest, number

KEYS = st.text(max_size=5)
VALUES = st.recursive(
    st.one_of(st.booleans(), st.text(max_size=8), st.integers(-(10**9), 10**9), st.just(None)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_the_bytes_are_those_of_the_reference_implementation(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.integers(-(10**7), 10**7), st.sampled_from([1, 10, 100, 1000]))
def test_points_are_written_as_the_standard_writes_numbers(units: int, scale: int) -> None:
    assert canonical([number(units, scale)]) == rfc8785.dumps([units / scale])


def test_keys_beyond_the_basic_plane_are_sorted_by_their_units() -> None:
    value: Any = {"\ufb33": 1, "\U0001f600": 2, "a": [{"\U00020000": 1, "\uffff": 2}]}
    assert canonical(value) == rfc8785.dumps(value)


def test_the_same_answers_have_the_same_digest_in_any_order() -> None:
    assert digest({"a": 1, "b": [1, 2]}) == digest({"b": [1, 2], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
