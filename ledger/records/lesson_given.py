"""授课: lessons given before colleagues, and lessons in mental health."""

from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId
from ledger.vocabulary import LessonForm, Level


class LessonGiven(Record, frozen=True):
    """公开授课: a teacher gave an open, model or other lesson at a school, before listeners (A11, B19, D5, E1)."""

    kind: ClassVar[str] = "lesson.given/1"
    called: ClassVar[str] = "公开授课"
    labels: ClassVar[dict[str, str]] = {
        "on": "日期",
        "period": "节次",
        "teacher": "教师编号",
        "form": "课型",
        "level": "级别",
        "school": "授课学校",
        "subject": "学科",
        "grade": "年级",
        "topic": "授课课题",
        "listeners": "听课人数",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "on"
    on: Happened
    period: Count
    teacher: TeacherId
    form: LessonForm
    level: Level
    school: SchoolId  # where it was given, not necessarily the teacher's own
    subject: str
    grade: str
    topic: str
    listeners: Count = 0

    def natural_key(self) -> NaturalKey:
        return "given", self.teacher, self.on, self.period


class MentalHealthTaught(Record, frozen=True):
    """心理健康课: a grade had a lesson in mental health (B13)."""

    kind: ClassVar[str] = "mental_health.taught/1"
    called: ClassVar[str] = "心理健康课"
    labels: ClassVar[dict[str, str]] = {
        "on": "日期",
        "school": "学校代码",
        "grade": "年级",
        "teacher": "教师编号",
        "topic": "授课课题",
    }
    whose: ClassVar[str] = "school"
    happened_on: ClassVar[str] = "on"
    on: Happened
    school: SchoolId
    grade: str
    teacher: TeacherId
    topic: str = ""

    def natural_key(self) -> NaturalKey:
        return self.school, self.grade, self.on, self.teacher
