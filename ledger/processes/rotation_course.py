"""支教过程: how one rotation went, from what stands of it; its steps put in the order of their days.

The states and steps are those drawn in docs/processes.md. Records of offices come late and in any order, so a
course is judged by the days of its steps, never by the order in which they were written down.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ledger.records.record import Month, Record, TeacherId
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)


class RotationState(StrEnum):
    """Where a rotation stands."""

    PLANNED = "planned"
    SERVING = "serving"
    INTERRUPTED = "interrupted"
    COMPLETED = "completed"
    ENDED_EARLY = "ended_early"


Ended = RotationCompleted | RotationEndedEarly
CourseStep = RotationInterrupted | RotationResumed | Ended

_NEXT: dict[tuple[RotationState, type[Record]], RotationState] = {
    (RotationState.SERVING, RotationInterrupted): RotationState.INTERRUPTED,
    (RotationState.INTERRUPTED, RotationResumed): RotationState.SERVING,
    (RotationState.INTERRUPTED, RotationCompleted): RotationState.COMPLETED,
    (RotationState.SERVING, RotationCompleted): RotationState.COMPLETED,
    (RotationState.SERVING, RotationEndedEarly): RotationState.ENDED_EARLY,
    (RotationState.INTERRUPTED, RotationEndedEarly): RotationState.ENDED_EARLY,
}
_WITHIN_A_DAY = (RotationInterrupted, RotationResumed, RotationCompleted, RotationEndedEarly)

COURSE_KINDS: tuple[type[Record], ...] = (
    RotationPlanned,
    RotationStarted,
    RotationMonthConfirmed,
    RotationInterrupted,
    RotationResumed,
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
)
"""What a course is made of; each names the rotation by `teacher` and `start`."""


@dataclass
class Course:
    """One rotation of a teacher, from whatever stands of it."""

    plan: RotationPlanned | None = None
    started: RotationStarted | None = None
    steps: list[CourseStep] = field(default_factory=list)
    months: list[RotationMonthConfirmed] = field(default_factory=list)
    assessments: list[RotationAssessed] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """Take in a record of it."""
        match record:
            case RotationPlanned():
                self.plan = record
            case RotationStarted():
                self.started = record
            case RotationMonthConfirmed():
                self.months.append(record)
            case RotationAssessed():
                self.assessments.append(record)
            case RotationInterrupted() | RotationResumed() | RotationCompleted() | RotationEndedEarly():
                self.steps.append(record)
                self.steps.sort(key=lambda step: (step.on, _WITHIN_A_DAY.index(step.__class__)))

    @property
    def main(self) -> RotationStarted | RotationPlanned | None:
        """The service, or where it has not been started, the plan of it."""
        return self.started or self.plan

    @property
    def ended(self) -> Ended | None:
        """The end that was put to it."""
        ends = [step for step in self.steps if isinstance(step, Ended)]
        return ends[0] if ends and self.started else None

    @property
    def last_day(self) -> date:
        """Its last day: the day it was ended, else the planned end. Only of a course that has a `main`."""
        assert self.main
        return self.ended.on if self.ended else self.main.planned_end

    @property
    def gaps(self) -> list[tuple[date, date | None]]:
        """The interruptions: the first day away, and the first day back; None where it was not resumed."""
        found: list[tuple[date, date | None]] = []
        for step in self.steps:
            if isinstance(step, RotationInterrupted):
                found.append((step.on, None))
            elif isinstance(step, RotationResumed) and found:
                found[-1] = found[-1][0], step.on
        return found

    def state(self, day: date = date.max) -> RotationState | None:
        """The state it had reached by a day; None where nothing of it was planned or started."""
        if self.started is None:
            return RotationState.PLANNED if self.plan else None
        if day < self.started.start:
            return RotationState.PLANNED
        reached = RotationState.SERVING
        for step in self.steps:
            if step.on <= day:
                reached = _NEXT.get((reached, step.__class__), reached)
        return reached

    def misstep(self) -> tuple[RotationStarted | CourseStep, CourseStep] | None:
        """The first step that may not follow what went before it, with what did; None where all may."""
        assert self.started
        before: RotationStarted | CourseStep = self.started
        reached = RotationState.SERVING
        for step in self.steps:
            if (reached, step.__class__) not in _NEXT:
                return before, step
            before, reached = step, _NEXT[reached, step.__class__]
        return None

    def away_all(self, month: Month, *, until_resumed: bool = True) -> bool:
        """Whether the service was broken off on every day of a month that belongs to it.

        `until_resumed`: an interruption that was not resumed goes on; else it is left out, since the resumption may
        yet be written down.
        """
        assert self.started
        first, last = max(month, self.started.start), min(last_of(month), self.ended.on if self.ended else date.max)
        return any(away <= first and (until_resumed if back is None else back > last) for away, back in self.gaps)


def last_of(month: Month) -> date:
    """The last day of a month."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def courses(records: Iterable[Record]) -> Iterator[Course]:
    """The courses that these records tell of; steps whose rotation does not stand are left out."""
    found: defaultdict[tuple[TeacherId, date], Course] = defaultdict(Course)
    for record in records:
        assert isinstance(record, COURSE_KINDS)
        found[record.teacher, record.start].take(record)  # type: ignore[attr-defined]
    return (course for course in found.values() if course.main)
