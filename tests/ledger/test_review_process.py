"""A round of review from the first day to the last: notice, objections, decision, appeals, the end."""

from datetime import date

import pytest

from ledger.book import Book
from ledger.event import Authority
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record
from ledger.records.review import StepWindow
from ledger.records.review_listing import ReviewListed
from ledger.vocabulary import Gives, Level, ReviewStep
from tests.ledger.review_samples import ANSWERED
from tests.ledger.rounds import (
    CODE,
    Round,
    announcement,
    applicant,
)
from tests.ledger.stories import SettableClock, changed
from tests.ledger.test_rested_on import void

NOTICE, APPEAL = ReviewStep.NOTICE, ReviewStep.APPEAL
BOTH = (Level.SCHOOL, Level.COUNTY)


def test_a_round_from_the_announcement_to_its_end(review: Round) -> None:
    review.decided_with([1, 2, 3, 4], listed=[2, 3])
    assert not review.appeal(4)
    assert not review.answer_appeal(4, reopens=False)
    assert not review.close()
    assert review.appeal(1) == "review-closed"
    assert review.close() == "duplicate"


def test_without_an_announcement_there_is_nothing_to_apply_to(book: Book, clock: SettableClock) -> None:
    review = Round(book, clock)
    review.code = "PS-0"
    assert review.apply(1) == review.check(1, Level.SCHOOL) == "review-unknown"


# Notice, objections, decision


def test_a_notice_is_of_the_last_list_and_as_long_as_was_announced(review: Round) -> None:
    assert review.notice() == "not-listed"
    review.judged_with([1, 2])
    review.list([1])
    assert review.notice(days=4, lasts=7) == "notice-too-short"
    assert review.notice(lasts=3) == "notice-too-short"  # four working days
    assert review.notice(ReviewStep.JUDGE, after=5) == "outside-step"
    assert not review.notice()
    assert review.notice(after=1) == "clash"


@pytest.mark.parametrize(
    ("renotice", "lasts", "days", "outcome"),
    [(False, 5, 1, ""), (False, 3, 1, "notice-too-short"), (True, 5, 1, "notice-too-short"), (True, 7, 5, "")],
)
def test_a_list_that_was_changed_is_on_notice_for_what_is_left_or_anew_as_announced(
    book: Book, clock: SettableClock, renotice: bool, lasts: int, days: int, outcome: str
) -> None:
    review = Round(book, clock, announcement(renotice=renotice))
    review.judged_with([1, 2])
    assert not review.list([1])
    assert not review.notice()
    assert not review.list([2], NOTICE, 2, because="更正以后。")
    assert review.notice(after=2, days=days, lasts=lasts) == outcome


def test_objections_lie_in_the_notice_and_are_answered_before_anything_follows(review: Round) -> None:
    review.judged_with([1, 2, 3])
    review.list([1])
    assert review.object(applicant(2)) == "not-on-notice"
    review.notice()
    assert review.object(applicant(2), after=9) == "not-on-notice"
    assert not review.object(applicant(2), about=1)
    assert review.decide() == "objection-undecided"
    assert review.list([2], NOTICE, 3, because="更正。") == "objection-undecided"
    assert review.answer(applicant(3), upheld=False) == "not-objected"
    assert not review.answer(applicant(2), upheld=False)
    assert not review.decide()
    assert review.object(applicant(3), after=2) == "already-decided"


def test_who_objects_or_is_objected_to_does_not_answer(review: Round) -> None:
    review.judged_with([1, 2])
    review.list([1])
    review.notice()
    assert not review.object(applicant(2), about=1)
    said = changed(
        ANSWERED,
        code=CODE,
        revision=1,
        teacher=applicant(2),
        objected_on=review.day(NOTICE, 1),
        on=review.day(NOTICE, 2),
    )
    assert review.write(said, said.on, applicant(1), Authority("county:人事股")) == "own-record"
    assert not review.write(said, said.on, "chen", Authority("county:人事股"))


def test_an_objection_that_is_upheld_is_followed_by_another_list_and_both_are_kept(review: Round) -> None:
    review.judged_with([1, 2])
    review.list([1])
    review.notice()
    review.object(applicant(2))
    assert not review.answer(applicant(2), upheld=True)
    assert review.decide() == "objection-upheld"
    assert review.object(applicant(1), after=3) == "objection-upheld"
    assert not review.list([2], NOTICE, 3, because="异议成立,更正以后。")
    assert review.decide() == "not-noticed"
    assert not review.notice(after=3)
    assert not review.decide()
    kept = [one.listed for one in review.book.kept(ReviewListed).records]
    assert kept == [(applicant(1),), (applicant(2),)]


def test_a_decision_comes_after_the_last_day_of_the_notice(book: Book, clock: SettableClock) -> None:
    overlapping = tuple(StepWindow(step, date(2023, 3, 1), date(2023, 5, 31)) for step in ReviewStep)
    review = Round(book, clock, announcement(steps=overlapping))
    for number in (1, 2):
        review.apply(number)
        for level in BOTH:
            review.check(number, level)
    review.freeze([1, 2])
    for number in (1, 2):
        for by in (1, 2, 3):
            review.score(number, by, after=6)
            review.vote(number, by, after=6)
    assert review.list([1], after=5) == "out-of-order"
    assert not review.list([1], after=7)
    assert review.notice(after=6) == "out-of-order"
    assert not review.notice(after=8)
    assert review.decide(after=15) == "notice-lasts"
    assert not review.decide(after=16)
    assert review.decide(after=17) == "already-decided"


# Appeals and the end


def test_an_appeal_that_is_right_reopens_the_round_and_another_decision_follows(review: Round) -> None:
    review.judged_with([1, 2])
    assert review.appeal(2) == "not-decided"
    review.list([1])
    review.notice()
    review.decide()
    assert review.list([2], APPEAL, because="改。") == "already-decided"
    assert review.appeal(5) == "not-applied"
    assert not review.appeal(2)
    assert review.appeal(2, after=1) == "already-appealed"
    assert review.close() == "objection-open"
    assert review.answer_appeal(1, reopens=True) == "no-appeal"
    assert not review.answer_appeal(2, reopens=True)
    assert review.appeal(1, after=2) == "not-decided"
    assert review.close() == "no-reason"
    assert review.decide(APPEAL, 9) == "already-decided"
    assert not review.list([2], APPEAL, 2, because="申诉成立。")
    assert not review.notice(APPEAL, 3)
    assert not review.object(applicant(1), step=APPEAL, after=4)
    assert not review.answer(applicant(1), upheld=False, objected=4, step=APPEAL, after=5)
    assert not review.decide(APPEAL, 11)
    assert not review.appeal(2, after=12)
    assert not review.answer_appeal(2, reopens=False, appealed=12, after=13)
    assert not review.close()


def test_a_round_ends_after_its_appeals_and_keeps_what_was_announced(review: Round) -> None:
    review.decided_with([1], [1])
    assert review.close(date(2023, 5, 31)) == "outside-step"
    assert review.close(years=4) == "within-retention"
    assert not review.close(years=6)


@pytest.mark.parametrize("gives", [Gives.TITLE, Gives.HONOUR, Gives.PLACE])
def test_a_round_is_not_over_while_somebody_has_what_only_an_earlier_decision_gave(
    book: Book, clock: SettableClock, gives: Gives
) -> None:
    review = Round(book, clock, announcement(gives=gives))
    named, level, unit = review.said.named, review.said.level, review.said.unit
    first, second = review.day(ReviewStep.DECIDE), review.day(ReviewStep.APPEAL, 11)

    def given(number: int, on: date) -> Record:
        one = applicant(number)
        if gives is Gives.TITLE:
            return TitleHeld(one, named, on)
        return (
            HonourGranted(one, named, level, on, unit)
            if gives is Gives.HONOUR
            else HonourRecommended(one, named, level, on, unit)
        )

    review.decided_with([1, 2, 3], [1, 3])
    years_ago = date(2020, 3, 1)
    for number, on in ((1, first), (3, first), (1, years_ago)):
        assert not review.write(given(number, on), second)
    assert not review.appeal(2)
    assert not review.answer_appeal(2, reopens=True)
    assert not review.list([2, 3], APPEAL, 2, because="申诉成立。")
    assert not review.notice(APPEAL, 3)
    assert not review.decide(APPEAL, 11)
    assert not review.write(given(2, second), second)
    assert review.close() == "given-to-others"
    # Listed once more by a third decision, the teacher has it from that day, not from the first too.
    assert not review.appeal(1, after=12)
    assert not review.answer_appeal(1, reopens=True, appealed=12, after=12)
    assert not review.list([1, 3], APPEAL, 12, because="申诉成立。")
    assert not review.notice(APPEAL, 12)
    assert not review.decide(APPEAL, 20)
    for number, on in ((1, first), (2, second)):
        assert review.close() == "given-to-others"
        assert void(book, given(number, on)) is None
    assert not review.close()
