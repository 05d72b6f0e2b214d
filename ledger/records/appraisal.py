"""个人考核: how persons were appraised, and merit commended."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Appraisal, AppraisalGrade, Level


class PersonAppraised(Record, frozen=True):
    """个人考核: the grade a person was given for a year (A4, A9, C6, D3, E4). `year`: 2022, or 2022-2023."""

    kind: ClassVar[str] = "person.appraised/1"
    called: ClassVar[str] = "个人考核"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "year": "年度",
        "appraisal": "考核类型",
        "grade": "考核等次",
        "on": "日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    year: str
    appraisal: Appraisal
    grade: AppraisalGrade
    on: Happened
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.year, self.appraisal


class MeritCommended(Record, frozen=True):
    """功绩表扬: a merit of a teacher was commended, as in keeping pupils at school (D8)."""

    kind: ClassVar[str] = "merit.commended/1"
    called: ClassVar[str] = "功绩表扬"
    labels: ClassVar[dict[str, str]] = {"teacher": "教师编号", "on": "日期", "merit": "功绩", "level": "级别"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened
    merit: str
    level: Level

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.on, self.merit
