"""Places filled: never more than there are, ties never split, nobody before another who stands higher."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ledger.processes.review_places import share_of
from ledger.records.record import SchoolId
from ledger.records.review import PlacesShare, ReviewPlaces
from ledger.vocabulary import PlacesOf, PlacesRounding
from projections.reviews.judging import Vote
from projections.reviews.ranking import Candidate, Outcome, filled, ranks_of
from projections.reviews.scoring import PartScore, rounded, total_of

SCHOOLS = ("S001", "S002", "S003")
candidates = st.lists(
    st.tuples(st.sampled_from(SCHOOLS), st.integers(0, 6), st.integers(0, 2)), min_size=0, max_size=14
).map(
    lambda rows: [
        Candidate(number, school, (Fraction(total), Fraction(tie)))
        for number, (school, total, tie) in enumerate(rows, 1)
    ]
)
places = st.tuples(
    st.none() | st.integers(0, 8), st.dictionaries(st.sampled_from(SCHOOLS), st.integers(0, 4), max_size=3)
).map(
    lambda said: [
        *([] if said[0] is None else [ReviewPlaces("全体", said[0])]),
        *(ReviewPlaces("全体", count, SchoolId(school)) for school, count in sorted(said[1].items())),
    ]
)
votes = st.dictionaries(st.integers(1, 14), st.integers(0, 5).map(lambda favour: Vote(favour, 5, favour >= 3)))


@given(candidates, places, votes)
def test_no_list_exceeds_its_places(
    running: Sequence[Candidate], caps: Sequence[ReviewPlaces], tie_votes: dict[int, Vote]
) -> None:
    found = filled(running, caps, tie_votes)
    assert found.keys() == {one.number for one in running}
    listed = [one for one in running if found[one.number] is Outcome.LISTED]
    by_school = Counter(one.school for one in listed)
    for cap in caps:
        assert (by_school[cap.school] if cap.school else len(listed)) <= cap.places
    for one in listed:
        assert any(cap.school in ("", one.school) for cap in caps)


@given(candidates, places)
def test_equals_with_the_same_places_are_listed_together_or_not_at_all(
    running: Sequence[Candidate], caps: Sequence[ReviewPlaces]
) -> None:
    found = filled(running, caps, {})
    for one in running:
        for other in running:
            if one.key == other.key and one.school == other.school:
                assert (found[one.number] is Outcome.LISTED) == (found[other.number] is Outcome.LISTED)


@given(candidates, places, votes)
def test_nobody_is_listed_before_another_of_the_school_who_stands_higher(
    running: Sequence[Candidate], caps: Sequence[ReviewPlaces], tie_votes: dict[int, Vote]
) -> None:
    """But where the panel voted against the other."""
    found = filled(running, caps, tie_votes)
    for one in running:
        for other in running:
            higher = one.school == other.school and one.key > other.key
            if higher and found[one.number] is not Outcome.LISTED and found[other.number] is Outcome.LISTED:
                assert one.number in tie_votes


@given(candidates, st.integers(0, 14))
def test_without_equals_the_first_have_the_places(running: Sequence[Candidate], count: int) -> None:
    distinct = [one._replace(key=(*one.key, Fraction(-one.number))) for one in running]
    found = filled(distinct, [ReviewPlaces("全体", count)], {})
    listed = sorted(one.number for one in distinct if found[one.number] is Outcome.LISTED)
    first = sorted(distinct, key=lambda one: one.key, reverse=True)[:count]
    assert listed == sorted(one.number for one in first)


@given(candidates)
def test_equals_share_a_rank_and_the_next_is_as_many_further_on(running: Sequence[Candidate]) -> None:
    ranks = ranks_of(running)
    for one in running:
        assert ranks[one.number] == 1 + sum(other.key > one.key for other in running)


def test_equals_who_wait_for_a_vote_hold_their_places() -> None:
    """Two places, three equals behind the first, and one behind them."""
    keys = {1: 9, 2: 8, 3: 8, 4: 8, 5: 7}
    running = [Candidate(number, "S001", (Fraction(key),)) for number, key in keys.items()]
    two = [ReviewPlaces("全体", 3)]  # the first takes one
    waiting = {1: Outcome.LISTED, 2: Outcome.TIED, 3: Outcome.TIED, 4: Outcome.TIED, 5: Outcome.BEYOND}
    assert filled(running, two, {}) == waiting
    # Not everybody's votes are in: they wait on.
    assert filled(running, two, {2: Vote(5, 5, True)}) == waiting
    voted = {2: Vote(3, 5, True), 3: Vote(5, 5, True), 4: Vote(4, 5, True)}
    outcomes = {1: Outcome.LISTED, 2: Outcome.BEYOND, 3: Outcome.LISTED, 4: Outcome.LISTED, 5: Outcome.BEYOND}
    assert filled(running, two, voted) == outcomes
    # Two of them wanted by as many: one place, and still nobody is put before the other.
    even = voted | {2: Vote(4, 5, True)}
    assert filled(running, two, even)[3] is Outcome.LISTED
    assert [filled(running, two, even)[number] for number in (2, 4)] == [Outcome.TIED, Outcome.TIED]
    # The panel wanted only one: the place that is left goes to whoever comes next.
    one = {2: Vote(0, 5, False), 3: Vote(5, 5, True), 4: Vote(1, 5, False)}
    assert filled(running, two, one) == {
        1: Outcome.LISTED,
        2: Outcome.BEYOND,
        3: Outcome.LISTED,
        4: Outcome.BEYOND,
        5: Outcome.LISTED,
    }


@given(st.fractions(-100, 100), st.integers(0, 6))
def test_a_total_is_rounded_half_up_once(value: Fraction, digits: int) -> None:
    found = rounded(value, digits)
    assert abs(found - value) <= Fraction(1, 2 * 10**digits)
    assert (found * 10**digits).denominator == 1


def test_a_value_counts_by_its_most_and_weight() -> None:
    """87.5 of 100 at 40 % is 35; 60 of 50 counts as 50, at 60 % all of 60; a third is not cut short before the end."""
    judged = PartScore("讲课", "", Fraction("87.5"), Fraction(100), Fraction(40))
    over = PartScore("业绩", "points.total", Fraction(60), Fraction(50), Fraction(60))
    assert (judged.counts, over.counts) == (Fraction(35), Fraction(60))
    assert total_of([judged, over], 2) == Fraction(95)
    thirds = [PartScore(name, "", Fraction(1, 3), Fraction(1), Fraction(100, 3)) for name in "甲乙丙"]
    assert total_of(thirds, 2) == Fraction("33.33")
    assert total_of([judged, PartScore("答辩", "", None, Fraction(50), Fraction(60))], 2) is None
    assert total_of([], 2) is None


@given(st.integers(0, 500), st.decimals(0, 100, places=2), st.sampled_from(PlacesRounding), st.integers(0, 50))
def test_a_share_is_rounded_as_declared(base: int, percent: Decimal, rounding: PlacesRounding, held: int) -> None:
    exact = Fraction(percent) * base / 100
    whole = share_of(PlacesShare(percent, PlacesOf.POSTS, rounding), base)
    assert abs(whole - exact) < 1
    assert whole <= exact if rounding is PlacesRounding.DOWN else True
    assert whole >= exact if rounding is PlacesRounding.UP else True
    assert share_of(PlacesShare(percent, PlacesOf.POSTS, rounding), base, held) == max(whole - held, 0)
