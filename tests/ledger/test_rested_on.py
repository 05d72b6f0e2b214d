"""What other entries rest on is not voided, withdrawn or moved from under them; from the last back it may be."""

from datetime import date, timedelta

import pytest

from ledger.acts.request import Request
from ledger.book import Book
from ledger.event import Act, Authority
from ledger.hand_in import HandIn
from ledger.processes.rules import check_rules
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestPublicised,
)
from ledger.records.mentorship import (
    MentorshipActed,
    MentorshipAssessed,
    MentorshipEnded,
    MentorshipFormed,
    MentorshipTermsAnnounced,
)
from ledger.records.pairing import PairingActivityHeld, PairingAgreed, PairingEnded, PairingReported
from ledger.records.record import Month, Record, entry_of, stream_of
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    RotationAssessed,
    RotationCompleted,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import AppraisalGrade, MentorActivity, PairingActivity, PairingField, PairingScope, RotationKind
from tests.ledger.contest_stories import GIVEN, OPEN_TO_ALL, PRIMARY, award, closed, entered, scored, teacher, write
from tests.ledger.people import HILL, LI, TOWN, WANG, ZHAO
from tests.ledger.stories import AUTUMN, SCHOOL, TEACHER, changed, clerk
from tests.ledger.studio_stories import NOVEMBER, dissolved, founded, joined
from tests.ledger.what_stands import in_force

START, END = date(2022, 9, 1), date(2023, 7, 10)
OCTOBER = date(2022, 10, 8)
SERVICE = RotationStarted(LI, TOWN, HILL, RotationKind.FULL_TIME, START, END)
AWAY, BACK = RotationInterrupted(LI, START, OCTOBER, "病假"), RotationResumed(LI, START, NOVEMBER)
OVER = RotationCompleted(LI, START, date(2022, 12, 1))
GRADED = RotationAssessed(LI, START, date(2022, 12, 1), AppraisalGrade.EXCELLENT, "县局")
SEPTEMBER_SERVED = RotationMonthConfirmed(LI, START, Month(START))

BOUND = MentorshipFormed(LI, WANG, "语文", START, date(2023, 8, 31))
ACTED = MentorshipActed(LI, WANG, "语文", START, OCTOBER, MentorActivity.STUDY)
JUDGED = MentorshipAssessed(LI, WANG, "语文", START, AUTUMN.term, AppraisalGrade.EXCELLENT, "")
UNBOUND = MentorshipEnded(LI, WANG, "语文", START, date(2022, 12, 1))

AGREED = PairingAgreed("JD-1", TOWN, (HILL,), START, END, PairingScope.WITHIN, (PairingField.TEACHING,))
HELD = PairingActivityHeld("JD-1", OCTOBER, PairingField.TEACHING, PairingActivity.MODEL_LESSON)
REPORTED = PairingReported("JD-1", "2022", NOVEMBER)
SPLIT = PairingEnded("JD-1", NOVEMBER)

ENTERED, SCORED, CLOSED, AWARD = entered(1), scored(1), closed(), award(1)
APPEALED = ContestAppealed("GK", teacher(1), GIVEN, "漏计。")
DECIDED = ContestAppealDecided("GK", teacher(1), GIVEN, False, "已复核。")
SHOWN = ContestPublicised("GK", PRIMARY, teacher(1), GIVEN, "县电视台")
UNCODED = award(1, coded=False)


def void(book: Book, record: Record, act: Act = Act.VOIDED, who: HandIn | None = None) -> Refused | None:
    """Why a record may not be voided; none where it was."""
    try:
        book.act(who or clerk(), Request(act, stream_of(record), entry_of(record), reason="误登"))
    except Refused as refused:
        return refused
    return None


@pytest.mark.parametrize(
    ("gone", "before", "resting"),
    [
        (AWAY, (SERVICE,), (BACK,)),
        (BACK, (SERVICE, AWAY), (RotationInterrupted(LI, START, date(2022, 12, 1)),)),
        (SERVICE, (), (AWAY,)),
        (SERVICE, (), (OVER, GRADED)),
        (BOUND, (), (ACTED,)),
        (BOUND, (AUTUMN,), (JUDGED, UNBOUND)),
        (AGREED, (), (HELD,)),
        (AGREED, (), (REPORTED, SPLIT)),
        (founded(1), (), (joined(1, 1),)),
        (founded(1), (), (dissolved(1),)),
        (OPEN_TO_ALL, (), (ENTERED,)),
        (OPEN_TO_ALL, (), (CLOSED, AWARD)),
        (ENTERED, (OPEN_TO_ALL,), (SCORED,)),
        (CLOSED, (OPEN_TO_ALL, ENTERED), (AWARD,)),
        (CLOSED, (OPEN_TO_ALL, ENTERED), (UNCODED,)),
        (CLOSED, (OPEN_TO_ALL, ENTERED), (APPEALED, DECIDED)),
        (APPEALED, (OPEN_TO_ALL, ENTERED, CLOSED), (DECIDED,)),
        (AWARD, (OPEN_TO_ALL, ENTERED, CLOSED), (SHOWN,)),
    ],
    ids=lambda said: said.kind if isinstance(said, Record) else "",
)
def test_what_others_rest_on_goes_after_them(
    book: Book, gone: Record, before: tuple[Record, ...], resting: tuple[Record, ...]
) -> None:
    write(book, *before, gone, *resting)
    refused = void(book, gone)
    assert refused
    assert refused.code == "rested-on"
    assert set(refused.see) == {entry_of(one).hex() for one in resting}
    assert gone.called in refused.message
    for one in reversed(resting):
        assert void(book, one) is None
    assert void(book, gone) is None


def test_what_others_rest_on_is_not_withdrawn_either(book: Book) -> None:
    write(book, SCHOOL, TEACHER, changed(TEACHER, teacher=WANG))
    school = HandIn("zhao", authority=Authority(f"school:{SCHOOL.school}"))
    book.append(school, Submission([BOUND]))
    book.append(school, Submission([ACTED]))
    refused = void(book, BOUND, Act.WITHDRAWN, school)
    assert refused
    assert (refused.code, refused.see) == ("rested-on", (entry_of(ACTED).hex(),))
    assert void(book, ACTED, Act.WITHDRAWN, school) is None
    assert void(book, BOUND, Act.WITHDRAWN, school) is None


@pytest.mark.parametrize("resting", [AWARD, UNCODED, APPEALED], ids=["coded", "uncoded", "appeal"])
def test_an_entry_is_not_voided_after_the_closing_while_an_award_or_an_appeal_stands(
    book: Book, resting: Record
) -> None:
    write(book, OPEN_TO_ALL, ENTERED, entered(2), CLOSED, resting)
    refused = void(book, ENTERED)
    assert refused
    assert (refused.code, refused.see) == ("rested-on", (entry_of(resting).hex(),))
    assert void(book, entered(2)) is None
    assert void(book, resting) is None
    assert void(book, ENTERED) is None


def test_a_rotation_goes_with_its_months(book: Book) -> None:
    book.append(clerk(), Submission([SERVICE, SEPTEMBER_SERVED]))
    assert void(book, SERVICE) is None
    assert not book.kept(RotationMonthConfirmed).records


def test_a_start_is_not_voided_where_the_longer_plan_would_overlap_another(book: Book) -> None:
    plan = RotationPlanned(LI, TOWN, HILL, RotationKind.FULL_TIME, START, END)
    short, later = changed(SERVICE, planned_end=OCTOBER), changed(SERVICE, start=NOVEMBER)
    write(book, plan, short, later)
    refused = void(book, short)
    assert refused
    assert (refused.code, refused.see) == ("already-on-rotation", (entry_of(later).hex(),))
    assert void(book, later) is None
    assert void(book, short) is None


def correct(book: Book, old: Record, new: Record) -> str:
    """The code that a correction is refused with; empty where it was made."""
    try:
        book.correct(clerk(), Request(Act.CORRECTED, stream_of(old), entry_of(old), reason="误登"), new)
    except Refused as refused:
        return refused.code
    return ""


def test_a_correction_that_moves_a_main_record_takes_months_along_and_leaves_no_step_behind(book: Book) -> None:
    book.append(clerk(), Submission([SERVICE, SEPTEMBER_SERVED]))
    moved = changed(SERVICE, start=START + timedelta(2))
    assert correct(book, SERVICE, moved) == ""
    write(book, changed(AWAY, start=moved.start))
    assert correct(book, moved, SERVICE) == "rested-on"
    assert correct(book, moved, changed(moved, planned_end=NOVEMBER)) == ""


def test_an_interruption_may_be_moved_to_another_day_before_its_resumption(book: Book) -> None:
    write(book, SERVICE, AWAY, BACK)
    assert correct(book, AWAY, changed(AWAY, on=OCTOBER + timedelta(1))) == ""


def test_an_entry_may_be_moved_where_nothing_rests_on_it(book: Book) -> None:
    write(book, OPEN_TO_ALL, ENTERED)
    assert correct(book, ENTERED, entered(2)) == ""
    write(book, scored(2))
    assert correct(book, entered(2), ENTERED) == "rested-on"


# Mentorship terms


OLDER = MentorshipTermsAnnounced(date(2022, 1, 1), 1, 0)
NEWER = MentorshipTermsAnnounced(date(2022, 8, 1), 2, 0)
SECOND = changed(BOUND, mentee=ZHAO, start=OCTOBER)


def test_newer_terms_are_not_voided_where_a_mentor_is_over_the_older_limit(book: Book) -> None:
    write(book, OLDER, NEWER, BOUND, SECOND)
    refused = void(book, NEWER)
    assert refused
    assert refused.code == "mentor-limit"
    assert set(refused.see) == {entry_of(BOUND).hex(), entry_of(SECOND).hex()}
    assert void(book, SECOND) is None
    assert void(book, NEWER) is None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (changed(NEWER, most_pupils=1), "mentor-limit"),
        (changed(NEWER, since=OCTOBER, most_pupils=1), "mentor-limit"),
        (changed(NEWER, since=OCTOBER + timedelta(1), most_pupils=1), ""),
        (changed(NEWER, least_years=99), "mentor-too-junior"),
        (NEWER, ""),
    ],
)
def test_terms_are_not_announced_for_days_when_they_were_broken(said: Record, code: str) -> None:
    standing = in_force(TEACHER, BOUND, SECOND)
    if not code:
        check_rules(said, standing)
        return
    with pytest.raises(Refused) as caught:
        check_rules(said, standing)
    assert caught.value.code == code
    assert caught.value.fields
