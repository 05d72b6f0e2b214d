"""师徒结对: limits that the county announced, and steps within the span; no mentor is ever over the limit."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.processes.mentorship import years_between
from ledger.processes.rules import check_rules
from ledger.records.employment import TeacherCareerBegun
from ledger.records.mentorship import (
    MentorshipActed,
    MentorshipAssessed,
    MentorshipEnded,
    MentorshipFormed,
    MentorshipTermsAnnounced,
)
from ledger.records.record import Record, TeacherId, TermId, entry_of
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import AppraisalGrade, MentorActivity
from tests.books import open_book
from tests.ledger.drawn import drawings, walk
from tests.ledger.people import LI, WANG, ZHAO
from tests.ledger.stories import AUTUMN, SPRING, TEACHER, assert_no_gap, changed, clerk
from tests.ledger.what_stands import in_force

START, END = date(2022, 9, 1), date(2023, 8, 31)
BOUND = MentorshipFormed(LI, WANG, "语文", START, END)
SECOND = changed(BOUND, mentee=ZHAO, start=date(2023, 3, 1))
ONE_PUPIL = MentorshipTermsAnnounced(date(2022, 8, 1), 1, 3)
TERMS = changed(ONE_PUPIL, since=date(2021, 1, 1), most_pupils=9)


def acted(on: date) -> MentorshipActed:
    return MentorshipActed(LI, WANG, "语文", START, on, MentorActivity.STUDY)


def ended(on: date) -> MentorshipEnded:
    return MentorshipEnded(LI, WANG, "语文", START, on)


def assessed(term: str) -> MentorshipAssessed:
    return MentorshipAssessed(LI, WANG, "语文", START, TermId(term), AppraisalGrade.EXCELLENT, "有进步")


@pytest.mark.parametrize(
    ("standing", "said", "code", "in_the_way"),
    [
        ((ONE_PUPIL, BOUND), SECOND, "mentor-limit", BOUND),
        ((ONE_PUPIL, SECOND), BOUND, "mentor-limit", SECOND),
        ((TERMS, ONE_PUPIL, BOUND), SECOND, "mentor-limit", BOUND),
        ((ONE_PUPIL, BOUND, ended(SECOND.start)), SECOND, "mentor-limit", BOUND),
        ((ONE_PUPIL, BOUND, ended(date(2022, 12, 1)), SECOND), ended(SECOND.start), "mentor-limit", SECOND),
        ((ONE_PUPIL, changed(TEACHER, hired=date(2019, 9, 2))), BOUND, "mentor-too-junior", ONE_PUPIL),
        ((ONE_PUPIL, TEACHER, TeacherCareerBegun(LI, date(2020, 9, 1))), BOUND, "mentor-too-junior", ONE_PUPIL),
        ((), acted(START), "not-begun", None),
        ((BOUND,), acted(START - timedelta(1)), "outside-span", BOUND),
        ((BOUND,), acted(END + timedelta(1)), "outside-span", BOUND),
        ((BOUND,), ended(END + timedelta(1)), "outside-span", BOUND),
        ((BOUND, ended(date(2022, 12, 1))), acted(date(2022, 12, 2)), "after-end", ended(END)),
        ((BOUND, acted(date(2022, 12, 2))), ended(date(2022, 12, 1)), "after-end", acted(date(2022, 12, 2))),
        ((BOUND, AUTUMN, SPRING, ended(date(2022, 12, 1))), assessed(SPRING.term), "after-end", ended(END)),
        ((BOUND, AUTUMN, SPRING, assessed(SPRING.term)), ended(date(2022, 12, 1)), "after-end", assessed(SPRING.term)),
        ((changed(BOUND, end=START), SPRING), assessed(SPRING.term), "outside-span", BOUND),
        ((BOUND, acted(END)), changed(BOUND, end=START), "outside-span", acted(END)),
    ],
)
def test_what_is_refused_and_which_entry_is_in_the_way(
    standing: tuple[Record, ...], said: Record, code: str, in_the_way: Record | None
) -> None:
    with pytest.raises(Refused) as caught:
        check_rules(said, in_force(*standing))
    assert caught.value.code == code
    assert caught.value.see == ((entry_of(in_the_way).hex(),) if in_the_way else ())
    assert LI in caught.value.message
    assert caught.value.fields


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ((BOUND,), SECOND),
        ((changed(ONE_PUPIL, since=END), BOUND), SECOND),
        ((ONE_PUPIL, BOUND), changed(SECOND, mentee=WANG, subject="书法")),
        ((ONE_PUPIL, BOUND, ended(SECOND.start - timedelta(1))), SECOND),
        ((ONE_PUPIL, BOUND), changed(BOUND, end=START)),
        ((ONE_PUPIL, BOUND), changed(SECOND, mentor=ZHAO, mentee=LI)),
        ((ONE_PUPIL, changed(TEACHER, hired=date(2019, 9, 1))), BOUND),
        ((ONE_PUPIL, changed(TEACHER, hired=date(2022, 9, 1)), TeacherCareerBegun(LI, date(2012, 9, 1))), BOUND),
        ((BOUND, AUTUMN, ended(date(2022, 12, 1))), assessed(AUTUMN.term)),
        ((BOUND, ended(date(2022, 12, 1))), acted(date(2022, 12, 1))),
        ((BOUND,), assessed("2030-2031-1")),
    ],
    ids=[
        "no limit was announced",
        "a limit was announced for later",
        "one pupil in two subjects",
        "the other ended the day before",
        "said otherwise it is a clash, not over the limit",
        "another mentor",
        "three years to the day",
        "first taught elsewhere",
        "the term in which it ended",
        "on the last day",
        "a term that nobody announced",
    ],
)
def test_what_is_accepted(standing: tuple[Record, ...], said: Record) -> None:
    check_rules(said, in_force(*standing))


@pytest.mark.parametrize(
    ("first", "day", "years"),
    [
        (date(2019, 9, 1), date(2022, 8, 31), 2),
        (date(2019, 9, 1), date(2022, 9, 1), 3),
        (date(2020, 2, 29), date(2023, 2, 28), 2),
        (date(2020, 2, 29), date(2023, 3, 1), 3),
    ],
)
def test_years_are_full_years(first: date, day: date, years: int) -> None:
    assert years_between(first, day) == years


DRAWN = drawings()["师徒结对"]
PUPILS = [TeacherId(f"00020{number}") for number in range(4)]
WEEKS = st.integers(0, 10)


def by_plain_reading(day: date, said: Sequence[MentorshipFormed], ends: dict[tuple[str, date], date]) -> set[str]:
    """The pupils whom the mentor has on a day."""
    return {one.mentee for one in said if one.start <= day <= ends.get((one.mentee, one.start), one.end)}


class MentorshipsOfAMentor(RuleBasedStateMachine):
    """Anything is said of the mentorships of one mentor, in any order, on a real book."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.book = open_book(Path(self.folder.name) / "book.sqlite")
        self.limit = 0

    def teardown(self) -> None:
        assert_no_gap(self.book)
        self.book.close()
        self.folder.cleanup()

    def say(self, record: Record) -> None:
        try:
            self.book.append(clerk(), Submission([record]))
        except Refused:
            return

    @initialize(limit=st.integers(1, 2))
    def announce(self, limit: int) -> None:
        self.limit = limit
        self.say(MentorshipTermsAnnounced(START, limit, 0))

    @rule(pupil=st.sampled_from(PUPILS), start=WEEKS, weeks=WEEKS)
    def form(self, pupil: TeacherId, start: int, weeks: int) -> None:
        first = START + timedelta(weeks=start)
        self.say(MentorshipFormed(LI, pupil, "语文", first, first + timedelta(weeks=weeks)))

    @rule(which=st.integers(0, 9), weeks=WEEKS, end=st.booleans())
    def step(self, which: int, weeks: int, end: bool) -> None:
        formed = self.book.kept(MentorshipFormed).records
        if formed:
            of = formed[which % len(formed)]
            on = of.start + timedelta(weeks=weeks)
            if end:
                self.say(MentorshipEnded(LI, of.mentee, "语文", of.start, on))
            else:
                self.say(MentorshipActed(LI, of.mentee, "语文", of.start, on, MentorActivity.STUDY))

    @invariant()
    def the_mentor_is_never_over_the_limit(self) -> None:
        formed = self.book.kept(MentorshipFormed).records
        ends = {(one.mentee, one.start): one.on for one in self.book.kept(MentorshipEnded).records}
        for day in range(21 * 7):
            assert len(by_plain_reading(START + timedelta(day), formed, ends)) <= self.limit

    @invariant()
    def every_mentorship_went_as_drawn(self) -> None:
        steps = [*self.book.kept(MentorshipActed).records, *self.book.kept(MentorshipEnded).records]
        for formed in self.book.kept(MentorshipFormed).records:
            own = [one for one in steps if (one.mentee, one.start) == (formed.mentee, formed.start)]
            own.sort(key=lambda one: (one.on, isinstance(one, MentorshipEnded)))
            assert walk(DRAWN, [formed.called, *(one.called for one in own)])


TestMentorshipsOfAMentor = MentorshipsOfAMentor.TestCase
TestMentorshipsOfAMentor.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
