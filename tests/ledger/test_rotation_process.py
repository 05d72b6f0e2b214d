"""支教: from plan to end; whatever is tried in whatever order, nobody is on two full-time rotations at once."""

from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.processes.rotation_course import COURSE_KINDS, Course, CourseStep, courses
from ledger.processes.rotation_months import Absence, attendances
from ledger.processes.rules import check_rules
from ledger.records.record import Month, Record, SchoolId, TeacherId, entry_of
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    LoanMade,
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vocabulary import AppraisalGrade, RotationKind
from tests.books import open_book
from tests.ledger.drawn import drawings, walk
from tests.ledger.people import HILL, LI, TOWN, WANG, ZHAO
from tests.ledger.stories import assert_no_gap, changed, clerk
from tests.ledger.what_stands import in_force

FULL, PART = RotationKind.FULL_TIME, RotationKind.PART_TIME
START, END = date(2022, 9, 1), date(2023, 7, 10)
SERVICE = RotationStarted(LI, TOWN, HILL, FULL, START, END)
PLAN = RotationPlanned(LI, TOWN, HILL, FULL, START, END)
EXCHANGE = changed(SERVICE, rotation=RotationKind.EXCHANGE)
LATER = changed(SERVICE, start=date(2023, 2, 13))


def away(on: date) -> RotationInterrupted:
    return RotationInterrupted(LI, START, on, "病假")


def back(on: date) -> RotationResumed:
    return RotationResumed(LI, START, on)


def over(on: date) -> RotationCompleted:
    return RotationCompleted(LI, START, on)


def ended_early(on: date) -> RotationEndedEarly:
    return RotationEndedEarly(LI, START, on, "调回")


def at_post(year: int, month: int, start: date = START, teacher: TeacherId = LI) -> RotationMonthConfirmed:
    return RotationMonthConfirmed(teacher, start, Month(date(year, month, 1)))


OCTOBER, NOVEMBER = date(2022, 10, 1), date(2022, 11, 1)


@pytest.mark.parametrize(
    ("standing", "said", "code", "in_the_way"),
    [
        ((PLAN,), changed(SERVICE, start=NOVEMBER), "already-on-rotation", PLAN),
        ((PLAN,), changed(PLAN, start=NOVEMBER, rotation=PART), "already-on-rotation", PLAN),
        (
            (changed(SERVICE, rotation=RotationKind.EXCHANGE),),
            changed(LATER, rotation=PART),
            "already-on-rotation",
            None,
        ),
        ((SERVICE, ended_early(LATER.start)), LATER, "already-on-rotation", SERVICE),
        ((SERVICE, ended_early(NOVEMBER), LATER), over(LATER.start), "after-end", ended_early(NOVEMBER)),
        ((changed(SERVICE, planned_end=NOVEMBER), LATER), over(LATER.start), "already-on-rotation", LATER),
        ((PLAN,), away(OCTOBER), "not-begun", PLAN),
        ((), over(OCTOBER), "not-begun", None),
        ((PLAN,), RotationAssessed(LI, START, OCTOBER, AppraisalGrade.EXCELLENT, "县局"), "not-begun", PLAN),
        ((SERVICE,), back(OCTOBER), "out-of-order", SERVICE),
        ((SERVICE, away(OCTOBER)), away(NOVEMBER), "out-of-order", away(OCTOBER)),
        ((SERVICE, away(NOVEMBER)), away(OCTOBER), "out-of-order", away(NOVEMBER)),
        ((SERVICE, over(NOVEMBER)), away(NOVEMBER + timedelta(1)), "after-end", over(NOVEMBER)),
        ((SERVICE, away(NOVEMBER)), over(OCTOBER), "after-end", away(NOVEMBER)),
        ((SERVICE,), at_post(2022, 8), "outside-span", SERVICE),
        ((SERVICE, ended_early(OCTOBER)), at_post(2022, 11), "after-end", ended_early(OCTOBER)),
        ((SERVICE, at_post(2022, 11)), ended_early(OCTOBER), "after-end", SERVICE),
        ((SERVICE, away(OCTOBER)), at_post(2022, 10), "wholly-interrupted", away(OCTOBER)),
        ((SERVICE, away(OCTOBER), back(NOVEMBER)), at_post(2022, 10), "wholly-interrupted", away(OCTOBER)),
        ((SERVICE, at_post(2022, 10), away(OCTOBER)), back(NOVEMBER), "wholly-interrupted", SERVICE),
        ((SERVICE, away(OCTOBER), ended_early(NOVEMBER)), at_post(2022, 11), "wholly-interrupted", away(OCTOBER)),
    ],
)
def test_what_is_refused_and_which_entry_is_in_the_way(
    standing: tuple[Record, ...], said: Record, code: str, in_the_way: Record | None
) -> None:
    with pytest.raises(Refused) as caught:
        check_rules(said, in_force(*standing))
    assert caught.value.code == code
    assert LI in caught.value.message or caught.value.code == "outside-span"
    if in_the_way:
        assert caught.value.see == (entry_of(in_the_way).hex(),)
    assert caught.value.fields


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        ((PLAN,), SERVICE),
        ((SERVICE,), PLAN),
        ((changed(PLAN, rotation=PART),), changed(PLAN, start=NOVEMBER, rotation=PART)),
        ((SERVICE, ended_early(LATER.start - timedelta(1))), LATER),
        ((SERVICE, away(OCTOBER)), ended_early(NOVEMBER)),
        ((SERVICE, away(OCTOBER)), back(OCTOBER)),
        ((SERVICE, over(END)), RotationAssessed(LI, START, END, AppraisalGrade.EXCELLENT, "县局")),
        ((SERVICE, at_post(2022, 12), over(END)), away(OCTOBER)),
        ((SERVICE, at_post(2022, 12), over(END), away(OCTOBER)), back(NOVEMBER)),
        ((SERVICE, away(OCTOBER + timedelta(1))), at_post(2022, 10)),
        ((SERVICE, away(OCTOBER), back(NOVEMBER - timedelta(1))), at_post(2022, 10)),
        ((SERVICE, at_post(2022, 10), at_post(2022, 11)), away(OCTOBER)),
        ((SERVICE, ended_early(OCTOBER)), at_post(2022, 10)),
        ((SERVICE,), at_post(2023, 8)),
        ((SERVICE, over(OCTOBER)), over(NOVEMBER)),
        ((SERVICE, LoanMade(LI, TOWN, "县教研室", START)), away(OCTOBER)),
        ((LoanMade(LI, TOWN, "县教研室", START),), SERVICE),
    ],
    ids=[
        "a plan is carried out",
        "a plan is written down late",
        "plans that are not full-time overlap",
        "another begins the day after an early end",
        "an early end while broken off",
        "resumed on the day it was broken off",
        "assessed after the end",
        "an interruption is written down after the end",
        "and so is the resumption",
        "a month of which one day was served",
        "a month of which the last day was served",
        "an interruption after which months are confirmed may be written down late",
        "the month of the end",
        "a month past the planned end",
        "an end said otherwise is a clash, not in its own way",
        "a loan interrupts nothing",
        "a loan is no rotation",
    ],
)
def test_what_is_accepted(standing: tuple[Record, ...], said: Record) -> None:
    check_rules(said, in_force(*standing))


def test_a_host_confirms_months_for_all_who_serve_there_but_those_it_excepts() -> None:
    part_time = RotationStarted(WANG, TOWN, HILL, PART, OCTOBER, END)
    elsewhere = RotationStarted(ZHAO, HILL, TOWN, FULL, START, END)
    standing = in_force(SERVICE, at_post(2022, 9), away(NOVEMBER), part_time, elsewhere)
    months = [Month(date(2022, month, 1)) for month in (11, 9, 10)]
    found = attendances(HILL, months, [(WANG, months[0])], standing)
    assert [one.entry for one in found] == [
        [SERVICE, at_post(2022, 9), at_post(2022, 10)],
        [part_time, at_post(2022, 10, OCTOBER, WANG)],
    ]


@pytest.mark.parametrize(
    ("absence", "code"),
    [((ZHAO, None), "not-at-host"), ((LI, Month(START)), "already-confirmed"), ((LI, None), "already-confirmed")],
)
def test_an_absence_that_cannot_be_is_refused(absence: Absence, code: str) -> None:
    with pytest.raises(Refused) as caught:
        attendances(HILL, [Month(START)], [absence], in_force(SERVICE, at_post(2022, 9)))
    assert caught.value.code == code


DRAWN = drawings()["支教交流"]
DAYS = st.integers(0, 11).map(lambda weeks: START + timedelta(weeks=weeks))
TEACHERS = st.sampled_from([LI, WANG])
KINDS = st.sampled_from([FULL, RotationKind.EXCHANGE, PART])


class RotationsOfACounty(RuleBasedStateMachine):
    """Anything is said of the rotations of two teachers, in any order, on a real book."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.book = open_book(Path(self.folder.name) / "book.sqlite")
        self.starts: list[tuple[TeacherId, date]] = [(LI, START)]
        self.seen: tuple[int, list[Course]] = (0, [])

    def teardown(self) -> None:
        assert_no_gap(self.book)
        self.book.close()
        self.folder.cleanup()

    def say(self, record: Record) -> None:
        try:
            self.book.append(clerk(), Submission([record]))
        except Refused:
            return

    @initialize(kind=KINDS)
    def first(self, kind: RotationKind) -> None:
        self.say(RotationStarted(LI, TOWN, HILL, kind, START, START + timedelta(weeks=6)))

    @rule(teacher=TEACHERS, kind=KINDS, start=DAYS, weeks=st.integers(0, 8), planned=st.booleans())
    def begin(self, teacher: TeacherId, kind: RotationKind, start: date, weeks: int, planned: bool) -> None:
        end = start + timedelta(weeks=weeks)
        said = (RotationPlanned if planned else RotationStarted)(teacher, TOWN, SchoolId("S002"), kind, start, end)
        self.starts.append((teacher, start))
        self.say(said)

    @rule(which=st.integers(0, 9), what=st.integers(0, 5), weeks=st.integers(0, 12))
    def step(self, which: int, what: int, weeks: int) -> None:
        teacher, start = self.starts[which % len(self.starts)]
        on = start + timedelta(weeks=weeks, days=what)
        steps: list[Record] = [
            RotationInterrupted(teacher, start, on),
            RotationResumed(teacher, start, on),
            RotationCompleted(teacher, start, on),
            RotationEndedEarly(teacher, start, on, "调回"),
            RotationAssessed(teacher, start, on, AppraisalGrade.QUALIFIED, "县局"),
            RotationInterrupted(teacher, start, on),
        ]
        self.say(steps[what])

    def courses(self) -> list[Course]:
        if self.seen[0] != self.book.position:
            records = (record for kind in COURSE_KINDS for record in self.book.kept(kind).records)
            self.seen = self.book.position, list(courses(records))
        return self.seen[1]

    @invariant()
    def nobody_is_on_two_rotations_at_once_if_one_is_full_time(self) -> None:
        for one, other in combinations(self.courses(), 2):
            assert one.main
            assert other.main
            if one.main.teacher == other.main.teacher and {one.main.rotation, other.main.rotation} != {PART}:
                assert one.last_day < other.main.start or other.last_day < one.main.start

    @invariant()
    def every_rotation_went_as_drawn(self) -> None:
        for course in self.courses():
            said = [one.called for one in (course.plan, course.started) if one]
            steps: list[CourseStep | RotationAssessed] = [*course.steps, *course.assessments]
            said += [one.called for one in sorted(steps, key=lambda one: one.on)]
            assert walk(DRAWN, said)


TestRotationsOfACounty = RotationsOfACounty.TestCase
TestRotationsOfACounty.settings = settings(max_examples=12, stateful_step_count=15, deadline=None)
