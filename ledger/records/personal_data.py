"""个人信息: how long a person's particulars are kept, and that they were destroyed."""

from datetime import date
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId


class RetentionDeclared(Record, frozen=True):
    """保存期限: from a day on, for how many years after leaving names and ID numbers are kept, by a document."""

    kind: ClassVar[str] = "retention.declared/1"
    called: ClassVar[str] = "保存期限"
    labels: ClassVar[dict[str, str]] = {"since": "开始日期", "years": "离职后保存年数", "document": "文号"}
    happened_on: ClassVar[str] = "since"
    since: date
    years: Count
    document: str

    def natural_key(self) -> NaturalKey:
        return "declared", self.since


class PersonForgotten(Record, frozen=True):
    """个人信息删除: a person's name, ID number and telephone number were destroyed; the records stay, under the code.

    Whoever recorded it decided it together with `second`. `also`: codes that were merged into this one, and are the
    same person. `reason` names nobody.
    """

    kind: ClassVar[str] = "person.forgotten/1"
    called: ClassVar[str] = "个人信息删除"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "on": "日期",
        "second": "复核人",
        "reason": "理由",
        "also": "并入的编号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened
    second: str
    reason: str
    also: tuple[TeacherId, ...] = ()

    def natural_key(self) -> NaturalKey:
        return "forgotten", self.teacher

    @property
    def codes(self) -> tuple[TeacherId, ...]:
        """Every code under which the vault knew the person."""
        return (self.teacher, *self.also)
