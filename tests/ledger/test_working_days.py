"""Working days: Monday to Friday, less 放假, plus 补课."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.records.school_year import DayDeclared
from ledger.vocabulary import DayKind
from ledger.working_days import WorkingDays

MONDAY, FRIDAY, SATURDAY = date(2022, 9, 26), date(2022, 9, 30), date(2022, 10, 8)
NATIONAL = [DayDeclared(date(2022, 10, day), DayKind.HOLIDAY) for day in range(1, 8)]
MADE_UP = DayDeclared(SATURDAY, DayKind.MAKE_UP)


def test_five_working_days_from_a_monday_end_on_the_friday() -> None:
    assert WorkingDays().last_of(MONDAY, 5) == FRIDAY


def test_a_weekend_at_the_beginning_does_not_count() -> None:
    assert WorkingDays().last_of(date(2022, 9, 24), 1) == MONDAY


def test_holidays_are_left_out_and_make_up_days_are_counted() -> None:
    days = WorkingDays([*NATIONAL, MADE_UP])
    assert days.last_of(FRIDAY, 2) == SATURDAY
    assert days.between(FRIDAY, SATURDAY) == 2
    assert date(2022, 10, 3) not in days


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_between_the_first_day_and_the_last_of_so_many_there_are_just_so_many(since: date, count: int) -> None:
    days = WorkingDays([*NATIONAL, MADE_UP])
    last = days.last_of(since, count)
    assert days.between(since, last) == count
    assert last in days
    assert days.between(since, last - timedelta(days=1)) == count - 1
