"""学校变动: schools named weak for a programme, merged, or closed."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import NaturalKey, Record, SchoolId, only_fills_in


class SchoolDesignatedWeak(Record, frozen=True):
    """薄弱学校认定: a school belongs to a programme for weak schools, from a day on or for a time (A1)."""

    kind: ClassVar[str] = "school.designated_weak/1"
    called: ClassVar[str] = "薄弱学校认定"
    labels: ClassVar[dict[str, str]] = {
        "school": "学校代码",
        "programme": "项目",
        "since": "开始日期",
        "until": "结束日期",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "since"
    school: SchoolId
    programme: str
    since: date
    until: date | None = None

    def natural_key(self) -> NaturalKey:
        return "designated_weak", self.school, self.programme, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")


class SchoolMerged(Record, frozen=True):
    """学校合并: a school became part of another; its own code still answers for what was recorded under it."""

    kind: ClassVar[str] = "school.merged/1"
    called: ClassVar[str] = "学校合并"
    labels: ClassVar[dict[str, str]] = {"school": "学校代码", "into": "并入学校", "on": "合并日期"}
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    school: SchoolId
    into: SchoolId
    on: date

    def natural_key(self) -> NaturalKey:
        return "merged", self.school


class SchoolClosed(Record, frozen=True):
    """学校撤销: a school was closed."""

    kind: ClassVar[str] = "school.closed/1"
    called: ClassVar[str] = "学校撤销"
    labels: ClassVar[dict[str, str]] = {"school": "学校代码", "on": "撤销日期"}
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    school: SchoolId
    on: date

    def natural_key(self) -> NaturalKey:
        return "closed", self.school
