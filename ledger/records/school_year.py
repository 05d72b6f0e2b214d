"""学期、校历: the terms of the county, its holidays and make-up days."""

from datetime import date
from typing import ClassVar

from ledger.records.record import Count, NaturalKey, Record, TermId
from ledger.vocabulary import DayKind


class TermAnnounced(Record, frozen=True):
    """学期: a term with its first and last day; `weeks` is the number the county announces, not a computed one."""

    kind: ClassVar[str] = "term.announced/1"
    happened_on: ClassVar[str] = "start"
    term: TermId
    start: date
    end: date
    weeks: Count

    def natural_key(self) -> NaturalKey:
        return (self.term,)


class DayDeclared(Record, frozen=True):
    """校历: a day is declared a holiday or a make-up day."""

    kind: ClassVar[str] = "day.declared/1"
    happened_on: ClassVar[str] = "on"
    on: date
    day: DayKind

    def natural_key(self) -> NaturalKey:
        return (self.on,)
