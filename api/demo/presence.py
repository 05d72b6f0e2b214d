"""Who is away when: leave that takes days, whole weeks or the whole term, then who is there."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from api.demo.form import Leave, Teacher
from api.demo.school_term import SchoolTerm
from api.demo.staff import PLAIN

_DAY = timedelta(1)
_NONE: frozenset[date] = frozenset()


class Presence:
    """The days each teacher is at school, by the leave granted."""

    def __init__(self, term: SchoolTerm, leaves: Sequence[Leave]) -> None:
        self._term = term
        away: dict[str, set[date]] = defaultdict(set)
        for leave in leaves:
            away[leave.teacher].update(day for day in term.school_days if leave.start <= day <= leave.end)
        self._away = {code: frozenset(days) for code, days in away.items()}

    def free(self, teacher: str, days: Sequence[date]) -> list[date]:
        """Those of the days on which the teacher is there."""
        away = self._away.get(teacher, _NONE)
        return [day for day in days if day not in away] if away else list(days)

    def weeks(self, teacher: str) -> list[list[date]]:
        """The days there, of each teaching week with at least three such."""
        return [free for week in self._term.weeks if len(free := self.free(teacher, week)) >= 3]

    def months(self, teacher: str) -> list[str]:
        """The months of the term with at least ten days there."""
        return [month for month, days in self._term.months.items() if len(self.free(teacher, days)) >= 10]

    def twenty_scaled(self, teacher: str) -> int:
        """Twenty lessons a term, less what leave takes away; rounded up."""
        return -(-20 * len(self.weeks(teacher)) // len(self._term.weeks))


def leaves_for(rng: random.Random, term: SchoolTerm, teachers: Sequence[Teacher]) -> list[Leave]:
    """Leave of about one teacher in fifteen, first the kinds that a rule may trip over."""
    plain = [t.code for t in teachers if t.post in PLAIN]
    away = rng.sample(plain, max(1, min(len(plain) // 2, len(teachers) // 15)))
    leaves: list[Leave] = []
    for number, code in enumerate(away):
        week = term.weeks[rng.randrange(1, len(term.weeks) - 4)]
        monday = week[0] - week[0].weekday() * _DAY
        match number % 8:
            case 0:  # three whole weeks
                leaves.append(Leave(code, monday, monday + 18 * _DAY, "病假"))
            case 1:  # two that overlap, together a month and more
                leaves.append(Leave(code, monday, monday + 20 * _DAY, "病假"))
                leaves.append(Leave(code, monday + 14 * _DAY, monday + 39 * _DAY, "事假"))
            case 2:  # two days of a week: three are left
                leaves.append(Leave(code, monday + 3 * _DAY, monday + 4 * _DAY, "公假"))
            case 3:  # three days of a week: two are left
                leaves.append(Leave(code, monday + 2 * _DAY, monday + 6 * _DAY, "事假"))
            case 4:  # the whole term, begun before it
                leaves.append(Leave(code, term.start - 20 * _DAY, term.end, "产假"))
            case 5:  # a weekend: nothing is lost
                leaves.append(Leave(code, monday + 5 * _DAY, monday + 6 * _DAY, "事假"))
            case 6:  # the same days twice, by two leaves of which one is the shorter
                leaves.append(Leave(code, monday, monday + 11 * _DAY, "病假"))
                leaves.append(Leave(code, monday + _DAY, monday + 4 * _DAY, "公假"))
            case _:
                start = rng.choice(term.school_days[: len(term.school_days) * 3 // 4])
                leaves.append(Leave(code, start, start + rng.randrange(0, 25) * _DAY, "病假"))
    return [leave._replace(end=min(leave.end, term.end)) for leave in leaves]
