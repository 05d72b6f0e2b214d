"""职称、学历: what a teacher is qualified and designated as."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from ledger.records.record import Happened, NaturalKey, Record, TeacherId, only_fills_in
from ledger.vocabulary import Level


class TitleHeld(Record, frozen=True):
    """职称取得: a teacher qualified for a professional title, and was appointed to it at once, later, or never."""

    kind: ClassVar[str] = "title.held/1"
    called: ClassVar[str] = "职称取得"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "title": "职称",
        "obtained": "取得日期",
        "appointed": "聘任日期",
        "certificate": "证书号",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "obtained"
    teacher: TeacherId
    title: str
    obtained: Happened
    appointed: date | None = None
    certificate: str = ""
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.title, self.obtained

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "appointed")


class DegreeEarned(Record, frozen=True):
    """学历取得: a degree earned at an institution (C3)."""

    kind: ClassVar[str] = "degree.earned/1"
    called: ClassVar[str] = "学历取得"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "degree": "学历",
        "institution": "毕业院校",
        "on": "毕业日期",
        "major": "专业",
        "certificate": "证书号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    degree: str
    institution: str
    on: Happened
    major: str = ""
    certificate: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.degree, self.on


class ExaminationPassed(Record, frozen=True):
    """业务考试: a teacher sat an examination, and passed it or not (A11)."""

    kind: ClassVar[str] = "examination.passed/1"
    called: ClassVar[str] = "业务考试"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "subject": "学科",
        "examination": "考试名称",
        "on": "日期",
        "passed": "是否合格",
        "score": "成绩",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    subject: str
    examination: str
    on: Happened
    passed: bool
    score: Decimal | None = None

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.subject, self.examination, self.on


class DesignationMade(Record, frozen=True):
    """骨干评定: a teacher is named backbone teacher, subject leader or distinguished teacher, from a day on (C9)."""

    kind: ClassVar[str] = "designation.made/1"
    called: ClassVar[str] = "骨干评定"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "designation": "骨干称号",
        "level": "级别",
        "since": "开始日期",
        "until": "结束日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "since"
    teacher: TeacherId
    designation: str
    level: Level
    since: date
    until: date | None = None
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.designation, self.level, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")
