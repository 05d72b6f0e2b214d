"""Records that come late: lessons recorded long after the day, and many of long ago entered before a review."""

from datetime import UTC, date, datetime

import pytest

from ledger.book import Book
from ledger.hand_in import HandIn
from ledger.submission import Submission
from tests.ledger.people import LI, WANG, ZHAO
from tests.ledger.stories import SettableClock, changed
from tests.projections.contradicting import SEEN, county, found, seen, tell, type_in, what


@pytest.fixture
def town(book: Book, clock: SettableClock) -> Book:
    """The county in which nothing contradicts anything, its first workbook handed in at the end of September."""
    clock.now = datetime(2022, 9, 30, 4, tzinfo=UTC)
    county(book)
    return book


def test_a_lesson_typed_in_more_than_thirty_days_later_is_late(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2022, 10, 7, 4, tzinfo=UTC)
    type_in(town, seen(1, on=date(2022, 9, 7)), seen(2, on=date(2022, 9, 6)), seen(3, on=date(2022, 9, 6), period=5))
    [one] = found(town)
    assert (one.what, one.persons, one.days) == ("recorded-late", (LI,), (date(2022, 9, 6),))
    assert (len(one.entries), one.parameters) == (2, {"days_late": 30, "term_days_late": 60})


def test_the_day_is_that_of_the_county(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2022, 10, 7, 15, 59, tzinfo=UTC)
    type_in(town, seen(1, on=date(2022, 9, 7)))
    assert what(town) == []
    clock.now = datetime(2022, 10, 7, 16, tzinfo=UTC)  # the eighth has begun there
    type_in(town, seen(2, on=date(2022, 9, 7), period=6))
    assert what(town) == ["recorded-late"]


def test_a_workbook_is_of_a_whole_term(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2023, 3, 14, 4, tzinfo=UTC)  # sixty days after the last day
    tell(town, seen(1), workbook="b")
    assert what(town) == []
    clock.advance(days=1)
    tell(town, seen(2), seen(2, observer=ZHAO), workbook="c")
    [one] = found(town)
    assert (one.what, one.persons, len(one.entries)) == ("recorded-late", (LI, ZHAO), 2)


def test_a_correction_long_after_is_no_late_record(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2023, 6, 1, 4, tzinfo=UTC)
    late = changed(SEEN, form="示范课")
    with town.writing(HandIn("clerk", correcting="课型填错")) as pen:
        assert pen.write([Submission([late])]) == [[late]]
    assert what(town) == []


def test_many_records_of_long_ago_entered_before_a_review(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2023, 4, 20, 4, tzinfo=UTC)
    tell(town, *(seen(number) for number in range(21, 41)), workbook="b")
    sorts = {str(one.what): one for one in found(town, before=date(2023, 5, 20))}
    assert sorts.keys() == {"recorded-late", "entered-before-review"}
    review = sorts["entered-before-review"]
    assert (review.persons, len(review.entries)) == ((LI,), 20)
    assert review.parameters == {"review_window_days": 30, "review_older_days": 60, "review_records": 20}
    assert what(town, before=date(2023, 5, 21)) == ["recorded-late"]
    assert what(town, before=date(2023, 4, 19)) == ["recorded-late"]


def test_without_a_review_day_it_is_the_day_asked_for(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2023, 4, 20, 4, tzinfo=UTC)
    tell(town, *(seen(number) for number in range(21, 41)), workbook="b")
    assert "entered-before-review" in what(town)
    assert "entered-before-review" in what(town, as_of=date(2023, 4, 30))
    assert "entered-before-review" not in what(town, as_of=date(2023, 4, 19))


def test_few_records_or_recent_ones_are_no_rush(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2023, 3, 14, 4, tzinfo=UTC)  # sixty days after the last day
    tell(town, *(seen(number) for number in range(1, 31)), workbook="b")
    assert "entered-before-review" not in what(town)
    clock.advance(days=1)
    tell(town, *(seen(number, observer=ZHAO) for number in range(1, 20)), workbook="c")
    assert "entered-before-review" not in what(town)


def test_what_is_typed_in_on_several_days_adds_up_for_each_person(town: Book, clock: SettableClock) -> None:
    clock.now = datetime(2023, 4, 1, 4, tzinfo=UTC)
    for number in range(1, 21):
        type_in(town, seen(number), seen(number, observer=ZHAO, teacher=WANG, period=5) if number > 1 else seen(30))
        clock.advance(days=1)
    rushed = [one for one in found(town) if one.what == "entered-before-review"]
    assert [(one.persons, len(one.entries)) for one in rushed] == [((LI,), 21)]
    assert what(town).count("recorded-late") == 20 + 19
