"""常规检查: the monthly check of plans, homework and observation notes."""

from typing import ClassVar

from ledger.records.record import HappenedMonth, NaturalKey, Record, TeacherId
from ledger.vocabulary import CheckedItem, Grade


class RoutineChecked(Record, frozen=True):
    """常规检查: one item of a teacher's work was checked in a month, with a grade (B21)."""

    kind: ClassVar[str] = "routine.checked/1"
    happened_on: ClassVar[str] = "month"
    month: HappenedMonth
    teacher: TeacherId
    item: CheckedItem
    grade: Grade

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.month, self.item
