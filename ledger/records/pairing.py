"""学校结对: a strong school's agreement to help weaker ones, and what came of it."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId, TermId
from ledger.vocabulary import AppraisalGrade, PairedSchooling, PairingActivity, PairingField, PairingScope


class PairingAgreed(Record, frozen=True):
    """学校结对: a strong school and one or several weaker ones signed an agreement (A8, C8, E1-E8).

    A school of another county (跨县) is put on the register like any other, its category 外县.
    """

    kind: ClassVar[str] = "pairing.agreed/1"
    called: ClassVar[str] = "学校结对"
    labels: ClassVar[dict[str, str]] = {
        "code": "结对编号",
        "strong": "支援学校",
        "weak": "受援学校",
        "signed": "签订日期",
        "until": "截止日期",
        "scope": "结对范围",
        "fields": "帮扶内容",
        "document": "文号",
        "schooling": "学校类别",
    }
    whose: ClassVar[str] = "strong"
    happened_on: ClassVar[str] = "signed"
    code: str
    strong: SchoolId
    weak: tuple[SchoolId, ...]
    signed: Happened
    until: date
    scope: PairingScope
    fields: tuple[PairingField, ...]
    document: str = ""
    schooling: PairedSchooling | None = None

    def natural_key(self) -> NaturalKey:
        return (self.code,)


class PairingActivityHeld(Record, frozen=True):
    """结对活动: something the paired schools did together or for each other (E1, E2, E7, E8)."""

    kind: ClassVar[str] = "pairing.activity_held/1"
    called: ClassVar[str] = "结对活动"
    labels: ClassVar[dict[str, str]] = {
        "code": "结对编号",
        "on": "日期",
        "field": "帮扶内容",
        "what": "活动类型",
        "people": "人数",
        "teachers": "参加教师",
        "subject": "学科",
        "topic": "主题",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    on: Happened
    field: PairingField
    what: PairingActivity
    people: Count = 0
    teachers: tuple[TeacherId, ...] = ()
    subject: str = ""
    topic: str = ""

    def natural_key(self) -> NaturalKey:
        return "activity", self.code, self.on, self.what, self.subject, self.topic

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class PairingFunded(Record, frozen=True):
    """结对经费: yuan the strong school gave in a term, and how many of them for teaching research (E5)."""

    kind: ClassVar[str] = "pairing.funded/1"
    called: ClassVar[str] = "结对经费"
    labels: ClassVar[dict[str, str]] = {
        "code": "结对编号",
        "term": "学期",
        "yuan": "金额(元)",
        "research_yuan": "其中教研经费(元)",
    }
    code: str
    term: TermId
    yuan: Decimal
    research_yuan: Decimal

    def natural_key(self) -> NaturalKey:
        return "funded", self.code, self.term

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class PairingReported(Record, frozen=True):
    """结对总结: the year's report on a pairing was handed in, due before the end of November (E6)."""

    kind: ClassVar[str] = "pairing.reported/1"
    called: ClassVar[str] = "结对总结"
    labels: ClassVar[dict[str, str]] = {"code": "结对编号", "year": "年度", "on": "报送日期"}
    happened_on: ClassVar[str] = "on"
    code: str
    year: str
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "reported", self.code, self.year

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class PairingAssessed(Record, frozen=True):
    """结对考核: the yearly assessment of a pairing (E6)."""

    kind: ClassVar[str] = "pairing.assessed/1"
    called: ClassVar[str] = "结对考核"
    labels: ClassVar[dict[str, str]] = {
        "code": "结对编号",
        "year": "年度",
        "grade": "考核等次",
        "on": "考核日期",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    year: str
    grade: AppraisalGrade
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "assessed", self.code, self.year

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class PairingEnded(Record, frozen=True):
    """结对终止: a pairing came to an end (E6)."""

    kind: ClassVar[str] = "pairing.ended/1"
    called: ClassVar[str] = "结对终止"
    labels: ClassVar[dict[str, str]] = {"code": "结对编号", "on": "终止日期", "reason": "原因"}
    happened_on: ClassVar[str] = "on"
    code: str
    on: Happened
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "ended", self.code

    def stream_key(self) -> NaturalKey:
        return (self.code,)
