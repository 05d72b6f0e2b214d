"""A contradiction: what cannot all be true, the records concerned, who is asked first, and what came of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ledger.records.contradiction import ContradictionExplained, ContradictionSettled
from ledger.records.record import NaturalKey, Record, TeacherId, key_digest
from projections.contradictions.material import Found

_ID_DIGITS = 12


class What(StrEnum):
    """What contradicts what: stable words for programs, explained in docs/contradictions.md."""

    TWO_PLACES = "two-places"
    ON_LEAVE = "active-on-leave"
    BEFORE_HIRE = "active-before-hire"
    AFTER_LEAVING = "active-after-leaving"
    ON_ROTATION = "active-on-rotation"
    ON_LOAN = "active-on-loan"
    FREE_DAY = "lesson-on-free-day"
    TIMETABLE = "beyond-timetable"
    BEFORE_CONTEST = "certificate-before-contest"
    SAME_CERTIFICATE = "same-certificate"
    SAME_NOTES = "same-notes"
    RECORDED_LATE = "recorded-late"
    BEFORE_REVIEW = "entered-before-review"
    YOUNGER_MENTOR = "mentor-younger"
    WORKS_ELSEWHERE = "on-roll-works-elsewhere"
    NO_LESSONS = "on-roll-no-lessons"
    TWO_FILES = "one-person-two-files"


class State(StrEnum):
    """状态: how far the matter has come. What is passed on is with another office, and stays in sight."""

    OPEN = "open"
    EXPLAINED = "explained"
    SETTLED = "settled"
    PASSED_ON = "passed_on"


@dataclass(frozen=True)
class Contradiction:
    """Records that cannot all be true. Codes only; names join where it is shown.

    `id` is made of `what` and of a key that each check names in its docstring, never of all records concerned:
    a matter that gains further records keeps its id, so that what was explained stays with it. `persons` are
    asked first; `parameters` are the thresholds that it rests on.
    """

    id: str
    what: What
    says: str
    persons: tuple[TeacherId, ...]
    entries: tuple[str, ...]
    positions: tuple[int, ...]
    days: tuple[date, ...]
    parameters: dict[str, int] = field(default_factory=dict)
    state: State = State.OPEN
    explanation: tuple[ContradictionExplained, ...] = ()
    settlement: ContradictionSettled | None = None

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        settled = self.settlement
        return {
            "id": self.id,
            "what": self.what,
            "says": self.says,
            "persons": self.persons,
            "entries": self.entries,
            "positions": self.positions,
            "days": [day.isoformat() for day in self.days],
            "state": self.state,
            "explanation": [
                {"teacher": one.teacher, "words": one.words, "on": one.on.isoformat()} for one in self.explanation
            ],
            "settlement": settled
            and {"settled": settled.settled, "words": settled.words, "on": settled.on.isoformat()},
            "parameters": self.parameters,
        }


def contradiction(
    what: What,
    key: NaturalKey,
    says: str,
    persons: Iterable[TeacherId],
    records: Iterable[Found[Record]],
    days: Collection[date],
    **parameters: int,
) -> Contradiction:
    """A contradiction as a check finds it: open, its records in the order recorded, each once."""
    in_order = sorted(dict.fromkeys((one.position, one.entry) for one in records))
    return Contradiction(
        id=key_digest(f"contradiction:{what}", key).hex()[:_ID_DIGITS],
        what=what,
        says=says,
        persons=tuple(dict.fromkeys(persons)),
        entries=tuple(entry.hex() for entry in dict.fromkeys(entry for _, entry in in_order)),
        positions=tuple(dict.fromkeys(position for position, _ in in_order)),
        days=tuple(sorted(set(days))),
        parameters=parameters,
    )
