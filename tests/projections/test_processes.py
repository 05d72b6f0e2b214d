"""What the lists of rotations, mentorships, pairings and three ones tell as of a day."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ledger.book import Book
from ledger.records.mentorship import MentorshipActed, MentorshipAssessed, MentorshipEnded, MentorshipFormed
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingReported,
)
from ledger.records.record import Record, TeacherId
from ledger.records.rotation import RotationStarted
from ledger.records.rotation_course import (
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.submission import Submission
from ledger.vocabulary import (
    AppraisalGrade,
    Level,
    MentorActivity,
    PairingActivity,
    PairingField,
    PairingScope,
    RotationKind,
    ThreeOnesPart,
)
from projections.processes.mentorships import mentorships
from projections.processes.pairings import pairings
from projections.processes.rotations import rotations, rotations_in
from projections.processes.three_ones import three_ones
from projections.standing import read_standing
from tests.ledger.people import HILL, LI, TOWN, WANG, ZHAO
from tests.ledger.stories import AUTUMN, SCHOOL, SPRING, TEACHER, changed, clerk, month_confirmed, row

START, END = date(2022, 9, 1), date(2023, 1, 13)
SERVICE = RotationStarted(LI, TOWN, HILL, RotationKind.FULL_TIME, START, END)
GOOD = AppraisalGrade.EXCELLENT


def say(book: Book, *records: Record) -> None:
    with book.writing(clerk()) as pen:
        outcomes = pen.write([Submission([record]) for record in records])
    assert [outcome for outcome in outcomes if not isinstance(outcome, list)] == []


@pytest.mark.parametrize(
    ("steps", "states"),
    [
        ([], ["planned", "serving", "serving", "past"]),
        ([RotationInterrupted(LI, START, date(2022, 10, 8))], ["planned", "serving", "interrupted", "past"]),
        (
            [RotationInterrupted(LI, START, date(2022, 9, 20)), RotationResumed(LI, START, date(2022, 10, 20))],
            ["planned", "interrupted", "serving", "past"],
        ),
        ([RotationCompleted(LI, START, END)], ["planned", "serving", "serving", "completed"]),
        (
            [RotationEndedEarly(LI, START, date(2022, 10, 20), "调回")],
            ["planned", "serving", "ended_early", "ended_early"],
        ),
    ],
)
def test_a_rotation_is_told_as_far_as_it_had_come(book: Book, steps: list[Record], states: list[str]) -> None:
    say(book, SERVICE, *steps)
    days = [date(2022, 8, 31), date(2022, 9, 30), date(2022, 11, 1), date(2023, 1, 20)]
    assert [rotations(book, [], day)[0].state for day in days] == states


def test_planned_rotations_are_listed_and_a_started_one_takes_the_place_of_its_plan(book: Book) -> None:
    plan = RotationPlanned(WANG, TOWN, HILL, RotationKind.PART_TIME, START, END)
    say(book, plan, RotationPlanned(LI, TOWN, HILL, RotationKind.FULL_TIME, START, END), SERVICE)
    day = date(2022, 12, 1)
    found = rotations(book, [], day)
    assert [(one.teacher, one.state) for one in found] == [(LI, "serving"), (WANG, "planned")]
    assert [rotations_in(read_standing(book), [], day, code) for code in (LI, WANG, "nobody")] == [
        [one] for one in found
    ] + [[]]
    assert found[1].allowance == Fraction(0)


def test_a_rotation_tells_its_months_its_end_its_grade_and_the_post_that_was_kept(book: Book) -> None:
    say(book, AUTUMN, SCHOOL, TEACHER)
    book.append(clerk(), row(SERVICE, month_confirmed(9), month_confirmed(10)))
    say(book, RotationCompleted(LI, START, END), RotationAssessed(LI, START, END, GOOD, "县局"))
    [before], [after] = rotations(book, [], date(2022, 9, 30)), rotations(book, [], date(2023, 1, 20))
    assert (before.months, before.ended, before.assessed, before.post) == (1, None, "", "班主任")
    assert (after.months, after.ended, after.assessed) == (2, END, "优秀")
    assert {"ended": "2023-01-13", "assessed": "优秀", "post": "班主任"}.items() <= after.to_json().items()


def test_a_step_of_a_rotation_that_does_not_stand_tells_nothing(book: Book) -> None:
    assert rotations(book, []) == []
    say(book, SERVICE, RotationInterrupted(LI, START, date(2022, 10, 8)))
    assert len(rotations(book, [])) == 1


def test_mentorships_tell_activities_and_the_assessment_of_each_term(book: Book) -> None:
    formed = MentorshipFormed(LI, WANG, "语文", START, date(2023, 8, 31), "合格")
    named = (LI, WANG, "语文", START)
    say(
        book,
        AUTUMN,
        SPRING,
        formed,
        changed(formed, mentee=ZHAO, end=date(2022, 10, 31)),
        MentorshipActed(*named, date(2022, 9, 20), MentorActivity.STUDY),
        MentorshipActed(*named, date(2022, 12, 20), MentorActivity.STUDY),
        MentorshipAssessed(*named, SPRING.term, GOOD),
        MentorshipAssessed(*named, AUTUMN.term, AppraisalGrade.QUALIFIED),
        MentorshipEnded(*named, date(2023, 3, 31)),
    )
    first, other = mentorships(book, date(2022, 12, 1))
    assert (first.ended, first.activities, first.assessed) == (False, 1, ((AUTUMN.term, "合格"),))
    assert (other.mentee, other.ended, other.activities) == (ZHAO, True, 0)
    assert mentorships(book, date(2023, 4, 1))[0].to_json() == {
        "mentor": LI,
        "mentee": WANG,
        "subject": "语文",
        "start": "2022-09-01",
        "end": "2023-03-31",
        "state": "ended",
        "activities": 2,
        "assessments": [{"term": AUTUMN.term, "grade": "合格"}, {"term": SPRING.term, "grade": "优秀"}],
        "result": "合格",
    }


def test_a_pairings_report_is_late_after_the_30th_of_november_and_overdue_where_there_is_none(book: Book) -> None:
    fields = (PairingField.TEACHING, PairingField.PUPILS)
    agreed = PairingAgreed("JD-1", TOWN, (HILL,), START, date(2025, 8, 31), PairingScope.WITHIN, fields)
    say(
        book,
        agreed,
        PairingActivityHeld("JD-1", START, PairingField.TEACHING, PairingActivity.MODEL_LESSON),
        PairingReported("JD-1", "2022", date(2022, 11, 30)),
        PairingReported("JD-1", "2023", date(2023, 12, 1)),
        PairingAssessed("JD-1", "2022", GOOD, date(2022, 12, 20)),
        changed(agreed, code="JD-2"),
        PairingEnded("JD-2", date(2023, 6, 30)),
    )
    [early, _] = pairings(book, date(2022, 12, 1))
    assert ([one.late for one in early.reports], early.overdue) == ([False], ())
    [first, ended] = pairings(book, date(2025, 12, 1))
    assert [(one.year, one.late) for one in first.reports] == [("2022", False), ("2023", True)]
    assert first.overdue == (2024, 2025)
    assert (ended.overdue, ended.to_json()["state"]) == ((2022,), "ended")
    assert first.to_json()["activities"] == {"教育教学": 1, "学生活动": 0}
    assert (first.to_json()["state"], early.to_json()["state"]) == ("past", "agreed")
    assert first.to_json()["assessments"] == [{"year": "2022", "grade": "优秀"}]


def test_the_three_ones_are_owed_after_training_elsewhere_and_overdue_after_30_days(book: Book) -> None:
    def training(code: str, level: Level, end: date, who: TeacherId = LI) -> TrainingAttended:
        return TrainingAttended(code, who, "研修", level, end, end, Decimal(8))

    book.append(
        clerk(),
        Submission(
            [
                training("P1", Level.CITY, START),
                TrainingFollowedUp("P1", ThreeOnesPart.REPORT, date(2022, 10, 1)),
                TrainingFollowedUp("P1", ThreeOnesPart.LESSON, date(2022, 10, 2)),
            ]
        ),
    )
    say(book, training("P2", Level.SCHOOL, START), training("P3", Level.COUNTY, date(2022, 9, 20)))
    in_time = three_ones(book, date(2022, 10, 1))
    assert [(one.code, one.missing, one.late, one.overdue) for one in in_time] == [
        ("P1", ["学习心得", "汇报课"], [], False),
        ("P3", ["专题汇报", "学习心得", "汇报课"], [], False),
    ]
    [first, _] = three_ones(book, date(2022, 10, 2))
    assert (first.late, first.overdue) == (["汇报课", "学习心得"], True)
    assert first.to_json()["due"] == "2022-10-01"
    assert [one.code for one in three_ones(book, date(2022, 9, 10))] == ["P1"]
