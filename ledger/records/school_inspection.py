"""学校督查: schools visited, inspected, and the plans they file."""

from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, SchoolId, TeacherId, TermId
from ledger.vocabulary import InspectionPart, PlanKind


class SchoolVisited(Record, frozen=True):
    """下校指导: a leader or officer visited a school to guide its work (B27, A10)."""

    kind: ClassVar[str] = "school.visited/1"
    called: ClassVar[str] = "下校指导"
    labels: ClassVar[dict[str, str]] = {"visitor": "指导人", "school": "学校代码", "on": "日期", "purpose": "事项"}
    whose: ClassVar[str] = "visitor"
    happened_on: ClassVar[str] = "on"
    visitor: TeacherId
    school: SchoolId
    on: Happened
    purpose: str = ""

    def natural_key(self) -> NaturalKey:
        return "visited", self.visitor, self.school, self.on


class SchoolInspected(Record, frozen=True):
    """学校常规检查: the score of one part of a term's inspection of a school's routine (B3)."""

    kind: ClassVar[str] = "school.inspected/1"
    called: ClassVar[str] = "学校常规检查"
    labels: ClassVar[dict[str, str]] = {
        "school": "学校代码",
        "term": "学期",
        "part": "检查环节",
        "score": "得分",
        "on": "日期",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    school: SchoolId
    term: TermId
    part: InspectionPart
    score: Decimal
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "inspected", self.school, self.term, self.part


class PlanFiled(Record, frozen=True):
    """计划备案: a school or township filed its plan for a year (A2, A6). `unit`: the school's code, or the township."""

    kind: ClassVar[str] = "plan.filed/1"
    called: ClassVar[str] = "计划备案"
    labels: ClassVar[dict[str, str]] = {
        "unit": "单位",
        "plan": "计划类型",
        "year": "年度",
        "on": "报送日期",
        "grade": "年级",
        "posted": "是否公示",
    }
    whose: ClassVar[str] = "unit"
    happened_on: ClassVar[str] = "on"
    unit: str
    plan: PlanKind
    year: str
    on: Happened
    grade: str = ""
    posted: bool = False

    def natural_key(self) -> NaturalKey:
        return "filed", self.unit, self.plan, self.year, self.grade
