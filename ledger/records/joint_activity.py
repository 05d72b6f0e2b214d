"""联合活动: what a teacher institute and schools do together."""

from typing import ClassVar

import msgspec

from ledger.records.record import Happened, NaturalKey, Record, SchoolId, TeacherId
from ledger.vocabulary import Carrier, EvaluationWay, Grade, JointPath


class Evaluation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """评价: how an activity was judged, and how it came out (D2)."""

    way: EvaluationWay
    grade: Grade


class JointActivityHeld(Record, frozen=True):
    """联合活动: an institute and schools researched, studied or trained together, carried by a lesson, course or
    project, and judged by performance, process and whole (D2)."""

    kind: ClassVar[str] = "joint_activity.held/1"
    called: ClassVar[str] = "联合活动"
    labels: ClassVar[dict[str, str]] = {
        "on": "日期",
        "path": "途径",
        "carrier": "载体",
        "institute": "牵头单位",
        "schools": "参加学校",
        "teachers": "参加教师",
        "topic": "主题",
        "evaluation": "评价",
    }
    happened_on: ClassVar[str] = "on"
    on: Happened
    path: JointPath
    carrier: Carrier
    institute: str
    schools: tuple[SchoolId, ...]
    teachers: tuple[TeacherId, ...]
    topic: str
    evaluation: tuple[Evaluation, ...] = ()

    def natural_key(self) -> NaturalKey:
        return self.on, self.path, self.carrier, self.institute, self.topic
