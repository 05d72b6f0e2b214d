"""听课: lessons observed."""

from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, SchoolId, TeacherId
from ledger.vocabulary import LessonForm


class LessonObserved(Record, frozen=True):
    """听课: one teacher sat in on another's lesson. Counts for the observer; shows the teacher observed (B5–B10)."""

    kind: ClassVar[str] = "lesson.observed/1"
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

    def natural_key(self) -> NaturalKey:
        return self.observer, self.on, self.period
