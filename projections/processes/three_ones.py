"""三个一: what teachers owe after training elsewhere, what of it is done, and what is overdue (B19)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ledger.book import Book
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.vocabulary import Level, ThreeOnesPart
from projections.standing import read_standing

DUE_AFTER = timedelta(days=30)
"""Local default: the document gives no day; the same as in the clause `three-ones` of the county's pack."""


@dataclass(frozen=True)
class ThreeOnesNow:
    """What one training obliges to, as it stands on a day. `done`: by part, the day it was done."""

    code: str
    teacher: str
    title: str
    level: str
    end: date
    done: dict[str, date]
    day: date

    @property
    def due(self) -> date:
        """The last day on which a part is in time."""
        return self.end + DUE_AFTER

    @property
    def missing(self) -> list[str]:
        """The parts still owed."""
        return [part for part in ThreeOnesPart if part not in self.done]

    @property
    def late(self) -> list[str]:
        """The parts that were done after the last day, or are still owed then."""
        after = [part for part, on in self.done.items() if on > self.due]
        return after + (self.missing if self.day > self.due else [])

    @property
    def overdue(self) -> bool:
        """Whether anything is still owed after the last day."""
        return bool(self.missing) and self.day > self.due

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "code": self.code,
            "teacher": self.teacher,
            "title": self.title,
            "level": self.level,
            "end": self.end.isoformat(),
            "due": self.due.isoformat(),
            "done": {part: on.isoformat() for part, on in self.done.items()},
            "missing": self.missing,
            "late": self.late,
            "overdue": self.overdue,
        }


def three_ones(book: Book, as_of: date | None = None, known_at: int | None = None) -> list[ThreeOnesNow]:
    """What every training elsewhere obliges to, those with the earliest last day first, as of a day (today).

    Elsewhere is what was held above the school; a training at school obliges to nothing. A training is listed once
    it has ended. `known_at`: what the book held at a position (now).
    """
    day = as_of or book.today()
    standing = read_standing(book, known_at)
    done: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for part in standing.records_of("training.followed_up").records:
        assert isinstance(part, TrainingFollowedUp)
        if part.on <= day:
            done[part.code][part.part] = part.on
    found = []
    for record in standing.records_of("training.attended").records:
        assert isinstance(record, TrainingAttended)
        if record.level is not Level.SCHOOL and record.end <= day:
            parts = {part.value: done[record.code][part] for part in ThreeOnesPart if part in done[record.code]}
            found.append(ThreeOnesNow(record.code, record.teacher, record.title, record.level, record.end, parts, day))
    return sorted(found, key=lambda one: (one.due, one.code))
