"""挂点联系: which leader is linked with which school or township, and who signed for what."""

from datetime import date
from typing import ClassVar, Self

from ledger.records.record import Happened, NaturalKey, Record, SchoolId, TeacherId, TermId, only_fills_in
from ledger.vocabulary import TownshipRole


class LeaderLinked(Record, frozen=True):
    """联系学校: a leader is linked with a school, for a programme or in general (A5)."""

    kind: ClassVar[str] = "leader.linked/1"
    called: ClassVar[str] = "联系学校"
    labels: ClassVar[dict[str, str]] = {
        "leader": "联系人",
        "school": "学校代码",
        "since": "开始日期",
        "until": "结束日期",
        "programme": "项目",
    }
    whose: ClassVar[str] = "leader"
    happened_on: ClassVar[str] = "since"
    leader: TeacherId
    school: SchoolId
    since: date
    until: date | None = None
    programme: str = ""

    def natural_key(self) -> NaturalKey:
        return self.leader, self.school, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")


class TownshipAssigned(Record, frozen=True):
    """包乡联络: a leader of the county takes care of a township, or is its contact officer (B27, A10)."""

    kind: ClassVar[str] = "township.assigned/1"
    called: ClassVar[str] = "包乡联络"
    labels: ClassVar[dict[str, str]] = {
        "leader": "联系人",
        "township": "乡镇",
        "role": "包乡职责",
        "since": "开始日期",
        "until": "结束日期",
    }
    whose: ClassVar[str] = "leader"
    happened_on: ClassVar[str] = "since"
    leader: TeacherId
    township: str
    role: TownshipRole
    since: date
    until: date | None = None

    def natural_key(self) -> NaturalKey:
        return self.leader, self.township, self.since

    def grows_into(self, later: Self) -> bool:
        return only_fills_in(self, later, "until")


class ResponsibilityAssigned(Record, frozen=True):
    """责任包保: a leader signed for a grade, a middle leader for a class (B30). `charge`: the grade or class."""

    kind: ClassVar[str] = "responsibility.assigned/1"
    called: ClassVar[str] = "责任包保"
    labels: ClassVar[dict[str, str]] = {
        "term": "学期",
        "teacher": "教师编号",
        "school": "学校代码",
        "charge": "包保对象",
        "signed_on": "签订日期",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "signed_on"
    term: TermId
    teacher: TeacherId
    school: SchoolId
    charge: str
    signed_on: Happened

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.school, self.term, self.charge
