"""What of a round of review is shown when it is closed, and when the day to which its material is kept is past."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.accounts.circle import BookCircle
from api.accounts.visitor import Held, Role, Visitor, Way
from api.desk.round_kept import Keeping, keeping_of
from api.desk.round_seen import RoundSeen
from ledger.book import Book
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from projections.reviews.course import course_of
from tests.books import open_book
from tests.ledger.rounds import CODE, HIGH, HOME, PANEL, Round, applicant
from tests.ledger.stories import SettableClock

CLOSED, KEPT_TO = date(2023, 6, 1), date(2028, 6, 1)
FIRST, SECOND = applicant(1), applicant(2)


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(datetime(2023, 2, 20, 4, tzinfo=UTC))


@pytest.fixture
def round_(tmp_path: Path, clock: SettableClock) -> Iterator[Round]:
    with closing(open_book(tmp_path / "book.sqlite", clock)) as book:
        walked = Round(book, clock)
        walked.decided_with([1, 2, 3], [1, 3])
        yield walked


def seen_by(book: Book, role: Role, scope: str = "", teacher: str = "") -> RoundSeen:
    circle = BookCircle(book).for_a_visit()
    visitor = Visitor("somebody", Way.TOKEN, (Held(role, scope),), TeacherId(teacher), circle=circle)
    return RoundSeen(book, course_of(book, CODE), visitor)


def on(clock: SettableClock, day: date) -> None:
    clock.now = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def test_until_it_is_closed_everybody_sees_what_they_dealt_with(round_: Round) -> None:
    book = round_.book
    assert keeping_of(course_of(book, CODE), book.today()) is Keeping.RUNNING
    assert seen_by(book, Role.SECTION, "county:人事股").whole
    school = seen_by(book, Role.PRINCIPAL, f"school:{HIGH}")
    assert (school.sees(FIRST), school.sees(SECOND)) == (True, False)
    assert seen_by(book, Role.PANEL, f"review:{CODE}", PANEL[0]).member == PANEL[0]


def test_when_it_is_closed_schools_see_the_outcome_and_the_panel_nothing(round_: Round, clock: SettableClock) -> None:
    assert not round_.close(CLOSED)
    book = round_.book
    assert keeping_of(course_of(book, CODE), CLOSED) is Keeping.KEPT
    assert seen_by(book, Role.SECTION, "county:人事股").whole
    assert seen_by(book, Role.AUDITOR).whole
    school = seen_by(book, Role.PRINCIPAL, f"school:{HIGH}")
    assert not school.sees(FIRST)
    with pytest.raises(Refused, match="已归档"):
        school.check_kept(FIRST)
    school.check_kept()
    assert school.applications() == []
    told = school.to_json()
    assert (told["applications"], told["objections"]) == ([], [])
    assert [one["listed"] for one in told["lists"]] == [[FIRST, applicant(3)]]
    assert [one["listed"] for one in seen_by(book, Role.PRINCIPAL, f"school:{HOME}").to_json()["lists"]] == [[]]
    panel = seen_by(book, Role.PANEL, f"review:{CODE}", PANEL[0])
    assert (panel.member, panel.sees(FIRST), panel.to_json()["applications"]) == ("", False, [])
    own = seen_by(book, Role.TEACHER, teacher=SECOND)
    assert (own.sees(SECOND), own.sees(FIRST)) == (True, False)
    assert [one["teacher"] for one in own.to_json()["applications"]] == [SECOND]


def test_after_the_day_to_which_it_is_kept_there_are_auditors_and_ones_own(round_: Round, clock: SettableClock) -> None:
    assert not round_.close(CLOSED)
    book = round_.book
    on(clock, KEPT_TO)
    assert seen_by(book, Role.SECTION, "county:人事股").whole
    on(clock, date(2028, 6, 2))
    assert keeping_of(course_of(book, CODE), book.today()) is Keeping.PAST
    section = seen_by(book, Role.SECTION, "county:人事股")
    assert (section.whole, section.conducts, section.shows_result, section.sees(FIRST)) == (False,) * 4
    assert section.to_json()["applications"] == []
    with pytest.raises(Refused, match="期满以后找审计"):
        section.check_kept()
    seen_by(book, Role.AUDITOR).check_kept(FIRST)
    assert seen_by(book, Role.AUDITOR).whole
    assert seen_by(book, Role.TEACHER, teacher=SECOND).sees(SECOND)
