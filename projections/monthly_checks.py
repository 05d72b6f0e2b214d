"""常规检查 month by month: which teacher's plans, homework and observation notes were checked, with which grade."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from ledger.records.record import Record
from ledger.records.routine import DutiesChecked, RoutineChecked
from ledger.vocabulary import CheckedItem, Post
from projections.evaluation import Evaluation
from projections.school_groups import of_school

R = TypeVar("R", bound=Record)

ITEMS = tuple(CheckedItem)
_CHECKED_POSTS = (Post.TEACHER, Post.HOMEROOM)
"""Who is expected to be checked where nobody has checked them; others are shown once somebody has."""


@dataclass(frozen=True)
class MonthOfTeacher:
    """A month of a teacher: the grade of each item, None where it was not checked; whether the teacher was present."""

    grades: tuple[str | None, ...]
    present: bool

    @property
    def missing(self) -> int:
        """How many items were not checked in a month of presence."""
        return sum(grade is None for grade in self.grades) if self.present else 0


@dataclass(frozen=True)
class ChecksOfTeacher:
    """A teacher's months, in the order of the grid; `duties`: the checks of the six duties, by day."""

    teacher: str
    post: str
    months: tuple[MonthOfTeacher, ...]
    duties: tuple[tuple[date, str], ...]

    @property
    def missing(self) -> int:
        """How many checks are missing in all."""
        return sum(one.missing for one in self.months)


@dataclass(frozen=True)
class MonthlyChecks:
    """The grid: the months of the term that have begun (their first days), the teachers, how many are left out."""

    months: tuple[date, ...]
    teachers: tuple[ChecksOfTeacher, ...]
    left_out: int


def monthly_checks(evaluation: Evaluation, school: str) -> MonthlyChecks:
    """The checks of a school's teachers in the term, as far as it has gone by the evaluation's day."""
    months = _months(evaluation)
    rows = of_school(evaluation, school)
    codes = [row.teacher for row in rows]
    term, last = evaluation.term, min(evaluation.term.end, evaluation.as_of)
    grades: dict[tuple[str, date, str], str] = {}
    for one in _records(evaluation, RoutineChecked, codes):
        grades[one.teacher, one.month, one.item] = str(one.grade)
    duties: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for check in _records(evaluation, DutiesChecked, codes):
        if term.start <= check.on <= last:
            duties[check.teacher].append((check.on, str(check.grade)))
    place_of = {code: place for place, code in enumerate(evaluation.county.teachers.codes)}
    presence = evaluation.county.month_presence

    def month_of(teacher: str, number: int, month: date) -> MonthOfTeacher:
        said = tuple(grades.get((teacher, month, item)) for item in ITEMS)
        return MonthOfTeacher(said, bool(presence[place_of[teacher], number]))

    found = [
        ChecksOfTeacher(
            row.teacher,
            str(row.post),
            tuple(month_of(row.teacher, number, month) for number, month in months),
            tuple(sorted(duties[row.teacher])),
        )
        for row in rows
    ]
    shown = tuple(one for one in found if one.post in _CHECKED_POSTS or one.duties or _has_grade(one))
    return MonthlyChecks(tuple(month for _, month in months), shown, len(found) - len(shown))


def _months(evaluation: Evaluation) -> list[tuple[int, date]]:
    """The months of the term that have begun by the evaluation's day: their number in it, and their first days."""
    last = min(evaluation.term.end, evaluation.as_of)
    days = [evaluation.term.start + timedelta(days=n) for n in range(max((last - evaluation.term.start).days + 1, 0))]
    numbers = evaluation.county.time.month_of(np.array([day.toordinal() for day in days], np.int64)).tolist()
    found = {number: day.replace(day=1) for number, day in zip(numbers, days, strict=True) if number >= 0}
    return sorted(found.items())


def _records(evaluation: Evaluation, kind: type[R], codes: list[str]) -> list[R]:
    """The records of a kind that count for some teachers."""
    name, standing = kind.kind.partition("/")[0], evaluation.standing
    teachers = standing.table(name).column("teacher").values
    places = np.flatnonzero(np.isin(teachers, standing.words.codes(codes)))
    found: list[R] = standing.records_of(name).records.taken(places.tolist())
    return found


def _has_grade(one: ChecksOfTeacher) -> bool:
    return any(grade is not None for month in one.months for grade in month.grades)
