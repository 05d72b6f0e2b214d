"""评审结果: the list of a round, its notice, the objections to it, the decision, appeals, and the end of the round."""

from datetime import date
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId


class ReviewListed(Record, frozen=True):
    """推荐名单: who is put forward, in order, as derived from what the book held at a position.

    `revision`: 1, and 2, 3 … where a list takes the place of the one before it, which is kept; `because` says why.
    `result` is the SHA-256 of all that was derived: scores, ranks, and why each is on the list or not; `rows` that of
    the fingerprint of the book's rows up to `position`.
    """

    kind: ClassVar[str] = "review.listed/1"
    called: ClassVar[str] = "推荐名单"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "revision": "名单版次",
        "on": "拟定日期",
        "position": "账本位置",
        "result": "结果摘要",
        "listed": "推荐人选",
        "because": "改动原因",
        "rows": "账本指纹摘要",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    revision: Count
    on: Happened
    position: Count
    result: str
    listed: tuple[TeacherId, ...]
    because: str = ""
    rows: str = ""

    def natural_key(self) -> NaturalKey:
        return "listed", self.code, self.revision

    def stream_key(self) -> NaturalKey:
        return (self.code,)

    def content(self) -> tuple[object, ...]:
        # Who comes first is said by the order.
        return *super().content(), self.listed


class ReviewNoticed(Record, frozen=True):
    """评审公示: a list is on public notice, from day to day (both included), with the fields that were announced.

    `days`: how many working days were declared for it.
    """

    kind: ClassVar[str] = "review.noticed/1"
    called: ClassVar[str] = "评审公示"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "revision": "名单版次",
        "since": "公示开始",
        "until": "公示结束",
        "days": "工作日天数",
    }
    happened_on: ClassVar[str] = "since"
    code: str
    revision: Count
    since: date
    until: date
    days: Count

    def natural_key(self) -> NaturalKey:
        return "noticed", self.code, self.revision

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewObjected(Record, frozen=True):
    """评审异议: a teacher objects to a list on notice; `about` the teacher it is about, where it is about one."""

    kind: ClassVar[str] = "review.objected/1"
    called: ClassVar[str] = "评审异议"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "revision": "名单版次",
        "teacher": "提出人",
        "on": "提出日期",
        "words": "异议内容",
        "about": "涉及的教师",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    revision: Count
    teacher: TeacherId
    on: Happened
    words: str
    about: TeacherId = TeacherId("")

    def natural_key(self) -> NaturalKey:
        return "objected", self.code, self.teacher, self.on

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewObjectionDecided(Record, frozen=True):
    """评审异议答复: whether an objection is right, with the explanation that was given.

    `revision`: the list that stood; one that is upheld is followed by another. `explanation`: the clause that was
    shown, or the digest of what was; `corrected`: the entries that were corrected, recorded or voided for it.
    """

    kind: ClassVar[str] = "review.objection_decided/1"
    called: ClassVar[str] = "评审异议答复"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "revision": "名单版次",
        "teacher": "提出人",
        "objected_on": "提出日期",
        "on": "答复日期",
        "upheld": "异议是否成立",
        "answer": "答复意见",
        "explanation": "出示的依据",
        "corrected": "更正的记录",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    revision: Count
    teacher: TeacherId
    objected_on: Happened
    on: Happened
    upheld: bool
    answer: str
    explanation: str = ""
    corrected: tuple[str, ...] = ()

    def natural_key(self) -> NaturalKey:
        return "objection_decided", self.code, self.teacher, self.objected_on

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewDecided(Record, frozen=True):
    """评审决定: the list of a revision is decided on; from it titles, honours and certificates are given."""

    kind: ClassVar[str] = "review.decided/1"
    called: ClassVar[str] = "评审决定"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "revision": "名单版次",
        "on": "决定日期",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    revision: Count
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "decided", self.code, self.revision

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewAppealed(Record, frozen=True):
    """评审申诉: a teacher who applied appeals against the decision."""

    kind: ClassVar[str] = "review.appealed/1"
    called: ClassVar[str] = "评审申诉"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
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


class ReviewAppealDecided(Record, frozen=True):
    """评审申诉答复: whether an appeal reopens the round, and why; one that does is followed by another list."""

    kind: ClassVar[str] = "review.appeal_decided/1"
    called: ClassVar[str] = "评审申诉答复"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "revision": "名单版次",
        "teacher": "教师编号",
        "appealed_on": "申诉日期",
        "on": "答复日期",
        "reopens": "是否重新评定",
        "reason": "理由",
        "corrected": "更正的记录",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    code: str
    revision: Count
    teacher: TeacherId
    appealed_on: Happened
    on: Happened
    reopens: bool
    reason: str
    corrected: tuple[str, ...] = ()

    def natural_key(self) -> NaturalKey:
        return "appeal_decided", self.code, self.teacher, self.appealed_on

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewClosed(Record, frozen=True):
    """评审归档: the round is over; what it keeps is kept to a day. `reason` where it ends without a decision."""

    kind: ClassVar[str] = "review.closed/1"
    called: ClassVar[str] = "评审归档"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "on": "归档日期",
        "keep_until": "保存到",
        "reason": "没有决定就结束的理由",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    on: Happened
    keep_until: date
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "closed", self.code

    def stream_key(self) -> NaturalKey:
        return (self.code,)
