"""学困生帮扶: pupils with difficulties who are cared for; counts only, never a pupil's name."""

from typing import ClassVar, Self

from ledger.records.record import Count, NaturalKey, Record, TeacherId, TermId, only_counts_more


class PupilsTutored(Record, frozen=True):
    """学困生帮扶: how many pupils a teacher tutored in a term so far, and how often (A12)."""

    kind: ClassVar[str] = "pupils.tutored/1"
    called: ClassVar[str] = "学困生帮扶"
    labels: ClassVar[dict[str, str]] = {
        "term": "学期",
        "teacher": "教师编号",
        "pupils": "帮扶学生数",
        "sessions": "帮扶次数",
    }
    whose: ClassVar[str] = "teacher"
    term: TermId
    teacher: TeacherId
    pupils: Count
    sessions: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term

    def grows_into(self, later: Self) -> bool:
        return only_counts_more(self, later, "pupils", "sessions")
