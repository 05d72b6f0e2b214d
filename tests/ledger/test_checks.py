"""What a record may not say by itself."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ledger.checks import HAPPENED_FIELDS, check_record, future_date
from ledger.records import KINDS
from ledger.records.contest import ContestPart, PrizePlaces
from ledger.records.record import Month, Record, SchoolId
from ledger.records.school_test import TopPupils
from ledger.refusals import Refused
from ledger.register import Register
from ledger.vocabulary import Prize
from tests.ledger.account_samples import ACCOUNT_DAYS
from tests.ledger.contest_samples import ANNOUNCEMENT, GROUP, SCORE
from tests.ledger.help_samples import AGREEMENT, FUNDING, LESSON_WITH_MENTEE, PLAN
from tests.ledger.person_samples import PERSON_DAYS
from tests.ledger.personal_data_samples import PERSONAL_DATA_DAYS
from tests.ledger.policy_samples import POLICY_DAYS
from tests.ledger.process_days import PROCESS_DAYS
from tests.ledger.process_samples import FAULT, GRANT, MENDED, TEST
from tests.ledger.register_samples import REGISTER_DAYS
from tests.ledger.review_samples import REVIEW_DAYS
from tests.ledger.seal_key_samples import SEAL_KEY_DAYS
from tests.ledger.statement_samples import STATEMENT_DAYS
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
    "lesson.observed/2": ["on"],
    "preparation.held/1": ["on"],
    "training.attended/1": ["start", "end"],
    "training.followed_up/1": ["on"],
    "routine.checked/1": ["month"],
    "rotation.month_confirmed/1": ["month"],
    "award.won/2": ["on"],
    "conduct.sanctioned/1": ["on"],
    **REGISTER_DAYS,
    **PERSON_DAYS,
    **POLICY_DAYS,
    **PROCESS_DAYS,
    **STATEMENT_DAYS,
    **PERSONAL_DATA_DAYS,
    **SEAL_KEY_DAYS,
    **ACCOUNT_DAYS,
    **REVIEW_DAYS,
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
        day = date(2023, 8, 1)
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


@pytest.mark.parametrize(
    ("record", "start", "end"),
    [
        (PLAN, "start", "planned_end"),
        (LESSON_WITH_MENTEE, "start", "on"),
        (AGREEMENT, "signed", "until"),
        (ANNOUNCEMENT, "opens", "closes"),
        (GRANT, "since", "until"),
        (FAULT, "on", "mend_by"),
        (MENDED, "on", "mended_on"),
        (SAMPLES["school.vetoed/1"], "on", "until"),
        (SAMPLES["project.undertaken/1"], "opened", "closed"),
    ],
)
def test_what_ends_a_span_is_never_earlier_than_what_begins_it(record: Record, start: str, end: str) -> None:
    begins = getattr(record, start)
    check_record(changed(record, **{end: begins}), KNOWN, date(2023, 7, 2))
    assert refused(changed(record, **{end: begins - timedelta(1)})) == ("ends-before-start", (end,))


@pytest.mark.parametrize("record", [GRANT, FAULT])
def test_what_has_no_end_yet_does_not_end_before_it_starts(record: Record) -> None:
    check_record(changed(record, until=None) if record is GRANT else changed(record, mend_by=None), KNOWN, TODAY)


@pytest.mark.parametrize(
    "kind", ["mentorship.acted/1", "mentorship.assessed/1", "mentorship.ended/1", "mentorship.formed/1"]
)
def test_nobody_is_active_assessed_or_at_an_end_as_a_mentor_of_their_own(kind: str) -> None:
    assert refused(changed(SAMPLES[kind], mentee=LI), today=date(2023, 7, 2)) == ("mentors-self", ("mentee",))


def parts(*weights: str) -> tuple[ContestPart, ...]:
    return tuple(ContestPart(f"环节{number}", Decimal(weight)) for number, weight in enumerate(weights))


@pytest.mark.parametrize("weights", [("80", "20"), ("33.3", "33.3", "33.4"), ("100",), ("100.0",), ()])
def test_the_parts_of_a_contest_weigh_a_hundred_together_or_there_are_none(weights: tuple[str, ...]) -> None:
    check_record(changed(ANNOUNCEMENT, parts=parts(*weights)), KNOWN, TODAY)


@pytest.mark.parametrize("weights", [("80", "19.99"), ("80", "30"), ("50",), ("120", "-20"), ("100", "0")])
def test_parts_of_a_contest_that_do_not_weigh_a_hundred_together_are_refused(weights: tuple[str, ...]) -> None:
    assert refused(changed(ANNOUNCEMENT, parts=parts(*weights))) == ("bad-weights", ("parts",))


def test_two_parts_of_a_contest_have_two_names_however_they_are_spelled() -> None:
    twice = (ContestPart("答辩", Decimal(80)), ContestPart("答 辩", Decimal(20)))
    assert refused(changed(ANNOUNCEMENT, parts=twice)) == ("repeated-part", ("parts",))


def test_a_contest_has_prizes_only_for_groups_that_it_announces() -> None:
    check_record(changed(ANNOUNCEMENT, prizes=(PrizePlaces("小学 组", Prize.FIRST, 8),)), KNOWN, TODAY)
    stray = (*ANNOUNCEMENT.prizes, PrizePlaces("幼儿园组", Prize.FIRST, 1))
    assert refused(changed(ANNOUNCEMENT, prizes=stray)) == ("group-not-announced", ("prizes",))
    assert GROUP in ANNOUNCEMENT.groups


def test_nobody_judges_themselves() -> None:
    assert refused(changed(SCORE, judge=LI)) == ("judges-self", ("judge",))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"sat": 116}, "registered"),
        ({"excused": 0}, "registered"),
        ({"absent": 4}, "registered"),
        ({"registered": 119}, "registered"),
        ({"tops": (TopPupils(3000, 116),)}, "tops"),
    ],
)
def test_the_pupils_of_a_test_add_up_to_those_registered(said: dict[str, Any], field: str) -> None:
    check_record(TEST, KNOWN, TODAY)
    check_record(changed(TEST, tops=(TopPupils(3000, 115),)), KNOWN, TODAY)
    assert refused(changed(TEST, **said)) == ("counts-differ", (field,))


def test_of_the_yuan_given_no_more_than_all_are_for_research() -> None:
    check_record(changed(FUNDING, yuan=FUNDING.research_yuan), KNOWN, TODAY)
    assert refused(changed(FUNDING, yuan=Decimal("9999.99"))) == ("counts-differ", ("research_yuan",))


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        ("mark.given/1", {"score": Decimal("10.5"), "out_of": Decimal(10)}, "score"),
        ("result.reached/1", {"rank": 13, "of": 12}, "rank"),
        ("activity.done/1", {"place_in_list": 4, "authors": 3}, "place_in_list"),
    ],
)
def test_nothing_is_more_than_what_it_is_of(kind: str, said: dict[str, Any], field: str) -> None:
    sample = SAMPLES[kind]
    assert refused(changed(sample, **said)) == ("counts-differ", (field,))


def test_no_school_is_paired_with_itself() -> None:
    assert refused(changed(AGREEMENT, weak=(SchoolId("S002"), AGREEMENT.strong))) == ("pairs-self", ("weak",))


def test_of_several_faults_the_first_in_the_order_of_the_form_is_told() -> None:
    ahead = date(2023, 7, 3)
    assert refused(changed(LESSON, on=ahead, teacher=LI))[0] == "future-date"
    assert refused(changed(LESSON, on=ahead, teacher=LI), today=ahead)[0] == "observes-self"
    assert refused(changed(MENTORSHIP, mentee=LI, end=date(2022, 8, 1)))[0] == "mentors-self"
