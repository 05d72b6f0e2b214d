"""任课: what teachers are assigned to teach, and how much they taught."""

from typing import ClassVar, Self

from ledger.records.record import (
    Count,
    HappenedMonth,
    NaturalKey,
    Record,
    SchoolId,
    TeacherId,
    TermId,
    only_counts_more,
)


class TeachingAssigned(Record, frozen=True):
    """任课安排: the classes of a grade that a teacher teaches in a term, beside a full load of the subject (B4)."""

    kind: ClassVar[str] = "teaching.assigned/1"
    called: ClassVar[str] = "任课安排"
    labels: ClassVar[dict[str, str]] = {
        "term": "学期",
        "teacher": "教师编号",
        "school": "学校代码",
        "subject": "学科",
        "grade": "年级",
        "classes": "任课班级",
        "weekly_lessons": "周课时",
        "full_load": "满工作量周课时",
    }
    whose: ClassVar[str] = "teacher"
    term: TermId
    teacher: TeacherId
    school: SchoolId
    subject: str
    grade: str
    classes: tuple[str, ...]
    weekly_lessons: Count
    full_load: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term, self.school, self.subject, self.grade


class LessonsTaught(Record, frozen=True):
    """授课节数: how many lessons a leader taught at a school in a month so far (B4, A10)."""

    kind: ClassVar[str] = "lessons.taught/1"
    called: ClassVar[str] = "授课节数"
    labels: ClassVar[dict[str, str]] = {"month": "月份", "teacher": "教师编号", "school": "学校代码", "lessons": "节数"}
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "month"
    month: HappenedMonth
    teacher: TeacherId
    school: SchoolId
    lessons: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.month, self.school

    def grows_into(self, later: Self) -> bool:
        return only_counts_more(self, later, "lessons")
