"""学期、校历: the terms of the county, its holidays and make-up days."""

from datetime import date
from typing import ClassVar

from ledger.records.record import Count, NaturalKey, Record, TermId
from ledger.vocabulary import DayKind


class TermAnnounced(Record, frozen=True):
    """学期: a term with its first and last day; `weeks` is the number the county announces, not a computed one."""

    kind: ClassVar[str] = "term.announced/1"
    called: ClassVar[str] = "学期"
    labels: ClassVar[dict[str, str]] = {"term": "学期", "start": "开始日期", "end": "结束日期", "weeks": "教学周数"}
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
    called: ClassVar[str] = "校历"
    labels: ClassVar[dict[str, str]] = {"on": "日期", "day": "类型"}
    happened_on: ClassVar[str] = "on"
    on: date
    day: DayKind

    def natural_key(self) -> NaturalKey:
        return (self.on,)


class WeekDeclared(Record, frozen=True):
    """教学周: the county says which days a numbered teaching week of a term runs from and to."""

    kind: ClassVar[str] = "week.declared/1"
    called: ClassVar[str] = "教学周"
    labels: ClassVar[dict[str, str]] = {"term": "学期", "number": "周次", "start": "开始日期", "end": "结束日期"}
    happened_on: ClassVar[str] = "start"
    term: TermId
    number: Count
    start: date
    end: date

    def natural_key(self) -> NaturalKey:
        return self.term, self.number
