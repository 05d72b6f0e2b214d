"""听课: lessons observed."""

from typing import ClassVar, Self

from ledger.records.record import (
    Count,
    Happened,
    HappenedMonth,
    NaturalKey,
    Record,
    SchoolId,
    TeacherId,
    only_counts_more,
)
from ledger.vocabulary import LessonForm


class LessonObserved(Record, frozen=True):
    """听课: one teacher sat in on another's lesson. Counts for the observer; shows the teacher observed (B5–B10)."""

    kind: ClassVar[str] = "lesson.observed/2"
    called: ClassVar[str] = "听课记录"
    labels: ClassVar[dict[str, str]] = {
        "on": "日期",
        "period": "节次",
        "observer": "听课人",
        "teacher": "授课人",
        "school": "学校代码",
        "subject": "学科",
        "grade": "年级",
        "form": "课型",
        "notes": "听课记录",
        "reflection": "反思",
        "topic": "授课课题",
        "lessons": "节数",
    }
    whose: ClassVar[str] = "observer"
    happened_on: ClassVar[str] = "on"
    on: Happened
    period: Count  # of the school's timetable
    observer: TeacherId
    teacher: TeacherId
    school: SchoolId
    subject: str
    grade: str
    form: LessonForm
    notes: str = ""
    reflection: str = ""
    topic: str = ""
    lessons: Count = 1  # one record may stand for several lessons in a row

    def natural_key(self) -> NaturalKey:
        return self.observer, self.on, self.period


class LessonReviewed(Record, frozen=True):
    """评课: an observed lesson was reviewed (B6, B7, D1, D3, D4); observer, day and period say which."""

    kind: ClassVar[str] = "lesson.reviewed/1"
    called: ClassVar[str] = "评课"
    labels: ClassVar[dict[str, str]] = {
        "on": "日期",
        "period": "节次",
        "observer": "听课人",
        "reviewer": "评课人",
        "review": "评课意见",
        "reviewed_on": "评课日期",
    }
    whose: ClassVar[str] = "reviewer"
    happened_on: ClassVar[str] = "reviewed_on"
    part_of: ClassVar[type[Record] | None] = LessonObserved
    on: Happened
    period: Count
    observer: TeacherId
    reviewer: TeacherId
    review: str
    reviewed_on: Happened

    def natural_key(self) -> NaturalKey:
        return self.observer, self.on, self.period

    def part_key(self) -> NaturalKey:
        return ("review",)

    def part_name(self) -> str:
        return "review"


class ObservationsCounted(Record, frozen=True):
    """听课节数: how many lessons a teacher observed in a month so far by the notebook (B8). `seen_by`: who saw it."""

    kind: ClassVar[str] = "observation.counted/1"
    called: ClassVar[str] = "听课节数"
    labels: ClassVar[dict[str, str]] = {
        "month": "月份",
        "teacher": "教师编号",
        "lessons": "节数",
        "seen_by": "查验单位",
    }
    whose: ClassVar[str] = "teacher"
    happened_on: ClassVar[str] = "month"
    month: HappenedMonth
    teacher: TeacherId
    lessons: Count
    seen_by: str

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.month

    def grows_into(self, later: Self) -> bool:
        return only_counts_more(self, later, "lessons")
