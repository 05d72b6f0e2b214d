"""集体备课: meetings of a preparation group, and the best plans."""

from typing import ClassVar

import msgspec

from ledger.records.record import Count, Happened, HappenedMonth, NaturalKey, Record, SchoolId, TeacherId
from ledger.vocabulary import CheckedItem, Level


class Attendance(msgspec.Struct, frozen=True):
    """参加备课: one teacher's part in a meeting, read off the meeting's record."""

    teacher: TeacherId
    reflected: bool


class PreparationHeld(Record, frozen=True):
    """集体备课: a preparation group met, with a leader; who led attended (B18)."""

    kind: ClassVar[str] = "preparation.held/1"
    called: ClassVar[str] = "集体备课"
    labels: ClassVar[dict[str, str]] = {
        "on": "日期",
        "school": "学校代码",
        "group": "备课组",
        "leader": "主备人",
        "attended": "参加人",
        "model_plans": "精品教案数",
        "reflections": "提交心得",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    on: Happened
    school: SchoolId
    group: str
    leader: TeacherId
    attended: tuple[TeacherId, ...]
    model_plans: Count | None = None
    reflections: tuple[TeacherId, ...] = ()

    def natural_key(self) -> NaturalKey:
        return self.school, self.group, self.on

    def attendances(self) -> list[Attendance]:
        """Everyone who was there, the leader first, each once, and whether a reflection was handed in."""
        present = dict.fromkeys((self.leader, *self.attended))
        return [Attendance(teacher, teacher in self.reflections) for teacher in present]


class PlanSelected(Record, frozen=True):
    """精品教案: a teacher's lesson plan, or homework, was among the best of a month at a level (B21, D7)."""

    kind: ClassVar[str] = "plan.selected/1"
    called: ClassVar[str] = "精品教案"
    labels: ClassVar[dict[str, str]] = {
        "month": "月份",
        "teacher": "教师编号",
        "title_of_plan": "教案名称",
        "level": "级别",
        "item": "项目",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "month"
    month: HappenedMonth
    teacher: TeacherId
    title_of_plan: str
    level: Level
    item: CheckedItem = CheckedItem.LESSON_PLANS

    def natural_key(self) -> NaturalKey:
        return "selected", self.teacher, self.month, self.title_of_plan, self.level, self.item
