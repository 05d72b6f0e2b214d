"""支教交流: who serves where, how far it has come, the months confirmed, and the allowance due by a pack in force."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from ledger.book import Book
from ledger.life import State
from ledger.processes.rotation_course import COURSE_KINDS, Course, RotationState, courses
from ledger.records.record import Record
from ledger.records.registered import Registered, SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.register import in_effect_on
from projections.canonical import number
from projections.language.clauses import Allowance
from projections.language.pack import Pack, formula
from projections.language.scalars import evaluate
from projections.language.tables import scalar_tables
from projections.standing import Standing, read_standing

R = TypeVar("R", bound=Registered)

PAST = "past"
"""What is served to its planned end, and has no end on record."""


@dataclass(frozen=True)
class RotationNow:
    """A rotation as it stands on a day. `allowance` in yuan; `post` is the one kept at home meanwhile (E4)."""

    teacher: str
    home: str
    host: str
    kind: str
    state: str
    start: date
    planned_end: date
    months: int
    allowance: Fraction
    to_weak: bool
    ended: date | None = None
    assessed: str = ""
    post: str = ""

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "teacher": self.teacher,
            "home": self.home,
            "host": self.host,
            "kind": self.kind,
            "state": self.state,
            "start": self.start.isoformat(),
            "planned_end": self.planned_end.isoformat(),
            "months": self.months,
            "allowance": number(self.allowance.numerator, self.allowance.denominator),
            "to_weak": self.to_weak,
            "ended": self.ended.isoformat() if self.ended else None,
            "assessed": self.assessed or None,
            "post": self.post or None,
        }


def rotations(
    book: Book, packs: Iterable[Pack], as_of: date | None = None, known_at: int | None = None
) -> list[RotationNow]:
    """Every rotation on record, planned ones too, by teacher and start, with what had come of it by `as_of` (today).

    Allowances are due by the packs in force; without such a clause there is none. `known_at`: what the book held at
    a position (now).
    """
    return rotations_in(read_standing(book, known_at), packs, as_of or book.today())


def rotations_in(standing: Standing, packs: Iterable[Pack], day: date, teacher: str | None = None) -> list[RotationNow]:
    """The same of what stands at a position; of one teacher only, where one is named: no other's records are read."""
    clauses = [(pack, clause) for pack in packs for clause in _allowances(pack)]
    records: list[Record] = []
    for kind in COURSE_KINDS:
        states, found = _kept(standing, kind, "teacher", teacher)
        # A month is paid for, and counts, once the office entitled stands for it.
        months_only = kind is RotationMonthConfirmed
        records += [
            record for record, state in zip(found, states, strict=True) if state is State.ATTESTED or not months_only
        ]
    schools = _rows(standing, SchoolRegistered, "school")
    teachers = _rows(standing, TeacherRegistered, "teacher", teacher)
    rotating = [_now(course, day, clauses, schools, teachers) for course in courses(records)]
    return sorted(rotating, key=lambda one: (one.teacher, one.start))


def _now(
    course: Course,
    day: date,
    clauses: list[tuple[Pack, Allowance]],
    schools: Mapping[str, Sequence[SchoolRegistered]],
    teachers: Mapping[str, Sequence[TeacherRegistered]],
) -> RotationNow:
    main = course.main
    assert main
    months = sum(one.month <= day for one in course.months)
    ended = course.ended if course.ended and course.ended.on <= day else None
    assessed = [one for one in course.assessments if one.on <= day]
    return RotationNow(
        main.teacher,
        main.home,
        main.host,
        main.rotation,
        _state(course, day),
        main.start,
        main.planned_end,
        months,
        _due(clauses, course.started, months) if course.started else Fraction(0),
        _is_weak(schools.get(main.host, []), main.start),
        ended.on if ended else None,
        max(assessed, key=lambda one: one.on).grade if assessed else "",
        _post(teachers.get(main.teacher, []), main.start),
    )


def _allowances(pack: Pack) -> list[Allowance]:
    if pack.head.status != "in_force":
        return []
    return [clause for clause in pack.clauses.values() if isinstance(clause, Allowance)]


def _due(clauses: list[tuple[Pack, Allowance]], record: RotationStarted, months: int) -> Fraction:
    """What the clauses give for a rotation with so many confirmed months."""
    values = {name: getattr(record, name) for name in record.__struct_fields__} | {"months": months}
    amounts = (evaluate(formula(one.amount), values.__getitem__, scalar_tables(pack)) for pack, one in clauses)
    return sum(map(Fraction, amounts), Fraction(0))


def _state(course: Course, day: date) -> str:
    """The state by a day; what has gone past its planned end and was not ended is past, interrupted or not."""
    state = course.state(day)
    assert state
    assert course.main
    over = day > course.main.planned_end and state in (RotationState.SERVING, RotationState.INTERRUPTED)
    return PAST if over else state


def _post(rows: Sequence[TeacherRegistered], day: date) -> str:
    """The post that the register has the teacher in; a rotation leaves it as it is."""
    row = _row_on(rows, day)
    return row.post if row else ""


def _is_weak(rows: Sequence[SchoolRegistered], day: date) -> bool:
    """Whether the register had the school as a weak one on a day, or has it so in its first row after it."""
    row = _row_on(rows, day)
    return row is not None and row.weak


def _row_on(rows: Sequence[R], day: date) -> R | None:
    return in_effect_on(rows, day) or min(rows, key=lambda one: one.in_effect, default=None)


def _kept(
    standing: Standing, kind: type[Record], field: str, word: str | None
) -> tuple[Iterable[State], Iterable[Any]]:
    """State and record of all of a kind that stand, or of those that say a word in a field."""
    name = kind.kind.partition("/")[0]
    kept = standing.records_of(name)
    if word is None:
        return kept.states, kept.records
    places = standing.rows_where(name, field, word).tolist()
    return kept.states.taken(places), kept.records.taken(places)


def _rows(standing: Standing, kind: type[R], field: str, code: str | None = None) -> dict[str, list[R]]:
    """The register's rows by code, or those of one code."""
    found: defaultdict[str, list[R]] = defaultdict(list)
    for record in _kept(standing, kind, field, code)[1]:
        found[getattr(record, field)].append(record)
    return found
