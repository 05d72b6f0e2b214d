"""督导: visits of the research office's subject groups to schools, the faults they found, their reports."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId, only_fills_in
from ledger.vocabulary import ReportPeriod


class SupervisionVisited(Record, frozen=True):
    """下乡督导: a subject group visited a school to supervise and guide (B16)."""

    kind: ClassVar[str] = "supervision.visited/1"
    called: ClassVar[str] = "下乡督导"
    labels: ClassVar[dict[str, str]] = {
        "group": "学科组",
        "school": "学校代码",
        "on": "日期",
        "visitors": "督导人",
        "topic": "督导内容",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    group: str
    school: SchoolId
    on: Happened
    visitors: tuple[TeacherId, ...]
    topic: str = ""

    def natural_key(self) -> NaturalKey:
        return self.group, self.school, self.on


class FaultFound(Record, frozen=True):
    """督导问题: a fault that a visit found, to be mended by a day; numbered within the visit (B16)."""

    kind: ClassVar[str] = "fault.found/1"
    called: ClassVar[str] = "督导问题"
    labels: ClassVar[dict[str, str]] = {
        "group": "学科组",
        "school": "学校代码",
        "on": "督导日期",
        "number": "序号",
        "what": "问题",
        "mend_by": "整改期限",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    group: str
    school: SchoolId
    on: Happened
    number: Count
    what: str
    mend_by: date | None = None

    def natural_key(self) -> NaturalKey:
        return self.group, self.school, self.on, self.number

    def stream_key(self) -> NaturalKey:
        return self.group, self.school, self.on

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "mend_by")


class FaultMended(Record, frozen=True):
    """问题整改: a fault of a visit was mended (B16)."""

    kind: ClassVar[str] = "fault.mended/1"
    called: ClassVar[str] = "问题整改"
    labels: ClassVar[dict[str, str]] = {
        "group": "学科组",
        "school": "学校代码",
        "on": "督导日期",
        "number": "序号",
        "mended_on": "整改日期",
        "how": "整改情况",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "mended_on"
    group: str
    school: SchoolId
    on: Happened
    number: Count
    mended_on: Happened
    how: str = ""

    def natural_key(self) -> NaturalKey:
        return "mended", self.group, self.school, self.on, self.number

    def stream_key(self) -> NaturalKey:
        return self.group, self.school, self.on


class SupervisionReported(Record, frozen=True):
    """督导小结: a subject group summed up a day, week, month or term, with a list of faults to mend (B16)."""

    kind: ClassVar[str] = "supervision.reported/1"
    called: ClassVar[str] = "督导小结"
    labels: ClassVar[dict[str, str]] = {
        "group": "学科组",
        "period": "周期",
        "start": "开始日期",
        "on": "上报日期",
        "faults": "问题清单",
    }
    happened_on: ClassVar[str] = "on"
    group: str
    period: ReportPeriod
    start: date  # the first day of what is summed up
    on: Happened
    faults: tuple[str, ...] = ()

    def natural_key(self) -> NaturalKey:
        return "reported", self.group, self.period, self.start
