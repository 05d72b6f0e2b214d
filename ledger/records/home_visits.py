"""家访: pupils' homes visited and parents' meetings held by a homeroom teacher."""

from typing import ClassVar, Self

from ledger.records.record import Count, NaturalKey, Record, TeacherId, TermId


class HomesVisited(Record, frozen=True):
    """家访: how many pupils' homes were visited and parents' meetings held in a term so far (B11)."""

    kind: ClassVar[str] = "home.visited/1"
    term: TermId
    teacher: TeacherId
    pupils: Count
    meetings: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.term

    def grows_into(self, later: Self) -> bool:
        return (later.pupils, later.meetings) != (self.pupils, self.meetings) and (
            later.pupils >= self.pupils and later.meetings >= self.meetings
        )
