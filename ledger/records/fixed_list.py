"""名单: who belongs to a group of persons, fixed on a day."""

from typing import ClassVar

from ledger.records.record import Happened, NaturalKey, Record, TeacherId


class ListFixed(Record, frozen=True):
    """名单确定: a teacher is a member of a list fixed on a day: a peer population, a jury, those put up for election.

    Stage, place and post are the member's on that day. `role`: 组长, 委员, 候补, 回避 …; `place`: area or township.
    """

    kind: ClassVar[str] = "list.fixed/1"
    called: ClassVar[str] = "名单确定"
    labels: ClassVar[dict[str, str]] = {
        "list_name": "名单名称",
        "member": "成员",
        "on": "确定日期",
        "stage": "学段",
        "post": "职务",
        "place": "所在地",
        "subject": "学科",
        "role": "名单角色",
        "group": "分组",
    }
    whose: ClassVar[str] = "member"
    happened_on: ClassVar[str] = "on"
    list_name: str
    member: TeacherId
    on: Happened
    stage: str = ""
    post: str = ""
    place: str = ""
    subject: str = ""
    role: str = ""
    group: str = ""

    def natural_key(self) -> NaturalKey:
        return self.list_name, self.member
