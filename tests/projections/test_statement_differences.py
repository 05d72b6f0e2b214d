"""Where two results differ, whatever they hold, and which subject and clause each place is about."""

from hypothesis import given
from hypothesis import strategies as st

from projections.catalogue import find_pack
from projections.statements.differences import Difference, differences

PACK = find_pack("taikang-2022")
VALUES = st.recursive(
    st.integers(0, 3) | st.booleans() | st.text("ab", max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=8,
)


@given(VALUES)
def test_a_result_does_not_differ_from_itself(value: object) -> None:
    assert list(differences(value, value)) == []


@given(VALUES, VALUES)
def test_results_that_differ_differ_somewhere_and_the_same_places_the_other_way_round(
    one: object, other: object
) -> None:
    there, back = list(differences(one, other)), list(differences(other, one))
    assert bool(there) == (repr(one) != repr(other) and not _alike(one, other))
    assert [(found.place, found.after, found.before) for found in back] == [
        (found.place, found.before, found.after) for found in there
    ]


def _alike(one: object, other: object) -> bool:
    """Dictionaries are alike in whatever order; True is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


def test_a_place_names_its_subject_and_its_clause() -> None:
    def told(*place: str) -> tuple[tuple[str, ...], str]:
        one = Difference(place, 1, 2)
        return one.subject, one.clause(PACK)

    points = next(name for name, clause in PACK.clauses.items() if hasattr(clause, "parts"))
    part = next(iter(PACK.clauses[points].parts))  # type: ignore[union-attr]
    assert told("teachers", "000101", "quotas", "observe-20", "done") == (("teachers", "000101"), "observe-20")
    assert told("teachers", "000101", "points", "parts", part) == (("teachers", "000101"), points)
    assert told("teachers", "000101", "points", "total") == (("teachers", "000101"), points)
    assert told("county", "targets", "observe-20", "met") == (("county", "county"), "observe-20")
    assert told("subjects", "pairing", "P1", "quotas", "observe-20") == (("subjects", "pairing:P1"), "observe-20")
    assert told("pack_digest") == ((), "")
