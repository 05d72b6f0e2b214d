"""支教交流: who serves where, the months confirmed, and the allowance due by a clause of a pack in force."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from ledger.book import Book
from ledger.records.record import SchoolId
from ledger.records.registered import SchoolRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.register import in_effect_on
from projections.canonical import number
from projections.language.pack import Pack, formula
from projections.language.scalars import evaluate
from projections.language.schema import Allowance
from projections.language.tables import scalar_tables
from projections.standing import Standing, read_standing


@dataclass(frozen=True)
class RotationNow:
    """A rotation as it stands on a day. `allowance` in yuan."""

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
        }


def rotations(book: Book, packs: Iterable[Pack], as_of: date | None = None) -> list[RotationNow]:
    """Every rotation on record, by teacher and start, with the months confirmed by `as_of` (today).

    Allowances are due by the packs in force; without such a clause there is none.
    """
    day = as_of or book.today()
    standing = read_standing(book)
    months: Counter[tuple[str, date]] = Counter()
    for record in standing.records_of("rotation.month_confirmed").records:
        if isinstance(record, RotationMonthConfirmed) and record.month <= day:
            months[record.teacher, record.start] += 1
    clauses = [(pack, clause) for pack in packs for clause in _allowances(pack)]
    found = []
    for record in standing.records_of("rotation.started").records:
        assert isinstance(record, RotationStarted)
        confirmed = months[record.teacher, record.start]
        found.append(
            RotationNow(
                record.teacher,
                record.home,
                record.host,
                record.rotation,
                _state(record, day),
                record.start,
                record.planned_end,
                confirmed,
                sum((_due(pack, clause, record, confirmed) for pack, clause in clauses), Fraction(0)),
                _is_weak(standing, record.host, record.start),
            )
        )
    return sorted(found, key=lambda one: (one.teacher, one.start))


def _allowances(pack: Pack) -> list[Allowance]:
    if pack.head.status != "in_force":
        return []
    return [clause for clause in pack.clauses.values() if isinstance(clause, Allowance)]


def _due(pack: Pack, clause: Allowance, record: RotationStarted, months: int) -> Fraction:
    """What a clause gives for a rotation with so many confirmed months."""
    values = {name: getattr(record, name) for name in record.__struct_fields__} | {"months": months}
    return Fraction(evaluate(formula(clause.amount), values.__getitem__, scalar_tables(pack)))


def _state(record: RotationStarted, day: date) -> str:
    if day < record.start:
        return "planned"
    return "serving" if day <= record.planned_end else "past"


def _is_weak(standing: Standing, school: SchoolId, day: date) -> bool:
    """Whether the register had the school as a weak one on a day, or has it so in its first row after it."""
    rows = [
        record
        for record in standing.records_of("school.registered").records
        if isinstance(record, SchoolRegistered) and record.school == school
    ]
    row = in_effect_on(rows, day) or min(rows, key=lambda one: one.in_effect, default=None)
    return row is not None and row.weak
