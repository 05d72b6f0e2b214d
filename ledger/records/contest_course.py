"""赛事进程: what happens from entry to appeal in a contest that was announced."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId


class ContestEntered(Record, frozen=True):
    """报名参赛: a teacher entered a group of a contest (B15)."""

    kind: ClassVar[str] = "contest.entered/1"
    called: ClassVar[str] = "报名参赛"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "group": "组别",
        "teacher": "教师编号",
        "on": "报名日期",
        "nominated_by": "推荐单位",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    group: str
    teacher: TeacherId
    on: Happened
    nominated_by: str = ""

    def natural_key(self) -> NaturalKey:
        return "entered", self.code, self.group, self.teacher

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestScored(Record, frozen=True):
    """评委打分: a judge's score for one part of a teacher's showing (B14, B15)."""

    kind: ClassVar[str] = "contest.scored/1"
    called: ClassVar[str] = "评委打分"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "group": "组别",
        "teacher": "教师编号",
        "judge": "评委",
        "part": "比赛环节",
        "score": "得分",
        "on": "日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    group: str
    teacher: TeacherId
    judge: TeacherId
    part: str
    score: Decimal
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "scored", self.code, self.group, self.teacher, self.judge, self.part

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestStoodAside(Record, frozen=True):
    """评委回避: a judge does not judge this teacher."""

    kind: ClassVar[str] = "contest.stood_aside/1"
    called: ClassVar[str] = "评委回避"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "judge": "评委",
        "teacher": "教师编号",
        "on": "日期",
        "reason": "原因",
    }
    whose: ClassVar[str] = "judge"
    happened_on: ClassVar[str] = "on"
    code: str
    judge: TeacherId
    teacher: TeacherId
    on: Happened
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "stood_aside", self.code, self.judge, self.teacher

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestClosed(Record, frozen=True):
    """赛事封分: from now on no score is taken."""

    kind: ClassVar[str] = "contest.closed/1"
    called: ClassVar[str] = "赛事封分"
    labels: ClassVar[dict[str, str]] = {"code": "赛事编号", "on": "封分日期"}
    happened_on: ClassVar[str] = "on"
    code: str
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "closed", self.code

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestPromoted(Record, frozen=True):
    """推荐晋级: a teacher is put forward for the contest of the next stage (B14, B15, B17)."""

    kind: ClassVar[str] = "contest.promoted/1"
    called: ClassVar[str] = "推荐晋级"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "group": "组别",
        "teacher": "教师编号",
        "to": "上一级赛事编号",
        "on": "推荐日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    group: str
    teacher: TeacherId
    to: str
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "promoted", self.code, self.group, self.teacher

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestPublicised(Record, frozen=True):
    """获奖推广: what a teacher showed is spread in the county, as by video (B14, B15)."""

    kind: ClassVar[str] = "contest.publicised/1"
    called: ClassVar[str] = "获奖推广"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "group": "组别",
        "teacher": "教师编号",
        "on": "推广日期",
        "medium": "推广平台",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    group: str
    teacher: TeacherId
    on: Happened
    medium: str

    def natural_key(self) -> NaturalKey:
        return "publicised", self.code, self.group, self.teacher, self.medium

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestNoticed(Record, frozen=True):
    """获奖公示: who won is on public notice, from day to day (both included), with these fields and no others."""

    kind: ClassVar[str] = "contest.noticed/1"
    called: ClassVar[str] = "获奖公示"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "since": "公示开始",
        "until": "公示结束",
        "fields": "公示项目",
    }
    happened_on: ClassVar[str] = "since"
    code: str
    since: date
    until: date
    fields: tuple[str, ...]

    def natural_key(self) -> NaturalKey:
        return "noticed", self.code, self.since

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestAppealed(Record, frozen=True):
    """赛事申诉: a teacher who entered objects to the result."""

    kind: ClassVar[str] = "contest.appealed/1"
    called: ClassVar[str] = "赛事申诉"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "teacher": "教师编号",
        "on": "申诉日期",
        "words": "申诉理由",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    teacher: TeacherId
    on: Happened
    words: str

    def natural_key(self) -> NaturalKey:
        return "appealed", self.code, self.teacher, self.on

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ContestAppealDecided(Record, frozen=True):
    """申诉答复: what was decided on a teacher's objection; `on` is the day of the decision."""

    kind: ClassVar[str] = "contest.appeal_decided/1"
    called: ClassVar[str] = "申诉答复"
    labels: ClassVar[dict[str, str]] = {
        "code": "赛事编号",
        "teacher": "教师编号",
        "on": "答复日期",
        "upheld": "申诉是否成立",
        "words": "答复意见",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    teacher: TeacherId
    on: Happened
    upheld: bool
    words: str

    def natural_key(self) -> NaturalKey:
        return "appeal_decided", self.code, self.teacher, self.on

    def stream_key(self) -> NaturalKey:
        return (self.code,)
