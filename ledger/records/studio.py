"""名师工作室: studios of principals, homeroom teachers and teachers, their members and their yearly ranking."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId
from ledger.vocabulary import StudioKind


class StudioLimitsAnnounced(Record, frozen=True):
    """工作室名额: from a day on, how many studios of a kind there may be and how many core members in each (B26)."""

    kind: ClassVar[str] = "studio.limits_announced/1"
    called: ClassVar[str] = "工作室名额"
    labels: ClassVar[dict[str, str]] = {
        "since": "开始日期",
        "studio": "工作室类型",
        "studios": "工作室数",
        "members": "每室核心成员数",
    }
    happened_on: ClassVar[str] = "since"
    since: date
    studio: StudioKind
    studios: Count
    members: Count

    def natural_key(self) -> NaturalKey:
        return "limits", self.since, self.studio


class StudioFounded(Record, frozen=True):
    """名师工作室: a studio was founded under its leader (B26)."""

    kind: ClassVar[str] = "studio.founded/1"
    called: ClassVar[str] = "名师工作室"
    labels: ClassVar[dict[str, str]] = {
        "code": "工作室编号",
        "leader": "主持人",
        "studio": "工作室类型",
        "on": "成立日期",
        "school": "学校代码",
    }
    whose: ClassVar[str] = "leader"
    happened_on: ClassVar[str] = "on"
    code: str
    leader: TeacherId
    studio: StudioKind
    on: Happened
    school: SchoolId

    def natural_key(self) -> NaturalKey:
        return (self.code,)


class StudioJoined(Record, frozen=True):
    """加入工作室: a teacher became a core member of a studio (B26)."""

    kind: ClassVar[str] = "studio.joined/1"
    called: ClassVar[str] = "加入工作室"
    labels: ClassVar[dict[str, str]] = {"code": "工作室编号", "teacher": "教师编号", "on": "加入日期"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    teacher: TeacherId
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "joined", self.code, self.teacher, self.on

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class StudioLeft(Record, frozen=True):
    """退出工作室: a core member left a studio (B26)."""

    kind: ClassVar[str] = "studio.left/1"
    called: ClassVar[str] = "退出工作室"
    labels: ClassVar[dict[str, str]] = {"code": "工作室编号", "teacher": "教师编号", "on": "退出日期"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    teacher: TeacherId
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "left", self.code, self.teacher, self.on

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class StudioAssessed(Record, frozen=True):
    """工作室考核: a studio's score and rank of a year (B26)."""

    kind: ClassVar[str] = "studio.assessed/1"
    called: ClassVar[str] = "工作室考核"
    labels: ClassVar[dict[str, str]] = {
        "code": "工作室编号",
        "year": "年度",
        "score": "得分",
        "rank": "排名",
        "on": "考核日期",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    year: str
    score: Decimal
    rank: Count
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "assessed", self.code, self.year

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class StudioDissolved(Record, frozen=True):
    """撤销工作室: a studio was dissolved, as the last in the ranking or for another reason (B26)."""

    kind: ClassVar[str] = "studio.dissolved/1"
    called: ClassVar[str] = "撤销工作室"
    labels: ClassVar[dict[str, str]] = {"code": "工作室编号", "on": "撤销日期", "reason": "原因"}
    happened_on: ClassVar[str] = "on"
    code: str
    on: Happened
    reason: str

    def natural_key(self) -> NaturalKey:
        return "dissolved", self.code

    def stream_key(self) -> NaturalKey:
        return (self.code,)
