"""支教过程: what happens to a service at another school from its plan to its end; and loans, which are none.

Every record here is decided with all rotations of its teacher; `start` names the rotation it belongs to.
"""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import Happened, NaturalKey, Record, SchoolId, TeacherId, only_fills_in
from ledger.vocabulary import AppraisalGrade, RotationKind


class RotationPlanned(Record, frozen=True):
    """支教计划: a teacher is to serve at a host school; it may stand alone until the service starts (A7, E3, E8)."""

    kind: ClassVar[str] = "rotation.planned/1"
    called: ClassVar[str] = "支教计划"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "home": "派出学校",
        "host": "受援学校",
        "rotation": "类型",
        "start": "开始日期",
        "planned_end": "计划结束",
        "subject": "学科",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "start"
    teacher: TeacherId
    home: SchoolId
    host: SchoolId
    rotation: RotationKind
    start: date
    planned_end: date
    subject: str = ""
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return "planned", self.teacher, self.start

    def stream_key(self) -> NaturalKey:
        return (self.teacher,)


class RotationInterrupted(Record, frozen=True):
    """支教中断: the service is broken off for a time, from this day."""

    kind: ClassVar[str] = "rotation.interrupted/1"
    called: ClassVar[str] = "支教中断"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "start": "开始日期",
        "on": "中断日期",
        "reason": "原因",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    start: date
    on: Happened
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "interrupted", self.teacher, self.start, self.on

    def stream_key(self) -> NaturalKey:
        return (self.teacher,)


class RotationResumed(Record, frozen=True):
    """支教恢复: the service goes on, from this day."""

    kind: ClassVar[str] = "rotation.resumed/1"
    called: ClassVar[str] = "支教恢复"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "start": "开始日期",
        "on": "恢复日期",
        "reason": "原因",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    start: date
    on: Happened
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "resumed", self.teacher, self.start, self.on

    def stream_key(self) -> NaturalKey:
        return (self.teacher,)


class RotationAssessed(Record, frozen=True):
    """支教考核: the special appraisal of a teacher who serves (E4); `by` is who appraised."""

    kind: ClassVar[str] = "rotation.assessed/1"
    called: ClassVar[str] = "支教考核"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "start": "开始日期",
        "on": "考核日期",
        "grade": "考核等次",
        "by": "考核单位",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    start: date
    on: Happened
    grade: AppraisalGrade
    by: str

    def natural_key(self) -> NaturalKey:
        return "assessed", self.teacher, self.start, self.on

    def stream_key(self) -> NaturalKey:
        return (self.teacher,)


class RotationCompleted(Record, frozen=True):
    """支教期满: the service came to its end (E4, E8)."""

    kind: ClassVar[str] = "rotation.completed/1"
    called: ClassVar[str] = "支教期满"
    labels: ClassVar[dict[str, str]] = {"teacher": "教师编号", "start": "开始日期", "on": "期满日期"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    start: date
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "completed", self.teacher, self.start

    def stream_key(self) -> NaturalKey:
        return (self.teacher,)


class RotationEndedEarly(Record, frozen=True):
    """支教提前结束: the service was ended before its time."""

    kind: ClassVar[str] = "rotation.ended_early/1"
    called: ClassVar[str] = "支教提前结束"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "start": "开始日期",
        "on": "结束日期",
        "reason": "原因",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    start: date
    on: Happened
    reason: str

    def natural_key(self) -> NaturalKey:
        return "ended_early", self.teacher, self.start

    def stream_key(self) -> NaturalKey:
        return (self.teacher,)


class LoanMade(Record, frozen=True):
    """借调: a teacher is lent to an office or school, `to` (its name, or the school's code); never a rotation."""

    kind: ClassVar[str] = "loan.made/1"
    called: ClassVar[str] = "借调"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "home": "原单位",
        "to": "借调单位",
        "since": "开始日期",
        "until": "结束日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "since"
    teacher: TeacherId
    home: SchoolId
    to: str
    since: date
    until: date | None = None

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")
