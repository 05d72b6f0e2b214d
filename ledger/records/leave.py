"""请假: leave of absence."""

from datetime import date
from typing import ClassVar

from ledger.records.record import NaturalKey, Record, TeacherId


class LeaveTaken(Record, frozen=True):
    """请假: a teacher is away from a first to a last day, both included."""

    kind: ClassVar[str] = "leave.taken/1"
    happened_on: ClassVar[str] = "start"
    teacher: TeacherId
    start: date
    end: date
    reason: str

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.start
