"""家访: pupils' homes visited and parents' meetings held by a homeroom teacher."""

from typing import ClassVar, Self

from ledger.records.record import Count, NaturalKey, Record, TeacherId, TermId, only_counts_more


class HomesVisited(Record, frozen=True):
    """家访: how many pupils' homes were visited and parents' meetings held in a term so far (B11)."""

    kind: ClassVar[str] = "home.visited/1"
    called: ClassVar[str] = "家访"
    labels: ClassVar[dict[str, str]] = {
        "term": "学期",
        "teacher": "班主任",
        "pupils": "已家访学生数",
        "meetings": "家长会次数",
    }
    whose: ClassVar[str] = "teacher"
    term: TermId
    teacher: TeacherId
    pupils: Count
    meetings: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term

    def grows_into(self, later: Self) -> bool:
        return only_counts_more(self, later, "pupils", "meetings")
