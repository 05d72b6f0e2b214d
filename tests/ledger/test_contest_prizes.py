"""授奖、晋级: no ninth first prize, in whatever list it comes; who goes on to the next stage."""

from datetime import date
from typing import Any

import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act
from ledger.processes.contest_announcing import check_announced
from ledger.records.contest import EntryTerms, PrizePlaces
from ledger.records.contest_course import (
    ContestPublicised,
)
from ledger.records.employment import TeacherArrived
from ledger.records.record import entry_of, stream_of
from ledger.refusals import Refused
from ledger.vocabulary import Level, Prize
from tests.ledger.contest_stories import (
    BELOW,
    CLOSED,
    GIVEN,
    HEADS_AT_COUNTY,
    HEADS_AT_TOWNSHIP,
    OPEN_TO_ALL,
    PRIMARY,
    SECONDARY,
    award,
    begin,
    closed,
    entered,
    promoted,
    refusals,
    refused,
    registered,
    school,
    teacher,
    write,
)
from tests.ledger.stories import HILL, changed, clerk, row
from tests.ledger.what_stands import in_force


@pytest.fixture
def run(book: Book) -> Book:
    """A contest open to all that ten entered, and that is still running."""
    begin(book)
    return book


@pytest.fixture
def over(run: Book) -> Book:
    """The same when it is closed."""
    write(run, closed())
    return run


# Prizes


def test_of_eight_first_prizes_there_is_no_ninth_and_of_twelve_second_ones_no_thirteenth(book: Book) -> None:
    write(book, changed(HEADS_AT_COUNTY, entry=EntryTerms()), *(entered(number, "JB-X") for number in range(1, 31)))
    write(book, closed("JB-X"), *(award(number, of=HEADS_AT_COUNTY) for number in range(1, 9)))
    with pytest.raises(Refused) as caught:
        book.append(clerk(), row(award(9, of=HEADS_AT_COUNTY)))
    assert caught.value.code == "no-prize-left"
    assert "8 个一等奖已全部授出" in caught.value.message
    assert set(caught.value.see) == {entry_of(award(number, of=HEADS_AT_COUNTY)).hex() for number in range(1, 9)}
    write(book, *(award(number, Prize.SECOND, HEADS_AT_COUNTY) for number in range(9, 21)))
    assert refused(book, award(21, Prize.SECOND, HEADS_AT_COUNTY)) == "no-prize-left"
    assert refused(book, award(21, Prize.THIRD, HEADS_AT_COUNTY)) == "prize-not-announced"


def test_the_other_group_has_prizes_of_its_own(over: Book) -> None:
    write(over, *(award(number) for number in range(1, 9)))
    assert refused(over, changed(award(9), group=SECONDARY)) == "not-entered"
    assert refused(over, award(9)) == "no-prize-left"


def test_a_corrected_award_counts_the_others_only(over: Book) -> None:
    write(over, *(award(number) for number in range(1, 9)), award(9, Prize.SECOND))
    assert refused(over, award(9), "评错") == "no-prize-left"
    assert refused(over, award(8, Prize.SECOND), "评错") == ""
    assert refused(over, award(9), "评错") == ""
    assert refused(over, award(8), "评错") == "no-prize-left"


def test_a_teacher_wins_one_prize_in_a_contest_and_group(over: Book) -> None:
    write(over, award(1))
    assert refused(over, changed(award(1), on=date(2022, 11, 26))) == "already-won"
    assert refused(over, changed(award(1, coded=False), on=date(2022, 11, 26), prize=Prize.SECOND)) == "already-won"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, ""),
        ({"contest": "GK-2"}, "contest-unknown"),
        ({"series": "优质课"}, "contest-differs"),
        ({"level": Level.CITY}, "contest-differs"),
        ({"series": "说 课"}, ""),
        ({"group": "幼儿组"}, "group-not-announced"),
        ({"teacher": teacher(20)}, "not-entered"),
        ({"on": CLOSED}, ""),
        ({"on": date(2022, 11, 20)}, "contest-not-closed"),
    ],
    ids=str,
)
def test_an_award_is_given_by_its_contest(over: Book, fields: dict[str, Any], code: str) -> None:
    assert refused(over, changed(award(1), **fields)) == code


def test_nothing_is_won_before_the_closing(run: Book) -> None:
    assert refused(run, award(1)) == "contest-not-closed"
    assert refused(run, award(1, coded=False)) == "contest-not-closed"


def test_who_wins_a_contest_that_nobody_was_entered_for_need_not_have_entered(book: Book) -> None:
    write(book, OPEN_TO_ALL, closed())
    assert refused(book, award(1)) == ""


def test_a_contest_that_announced_no_number_of_prizes_gives_as_many_as_it_likes(book: Book) -> None:
    write(book, changed(OPEN_TO_ALL, prizes=()), closed(), *(award(number) for number in range(1, 20)))


# Awards of a workbook's list, without the code of a contest


def test_the_list_of_a_workbook_gives_no_ninth_first_prize_either(over: Book) -> None:
    write(over, *(award(number, coded=False) for number in range(1, 8)))
    write(over, award(8))
    assert refused(over, award(9, coded=False)) == "no-prize-left"
    assert refused(over, award(9)) == "no-prize-left"


def test_where_no_contest_was_announced_awards_were_won_elsewhere(book: Book) -> None:
    write(book, *(award(number, coded=False) for number in range(1, 20)))


@pytest.mark.parametrize(
    ("fields", "free"),
    [
        ({}, False),
        ({"on": date(2023, 11, 30)}, False),
        ({"on": date(2023, 12, 1)}, True),
        ({"on": date(2022, 10, 31)}, True),
        ({"series": "优质课"}, True),
        ({"level": Level.CITY}, True),
        ({"group": "幼儿组"}, True),
    ],
    ids=str,
)
def test_an_award_without_a_code_is_of_the_contest_of_its_series_level_group_and_time(
    over: Book, clock: Any, fields: dict[str, Any], free: bool
) -> None:
    clock.advance(days=365)
    write(over, *(award(number) for number in range(1, 9)))
    assert refused(over, changed(award(9, coded=False), **fields)) == ("" if free else "no-prize-left")


def test_of_two_contests_an_award_without_a_code_is_of_the_one_that_opened_last(over: Book) -> None:
    write(over, *(award(number) for number in range(1, 9)))
    later = changed(OPEN_TO_ALL, code="GK-2", opens=date(2022, 12, 1), closes=date(2022, 12, 9))
    write(over, later, closed("GK-2", date(2022, 12, 9)))
    said = [changed(award(number, coded=False), on=date(2022, 12, 20)) for number in range(1, 10)]
    assert refusals(over, said) == [""] * 8 + ["no-prize-left"]


@pytest.mark.parametrize(("level", "unit"), [(Level.SCHOOL, "S001"), (Level.TOWNSHIP, "城关镇")])
def test_a_school_or_township_gives_no_more_than_it_announced_and_counts_its_own_only(
    book: Book, level: Level, unit: str
) -> None:
    write(book, school("S001", "城关镇"), school("S002", "王集乡"))
    write(book, *(registered(number) for number in (1, 2)), *(registered(number, school=HILL) for number in (3, 4)))
    contest = changed(OPEN_TO_ALL, level=level, unit=unit, prizes=(PrizePlaces(PRIMARY, Prize.FIRST, 1),))
    write(book, contest, closed())
    said = [award(number, of=contest, coded=False) for number in (3, 1, 2, 4, 5)]
    assert refusals(book, said) == ["", "", "no-prize-left", "", ""]


def test_who_came_to_the_county_later_won_elsewhere(over: Book) -> None:
    write(over, *(award(number) for number in range(1, 9)), TeacherArrived(teacher(9), "柘城县", date(2023, 1, 5)))
    assert refused(over, award(9, coded=False)) == ""


def test_a_contest_announced_after_its_awards_must_have_places_for_them(book: Book) -> None:
    write(book, *(award(number, coded=False) for number in range(1, 10)))
    assert refused(book, OPEN_TO_ALL) == "prizes-given"
    assert refused(book, changed(OPEN_TO_ALL, prizes=(PrizePlaces(PRIMARY, Prize.FIRST, 9),))) == ""


def test_an_announcement_is_not_voided_where_its_awards_would_be_too_many_for_the_contest_before(book: Book) -> None:
    later = changed(OPEN_TO_ALL, code="GK-2", opens=GIVEN, closes=GIVEN)
    early = [changed(award(number, coded=False), on=CLOSED) for number in range(1, 9)]
    write(book, *early, award(9, coded=False), later, OPEN_TO_ALL)
    void = Request(Act.VOIDED, stream_of(later), entry_of(later), reason="误登")
    with pytest.raises(Refused) as caught:
        book.act(clerk(), void)
    assert caught.value.code == "prizes-given"
    book.act(clerk(), Request(Act.VOIDED, stream_of(early[0]), entry_of(early[0]), reason="误登"))
    book.act(clerk(), void)


# Promotion


@pytest.fixture
def won(book: Book) -> Book:
    """Three won at the township, which may promote two."""
    others = [changed(BELOW, teacher=teacher(number)) for number in (2, 3)]
    write(book, HEADS_AT_TOWNSHIP, HEADS_AT_COUNTY, closed("JB-XZ", date(2022, 10, 21)), BELOW, *others)
    return book


def test_winners_go_on_to_the_next_stage_as_many_as_were_announced(won: Book) -> None:
    said = [promoted(number, "JB-XZ", "JB-X") for number in (1, 2, 3)]
    assert refusals(won, said) == ["", "", "no-promotion-left"]


def test_who_did_not_win_does_not_go_on_and_is_not_made_an_example_of(won: Book) -> None:
    assert refused(won, promoted(4, "JB-XZ", "JB-X")) == "not-a-winner"
    assert refused(won, ContestPublicised("JB-XZ", PRIMARY, teacher(4), GIVEN, "县电视台")) == "not-a-winner"
    assert refused(won, ContestPublicised("JB-XZ", PRIMARY, teacher(1), GIVEN, "县电视台")) == ""


@pytest.mark.parametrize(
    ("to", "code"), [("JB-S", "contest-unknown"), ("JB-XZ", "stage-not-higher"), ("JB-X", "")], ids=str
)
def test_the_next_stage_is_announced_and_higher(won: Book, to: str, code: str) -> None:
    assert refused(won, promoted(1, "JB-XZ", to)) == code


def test_an_announcement_corrected_keeps_those_who_went_on(book: Book) -> None:
    lower = changed(HEADS_AT_TOWNSHIP, promoted=1)
    said = promoted(1, "JB-XZ", "JB-X")
    check_announced(lower, in_force(said))
    with pytest.raises(Refused) as caught:
        check_announced(changed(lower, promoted=0), in_force(said))
    assert caught.value.code == "contest-under-way"
