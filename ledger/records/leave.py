"""请假: leave of absence."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from ledger.records.record import NaturalKey, Record, TeacherId


class LeaveTaken(Record, frozen=True):
    """请假: a teacher is away from a first to a last day, both included."""

    kind: ClassVar[str] = "leave.taken/2"
    called: ClassVar[str] = "请假"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "start": "开始日期",
        "end": "结束日期",
        "reason": "类型",
        "days": "天数",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "start"
    teacher: TeacherId
    start: date
    end: date
    reason: str
    days: Decimal | None = None  # school days, halves allowed
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.start
