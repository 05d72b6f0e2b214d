"""学校结对: what came of each agreement between schools: activities, yearly reports, and which are overdue (E6)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.book import Book
from ledger.processes.pairing import year_of
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingEnded,
    PairingReported,
)
from ledger.records.record import Record
from projections.standing import Standing, read_standing

_REPORT_DUE = (11, 30)
"""Month and day by which the report of a year is due."""


@dataclass(frozen=True)
class Reported:
    """The report of a year, handed in on a day."""

    year: str
    on: date

    @property
    def late(self) -> bool:
        """Whether it came after 30 November of its year."""
        year = year_of(self.year)
        return year is not None and self.on > report_due(year)


@dataclass(frozen=True)
class PairingNow:
    """A pairing as it stands on a day; `overdue` are the years whose report was due and is not there."""

    agreed: PairingAgreed
    ended: date | None
    over: bool
    activities: dict[str, int]
    reports: tuple[Reported, ...]
    overdue: tuple[int, ...]
    assessed: tuple[tuple[str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "code": self.agreed.code,
            "strong": self.agreed.strong,
            "weak": list(self.agreed.weak),
            "signed": self.agreed.signed.isoformat(),
            "until": self.agreed.until.isoformat(),
            "state": "ended" if self.ended else "past" if self.over else "agreed",
            "activities": self.activities,
            "reports": [{"year": one.year, "on": one.on.isoformat(), "late": one.late} for one in self.reports],
            "overdue": list(self.overdue),
            "assessments": [{"year": year, "grade": grade} for year, grade in self.assessed],
        }


def report_due(year: int) -> date:
    """The last day for the report of a year."""
    return date(year, *_REPORT_DUE)


def pairings(book: Book, as_of: date | None = None, known_at: int | None = None) -> list[PairingNow]:
    """Every agreement on record, by code, with what had happened by `as_of` (today).

    `known_at`: what the book held at a position (now).
    """
    day = as_of or book.today()
    standing = read_standing(book, known_at)
    agreed = {one.code: one for one in standing.records_of("pairing.agreed").records}
    course: defaultdict[str, list[Record]] = defaultdict(list)
    for kind in (PairingActivityHeld, PairingReported, PairingAssessed, PairingEnded):
        for record in _records(standing, kind):
            if record.on <= day:
                course[record.code].append(record)
    return [_now(agreed[code], course[code], day) for code in sorted(agreed)]


def _now(agreed: PairingAgreed, course: list[Record], day: date) -> PairingNow:
    ended = next((one.on for one in course if isinstance(one, PairingEnded)), None)
    reports = [Reported(one.year, one.on) for one in course if isinstance(one, PairingReported)]
    held = Counter(str(one.field) for one in course if isinstance(one, PairingActivityHeld))
    assessed = [(one.year, str(one.grade)) for one in course if isinstance(one, PairingAssessed)]
    last = ended or agreed.until
    years = [year for year in range(agreed.signed.year, last.year + 1) if agreed.signed <= report_due(year) < day]
    if ended:
        years = [year for year in years if report_due(year) <= ended]  # after the end nothing is owed
    there = {year_of(one.year) for one in reports}
    return PairingNow(
        agreed,
        ended,
        day > last,
        {str(field): held[field] for field in agreed.fields},
        tuple(sorted(reports, key=lambda one: one.year)),
        tuple(year for year in years if year not in there),
        tuple(sorted(assessed)),
    )


def _records(standing: Standing, kind: type[Record]) -> list[Any]:
    return list(standing.records_of(kind.kind.partition("/")[0]).records)
