"""师徒结对: who is bound to whom, what they did together, and how each term was assessed."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.book import Book
from ledger.processes.mentorship import last_day
from ledger.records.mentorship import MentorshipActed, MentorshipAssessed, MentorshipEnded
from ledger.records.record import Record
from projections.standing import Standing, read_standing


@dataclass(frozen=True)
class MentorshipNow:
    """A mentorship as it stands on a day; `ended` before its time or with it, `assessed` by term, `result` in all.

    `acted_on`: the days of its activities, in order.
    """

    mentor: str
    mentee: str
    subject: str
    start: date
    end: date
    ended: bool
    activities: int
    assessed: tuple[tuple[str, str], ...]
    result: str = ""
    acted_on: tuple[date, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "mentor": self.mentor,
            "mentee": self.mentee,
            "subject": self.subject,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "state": "ended" if self.ended else "formed",
            "activities": self.activities,
            "assessments": [{"term": term, "grade": grade} for term, grade in self.assessed],
            "result": self.result or None,
        }


def mentorships(book: Book, as_of: date | None = None, known_at: int | None = None) -> list[MentorshipNow]:
    """Every mentorship on record, by mentor, start, mentee, with what had happened by `as_of` (today).

    `known_at`: what the book held at a position (now).

    Assessed is a term; it is told once the term has begun. What is said of a mentorship that does not stand is
    left out.
    """
    day = as_of or book.today()
    standing = read_standing(book, known_at)
    acted = _by_mentorship(standing, MentorshipActed)
    assessed = _by_mentorship(standing, MentorshipAssessed)
    ended = _by_mentorship(standing, MentorshipEnded)
    terms = standing.terms()
    found = []
    for formed in standing.records_of("mentorship.formed").records:
        key = _named(formed)
        end = last_day(formed, next((one for one in ended[key] if one.on <= day), None))
        grades = [
            (one.term, one.grade)
            for one in sorted(assessed[key], key=lambda one: one.term)
            if one.term not in terms or terms[one.term].start <= day
        ]
        over = end < day or any(one.on <= day for one in ended[key])
        days = tuple(sorted(one.on for one in acted[key] if one.on <= day))
        mentor, mentee, subject, start = key
        found.append(
            MentorshipNow(mentor, mentee, subject, start, end, over, len(days), tuple(grades), formed.assessment, days)
        )
    return sorted(found, key=lambda one: (one.mentor, one.start, one.mentee, one.subject))


def _by_mentorship(standing: Standing, kind: type[Record]) -> defaultdict[Hashable, list[Any]]:
    found: defaultdict[Hashable, list[Any]] = defaultdict(list)
    for record in standing.records_of(kind.kind.partition("/")[0]).records:
        found[_named(record)].append(record)
    return found


def _named(record: Any) -> tuple[str, str, str, date]:
    return record.mentor, record.mentee, record.subject, record.start
