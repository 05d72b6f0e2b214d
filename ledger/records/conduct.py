"""师德处分: sanctions for a breach of professional conduct."""

from typing import ClassVar

from ledger.records.record import Count, Happened, NaturalKey, Record, TeacherId


class ConductSanctioned(Record, frozen=True):
    """师德处分: a sanction, in force for a number of months from its day (B12)."""

    kind: ClassVar[str] = "conduct.sanctioned/1"
    happened_on: ClassVar[str] = "on"
    teacher: TeacherId
    on: Happened
    offence: str
    sanction: str
    months: Count

    def natural_key(self) -> NaturalKey:
        return self.teacher, self.on, self.offence
