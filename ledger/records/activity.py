"""业务活动: what teachers do for the profession beside what has a kind of its own."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId, only_fills_in
from ledger.vocabulary import Where


class ActivityDone(Record, frozen=True):
    """业务活动: a teacher did something that an office counts and that no other kind is for: 编写教材, 监考, 校本课程.

    `activity`, `work`, `role`, `unit`, `level` and `grade` are in the office's own wording. `place_in_list`: this
    author's place among `authors`. `follows`: the course, work or activity that this one follows up or completes.
    """

    kind: ClassVar[str] = "activity.done/1"
    called: ClassVar[str] = "业务活动"
    labels: ClassVar[dict[str, str]] = {
        "teacher": "教师编号",
        "activity": "活动类别",
        "work": "作品或事项",
        "on": "日期",
        "role": "承担角色",
        "until": "结束日期",
        "quantity": "数量",
        "unit": "单位",
        "level": "级别",
        "grade": "评定等次",
        "place_in_list": "署名位次",
        "authors": "作者人数",
        "where": "校内外",
        "organiser": "主办单位",
        "follows": "承接事项",
        "notes": "说明",
        "approver": "批准人",
        "certificate": "证书号",
        "document": "文号",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    activity: str
    work: str
    on: Happened
    role: str = ""
    until: date | None = None
    quantity: Decimal = Decimal(1)
    unit: str = ""
    level: str = ""
    grade: str = ""
    place_in_list: Count = 1
    authors: Count = 1
    where: Where = Where.UNSAID
    organiser: str = ""
    follows: str = ""
    notes: str = ""
    approver: str = ""
    certificate: str = ""
    document: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.activity, self.work, self.on, self.role

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until", "grade", "approver", "certificate", "document")
