"""A round of review is announced to hang together; who may apply does, is checked level by level, and frozen."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act, Authority
from ledger.records.record import TeacherId, entry_of
from ledger.records.review import JudgedPart, PlacesShare, ReviewPlaces, ReviewTerms, StepWindow
from ledger.records.review_applying import ReviewApplied, ReviewChecked
from ledger.records.statement import Scope
from ledger.refusals import Refused
from ledger.store.codec import decode
from ledger.vocabulary import Level, PlacesOf, PlacesRounding, Post, ReviewStep
from tests.ledger.rounds import (
    CODE,
    HIGH,
    HOME,
    PANEL,
    PART,
    PRIMARY,
    SECONDARY,
    Round,
    announcement,
    applicant,
    member,
)
from tests.ledger.stories import SettableClock, changed, clerk

CHECK = ReviewStep.CHECK
BOTH = (Level.SCHOOL, Level.COUNTY)


def applying(opens: date, closes: date) -> tuple[StepWindow, ...]:
    """The usual steps with other days for applying."""
    return (StepWindow(ReviewStep.APPLY, opens, closes), *announcement().steps[1:])


# The announcement


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"steps": announcement().steps[1:]}, "review-terms"),
        ({"steps": announcement().steps[::-1]}, "review-terms"),
        ({"steps": applying(date(2023, 3, 9), date(2023, 3, 1))}, "review-terms"),
        ({"steps": applying(date(2023, 3, 1), date(2023, 4, 1))}, "review-terms"),
        ({"as_of": date(2023, 3, 21)}, "review-terms"),
        ({"groups": (PRIMARY, PRIMARY)}, "review-terms"),
        ({"groups": (PRIMARY, SECONDARY)}, "review-terms"),
        ({"fields": ()}, "review-terms"),
        ({"checks": (Level.COUNTY, Level.SCHOOL)}, "review-terms"),
        ({"checks": (Level.CITY,)}, "review-terms"),
        ({"notice_days": 0}, "review-terms"),
        ({"keeps_years": 0}, "review-terms"),
        ({"panel": ()}, "review-terms"),
        ({"panel": (PANEL[0], PANEL[0])}, "review-terms"),
        ({"computed": ()}, "bad-weights"),
        ({"computed": (), "judged": ()}, "bad-weights"),
        ({"judged": (JudgedPart("业绩", Decimal(100), Decimal(40)),)}, "repeated-part"),
        ({"judged": (JudgedPart(PART, Decimal(0), Decimal(40)),)}, "bad-weights"),
        ({"places": (ReviewPlaces(SECONDARY, 2),)}, "group-not-announced"),
        ({"places": ()}, "review-terms"),
        ({"places": (ReviewPlaces(PRIMARY, 2), ReviewPlaces(PRIMARY, 3))}, "review-terms"),
        ({"places": (ReviewPlaces(PRIMARY, 2, base=4),)}, "counts-differ"),
        ({"pack_digest": "00" * 32}, "pack-not-adopted"),
        ({"on": date(2023, 3, 2)}, "outside-step"),
    ],
)
def test_an_announcement_that_cannot_be_carried_out_is_refused(
    review: Round, fields: dict[str, object], code: str
) -> None:
    assert review.write(announcement(code="PS-2", **fields), date(2023, 2, 20)) == code


@pytest.mark.parametrize(
    ("rounding", "base", "held", "places"),
    [
        (PlacesRounding.DOWN, 7, 0, 2),
        (PlacesRounding.HALF_UP, 5, 0, 2),
        (PlacesRounding.UP, 7, 0, 3),
        (PlacesRounding.UP, 7, 2, 1),
        (PlacesRounding.DOWN, 3, 9, 0),
    ],
)
def test_places_by_a_share_are_what_the_share_comes_to(
    review: Round, rounding: PlacesRounding, base: int, held: int, places: int
) -> None:
    share = PlacesShare(Decimal(30), PlacesOf.POSTS, rounding)
    right = (ReviewPlaces(PRIMARY, places, base=base, held=held),)
    more = (ReviewPlaces(PRIMARY, places + 1, base=base, held=held),)
    day = date(2023, 2, 20)
    assert review.write(announcement(code="PS-2", share=share, places=more), day) == "counts-differ"
    assert not review.write(announcement(code="PS-2", share=share, places=right), day)


def test_an_announcement_is_not_changed_once_it_is_made(review: Round) -> None:
    assert review.write(announcement(notice_days=3), date(2023, 2, 20)) == "clash"
    request = Request(Act.VOIDED, entry_of(review.said), entry_of(review.said), reason="错了。")
    with review.book.writing(clerk()) as pen:
        [outcome] = pen.act([request])
    assert isinstance(outcome, Refused)
    assert outcome.code == "official-step"


def test_a_school_holds_its_own_round_and_no_other(review: Round) -> None:
    day, school = date(2023, 2, 20), Authority(f"school:{HIGH}")
    own = announcement(code="XJ-1", scope=Scope(school))
    assert review.write(own, day, "head", Authority(f"school:{HOME}")) == "not-entitled"
    assert review.write(announcement(code="XJ-2"), day, "head", school) == "not-entitled"
    assert not review.write(own, day, "head", school)
    assert not review.write(announcement(code="XJ-3"), day, "head", Authority("county:人事股"))


# Applying


def test_who_may_apply_is_said_by_the_announcement(review: Round) -> None:
    terms = ReviewTerms(("小学",), (Post.TEACHER,))
    for record in (
        announcement(code="PS-2", scope=Scope("school:S201"), terms=terms),
        announcement(code="PS-3", terms=ReviewTerms(("初中",))),
        announcement(code="PS-4", terms=ReviewTerms(posts=(Post.PRINCIPAL,))),
        announcement(code="PS-5", scope=Scope("township:城关镇")),
    ):
        assert not review.write(record, date(2023, 2, 20))
    codes = {}
    for code in ("PS-2", "PS-3", "PS-4", "PS-5"):
        for number in (1, 2):
            said = ReviewApplied(code, applicant(number), PRIMARY, date(2023, 3, 1))
            codes[code, number] = review.write(said, said.on)
    assert codes == {
        ("PS-2", 1): "",
        ("PS-2", 2): "not-admitted",
        ("PS-3", 1): "not-admitted",
        ("PS-3", 2): "not-admitted",
        ("PS-4", 1): "not-admitted",
        ("PS-4", 2): "not-admitted",
        ("PS-5", 1): "",
        ("PS-5", 2): "",
    }


def test_a_member_of_the_panel_and_an_unknown_teacher_do_not_apply(review: Round) -> None:
    day = review.day(ReviewStep.APPLY)
    assert review.write(ReviewApplied(CODE, member(1), PRIMARY, day), day) == "not-admitted"
    assert review.write(ReviewApplied(CODE, TeacherId("777777"), PRIMARY, day), day) == "unknown-teacher"
    assert review.apply(1, SECONDARY) == "group-not-announced"


def test_an_application_is_made_once_and_again_after_it_was_taken_back(review: Round) -> None:
    assert review.withdraw(1) == "not-applied"
    assert not review.apply(1)
    assert review.apply(1, after=1) == review.apply(1, turn=2, after=1) == "already-applied"
    assert review.withdraw(1, turn=2) == "not-applied"
    assert not review.withdraw(1, after=2)
    assert review.apply(1, turn=2, after=1) == "out-of-order"
    assert review.apply(1, turn=3, after=3) == "already-applied"
    assert not review.apply(1, turn=2, after=3)
    assert review.check(1, Level.SCHOOL) == "not-applied"
    assert not review.check(1, Level.SCHOOL, turn=2)


def test_what_lies_outside_of_its_step_is_refused_and_so_is_what_is_written_down_too_late(review: Round) -> None:
    said = ReviewApplied(CODE, applicant(1), PRIMARY, date(2023, 3, 10))
    assert review.write(changed(said, on=date(2023, 2, 28)), date(2023, 3, 1)) == "outside-step"
    assert review.write(said, date(2023, 3, 11)) == "outside-step"  # the day it names was in time, and it was not
    assert review.write(changed(said, on=date(2023, 3, 11)), date(2023, 3, 11)) == "outside-step"


# Checking and freezing


def test_an_application_is_checked_from_below_level_by_level(review: Round) -> None:
    review.apply(1)
    assert review.check(1, Level.COUNTY) == review.check(1, Level.TOWNSHIP) == "not-checked"
    assert not review.check(1, Level.SCHOOL, after=2)
    assert review.check(1, Level.COUNTY, after=1) == "out-of-order"
    assert review.check(1, Level.SCHOOL, passed=False, after=2) == "clash"
    assert not review.check(1, Level.COUNTY, after=2)


def test_what_did_not_pass_goes_no_further_but_may_be_mended_and_applied_for_again(review: Round) -> None:
    overlapping = tuple(StepWindow(step, date(2023, 3, 1), date(2023, 5, 31)) for step in ReviewStep)
    review.said = announcement(code="PS-2", steps=overlapping)
    review.code = "PS-2"
    assert not review.write(review.said, review.said.on)
    review.apply(1)
    assert not review.check(1, Level.SCHOOL, passed=False)
    assert review.check(1, Level.COUNTY) == "not-checked"
    assert review.freeze([]) == "dossiers-differ"
    assert not review.withdraw(1, after=6)
    assert not review.apply(1, turn=2, after=7)
    assert not review.check(1, Level.SCHOOL, turn=2, after=8)


def test_who_checks_is_of_the_level_or_above_and_not_the_applicant(review: Round) -> None:
    review.apply(1)
    day = review.day(CHECK)
    said = ReviewChecked(CODE, applicant(1), Level.SCHOOL, True, day)
    school = Authority(f"school:{HIGH}")
    assert review.write(said, day, applicant(1), school) == "own-record"
    assert not review.write(said, day, "head", school)
    assert review.write(changed(said, level=Level.COUNTY), day, "head", school) == "not-entitled"
    assert not review.write(changed(said, level=Level.COUNTY), day, "chen", Authority("county:人事股"))


def test_what_a_school_does_in_a_round_waits_for_nobody_to_attest_it(review: Round) -> None:
    day = review.day(ReviewStep.APPLY)
    said = ReviewApplied(CODE, applicant(1), PRIMARY, day)
    assert not review.write(said, day, applicant(1), Authority(f"school:{HIGH}"))
    *_, name, body = review.book.stored.rows()[-1]
    event = decode(name, body)
    assert isinstance(event.data, ReviewApplied)
    assert event.attested


def test_who_does_not_pass_is_told_why(review: Round) -> None:
    review.apply(1)
    day = review.day(CHECK)
    assert review.write(ReviewChecked(CODE, applicant(1), Level.SCHOOL, False, day), day) == "no-reason"


def test_the_dossiers_of_all_who_passed_are_frozen_and_of_nobody_else(review: Round) -> None:
    for number in (1, 2, 3):
        review.apply(number)
    review.check(1, Level.SCHOOL)
    review.check(1, Level.COUNTY)
    review.check(2, Level.SCHOOL, passed=False)
    assert review.freeze([1]) == "not-checked"  # the third waits
    review.check(3, Level.SCHOOL)
    assert review.freeze([1]) == "not-checked"
    review.check(3, Level.COUNTY)
    for wrong in ([1], [1, 2, 3], [1, 3, 3], [3, 4], []):
        assert review.freeze(wrong) == "dossiers-differ", wrong
    assert not review.freeze([1, 3])
    assert review.freeze([1, 3], after=6) == "clash"
    assert review.apply(4) == review.withdraw(1) == review.check(3, Level.COUNTY, after=6) == "already-frozen"


def test_the_numbers_of_dossiers_follow_their_digests_and_tell_nothing(review: Round) -> None:
    review.apply(1)
    review.apply(2)
    for number in (1, 2):
        for level in BOTH:
            review.check(number, level)
    assert not review.freeze([1, 2])
    assert review.frozen.numbered == (applicant(2), applicant(1))


def test_dossiers_are_not_frozen_before_the_day_up_to_which_the_record_counts(book: Book, clock: SettableClock) -> None:
    review = Round(book, clock, announcement(as_of=date(2023, 3, 18)))
    review.apply(1)
    for level in BOTH:
        review.check(1, level)
    assert review.freeze([1], after=6) == "out-of-order"
    assert not review.freeze([1], after=7)
