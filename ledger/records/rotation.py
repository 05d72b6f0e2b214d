"""支教交流: service at another school, and the months confirmed there."""

from datetime import date
from typing import ClassVar

from ledger.records.record import HappenedMonth, NaturalKey, Record, SchoolId, TeacherId
from ledger.vocabulary import RotationKind


class RotationStarted(Record, frozen=True):
    """支教交流: a teacher serves at a host school from a day to a planned end."""

    kind: ClassVar[str] = "rotation.started/1"
    called: ClassVar[str] = "支教交流"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "home": "派出学校",
        "host": "受援学校",
        "rotation": "类型",
        "start": "开始日期",
        "planned_end": "计划结束",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "start"
    teacher: TeacherId
    home: SchoolId
    host: SchoolId
    rotation: RotationKind
    start: date
    planned_end: date

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.start

    def stream_key(self) -> NaturalKey:
        # All rotations of one teacher are decided together, so that two writers cannot make them overlap.
        return (self.teacher,)


class RotationMonthConfirmed(Record, frozen=True):
    """到岗月份: the teacher was at the host's post in a month."""

    kind: ClassVar[str] = "rotation.month_confirmed/1"
    called: ClassVar[str] = "到岗月份"
    labels: ClassVar[dict[str, str]] = {"teacher": "教师编号", "start": "开始日期", "month": "到岗月份"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "month"
    part_of: ClassVar[type[Record] | None] = RotationStarted
    said_with_main: ClassVar[bool] = True
    teacher: TeacherId
    start: date
    month: HappenedMonth

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.start

    def stream_key(self) -> NaturalKey:
        return (self.teacher,)

    def part_key(self) -> NaturalKey:
        return (self.month,)

    def part_name(self) -> str:
        return "months"
