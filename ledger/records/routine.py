"""常规检查: the monthly check of plans, homework and observation notes, and the check of the six duties."""

from typing import ClassVar

from ledger.records.record import Happened, HappenedMonth, NaturalKey, Record, TeacherId
from ledger.vocabulary import CheckedItem, Grade


class RoutineChecked(Record, frozen=True):
    """常规检查: one item of a teacher's work was checked in a month, with a grade (B21)."""

    kind: ClassVar[str] = "routine.checked/1"
    called: ClassVar[str] = "常规检查"
    labels: ClassVar[dict[str, str]] = {"month": "月份", "teacher": "教师编号", "item": "项目", "grade": "等级"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "month"
    month: HappenedMonth
    teacher: TeacherId
    item: CheckedItem
    grade: Grade

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.month, self.item


class DutiesChecked(Record, frozen=True):
    """六认真检查: how earnestly a teacher prepares, teaches, marks and tutors was looked at, with a grade (D3)."""

    kind: ClassVar[str] = "duties.checked/1"
    called: ClassVar[str] = "六认真检查"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "on": "日期",
        "grade": "等级",
        "checker": "检查单位",
        "notes": "检查记录",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened
    grade: Grade
    checker: str = ""
    notes: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.on
