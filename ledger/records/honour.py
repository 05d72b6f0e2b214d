"""荣誉称号: honours that teachers are recommended for, that are granted, and those revoked."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId
from ledger.vocabulary import Level


class HonourGranted(Record, frozen=True):
    """荣誉称号: a teacher was given an honour (B28, C2, D9)."""

    kind: ClassVar[str] = "honour.granted/1"
    called: ClassVar[str] = "荣誉称号"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "honour": "荣誉称号",
        "level": "级别",
        "on": "日期",
        "issuer": "授予单位",
        "certificate": "证书号",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    honour: str
    level: Level
    on: Happened
    issuer: str
    certificate: str = ""
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.honour, self.level, self.on


class HonourRevoked(Record, frozen=True):
    """撤销荣誉: an honour was taken back; `on` is the day it had been given."""

    kind: ClassVar[str] = "honour.revoked/1"
    called: ClassVar[str] = "撤销荣誉"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "honour": "荣誉称号",
        "level": "级别",
        "on": "授予日期",
        "revoked_on": "撤销日期",
        "reason": "撤销原因",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "revoked_on"
    part_of: ClassVar[type[Record] | None] = HonourGranted
    teacher: TeacherId
    honour: str
    level: Level
    on: Happened
    revoked_on: Happened
    reason: str

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.honour, self.level, self.on

    def part_key(self) -> NaturalKey:
        return ("revoked",)

    def part_name(self) -> str:
        return "revoked_on"


class HonourRecommended(Record, frozen=True):
    """荣誉推荐: a teacher is put forward for an honour of a level (B15, B28).

    `contest`: code of the contest that speaks for the teacher; empty where it is something else.
    """

    kind: ClassVar[str] = "honour.recommended/1"
    called: ClassVar[str] = "荣誉推荐"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "honour": "荣誉称号",
        "level": "级别",
        "on": "推荐日期",
        "by": "推荐单位",
        "contest": "赛事编号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    honour: str
    level: Level
    on: Happened
    by: str
    contest: str = ""

    def natural_key(self) -> NaturalKey:
        return "recommended", self.teacher, self.honour, self.level, self.on
