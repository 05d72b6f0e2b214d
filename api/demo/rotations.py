"""Who serves at another school in a term: support teaching, part-time lessons, attachments."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from api.demo.form import Rotation, School, Teacher
from api.demo.school_term import SchoolTerm

_DAY = timedelta(1)
_FULL_TIME = "全职支教"
_KINDS = (_FULL_TIME, "兼课", _FULL_TIME, "走教", "挂职", _FULL_TIME)


def rotations_for(
    rng: random.Random, term: SchoolTerm, schools: Sequence[School], teachers: Sequence[Teacher]
) -> list[Rotation]:
    """One teacher in twenty rotates. No two spans of a teacher overlap where one of them is full-time.

    Even numbers go in the first term and odd ones in the second, so that the two terms of a year agree.
    """
    autumn = term.code.endswith("-1")
    pool = [t for number, t in enumerate(teachers) if t.post in ("教师", "中层", "副校长") and number % 2 != autumn]
    pool = pool or [t for t in teachers if t.post == "教师"]
    weak = [school.code for school in schools if school.weak == "是"]
    rotations: list[Rotation] = []
    for number, teacher in enumerate(rng.sample(pool, min(len(pool), max(1, len(teachers) // 20)))):
        hosts = weak if number % 4 != 3 else [school.code for school in schools]
        host = rng.choice([code for code in hosts if code != teacher.school] or [schools[0].code])
        kind = _KINDS[number % len(_KINDS)]
        end = date(term.school_year + 1, 8, rng.choice((20, 25, 28)))
        start = term.start if number % 3 else rng.choice(term.school_days[:20])
        months = _months(rng, term, start, end)
        if number % len(_KINDS) == 1:  # half a term part-time, full-time from the day after
            middle = term.school_days[len(term.school_days) // 2]
            first = tuple(m for m in months if m < f"{middle:%Y-%m}")
            rest = tuple(m for m in months if m > f"{middle:%Y-%m}")
            rotations.append(Rotation(teacher.code, teacher.school, host, "兼课", start, middle, first))
            start, kind, months = middle + _DAY, _FULL_TIME, rest
        elif kind == "走教":  # lessons at two schools side by side
            other = rng.choice([s.code for s in schools if s.code not in (teacher.school, host)])
            later = start + 7 * _DAY
            rotations.append(Rotation(teacher.code, teacher.school, other, "兼课", later, end, months[1:]))
        rotations.append(Rotation(teacher.code, teacher.school, host, kind, start, end, months))
    return rotations


def _months(rng: random.Random, term: SchoolTerm, start: date, end: date) -> tuple[str, ...]:
    """The months with attendance confirmed: most of those of the term, the last ones perhaps not yet."""
    months = [month for month in term.months if f"{start:%Y-%m}" <= month <= f"{end:%Y-%m}"]
    return tuple(months[: rng.choice((len(months), len(months), len(months) - 1, 1, 0))])
