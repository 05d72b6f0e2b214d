"""Whatever is tried in a round of review, on whatever day: no list over its places, no score by who is related."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ledger.records.conduct import ConductSanctioned
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.review import Majority, ReviewPlaces
from ledger.records.review_applying import FrozenDossier, ReviewApplied, ReviewChecked, ReviewFrozen, ReviewWithdrawn
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewClosed,
    ReviewDecided,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.records.review_panel import ReviewRelationDeclared, ReviewScored, ReviewStoodAside, ReviewVoted
from ledger.vocabulary import Level, ReviewStep
from tests.books import open_book
from tests.ledger.rounds import CODE, HIGH, PANEL, PART, PRIMARY, SECONDARY, Round, announcement, applicant, registered
from tests.ledger.rounds_read import RoundRead
from tests.ledger.stories import SettableClock, assert_no_gap
from tests.torture import times

pytestmark = pytest.mark.torture
R = TypeVar("R", bound=Record)
WHO = st.integers(1, 4)
MEMBER = st.sampled_from(PANEL)
ABOUT = st.sampled_from([0, 0, 0, 0, -1, 1, -9, 9])
"""So many days beside today, or none."""
HOW_FAR = st.sampled_from([4, 5, 6, 3, 5, 6, 2, 1, 0])
"""Announced, checked, frozen, judged, listed, on notice, decided."""


class Reviews(RuleBasedStateMachine):
    """One round, of two groups with few places; every step may be tried at any time, on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = SettableClock(datetime(2023, 1, 31, 4, tzinfo=UTC))
        self.book = open_book(Path(self.folder.name) / "book.sqlite", self.clock)

    def teardown(self) -> None:
        if hasattr(self, "review"):
            RoundRead(self.book).check_all()
            assert_no_gap(self.book)
        self.book.close()
        self.folder.cleanup()

    @initialize(
        vote=st.booleans(),
        whole=st.integers(0, 2),
        of_school=st.integers(0, 1),
        how_far=HOW_FAR,
        more=st.lists(WHO, max_size=2),
        struck=st.sampled_from([0, 0, 3, 4]),
    )
    def announced(self, vote: bool, whole: int, of_school: int, how_far: int, more: list[int], struck: int) -> None:
        """A round has begun, and has come so far, before anything is tried."""
        self.said: list[Record] = []
        places = (
            ReviewPlaces(PRIMARY, whole),
            ReviewPlaces(PRIMARY, of_school, SchoolId(HIGH)),
            ReviewPlaces(SECONDARY, 1),
        )
        said = announcement(
            groups=(PRIMARY, SECONDARY),
            places=places,
            majority=Majority(1, 2, over=True) if vote else None,
            checks=(Level.SCHOOL,),
            notice_days=2,
        )
        self.review = Round(self.book, self.clock, said, people=4)
        # One of the panel is of the first applicant's school.
        self.review.write(registered(PANEL[2], HIGH, in_effect=date(2023, 2, 1)), date(2023, 2, 21))
        self.today = said.window(ReviewStep.APPLY).opens
        listed = [3, 4] if whole and of_school else [4]
        if how_far > 0:
            self.all_apply_and_pass()
        if how_far > 1:
            self.freeze(set())
            self.the_next_step_begins()
        if how_far > 2:
            self.all_score_and_agree()
        if how_far > 3:
            self.list_some(0, [*listed, *more])
            self.list_some(0, listed)
            self.the_next_step_begins()
        if how_far > 4:
            self.notice(0, 3, 0)
        if how_far > 4 and struck:
            self.sanction(struck)
        if how_far > 5:
            self.the_next_step_begins()
            self.decide(0, 0)
            self.the_next_step_begins()

    def say(self, record: Record) -> None:
        if not self.review.write(record, self.today):
            self.said.append(record)

    def said_of(self, kind: type[R]) -> list[R]:
        """What was written of a kind."""
        return [one for one in self.said if isinstance(one, kind)]

    @rule(days=st.integers(1, 3))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule()
    def the_next_step_begins(self) -> None:
        later = [one.opens for one in self.review.said.steps if one.opens > self.today]
        self.today = min(later, default=self.today)

    @rule(about=ABOUT, who=WHO, group=st.sampled_from([PRIMARY, SECONDARY]), turn=st.integers(1, 2))
    def apply(self, about: int, who: int, group: str, turn: int) -> None:
        self.say(ReviewApplied(CODE, applicant(who), group, self.beside(about), turn))

    @rule(about=ABOUT, who=WHO, turn=st.integers(1, 2))
    def withdraw(self, about: int, who: int, turn: int) -> None:
        self.say(ReviewWithdrawn(CODE, applicant(who), self.beside(about), turn))

    @rule(about=ABOUT, who=WHO, passed=st.sampled_from([True, True, True, False]))
    def check(self, about: int, who: int, passed: bool) -> None:
        self.say(ReviewChecked(CODE, applicant(who), Level.SCHOOL, passed, self.beside(about), (), "理由。"))

    @rule()
    def all_apply_and_pass(self) -> None:
        for who in range(1, 5):
            self.apply(0, who, PRIMARY if who < 4 else SECONDARY, 1)
        self.the_next_step_begins()
        for who in range(1, 5):
            self.check(0, who, passed=True)

    @rule(who=st.sets(WHO))
    def freeze(self, who: set[int]) -> None:
        # Those who passed, mostly; some, sometimes.
        gone = {(one.teacher, one.turn) for one in self.said_of(ReviewWithdrawn)}
        passed = {
            one.teacher for one in self.said_of(ReviewChecked) if one.passed and (one.teacher, one.turn) not in gone
        }
        codes = sorted({applicant(one) for one in who} if len(who) == 1 else passed)
        dossiers = tuple(FrozenDossier(code, f"{number:064x}", number) for number, code in enumerate(codes, 1))
        self.say(ReviewFrozen(CODE, self.today, self.book.position, dossiers))

    @rule(about=ABOUT, who=WHO, member=MEMBER, related=st.booleans())
    def stand_aside(self, about: int, who: int, member: TeacherId, related: bool) -> None:
        kind = ReviewRelationDeclared if related else ReviewStoodAside
        self.say(
            kind(CODE, member, applicant(who), on=self.beside(about), **{"relation" if related else "reason": "兄弟"})
        )

    @rule(about=ABOUT, number=st.integers(1, 4), member=MEMBER, score=st.integers(50, 100))
    def score(self, about: int, number: int, member: TeacherId, score: int) -> None:
        self.say(ReviewScored(CODE, number, member, PART, Decimal(score), self.beside(about)))

    @rule(about=ABOUT, number=st.integers(1, 4), member=MEMBER, in_favour=st.booleans())
    def vote(self, about: int, number: int, member: TeacherId, in_favour: bool) -> None:
        self.say(ReviewVoted(CODE, number, member, in_favour, self.beside(about)))

    @rule()
    def all_score_and_agree(self) -> None:
        for number in range(1, 5):
            for member in PANEL:
                self.score(0, number, member, 90)
                self.vote(0, number, member, in_favour=True)

    @rule(about=ABOUT, listed=st.lists(WHO, max_size=4, unique=True))
    def list_some(self, about: int, listed: list[int]) -> None:
        day, revision = self.beside(about), len(self.lists) + 1
        who = tuple(map(applicant, listed))
        self.say(ReviewListed(CODE, revision, day, self.book.position, "ab" * 32, who, "改动。"))

    @rule(about=ABOUT, lasts=st.integers(1, 4), back=st.sampled_from([0, 0, 0, 1]))
    def notice(self, about: int, lasts: int, back: int) -> None:
        since = self.beside(about)
        self.say(ReviewNoticed(CODE, len(self.lists) - back, since, since + timedelta(days=lasts), 2))

    @rule(about=ABOUT, who=WHO)
    def object(self, about: int, who: int) -> None:
        self.say(ReviewObjected(CODE, len(self.lists), applicant(who), self.beside(about), "有误。"))

    @rule(who=WHO)
    def object_on_a_day_of_the_notice(self, who: int) -> None:
        for one in self.said_of(ReviewNoticed)[-1:]:
            self.say(ReviewObjected(CODE, one.revision, applicant(who), one.since, "有误。"))

    @rule(about=ABOUT, upheld=st.booleans())
    def answer(self, about: int, upheld: bool) -> None:
        for one in self.said_of(ReviewObjected):
            self.say(
                ReviewObjectionDecided(
                    CODE, len(self.lists), one.teacher, one.on, self.beside(about), upheld, "已核对。"
                )
            )

    @rule(about=ABOUT, back=st.sampled_from([0, 0, 0, 1]))
    def decide(self, about: int, back: int) -> None:
        self.say(ReviewDecided(CODE, len(self.lists) - back, self.beside(about)))

    @rule(about=ABOUT, who=WHO)
    def appeal(self, about: int, who: int) -> None:
        self.say(ReviewAppealed(CODE, applicant(who), self.beside(about), "漏计。"))

    @rule(about=ABOUT, reopens=st.booleans())
    def answer_appeal(self, about: int, reopens: bool) -> None:
        revision = max((one.revision for one in self.said_of(ReviewDecided)), default=1)
        for one in self.said_of(ReviewAppealed):
            self.say(ReviewAppealDecided(CODE, revision, one.teacher, one.on, self.beside(about), reopens, "已核对。"))

    @rule(who=WHO)
    def sanction(self, who: int) -> None:
        self.say(ConductSanctioned(applicant(who), self.today, "有偿补课", "警告", 24))

    @rule(about=ABOUT, reason=st.sampled_from(["", "", "中止。"]))
    def close(self, about: int, reason: str) -> None:
        day = self.beside(about)
        if not reason or self.today > self.review.day(ReviewStep.DECIDE):
            self.say(ReviewClosed(CODE, day, day + timedelta(days=366 * 6), reason))

    def beside(self, days: int) -> date:
        return self.today + timedelta(days=days)

    @property
    def lists(self) -> list[ReviewListed]:
        return self.said_of(ReviewListed)


TestReviews = Reviews.TestCase
TestReviews.settings = settings(deadline=None, max_examples=times(15, 1000), stateful_step_count=40)
