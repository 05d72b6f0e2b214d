"""The panel of a round judges whom it may; the list stays within its places, and nobody is on it who may not be."""

from datetime import date, timedelta
from decimal import Decimal

from ledger.book import Book
from ledger.records.conduct import ConductLifted, ConductSanctioned, VetoImposed
from ledger.records.record import SchoolId
from ledger.records.review import ReviewPlaces
from ledger.records.review_panel import ReviewRelationDeclared, ReviewScored, ReviewStoodAside
from ledger.vocabulary import ReviewStep, VetoEffect
from tests.ledger.rounds import (
    CODE,
    HIGH,
    PANEL,
    PART,
    PRIMARY,
    Round,
    Walked,
    announcement,
    applicant,
    registered,
)
from tests.ledger.stories import SettableClock, changed

JUDGE = ReviewStep.JUDGE


# The panel


def test_nobody_scores_before_the_dossiers_are_frozen_nor_who_is_not_on_the_panel(review: Round) -> None:
    review.frozen = Walked((applicant(1),))
    assert review.score(1, 1) == review.vote(1, 1) == "not-frozen"
    review.frozen_with([1])
    assert review.score(1, 9) == review.vote(1, 9) == "not-on-panel"
    day = review.day(JUDGE)
    assert review.write(ReviewScored(CODE, 2, PANEL[0], PART, Decimal(9), day), day) == "number-unknown"
    assert review.write(ReviewScored(CODE, 1, PANEL[0], "答辩", Decimal(9), day), day) == "part-not-announced"
    for score in ("-1", "100.01"):
        assert review.score(1, 1, score) == "score-out-of-range"
    assert not review.score(1, 1, "100")
    assert review.score(1, 1, "99") == "clash"


def test_a_member_writes_for_nobody_else_on_the_panel(review: Round) -> None:
    review.frozen_with([1])
    day = review.day(JUDGE)
    said = ReviewScored(CODE, 1, PANEL[0], PART, Decimal(90), day)
    assert review.write(said, day, PANEL[1]) == "not-entitled"
    assert not review.write(said, day, PANEL[0])


def test_a_relation_keeps_a_member_from_judging_and_comes_before_the_score(review: Round) -> None:
    review.frozen_with([1, 2])
    day = review.day(JUDGE, 1)
    assert not review.score(2, 1)
    related = ReviewRelationDeclared(CODE, PANEL[0], applicant(1), "夫妻", day)
    assert review.write(changed(related, teacher=applicant(3)), day) == "not-applied"
    assert review.write(changed(related, teacher=applicant(2)), day) == "already-scored"
    assert review.write(changed(related, relation=" "), day) == "no-reason"
    assert not review.write(related, day)
    assert not review.write(ReviewStoodAside(CODE, PANEL[1], applicant(1), day), day)
    assert review.score(1, 1) == review.vote(1, 1) == review.score(1, 2) == "stands-aside"
    assert not review.score(1, 3)


def test_who_is_of_the_applicants_school_stands_aside_without_a_word(book: Book, clock: SettableClock) -> None:
    review = Round(book, clock)
    moved = registered(PANEL[0], HIGH, in_effect=date(2023, 3, 1), post_since=date(2023, 3, 1))
    assert not review.write(moved, date(2023, 3, 2))
    review.frozen_with([1, 2])
    assert review.score(1, 1) == "stands-aside"
    assert not review.score(2, 1)


# The list


def test_no_list_before_every_member_has_scored_and_voted(review: Round) -> None:
    review.frozen_with([1])
    for by in (1, 2, 3):
        assert review.list([1]) == "scores-missing"
        assert not review.score(1, by)
        assert review.list([1]) == "scores-missing"
        assert not review.vote(1, by)
    assert not review.list([1])
    assert review.score(1, 1, "80", after=4) == review.vote(1, 2, in_favour=False, after=4) == "already-listed"


def test_where_all_members_stand_aside_there_is_no_list(review: Round) -> None:
    review.frozen_with([1])
    day = review.day(JUDGE, 1)
    for one in PANEL:
        assert not review.write(ReviewStoodAside(CODE, one, applicant(1), day, "师徒"), day)
    assert review.list([]) == "scores-missing"
    assert review.close(date(2023, 3, 25)) == "no-reason"
    assert not review.close(date(2023, 3, 25), reason="成员全部回避。")


def test_a_list_stays_within_its_places(review: Round) -> None:
    review.judged_with([1, 2, 3])
    assert review.list([1, 2, 3]) == "over-places"
    assert review.list([1, 4]) == review.list([1, 1]) == "not-to-list"
    assert not review.list([3, 1])


def test_places_of_a_school_count_within_those_of_the_group(book: Book, clock: SettableClock) -> None:
    places = (ReviewPlaces(PRIMARY, 3), ReviewPlaces(PRIMARY, 1, SchoolId(HIGH)))
    review = Round(book, clock, announcement(places=places))
    review.judged_with([1, 2, 3, 4, 6])
    assert review.list([1, 3, 2]) == "over-places"
    assert review.list([1, 2, 4, 6]) == "over-places"
    assert not review.list([1, 2, 4])


def test_where_only_schools_have_places_those_of_other_schools_have_none(book: Book, clock: SettableClock) -> None:
    review = Round(book, clock, announcement(places=(ReviewPlaces(PRIMARY, 2, SchoolId(HIGH)),)))
    review.judged_with([1, 2])
    assert review.list([2]) == "over-places"
    assert not review.list([1])


def test_who_lacks_the_majority_is_not_listed(review: Round) -> None:
    review.frozen_with([1, 2])
    for number, favours in ((1, (True, True, False)), (2, (True, False, False))):
        for by, favour in enumerate(favours, 1):
            review.score(number, by)
            review.vote(number, by, in_favour=favour)
    assert review.list([1, 2]) == "not-to-list"
    assert not review.list([1])


def test_members_who_stand_aside_do_not_count_for_the_majority(review: Round) -> None:
    review.frozen_with([1])
    day = review.day(JUDGE, 1)
    review.write(ReviewStoodAside(CODE, PANEL[2], applicant(1), day, "师徒"), day)
    for by, favour in ((1, True), (2, False)):
        review.score(1, by)
        review.vote(1, by, in_favour=favour)
    assert review.list([1]) == "not-to-list"  # one of two is not more than half


def test_nobody_under_a_sanction_or_veto_is_listed_and_the_next_one_moves_up(review: Round) -> None:
    review.judged_with([1, 2, 3])
    assert not review.list([1, 2])
    assert not review.notice()
    sanction = ConductSanctioned(applicant(2), date(2023, 3, 30), "有偿补课", "警告", 6)
    assert not review.write(sanction, date(2023, 4, 4))
    assert review.decide() == "veto-in-force"
    assert review.list([1, 2], ReviewStep.DECIDE, because="处分。") == "veto-in-force"
    assert review.list([1, 3], ReviewStep.DECIDE) == "no-reason"
    assert not review.list([1, 3], ReviewStep.DECIDE, because="第二名受处分,第三名递补。")


def test_a_sanction_that_was_lifted_or_has_run_out_is_not_in_the_way(review: Round) -> None:
    review.judged_with([1, 2, 3, 4])
    day = review.day(JUDGE, 3)
    lifted = ConductSanctioned(applicant(1), date(2023, 1, 30), "有偿补课", "警告", 6)
    over = ConductSanctioned(applicant(2), day - timedelta(days=59), "体罚", "警告", 1)
    mild = VetoImposed(applicant(3), date(2023, 1, 30), "迟到", VetoEffect.NOT_EXCELLENT)
    hard = VetoImposed(applicant(4), date(2023, 1, 30), "失学", VetoEffect.VETO, day)
    for record in (lifted, ConductLifted(applicant(1), lifted.on, lifted.offence, date(2023, 3, 1)), over, mild, hard):
        assert not review.write(record, day)
    assert review.list([4]) == "veto-in-force"  # its last day is that of the list
    assert not review.list([1, 2])


def test_a_tie_is_voted_on_by_all_and_the_list_drawn_up_again(review: Round) -> None:
    review.judged_with([1, 2, 3])
    assert not review.list([1])
    for by in (1, 2, 3):
        assert not review.tie_vote(2, by, in_favour=True)
        if by < 3:
            assert review.list([1, 2], after=5, because="同分表决。") == "scores-missing"
    assert review.notice() == "tie-voted"
    assert not review.list([1, 2], after=5, because="同分表决。")
    assert not review.notice()
    assert review.tie_vote(3, 1, in_favour=True, after=6) == "already-noticed"
