"""Nobody is in a record of a day on which they had left, or had not come yet."""

from datetime import date

import pytest

from ledger.on_roll import Roll, check_on_roll
from ledger.records.award import AwardWon
from ledger.records.employment import TeacherArrived, TeacherLeft
from ledger.records.leave import LeaveTaken
from ledger.records.preparation import PreparationHeld
from ledger.records.record import Month, Record, SchoolId, TeacherId
from ledger.records.routine import RoutineChecked
from ledger.refusals import Refused
from ledger.vocabulary import CheckedItem, Grade, Leaving, Level, Prize

GONE, NEW, BACK, OTHER = (TeacherId(f"00000{number}") for number in range(1, 5))
ROLL = Roll(
    [
        TeacherLeft(GONE, date(2022, 10, 10), Leaving.RETIRED),
        TeacherArrived(NEW, "外县", date(2022, 10, 10)),
        TeacherArrived(BACK, "外县", date(2022, 12, 1)),
        TeacherLeft(BACK, date(2022, 10, 10), Leaving.RETIRED),
    ]
)


def leave(teacher: TeacherId, day: date) -> LeaveTaken:
    return LeaveTaken(teacher, day, day, "病假")


def refused(record: Record, roll: Roll = ROLL) -> bool:
    try:
        check_on_roll(record, roll)
    except Refused as refusal:
        return refusal.code == "not-on-roll"
    return False


@pytest.mark.parametrize(
    ("teacher", "day", "off"),
    [
        (GONE, date(2022, 10, 9), False),
        (GONE, date(2022, 10, 10), True),
        (NEW, date(2022, 10, 9), True),
        (NEW, date(2022, 10, 10), False),
        (BACK, date(2022, 10, 9), False),
        (BACK, date(2022, 11, 1), True),
        (BACK, date(2022, 12, 1), False),
        (OTHER, date(2022, 10, 10), False),
    ],
)
def test_on_the_day_of_leaving_no_longer_on_the_day_of_arriving_already(
    teacher: TeacherId, day: date, off: bool
) -> None:
    assert refused(leave(teacher, day)) is off


def test_everybody_in_a_list_is_looked_at() -> None:
    meeting = PreparationHeld(date(2022, 10, 11), SchoolId("S001"), "文科组", OTHER, (OTHER, GONE))
    assert refused(meeting)
    assert not refused(meeting, Roll())


@pytest.mark.parametrize(("month", "off"), [(9, True), (10, False), (11, False)])
def test_of_a_month_one_day_on_the_roll_is_enough(month: int, off: bool) -> None:
    assert refused(RoutineChecked(Month(date(2022, month, 1)), NEW, CheckedItem.HOMEWORK, Grade.GOOD)) is off


def test_what_is_granted_for_earlier_work_may_come_afterwards() -> None:
    assert not refused(AwardWon("赛课", Level.COUNTY, "小学", GONE, Prize.FIRST, date(2022, 12, 1)))
