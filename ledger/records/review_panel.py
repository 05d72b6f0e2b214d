"""评审组: what the members of a round's panel declare, score and vote, each for himself.

None of it counts for anybody by itself: whose dossier a number is, only the round knows.
"""

from decimal import Decimal
from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId


class ReviewRelationDeclared(Record, frozen=True):
    """亲属关系申报: a member is related to an applicant, and does not judge him. Same school need not be declared."""

    kind: ClassVar[str] = "review.relation_declared/1"
    called: ClassVar[str] = "评审关系申报"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "member": "评审组成员",
        "teacher": "教师编号",
        "relation": "关系",
        "on": "申报日期",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    member: TeacherId
    teacher: TeacherId
    relation: str
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "relation_declared", self.code, self.member, self.teacher

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewStoodAside(Record, frozen=True):
    """评审回避: a member does not judge this applicant, for whatever reason."""

    kind: ClassVar[str] = "review.stood_aside/1"
    called: ClassVar[str] = "评审回避"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "member": "评审组成员",
        "teacher": "教师编号",
        "on": "日期",
        "reason": "原因",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    member: TeacherId
    teacher: TeacherId
    on: Happened
    reason: str = ""

    def natural_key(self) -> NaturalKey:
        return "stood_aside", self.code, self.member, self.teacher

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewScored(Record, frozen=True):
    """评审打分: a member's score for one part of a dossier, known to the member by its number."""

    kind: ClassVar[str] = "review.scored/1"
    called: ClassVar[str] = "评审打分"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "number": "档案号",
        "member": "评审组成员",
        "part": "评分项",
        "score": "得分",
        "on": "日期",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    number: Count
    member: TeacherId
    part: str
    score: Decimal
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "scored", self.code, self.number, self.member, self.part

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewVoted(Record, frozen=True):
    """评审表决: a member's vote on a dossier."""

    kind: ClassVar[str] = "review.voted/1"
    called: ClassVar[str] = "评审表决"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "number": "档案号",
        "member": "评审组成员",
        "in_favour": "是否同意",
        "on": "日期",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    number: Count
    member: TeacherId
    in_favour: bool
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "voted", self.code, self.number, self.member

    def stream_key(self) -> NaturalKey:
        return (self.code,)


class ReviewTieVoted(Record, frozen=True):
    """同分表决: a member's vote on one of several equals who have not all a place in the list of this revision."""

    kind: ClassVar[str] = "review.tie_voted/1"
    called: ClassVar[str] = "同分表决"
    labels: ClassVar[dict[str, str]] = {
        "code": "评审编号",
        "revision": "名单版次",
        "number": "档案号",
        "member": "评审组成员",
        "in_favour": "是否同意",
        "on": "日期",
    }
    happened_on: ClassVar[str] = "on"
    code: str
    revision: Count
    number: Count
    member: TeacherId
    in_favour: bool
    on: Happened

    def natural_key(self) -> NaturalKey:
        return "tie_voted", self.code, self.revision, self.number, self.member

    def stream_key(self) -> NaturalKey:
        return (self.code,)
