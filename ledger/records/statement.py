"""考核结果: a result made official step by step: drafted, on public notice, objections decided, final, superseded."""

from datetime import date
from typing import ClassVar, NewType

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId, TermId

StatementId = NewType("StatementId", str)
"""A statement's number, as people quote it: `JG-1`."""

Scope = NewType("Scope", str)
"""Whose results: `county`, `township:城关镇`, `school:S001`."""


class StatementDrafted(Record, frozen=True):
    """结果草案: the results of a term, drawn up by an adopted pack from what the book held at a position.

    `result` is the SHA-256 of the canonical result, whose bytes are kept; `rows` that of the fingerprint of the
    book's rows up to `position`, by which an altered row is found.
    """

    kind: ClassVar[str] = "statement.drafted/1"
    called: ClassVar[str] = "结果草案"
    labels: ClassVar[dict[str, str]] = {
        "statement": "结果编号",
        "on": "拟定日期",
        "pack": "办法名称",
        "version": "办法版本",
        "pack_digest": "办法摘要",
        "term": "学期",
        "scope": "范围",
        "as_of": "截至日期",
        "position": "账本位置",
        "result": "结果摘要",
        "rows": "账本指纹摘要",
    }
    happened_on: ClassVar[str] = "on"
    statement: StatementId
    on: Happened
    pack: str
    version: str
    pack_digest: str
    term: TermId
    scope: Scope
    as_of: date
    position: Count
    result: str
    rows: str = ""

    def natural_key(self) -> NaturalKey:
        return (self.statement,)


class StatementNoticed(Record, frozen=True):
    """结果公示: a draft is on public notice, from day to day (both included), with these fields and no others.

    `days`: how many working days were declared for it.
    """

    kind: ClassVar[str] = "statement.noticed/1"
    called: ClassVar[str] = "结果公示"
    labels: ClassVar[dict[str, str]] = {
        "statement": "结果编号",
        "since": "公示开始",
        "until": "公示结束",
        "days": "工作日天数",
        "fields": "公示项目",
    }
    happened_on: ClassVar[str] = "since"
    statement: StatementId
    since: date
    until: date
    days: Count
    fields: tuple[str, ...]

    def natural_key(self) -> NaturalKey:
        return "noticed", self.statement

    def stream_key(self) -> NaturalKey:
        return (self.statement,)


class StatementObjected(Record, frozen=True):
    """公示异议: a teacher objects to what is on notice."""

    kind: ClassVar[str] = "statement.objected/1"
    called: ClassVar[str] = "公示异议"
    labels: ClassVar[dict[str, str]] = {
        "statement": "结果编号",
        "teacher": "教师编号",
        "on": "提出日期",
        "words": "异议内容",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    statement: StatementId
    teacher: TeacherId
    on: Happened
    words: str

    def natural_key(self) -> NaturalKey:
        return "objected", self.statement, self.teacher, self.on

    def stream_key(self) -> NaturalKey:
        return (self.statement,)


class StatementObjectionDecided(Record, frozen=True):
    """公示异议答复: what was decided on an objection, why, and the day the teacher was told."""

    kind: ClassVar[str] = "statement.objection_decided/1"
    called: ClassVar[str] = "公示异议答复"
    labels: ClassVar[dict[str, str]] = {
        "statement": "结果编号",
        "teacher": "教师编号",
        "objected_on": "提出日期",
        "on": "答复日期",
        "upheld": "异议是否成立",
        "reason": "理由",
        "told_on": "告知本人日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    statement: StatementId
    teacher: TeacherId
    objected_on: Happened
    on: Happened
    upheld: bool
    reason: str
    told_on: Happened

    def natural_key(self) -> NaturalKey:
        return "objection_decided", self.statement, self.teacher, self.objected_on

    def stream_key(self) -> NaturalKey:
        return (self.statement,)


class StatementFinalised(Record, frozen=True):
    """结果定稿: the draft is final. `unnoticed` where no public notice was due, and `reason` says why."""

    kind: ClassVar[str] = "statement.finalised/1"
    called: ClassVar[str] = "结果定稿"
    labels: ClassVar[dict[str, str]] = {
        "statement": "结果编号",
        "on": "定稿日期",
        "unnoticed": "是否不公示",
        "reason": "不公示的理由",
    }
    happened_on: ClassVar[str] = "on"
    statement: StatementId
    on: Happened
    unnoticed: bool = False
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "finalised", self.statement

    def stream_key(self) -> NaturalKey:
        return (self.statement,)


class StatementSuperseded(Record, frozen=True):
    """结果更替: a final statement gives way to a later one of the same pack, term and scope."""

    kind: ClassVar[str] = "statement.superseded/1"
    called: ClassVar[str] = "结果更替"
    labels: ClassVar[dict[str, str]] = {
        "statement": "结果编号",
        "by": "取代它的结果编号",
        "on": "更替日期",
        "reason": "理由",
    }
    happened_on: ClassVar[str] = "on"
    statement: StatementId
    by: StatementId
    on: Happened
    reason: str

    def natural_key(self) -> NaturalKey:
        return "superseded", self.statement

    def stream_key(self) -> NaturalKey:
        return (self.statement,)


class StatementDropped(Record, frozen=True):
    """结果草案放弃: a draft that will not become final, as where an objection was upheld."""

    kind: ClassVar[str] = "statement.dropped/1"
    called: ClassVar[str] = "结果草案放弃"
    labels: ClassVar[dict[str, str]] = {
        "statement": "结果编号",
        "on": "放弃日期",
        "reason": "理由",
    }
    happened_on: ClassVar[str] = "on"
    statement: StatementId
    on: Happened
    reason: str

    def natural_key(self) -> NaturalKey:
        return "dropped", self.statement

    def stream_key(self) -> NaturalKey:
        return (self.statement,)
