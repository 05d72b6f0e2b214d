"""The register of schools and teachers over time: how a row takes effect, and who is known."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import Registered, SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced

R = TypeVar("R", bound=Registered)
K = TypeVar("K", bound=str)


def decide_row(standing: Sequence[Record], row: R, term: TermAnnounced) -> list[Record]:
    """The register row to add, with the day it takes effect; none where the register says so already.

    `standing`: the rows of the same code, in the order recorded; `row.in_effect` is the first day of the
    workbook's term.
    """
    rows = [said for said in standing if isinstance(said, type(row))]
    content = row.content()
    later = _in_effect(row, in_effect_on(rows, term.end))
    came_into_term = in_effect_on([said for said in rows if said.in_effect < term.start], term.start)
    for said in rows:
        in_term = term.start <= said.in_effect <= term.end
        if (in_term or said is came_into_term or said.in_effect == later.in_effect) and said.content() == content:
            return []
    return [later]


def _in_effect(row: R, before: R | None) -> R:
    """The row with its day: its own, where that is newer than the row before had; else as it came in."""
    own = row.own_day()
    if before is None or own is None or own <= (before.own_day() or own) or own <= before.in_effect:
        return row
    return msgspec.structs.replace(row, in_effect=own)


def in_effect_on(rows: Sequence[R], day: date) -> R | None:
    """The row that holds on a day: the last that took effect by then; of two from one day the later recorded."""
    holding = None
    for row in rows:
        if row.in_effect <= day and (holding is None or row.in_effect >= holding.in_effect):
            holding = row
    return holding


class Register:
    """The codes that are known: schools, teachers, and the terms of the calendar."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.schools: dict[SchoolId, SchoolRegistered] = {}
        self.teachers: dict[TeacherId, TeacherRegistered] = {}
        self._teacher_rows: dict[TeacherId, tuple[TeacherRegistered, ...]] = {}
        self.terms: dict[str, TermAnnounced] = {}
        self._term_of_day: dict[date, TermAnnounced | None] = {}
        for record in records:
            self.apply(record)

    def apply(self, record: Record) -> None:
        """Take in a record that was written; records of other kinds change nothing."""
        if isinstance(record, SchoolRegistered):
            _take_later(self.schools, record.school, record)
        elif isinstance(record, TeacherRegistered):
            _take_later(self.teachers, record.teacher, record)
            self._teacher_rows[record.teacher] = (*self._teacher_rows.get(record.teacher, ()), record)
        elif isinstance(record, TermAnnounced):
            self.terms[record.term] = record
            self._term_of_day.clear()

    def copy(self) -> "Register":
        """The same, to be gone on with by itself."""
        other = Register()
        other.schools, other.teachers, other.terms = dict(self.schools), dict(self.teachers), dict(self.terms)
        other._teacher_rows = dict(self._teacher_rows)
        return other

    def teachers_in(self, term: TermAnnounced) -> dict[TeacherId, TeacherRegistered]:
        """Each teacher's row as it stands at the end of a term; of later ones the first there is."""
        return {
            code: in_effect_on(rows, term.end) or min(rows, key=lambda row: row.in_effect)
            for code, rows in self._teacher_rows.items()
        }

    def term_on(self, day: date) -> TermAnnounced | None:
        """The term that a day lies in, first and last day included."""
        if day not in self._term_of_day:
            terms = (term for term in self.terms.values() if term.start <= day <= term.end)
            self._term_of_day[day] = next(terms, None)
        return self._term_of_day[day]


def _take_later(rows: dict[K, R], code: K, row: R) -> None:
    if code not in rows or row.in_effect >= rows[code].in_effect:
        rows[code] = row
