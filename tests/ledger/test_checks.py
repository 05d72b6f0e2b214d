"""What a record may not say by itself."""

from datetime import date, timedelta
from typing import Any

import pytest

from ledger.checks import HAPPENED_FIELDS, check_record, future_date
from ledger.records import KINDS
from ledger.records.record import Month, Record
from ledger.refusals import Refused
from ledger.register import Register
from tests.ledger.stories import (
    AUTUMN,
    HOLIDAY,
    LEAVE,
    LESSON,
    LI,
    MENTORSHIP,
    ROTATION,
    SAMPLES,
    SPRING,
    TRAINING,
    changed,
    month_confirmed,
)

TODAY = date(2023, 1, 31)
KNOWN = Register([AUTUMN, SPRING])

DAYS_OF_WHAT_HAPPENED = {
    "teacher.registered/1": ["born", "hired", "post_since"],
    "lesson.observed/1": ["on"],
    "preparation.held/1": ["on"],
    "training.attended/1": ["start", "end"],
    "training.followed_up/1": ["on"],
    "routine.checked/1": ["month"],
    "rotation.month_confirmed/1": ["month"],
    "award.won/1": ["on"],
    "conduct.sanctioned/1": ["on"],
}
"""The fields of each kind that tell of something past; terms, holidays, leave and plans may lie ahead."""


def refused(record: Record, today: date = TODAY, register: Register = KNOWN) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(Refused) as caught:
        check_record(record, register, today)
    return caught.value.code, caught.value.fields


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_of_any_kind_may_be_said_once_its_days_have_come(kind: str) -> None:
    check_record(SAMPLES[kind], KNOWN, date(2023, 7, 2))


@pytest.mark.parametrize("kind", KINDS)
def test_days_of_what_happened_may_not_lie_ahead_while_days_planned_may(kind: str) -> None:
    assert HAPPENED_FIELDS[KINDS[kind]] == DAYS_OF_WHAT_HAPPENED.get(kind, [])
    record = SAMPLES[kind]
    for name in DAYS_OF_WHAT_HAPPENED.get(kind, []):
        day = date(2023, 2, 1)
        said = changed(record, **{name: day})
        assert refused(said) == ("future-date", (name,))
        if name != "start":  # a training that starts today has not ended yet
            assert "future-date" not in problems(said, today=day)


def problems(record: Record, today: date) -> str:
    try:
        check_record(record, KNOWN, today)
    except Refused as refused:
        return refused.code
    return ""


def test_what_happened_today_has_happened() -> None:
    check_record(changed(LESSON, on=date(2022, 9, 5)), KNOWN, date(2022, 9, 5))
    assert refused(changed(LESSON, on=date(2022, 9, 6)), today=date(2022, 9, 5)) == ("future-date", ("on",))


def test_a_month_may_be_confirmed_once_it_has_begun() -> None:
    check_record(month_confirmed(1, 2023), KNOWN, date(2023, 1, 1))
    assert refused(month_confirmed(2, 2023), today=date(2023, 1, 31)) == ("future-date", ("month",))
    assert month_confirmed(1, 2023).month == Month(date(2023, 1, 1))


@pytest.mark.parametrize(
    "ahead",
    [
        changed(HOLIDAY, on=date(2023, 5, 1)),
        changed(LEAVE, start=date(2023, 3, 1), end=date(2023, 3, 2)),
        changed(ROTATION, start=date(2023, 3, 1), planned_end=date(2023, 6, 30)),
        changed(MENTORSHIP, start=date(2023, 3, 1)),
        SPRING,
    ],
)
def test_what_is_planned_may_lie_ahead(ahead: Record) -> None:
    check_record(ahead, KNOWN, TODAY)


def test_a_day_ahead_is_told_with_today_and_what_to_do() -> None:
    told = future_date(date(2023, 2, 1), TODAY, "on")
    assert told.message == "2023-02-01 在今天(2023-01-31)之后,还没有发生;请核对日期。"


def test_nobody_observes_a_lesson_of_their_own() -> None:
    assert refused(changed(LESSON, teacher=LI)) == ("observes-self", ("teacher",))


@pytest.mark.parametrize("on", [AUTUMN.start, AUTUMN.end])
def test_a_lesson_on_the_first_or_last_day_of_a_term_lies_in_it(on: date) -> None:
    check_record(changed(LESSON, on=on), KNOWN, TODAY)


@pytest.mark.parametrize("on", [AUTUMN.start - timedelta(1), AUTUMN.end + timedelta(1)])
def test_a_lesson_on_a_day_in_no_known_term_is_refused(on: date) -> None:
    assert refused(changed(LESSON, on=on)) == ("outside-term", ("on",))


def test_where_no_term_is_known_no_lesson_can_be_placed() -> None:
    assert refused(LESSON, register=Register()) == ("outside-term", ("on",))


def test_nobody_mentors_themselves() -> None:
    assert refused(changed(MENTORSHIP, mentee=LI)) == ("mentors-self", ("mentee",))


@pytest.mark.parametrize(
    ("record", "end"),
    [(AUTUMN, "end"), (TRAINING, "end"), (MENTORSHIP, "end"), (LEAVE, "end"), (ROTATION, "planned_end")],
)
def test_nothing_ends_before_it_starts_though_it_may_end_the_same_day(record: Any, end: str) -> None:
    check_record(changed(record, **{end: record.start}), KNOWN, TODAY)
    assert refused(changed(record, **{end: record.start - timedelta(1)})) == ("ends-before-start", (end,))


def test_of_several_faults_the_first_in_the_order_of_the_form_is_told() -> None:
    ahead = date(2023, 7, 3)
    assert refused(changed(LESSON, on=ahead, teacher=LI))[0] == "future-date"
    assert refused(changed(LESSON, on=ahead, teacher=LI), today=ahead)[0] == "observes-self"
    assert refused(changed(MENTORSHIP, mentee=LI, end=date(2022, 8, 1)))[0] == "mentors-self"
