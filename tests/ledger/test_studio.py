"""名师工作室: as many studios and members as were announced, one studio of a kind at a time, nothing after the end."""

from datetime import date, timedelta

import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act
from ledger.records.record import Record, entry_of, stream_of
from ledger.refusals import Refused
from tests.ledger.contest_stories import refusals, refused, write
from tests.ledger.stories import changed, clerk, row
from tests.ledger.studio_stories import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    PRINCIPALS,
    SEPTEMBER,
    TEACHERS,
    assessed,
    dissolved,
    founded,
    joined,
    left,
    limits,
)

DAY = timedelta(days=1)


def test_of_ten_studios_of_principals_there_is_no_eleventh_and_the_other_kinds_have_their_own_number(
    book: Book,
) -> None:
    write(book, limits(10, 10, kind=PRINCIPALS), limits(100, 30))
    write(book, *(founded(number, kind=PRINCIPALS) for number in range(1, 11)))
    with pytest.raises(Refused) as caught:
        book.append(clerk(), row(founded(11, kind=PRINCIPALS)))
    assert caught.value.code == "studio-limit"
    assert set(caught.value.see) == {entry_of(founded(number, kind=PRINCIPALS)).hex() for number in range(1, 11)}
    assert refused(book, founded(11)) == ""


def test_a_studio_takes_ten_core_members_beside_its_leader(book: Book) -> None:
    write(book, limits(10, 10), founded(1), *(joined(1, number) for number in range(1, 11)))
    assert refused(book, joined(1, 11)) == "studio-full"
    write(book, left(1, 3, NOVEMBER))
    assert refusals(book, [joined(1, 11, NOVEMBER - DAY), joined(1, 11, NOVEMBER)]) == ["studio-full", ""]


def test_without_an_announcement_there_is_no_limit(book: Book) -> None:
    write(book, *(founded(number) for number in range(1, 30)), *(joined(1, number) for number in range(30, 60)))


def test_the_newest_announcement_of_the_day_holds(book: Book) -> None:
    write(book, limits(1, 1), limits(2, 2, since=NOVEMBER), founded(1), joined(1, 1))
    assert refusals(book, [founded(2, NOVEMBER - DAY), founded(2, NOVEMBER)]) == ["studio-limit", ""]
    assert refusals(book, [joined(1, 2, NOVEMBER - DAY), joined(1, 2, NOVEMBER)]) == ["studio-full", ""]


def test_studios_from_before_a_lower_limit_stay_and_no_new_one_is_founded(book: Book) -> None:
    write(book, founded(1), founded(2), joined(1, 1), joined(1, 2), limits(1, 1, since=NOVEMBER))
    assert refusals(book, [founded(3, NOVEMBER), joined(1, 3, NOVEMBER)]) == ["studio-limit", "studio-full"]


def test_limits_that_were_passed_on_the_days_they_are_said_to_have_held_are_refused(book: Book) -> None:
    write(book, founded(1), founded(2), joined(1, 1), joined(1, 2))
    assert refusals(book, [limits(1, 2), limits(2, 1), limits(2, 2)]) == ["studio-limit", "studio-full", ""]
    assert refused(book, limits(1, 2), "误登") == "studio-limit"


def test_a_dissolved_studio_frees_its_place_from_that_day(book: Book) -> None:
    write(book, limits(1, 10), founded(1), dissolved(1, NOVEMBER))
    assert refusals(book, [founded(2, NOVEMBER - DAY), founded(2, NOVEMBER)]) == ["studio-limit", ""]
    assert refused(book, dissolved(1, NOVEMBER + DAY), "误登") == "studio-limit"
    assert refused(book, dissolved(1, NOVEMBER - DAY), "误登") == ""


def test_a_studio_recorded_late_counts_on_the_days_of_those_recorded_before(book: Book) -> None:
    write(book, limits(1, 10), founded(1, NOVEMBER))
    assert refused(book, founded(2, OCTOBER)) == "studio-limit"


def test_a_corrected_founding_counts_the_others_only(book: Book) -> None:
    write(book, limits(2, 10), founded(1), founded(2), founded(3, kind=PRINCIPALS))
    assert refused(book, founded(2, OCTOBER + DAY), "误登") == ""
    assert refused(book, founded(3), "误登") == "studio-limit"


# Members


def test_a_teacher_is_in_one_studio_of_a_kind_at_a_time(book: Book) -> None:
    write(book, founded(1), founded(2), founded(3, kind=PRINCIPALS), joined(1, 1, OCTOBER))
    assert refused(book, joined(2, 1, OCTOBER + DAY)) == "already-in-studio"
    assert refused(book, joined(3, 1, OCTOBER)) == ""
    write(book, left(1, 1, NOVEMBER))
    assert refusals(book, [joined(2, 1, NOVEMBER - DAY), joined(2, 1, NOVEMBER)]) == ["already-in-studio", ""]
    assert refused(book, left(1, 1, NOVEMBER + DAY)) == "not-a-member"


def test_a_teacher_who_joins_before_another_membership_must_have_left_by_then(book: Book) -> None:
    write(book, founded(1), founded(2), joined(1, 1, NOVEMBER))
    assert refused(book, joined(2, 1, OCTOBER)) == "already-in-studio"


def test_a_leader_is_in_the_studio_already_and_leads_one_of_a_kind(book: Book) -> None:
    write(book, founded(1), founded(2))
    assert refusals(book, [joined(1, 91), joined(2, 91)]) == ["already-in-studio", "already-in-studio"]
    assert refused(book, founded(3, leader=91)) == "already-in-studio"
    assert refused(book, founded(3, leader=91, kind=PRINCIPALS)) == ""
    write(book, joined(2, 4))
    assert refused(book, founded(4, leader=4)) == "already-in-studio"


def test_a_member_joins_again_after_leaving_and_not_before(book: Book) -> None:
    write(book, founded(1), joined(1, 1))
    assert refused(book, joined(1, 1, NOVEMBER)) == "already-in-studio"
    write(book, left(1, 1, NOVEMBER))
    assert refused(book, joined(1, 1, NOVEMBER)) == ""


def test_only_a_member_leaves(book: Book) -> None:
    write(book, founded(1), joined(1, 1, NOVEMBER))
    said = [left(1, 2), left(1, 1, OCTOBER), left(1, 91), left(1, 1, DECEMBER)]
    assert refusals(book, said) == ["not-a-member", "not-a-member", "not-a-member", ""]
    assert refused(book, left(1, 1, date(2022, 12, 9))) == "not-a-member"


def test_a_leaving_corrected_to_a_later_day_keeps_out_of_the_way_of_who_came_since(book: Book) -> None:
    write(book, limits(9, 1), founded(1), founded(2), joined(1, 1), left(1, 1), joined(1, 2, NOVEMBER))
    later = changed(left(1, 1), on=DECEMBER)
    assert refused(book, later) == "not-a-member"
    write(book, joined(2, 1, NOVEMBER))
    assert refused(book, joined(2, 1, OCTOBER)) == "already-in-studio"


def test_when_a_studio_is_dissolved_its_members_are_free(book: Book) -> None:
    write(book, founded(1), founded(2), joined(1, 1), dissolved(1, NOVEMBER))
    assert refused(book, joined(2, 1, NOVEMBER)) == ""
    assert refused(book, dissolved(1, NOVEMBER + DAY), "误登") == "already-in-studio"
    assert refused(book, founded(3, NOVEMBER, leader=91)) == ""


# The course of a studio


@pytest.mark.parametrize("said", [joined(1, 1), left(1, 1), assessed(1, 1), dissolved(1)], ids=lambda said: said.kind)
def test_nothing_is_said_of_a_studio_that_was_not_founded_or_not_yet(book: Book, said: Record) -> None:
    assert refused(book, said) == "studio-unknown"
    write(book, founded(1, DECEMBER))
    assert refused(book, said) == "outside-studio"


@pytest.mark.parametrize("said", [joined(1, 2, DECEMBER), left(1, 1, DECEMBER), assessed(1, 1, DECEMBER)])
def test_nothing_happens_in_a_studio_after_its_end(book: Book, said: Record) -> None:
    write(book, founded(1), joined(1, 1), dissolved(1))
    assert refused(book, said) == "studio-dissolved"


def test_a_studio_is_not_dissolved_or_founded_so_that_something_of_it_falls_outside(book: Book) -> None:
    write(book, founded(1), joined(1, 1, OCTOBER), assessed(1, 1, DECEMBER))
    assert refusals(book, [dissolved(1, NOVEMBER), dissolved(1, DECEMBER)]) == ["outside-studio", ""]
    assert refused(book, founded(1, NOVEMBER), "误登") == "outside-studio"
    assert refused(book, founded(1, SEPTEMBER), "误登") == ""


def test_two_studios_of_a_kind_do_not_have_one_rank_in_a_year(book: Book) -> None:
    write(book, founded(1), founded(2), founded(3, kind=PRINCIPALS), assessed(1, 1))
    assert refusals(book, [assessed(2, 1), assessed(2, 2), assessed(3, 1)]) == ["rank-taken", "", ""]
    assert refusals(book, [assessed(1, 2, year="2021"), assessed(2, 1, year="2021")]) == ["", ""]
    assert refused(book, assessed(1, 2), "误登") == "rank-taken"
    assert refused(book, assessed(1, 5), "误登") == ""


def test_the_kind_of_a_studio_is_corrected_only_where_it_fits(book: Book) -> None:
    write(book, limits(9, 1), founded(1, kind=PRINCIPALS), founded(2), joined(1, 1), joined(1, 2), joined(2, 3))
    assert refused(book, founded(1, kind=TEACHERS), "误登") == "studio-full"
    write(book, founded(4, kind=PRINCIPALS), joined(4, 3))
    assert refused(book, founded(4, kind=TEACHERS), "误登") == "already-in-studio"


# What is voided


def voided(book: Book, record: Record) -> str:
    """The code that voiding a record is refused with; empty where it was voided."""
    try:
        book.act(clerk(), Request(Act.VOIDED, stream_of(record), entry_of(record), reason="误登"))
    except Refused as refused_now:
        return refused_now.code
    return ""


def test_a_dissolved_studio_does_not_come_back_into_a_place_that_was_taken(book: Book) -> None:
    write(book, limits(1, 10), founded(1), dissolved(1), founded(2, NOVEMBER))
    assert voided(book, dissolved(1)) == "studio-limit"
    assert voided(book, founded(2, NOVEMBER)) == ""
    assert voided(book, dissolved(1)) == ""


def test_nor_with_more_members_than_were_announced_when_one_joined_on_its_last_day(book: Book) -> None:
    write(book, limits(9, 1), founded(1), dissolved(1), joined(1, 1, NOVEMBER), joined(1, 2))
    assert voided(book, dissolved(1)) == "studio-full"
    assert refused(book, dissolved(1, DECEMBER), "误登") == "studio-full"
    assert voided(book, joined(1, 2)) == ""
    assert voided(book, dissolved(1)) == ""


def test_nor_one_whose_member_or_leader_is_in_another_since(book: Book) -> None:
    write(book, founded(1), founded(2), joined(1, 1), dissolved(1), joined(2, 1, NOVEMBER))
    assert voided(book, dissolved(1)) == "already-in-studio"
    assert voided(book, joined(2, 1, NOVEMBER)) == ""
    assert voided(book, dissolved(1)) == ""


def test_who_left_does_not_come_back_into_a_place_that_was_taken_or_from_another_studio(book: Book) -> None:
    write(book, limits(9, 1), founded(1), founded(2), joined(1, 1), left(1, 1), joined(1, 2, NOVEMBER))
    assert voided(book, left(1, 1)) == "studio-full"
    assert voided(book, joined(1, 2, NOVEMBER)) == ""
    write(book, joined(2, 1, NOVEMBER))
    assert voided(book, left(1, 1)) == "already-in-studio"
    assert voided(book, joined(2, 1, NOVEMBER)) == ""
    assert voided(book, left(1, 1)) == ""


def test_limits_are_not_voided_where_those_before_them_were_passed_since(book: Book) -> None:
    write(book, limits(1, 1), limits(2, 2, NOVEMBER), founded(1), founded(2, NOVEMBER))
    assert voided(book, limits(2, 2, NOVEMBER)) == "studio-limit"
    assert voided(book, founded(2, NOVEMBER)) == ""
    write(book, joined(1, 1), joined(1, 2, NOVEMBER))
    assert voided(book, limits(2, 2, NOVEMBER)) == "studio-full"
    assert voided(book, limits(1, 1)) == ""


def test_after_a_joining_was_voided_its_leaving_stands_in_nobodys_way(book: Book) -> None:
    write(book, founded(1), joined(1, 1), left(1, 1))
    assert voided(book, joined(1, 1)) == ""
    assert refusals(book, [joined(1, 1, DECEMBER), left(1, 1, DECEMBER + DAY)]) == ["", ""]
