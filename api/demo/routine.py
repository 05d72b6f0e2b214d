"""The routine of a term: books read, the essay, the monthly checks, home visits."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from api.demo.diligence import Diligence, faultless
from api.demo.form import Book, Check, Essay, Teacher, Visits
from api.demo.notebook import BOOKS
from api.demo.presence import Presence
from api.demo.school_term import SchoolTerm
from api.demo.staff import PLAIN

_LENGTHS = (960, 1640, 1799, 1799, 1800, 1801, 1920, 2120, 3050)
_ITEMS = ("教案", "作业", "听课记录")


def books_for(rng: random.Random, teachers: Sequence[Teacher], diligence: Mapping[str, Diligence]) -> list[Book]:
    """Up to three books a teacher, not all with plan, notes and gains."""
    books: list[Book] = []
    for teacher in teachers:
        exact = faultless(diligence.get(teacher.code, Diligence.USUAL))
        count = rng.choice((1, 1, 2, 3)) if exact else rng.choice((0, 1, 1, 1, 2))
        for number, title in enumerate(rng.sample(BOOKS, count)):
            marks = ["是" if (exact and number == 0) or rng.random() < 0.83 else "否" for _ in range(3)]
            books.append(Book(teacher.code, title, *marks))
    return books


def essays_for(rng: random.Random, teachers: Sequence[Teacher], diligence: Mapping[str, Diligence]) -> list[Essay]:
    """Essays around the length asked for; some teachers hand in none."""
    essays: list[Essay] = []
    for teacher in teachers:
        if faultless(diligence.get(teacher.code, Diligence.USUAL)):
            essays.append(Essay(teacher.code, rng.choice((1800, 1801, 1888, 2015, 2400))))
        elif rng.random() < 0.86:
            essays.append(Essay(teacher.code, rng.choice(_LENGTHS)))
    return essays


def checks_for(
    rng: random.Random,
    term: SchoolTerm,
    teachers: Sequence[Teacher],
    presence: Presence,
    diligence: Mapping[str, Diligence],
) -> list[Check]:
    """Three checks a month; some are left out, some are of months too short to count."""
    short = sorted({f"{day:%Y-%m}" for day in term.school_days} - set(term.months))
    checks: list[Check] = []
    for teacher in teachers:
        if teacher.post not in PLAIN:
            if teacher.post == "中层" and rng.random() < 0.3:
                checks.append(Check(next(iter(term.months)), teacher.code, "教案", "良"))
            continue
        care = diligence[teacher.code]
        months = presence.months(teacher.code)
        if rng.random() < 0.1:
            months = months + short
        for month in months:
            done = [item for item in _ITEMS if faultless(care) or rng.random() < 0.985]
            checks += [Check(month, teacher.code, item, _grade(rng, care)) for item in done]
    return checks


def _grade(rng: random.Random, diligence: Diligence) -> str:
    weights = {
        Diligence.MODEL: (7, 3, 0, 0),
        Diligence.QUIET: (0, 0, 2, 5),
        Diligence.USUAL: (4, 4, 2, 0.3),
        Diligence.SLACK: (1, 3, 4, 2),
    }[diligence]
    return rng.choices(("优", "良", "中", "差"), weights)[0]


def visits_for(rng: random.Random, teachers: Sequence[Teacher], diligence: Mapping[str, Diligence]) -> list[Visits]:
    """The home visits of each class head; one in twenty has nothing to show."""
    visits: list[Visits] = []
    for teacher in teachers:
        if teacher.post != "班主任" or teacher.pupils is None:
            continue
        if faultless(diligence[teacher.code]):
            visits.append(Visits(teacher.code, teacher.pupils, rng.choice((1, 1, 2))))
        elif rng.random() < 0.95:
            part = rng.choice((1.0, 1.0, 0.95, 0.7, 0.3))
            visits.append(Visits(teacher.code, int(teacher.pupils * part), rng.choice((0, 1, 1, 1, 2))))
    return visits
