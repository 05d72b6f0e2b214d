"""However places are announced and whoever is put forward: a list is taken if, and only if, it is within its places."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.records.record import SchoolId
from ledger.records.review import ComputedPart, ReviewPlaces
from tests.ledger.rounds import HIGH, HOME, PRIMARY, SECONDARY, Round, announcement
from tests.ledger.stories import SettableClock, fresh_book
from tests.torture import times

EVERYBODY = range(1, 7)


def fits(listed: list[int], primary: dict[str, int], secondary: int, of_secondary: set[int]) -> bool:
    """Counted by hand: odd numbers are of one school, even ones of the other."""
    of_primary = [HIGH if number % 2 else HOME for number in listed if number not in of_secondary]
    if len(listed) - len(of_primary) > secondary:
        return False
    if "" not in primary and not set(of_primary) <= set(primary):
        return False
    return len(of_primary) <= primary.get("", 6) and all(
        of_primary.count(school) <= primary.get(school, 6) for school in (HIGH, HOME)
    )


@settings(deadline=None, max_examples=times(12, 500))
@given(
    st.dictionaries(st.sampled_from(["", HIGH, HOME]), st.integers(0, 3), min_size=1),
    st.integers(0, 3),
    st.sets(st.sampled_from(EVERYBODY)),
    st.lists(st.lists(st.sampled_from(EVERYBODY), unique=True), min_size=1, max_size=6),
)
def test_a_list_is_taken_if_and_only_if_it_is_within_its_places(
    primary: dict[str, int], secondary: int, of_secondary: set[int], tried: list[list[int]]
) -> None:
    places = tuple(ReviewPlaces(PRIMARY, count, SchoolId(school)) for school, count in primary.items())
    said = announcement(
        groups=(PRIMARY, SECONDARY),
        places=(*places, ReviewPlaces(SECONDARY, secondary)),
        checks=announcement().checks[:1],
        panel=(),
        judged=(),
        computed=(ComputedPart("业绩", "points.total", Decimal(100), Decimal(100)),),
        majority=None,
    )
    with fresh_book() as book:
        clock = SettableClock(book.clock().replace(year=2023, month=1, day=31))
        book.clock = clock
        review = Round(book, clock, said)
        for number in EVERYBODY:
            assert not review.apply(number, SECONDARY if number in of_secondary else PRIMARY)
        for number in EVERYBODY:
            assert not review.check(number, said.checks[0])
        assert not review.freeze(EVERYBODY)
        for listed in tried:
            refused = review.list(listed, because="再拟。")
            assert refused == ("" if fits(listed, primary, secondary, of_secondary) else "over-places")
