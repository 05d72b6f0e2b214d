"""达标认定: who reached the standard of classroom teaching, and which school works in regular teaching research."""

from typing import ClassVar

from ledger.records.record import NaturalKey, Record, SchoolId, TeacherId, TermId


class StandardJudged(Record, frozen=True):
    """课堂达标: whether a teacher reached the classroom standard in a term (B1, B29). `judge`: who judged."""

    kind: ClassVar[str] = "standard.judged/1"
    called: ClassVar[str] = "课堂达标"
    labels: ClassVar[dict[str, str]] = {
        "term": "学期",
        "teacher": "教师编号",
        "reached": "是否达标",
        "judge": "认定单位",
    }
    whose: ClassVar[str] = "teacher"
    term: TermId
    teacher: TeacherId
    reached: bool
    judge: str = ""

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term


class ResearchRoutineJudged(Record, frozen=True):
    """教研常态化: whether a school works in regular teaching research in a term (B1)."""

    kind: ClassVar[str] = "research_routine.judged/1"
    called: ClassVar[str] = "教研常态化"
    labels: ClassVar[dict[str, str]] = {"term": "学期", "school": "学校代码", "reached": "是否达标"}
    whose: ClassVar[str] = "school"
    term: TermId
    school: SchoolId
    reached: bool

    def natural_key(self) -> NaturalKey:
        return self.school, self.term
