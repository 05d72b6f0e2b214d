"""任用、调动: how a teacher is employed, where the teacher is on the roll, when the teacher came and left."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import Happened, NaturalKey, Record, SchoolId, TeacherId, only_fills_in
from ledger.vocabulary import Employment, Leaving


class TeacherEmployed(Record, frozen=True):
    """任用: on whose roll a teacher is, who employs and pays, and the school really worked at (B4)."""

    kind: ClassVar[str] = "teacher.employed/1"
    called: ClassVar[str] = "任用"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "roll_unit": "编制单位",
        "employer": "聘用单位",
        "works_at": "实际在岗学校",
        "employment": "用工形式",
        "since": "开始日期",
        "until": "结束日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "since"
    teacher: TeacherId
    roll_unit: SchoolId
    employer: SchoolId
    works_at: SchoolId
    employment: Employment
    since: date
    until: date | None = None

    def natural_key(self) -> NaturalKey:
        return "employed", self.teacher, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")


class TeacherCareerBegun(Record, frozen=True):
    """任教起始: the day a teacher first taught. Years of teaching count from it, not from the day of hire (B9)."""

    kind: ClassVar[str] = "teacher.career_begun/1"
    called: ClassVar[str] = "任教起始"
    labels: ClassVar[dict[str, str]] = {"teacher": "教师编号", "on": "首次任教日期"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "career_begun", self.teacher


class TeacherArrived(Record, frozen=True):
    """调入: a teacher came to the county from elsewhere."""

    kind: ClassVar[str] = "teacher.arrived/1"
    called: ClassVar[str] = "调入"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "origin": "调出单位",
        "on": "调入日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    origin: str
    on: Happened
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return "arrived", self.teacher, self.on


class TeacherLeft(Record, frozen=True):
    """离职: a teacher left, by transfer, retirement, resignation, dismissal or death."""

    kind: ClassVar[str] = "teacher.left/1"
    called: ClassVar[str] = "离职"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "on": "离职日期",
        "leaving": "离职类型",
        "destination": "去向",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened
    leaving: Leaving
    destination: str = ""
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return "left", self.teacher, self.on


class TeacherMerged(Record, frozen=True):
    """档案合并: two codes are one person. `teacher` is the old code, which still answers; `into` is the one kept."""

    kind: ClassVar[str] = "teacher.merged/1"
    called: ClassVar[str] = "档案合并"
    labels: ClassVar[dict[str, str]] = {"teacher": "教师编号", "into": "并入编号", "on": "合并日期", "reason": "原因"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    into: TeacherId
    on: Happened
    reason: str

    def natural_key(self) -> NaturalKey:
        return "merged", self.teacher
