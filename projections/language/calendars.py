"""学年、学期: in which school year and in which announced term a day lies, for the formulas that ask."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MINYEAR, date, timedelta
from typing import NamedTuple

from ledger.records.school_year import TermAnnounced
from ledger.spelling import squeeze
from projections.language.days import NO_DAY, month_and_day

_NAME = re.compile(r"([0-9]+)-([0-9]+)-(.+)")


class Term(NamedTuple):
    """An announced term, first and last day included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Calendars:
    """When school years begin (month and day, if the pack says it) and the terms announced, by first day."""

    school_year_from: tuple[int, int] | None
    terms: tuple[Term, ...]

    @classmethod
    def of(cls, school_year_from: str, announced: Iterable[TermAnnounced]) -> "Calendars":
        """Those of a pack's convention (`08-01`, or empty where it says none) and of the terms of a county."""
        terms = (Term(squeeze(one.term), one.start, one.end) for one in announced)
        by_first_day = sorted(terms, key=lambda term: (term.first, term.last, term.name))
        return cls(month_and_day(school_year_from) if school_year_from else None, tuple(by_first_day))

    def school_year_of(self, day: date) -> int:
        """The year in which the school year that holds a day began; 0 for no day."""
        return 0 if day == NO_DAY else day.year - ((day.month, day.day) < self.school_year_begins())

    def school_year_first(self, day: date) -> date:
        """The first day of the school year that holds a day; no day for none."""
        return self._first_of(self.school_year_of(day))

    def school_year_last(self, day: date) -> date:
        """The last day of the school year that holds a day; no day for none."""
        year = self.school_year_of(day)
        if day == NO_DAY or year >= date.max.year:
            return day if day == NO_DAY else date.max
        return self._first_of(year + 1) - timedelta(days=1)

    def school_year_begins(self) -> tuple[int, int]:
        """The month and day on which school years begin, of a pack that says it."""
        assert self.school_year_from, "a pack that asks for school years has the convention school_year_from"
        return self.school_year_from

    def _first_of(self, year: int) -> date:
        return date(year, *self.school_year_begins()) if year >= MINYEAR else NO_DAY

    def term_index(self, day: date) -> int:
        """The place of the announced term that holds a day, the last begun of several; -1 where none does."""
        return max((place for place, term in enumerate(self.terms) if term.first <= day <= term.last), default=-1)

    def term_first(self, day: date) -> date:
        """The first day of the announced term that holds a day; no day where none does."""
        place = self.term_index(day)
        return self.terms[place].first if place >= 0 else NO_DAY

    def term_last(self, name: str) -> date:
        """The last day of an announced term; no day where no such term is announced."""
        found = self.term(name)
        return found.last if found else NO_DAY

    def term(self, name: str) -> Term | None:
        """The announced term of a name."""
        return next((term for term in self.terms if term.name == squeeze(name)), None)

    def term_before(self, name: str, back: int) -> Term | None:
        """The announced term so many places earlier, by first days."""
        place = next((place for place, term in enumerate(self.terms) if term.name == squeeze(name)), -1)
        return self.terms[place - back] if place >= back else None

    def term_years_before(self, name: str, back: int) -> Term | None:
        """The announced term of the same number so many school years earlier: 2021-2022-1 before 2022-2023-1."""
        match = _NAME.fullmatch(squeeze(name))
        if not match:
            return None
        first, second = (int(match[group]) - back for group in (1, 2))
        return self.term(f"{first:04}-{second:04}-{match[3]}")
