"""支教交流: the rules that span a teacher's rotations, and the steps of each; drawn in docs/processes.md."""

from collections.abc import Iterator
from datetime import date

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.processes.rested_on import check_nothing_rests
from ledger.processes.rotation_course import COURSE_KINDS, Course, CourseStep, Ended, last_of
from ledger.records.record import Month, Record, TeacherId, entry_of
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    RotationAssessed,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.refusals import Refused


def check_no_overlap(said: RotationStarted | RotationPlanned | Ended, in_force: InForce) -> None:
    """Refuse `already-on-rotation` where the rotation overlaps another of the teacher and one is full-time.

    A span is start to last day, both included: the day it was ended, else the planned end. A planned one takes
    the teacher's time like one that was started; a loan (借调) is no rotation and takes none.
    """
    own = course_of(in_force, said.teacher, said.start, said)
    if own.main is None:
        return
    start, last_day, kind = own.main.start, own.last_day, own.main.rotation
    days = _starts(in_force, said.teacher) - {said.start}
    for other in (course for day in days for course in _versions(in_force, said.teacher, day)):
        if other.main is None or not (kind.is_full_time or other.main.rotation.is_full_time):
            continue
        if other.main.start <= last_day and start <= other.last_day:
            done = "已在" if other.started else "已计划到"
            raise Refused(
                "already-on-rotation",
                f"教师 {said.teacher} 在 {other.main.start} 至 {other.last_day} {done} {other.main.host} "
                f"{other.main.rotation},与 {start} 至 {last_day} 的{kind}重叠;请核对起止日期。",
                see=[entry_of(other.main).hex()],
                fields=["on" if isinstance(said, Ended) else "start"],
            )


def check_started(said: RotationStarted, in_force: InForce) -> None:
    """Refuse a rotation that overlaps another, or into which the steps that stand of it do not fit."""
    check_no_overlap(said, in_force)
    _check_steps(said, course_of(in_force, said.teacher, said.start, said))


def check_step(said: CourseStep, in_force: InForce) -> None:
    """Refuse an interruption, a resumption or an end that may not come where its day puts it.

    `not-begun`, `out-of-order`, `after-end`, `wholly-interrupted`, `already-on-rotation`.
    """
    course = course_of(in_force, said.teacher, said.start, said)
    _need_start(said, course)
    _check_steps(said, course)
    for month in course.months:
        if course.ended and month.month > course.ended.on:
            raise Refused(
                "after-end",
                f"教师 {said.teacher} 在 {_in_words(month.month)}还有到岗月份,{said.called}却在 {said.on};请核对。",
                see=[entry_of(month).hex()],
                fields=["on"],
            )
        if course.away_all(month.month, until_resumed=False):
            raise _wholly_interrupted(said, month.month, [entry_of(month).hex()], "on")
    if isinstance(said, Ended):
        check_no_overlap(said, in_force)


def check_without_end(said: Ended, in_force: InForce) -> None:
    """Refuse to take away an end where the rotation, going on to its planned end, would overlap another."""
    course = course_of(in_force, said.teacher, said.start)
    if course.started:
        check_no_overlap(course.started, in_force)


def check_without_started(gone: RotationStarted, in_force: InForce) -> None:
    """Refuse to take away a start on which months, steps or an assessment rest: `rested-on`.

    Where it was planned, the plan takes the teacher's time again: `already-on-rotation`.
    """
    course = course_of(in_force, gone.teacher, gone.start)
    if course.started:
        return
    check_nothing_rests(gone, [*course.months, *course.steps, *course.assessments])
    if course.plan:
        check_no_overlap(course.plan, in_force)


def check_without_step(gone: RotationInterrupted | RotationResumed, in_force: InForce) -> None:
    """Refuse to take away an interruption or a resumption without which a later step may not come: `rested-on`."""
    course = course_of(in_force, gone.teacher, gone.start)
    wrong = course.misstep() if course.started else None
    if wrong:
        check_nothing_rests(gone, wrong[1:])


def check_month(said: RotationMonthConfirmed, in_force: InForce) -> None:
    """Refuse a month in which the teacher did not serve: before the start, after the end, wholly interrupted.

    A month past the planned end is taken: until an end is put to it, a rotation may have gone on.
    """
    course = course_of(in_force, said.teacher, said.start, said)
    _need_start(said, course)
    assert course.started
    last = last_of(said.month)
    if last < said.start:
        raise Refused(
            "outside-span",
            f"{_in_words(said.month)}在支教开始({said.start})之前;请核对到岗月份。",
            see=[entry_of(course.started).hex()],
            fields=["month", said.part_name()],
        )
    if course.ended and said.month > course.ended.on:
        raise Refused(
            "after-end",
            f"教师 {said.teacher} 的支教已于 {course.ended.on} 结束({course.ended.called}),"
            f"{_in_words(said.month)}不能再确认到岗;请核对月份。",
            see=[entry_of(course.ended).hex()],
            fields=["month", said.part_name()],
        )
    if course.away_all(said.month):
        broken = [
            step for step in course.steps if isinstance(step, RotationInterrupted) and step.on <= last_of(said.month)
        ]
        raise _wholly_interrupted(said, said.month, [entry_of(broken[-1]).hex()], "month")


def check_assessed(said: RotationAssessed, in_force: InForce) -> None:
    """Refuse `not-begun`. A rotation may be assessed while it goes on, and after its end."""
    _need_start(said, course_of(in_force, said.teacher, said.start))


def course_of(in_force: InForce, teacher: TeacherId, start: date, said: Record | None = None) -> Course:
    """The rotation as it stands, with what is said now in the place of what its own entry said before."""
    course = Course()
    own = (entry_of(said), said.part_key()) if said else None
    for kind in COURSE_KINDS:
        for record in in_force.by(kind, "teacher", "start")((teacher, start)):
            if (entry_of(record), record.part_key()) != own:
                course.take(record)
    if said:
        course.take(said)
    return course


def _versions(in_force: InForce, teacher: TeacherId, start: date) -> Iterator[Course]:
    """The rotation by every version of its start in force: one attested still counts while its correction waits."""
    yield course_of(in_force, teacher, start)
    for record in in_force.by(RotationStarted, "teacher", "start")((teacher, start)):
        course = course_of(in_force, teacher, start)
        course.take(record)
        yield course


def _starts(in_force: InForce, teacher: TeacherId) -> set[date]:
    started = {record.start for record in in_force.by(RotationStarted, "teacher")(teacher)}
    return started | {record.start for record in in_force.by(RotationPlanned, "teacher")(teacher)}


def _need_start(said: CourseStep | RotationAssessed | RotationMonthConfirmed, course: Course) -> None:
    if course.started is None:
        raise Refused(
            "not-begun",
            f"教师 {said.teacher} 没有登记 {said.start} 开始的支教,不能登记{said.called};"
            f"请核对开始日期,或先登记支教交流。",
            see=entries_named([course.plan] if course.plan else []),
            fields=["start"],
        )


def _check_steps(said: RotationStarted | CourseStep, course: Course) -> None:
    wrong = course.misstep()
    if wrong is None:
        return
    before, step = wrong
    day = before.start if isinstance(before, RotationStarted) else before.on
    raise Refused(
        "after-end" if isinstance(before, Ended) else "out-of-order",
        f"教师 {said.teacher} 的支教在 {day} 是“{before.called}”,其后不能在 {step.on} 有“{step.called}”;"
        f"请核对先后和日期。",
        see=entries_named(one for one in wrong if one is not said),
        fields=["start" if isinstance(said, RotationStarted) else "on"],
    )


def _wholly_interrupted(said: CourseStep | RotationMonthConfirmed, month: Month, see: list[str], field: str) -> Refused:
    return Refused(
        "wholly-interrupted",
        f"教师 {said.teacher} 的支教{_in_words(month)}整月中断,不能确认这个月到岗;请核对到岗月份和中断、恢复的日期。",
        see=see,
        fields=[field, *([said.part_name()] if said.part_name() else [])],
    )


def _in_words(month: Month) -> str:
    return f"{month.year} 年 {month.month} 月"
