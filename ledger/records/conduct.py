"""师德: sanctions for a breach of professional conduct, vetoes, and the ethics file."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import (
    Count,
    Happened,
    NaturalKey,
    Record,
    TeacherId,
    TermId,
    only_counts_more,
    only_fills_in,
)
from ledger.vocabulary import VetoEffect


class ConductSanctioned(Record, frozen=True):
    """师德处分: a sanction, in force for a number of months from its day (B12)."""

    kind: ClassVar[str] = "conduct.sanctioned/1"
    called: ClassVar[str] = "师德处分"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "on": "日期",
        "offence": "类型",
        "sanction": "处分",
        "months": "影响期(月)",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened
    offence: str
    sanction: str
    months: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.on, self.offence


class ConductLifted(Record, frozen=True):
    """处分解除: a sanction was lifted (B12); teacher, day and offence say which."""

    kind: ClassVar[str] = "conduct.lifted/1"
    called: ClassVar[str] = "处分解除"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "on": "日期",
        "offence": "类型",
        "lifted_on": "解除日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "lifted_on"
    part_of: ClassVar[type[Record] | None] = ConductSanctioned
    teacher: TeacherId
    on: Happened
    offence: str
    lifted_on: Happened
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.on, self.offence

    def part_key(self) -> NaturalKey:
        return ("lifted",)

    def part_name(self) -> str:
        return "lifted_on"


class VetoImposed(Record, frozen=True):
    """一票否决: a fault vetoes a person's assessment, or shuts the person out of the best grade (D8)."""

    kind: ClassVar[str] = "veto.imposed/1"
    called: ClassVar[str] = "一票否决"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "on": "日期",
        "ground": "事由",
        "effect": "否决效力",
        "until": "结束日期",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened
    ground: str
    effect: VetoEffect
    until: date | None = None
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.on, self.ground

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")


class EthicsFiled(Record, frozen=True):
    """师德档案: how many entries a teacher's ethics file has in a term so far, and whether it was checked (D3)."""

    kind: ClassVar[str] = "ethics.filed/1"
    called: ClassVar[str] = "师德档案"
    labels: ClassVar[dict[str, str]] = {"term": "学期", "teacher": "教师编号", "entries": "条数", "checked": "是否检查"}
    whose: ClassVar[str] = "teacher"
    term: TermId
    teacher: TeacherId
    entries: Count
    checked: bool

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term

    def grows_into(self, later: Self) -> bool:
        return only_counts_more(self, later, "entries", "checked")
