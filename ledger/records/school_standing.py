"""学校考核: how schools and townships were appraised, honoured, and barred from honours."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from ledger.records.record import Happened, NaturalKey, Record, SchoolId, only_fills_in
from ledger.vocabulary import AppraisalGrade, Level, SchoolAppraisal


class SchoolAppraised(Record, frozen=True):
    """单位考核: the yearly assessment of a school or township (A4, E6). `unit`: the school's code, or the township."""

    kind: ClassVar[str] = "school.appraised/1"
    called: ClassVar[str] = "单位考核"
    labels: ClassVar[dict[str, str]] = {
        "unit": "单位",
        "year": "年度",
        "appraisal": "考核类型",
        "grade": "考核等次",
        "on": "日期",
        "score": "得分",
        "commended": "是否表彰",
        "criticised": "是否通报批评",
    }
    whose: ClassVar[str] = "unit"
    happened_on: ClassVar[str] = "on"
    unit: str
    year: str
    appraisal: SchoolAppraisal
    grade: AppraisalGrade
    on: Happened
    score: Decimal | None = None
    commended: bool = False
    criticised: bool = False

    def natural_key(self) -> NaturalKey:
        return "appraised", self.unit, self.year, self.appraisal


class SchoolHonoured(Record, frozen=True):
    """单位荣誉: a school was given an honour (B28)."""

    kind: ClassVar[str] = "school.honoured/1"
    called: ClassVar[str] = "单位荣誉"
    labels: ClassVar[dict[str, str]] = {
        "school": "学校代码",
        "honour": "荣誉称号",
        "level": "级别",
        "on": "日期",
        "issuer": "授予单位",
        "document": "文号",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    school: SchoolId
    honour: str
    level: Level
    on: Happened
    issuer: str
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return "honoured", self.school, self.honour, self.level, self.on


class SchoolVetoed(Record, frozen=True):
    """单位一票否决: a school is barred from honours on a ground, for good or until a day (E6)."""

    kind: ClassVar[str] = "school.vetoed/1"
    called: ClassVar[str] = "单位一票否决"
    labels: ClassVar[dict[str, str]] = {
        "school": "学校代码",
        "on": "日期",
        "ground": "事由",
        "until": "截止日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    school: SchoolId
    on: Happened
    ground: str
    until: date | None = None
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return "vetoed", self.school, self.on, self.ground

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")
