"""A made county of so many teachers and facts, written as fact files day by day."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from api.bench.made_facts import contests, of_schools, of_teachers
from api.bench.made_facts.calendar import TERMS, THIS_YEAR, calendar_rows, months_of, school_weeks, shares_of_days
from api.bench.made_facts.columns import Random
from api.bench.made_facts.daily import Texts, meetings, observations, other_lessons
from api.bench.made_facts.mess import afterwards
from api.bench.made_facts.register import Register, made_register, register_rows
from api.bench.made_facts.writing import SegmentsWritten, compacted

Found = list[tuple[str, pa.Table]]

_HANDED_IN_OVER = 5  # days over which a term's records come in
_OTHERS = 62  # facts a teacher besides observations and their reviews
_REVIEWED = 1.34  # observations with their reviews, corrections and steps
_ENOUGH = 40_000  # rows for which what is done to them later is made at once
_SMALL = 5_000
_FEW_DAYS = 400_000  # counties of fewer facts record them on three days a week, so that they are made sooner
_DAYS = (0, 1, 3)
_SCHOOL_DAY = 0.001  # so much of the year, and more, is recorded on each


def make_county(folder: str | Path, teachers: int, facts: int, seed: int = 1) -> int:
    """Write the fact files of a county of about so many facts of the last school year into a folder; how many they are.

    Small counties have more facts than asked for: the register, earlier terms and the county's own take their room.
    """
    random = np.random.default_rng([seed, teachers, facts])
    register = made_register(random, teachers)
    written = SegmentsWritten(Path(folder))
    written.add(random, date(2023, 8, 1), calendar_rows(random))
    for one in register_rows(random, register):
        written.add(random, date(2023, 8, 2), [one])
    for term in list(TERMS)[: -len(THIS_YEAR)]:
        written.add(random, date(2023, 8, 3), of_schools.of_term(random, register, term))
    weekdays = range(5) if facts > _FEW_DAYS else _DAYS
    plan = _Year(random, register, facts, len(weekdays), Texts(seed))
    recent: Found = []
    waiting = 0
    for day, share in shares_of_days(None if facts > _FEW_DAYS else weekdays).items():
        mains = plan.of_day(day, share)
        # What refers to a record, in its stream, comes after it.
        written.add(random, day, [one for one in mains if one[0] not in _PARTS])
        written.add(random, day, [one for one in mains if one[0] in _PARTS])
        recent += mains
        waiting += sum(len(table) for _, table in mains)
        if waiting > _ENOUGH:
            written.add(random, day, afterwards(random, _one_a_kind(recent)))
            recent, waiting = [], 0
    written.add(random, date(2024, 7, 11), afterwards(random, _one_a_kind(recent)))
    return written.finish()


_PARTS = {"lesson.reviewed", "training.followed_up", "conduct.lifted", "fault.mended", "rotation.month_confirmed"}


class _Year:
    """What is recorded on each day of the school year."""

    def __init__(self, random: Random, register: Register, facts: int, days_a_week: int, texts: Texts) -> None:
        teachers = len(register)
        self._random = random
        self._days_a_week = days_a_week
        self._register = register
        self._texts = texts
        self._density = min(1.0, 0.6 * facts / (_OTHERS * teachers))
        self._observed = max(facts - self._density * _OTHERS * teachers, 0.25 * facts) / _REVIEWED
        self._once: dict[date, list[tuple[Callable[..., Found], tuple[Any, ...]]]] = defaultdict(list)
        for term in THIS_YEAR:
            self._plan_term(term)

    def of_day(self, day: date, share: float) -> Found:
        """All of a day, kind by kind."""
        found = self._every_day(day, share) if share else []
        for make, about in self._once.pop(day, []):
            found += make(self._random, self._register, *about)
        return [(kind, table) for kind, table in found if len(table)]

    def _every_day(self, day: date, share: float) -> Found:
        random, register = self._random, self._register
        found = observations(random, register, self._texts, day, round(self._observed * share))
        found += meetings(random, register, day, 0.75 * self._density if share > _SCHOOL_DAY else 0.02)
        if share > _SCHOOL_DAY:
            found += of_schools.supervision(random, register, day)
        if day.weekday() == 0:
            of_week = share * self._days_a_week
            found += other_lessons(random, register, day, of_week)
            found += of_teachers.trainings(random, register, day, of_week)
            found += of_teachers.now_and_then(random, register, day, of_week)
            found += of_schools.guidance(random, register, day, of_week)
        return found

    def _plan_term(self, term: str) -> None:
        register = self._register
        first, last = TERMS[term]
        every = np.arange(len(register))
        for part in range(_HANDED_IN_OVER):
            who = every[every % _HANDED_IN_OVER == part]
            self._on(first + timedelta(days=7 + part), of_teachers.assigned, term, who)
            self._on(last - timedelta(days=part), of_teachers.of_term, term, who)
            for month in months_of(term):
                checked = min(month + timedelta(days=24 + part), last)
                self._on(checked, of_teachers.checks, month, who, self._density)
        for month in months_of(term):
            self._on(month + timedelta(days=27), of_schools.of_month, month)
        self._on(last, of_schools.of_term, term)
        self._on(first + timedelta(days=12), of_schools.responsibilities, term)
        self._contests(school_weeks(term)[4], term)
        if term == THIS_YEAR[0]:
            self._on(first, of_schools.townships, first)
            self._on(first, contests.studios, first)
        else:
            self._on(last, of_schools.appraisals, last)

    def _contests(self, day: date, term: str) -> None:
        register = self._register
        speakers = register.having("校长", "中心校校长", "副校长", "业务副校长", "园长")
        homerooms = register.having("班主任")
        homerooms = homerooms[homerooms % 3 > 0]
        self._on(day, contests.contests, day, "校长讲校", speakers, ["演讲", "答辩"])
        self._on(day, contests.contests, day, "班主任讲班", homerooms, ["讲班", "答辩"])
        if term == THIS_YEAR[0]:
            some = register.having("教师")[::10]
            self._on(day, contests.contests, day, "教师赛课", some, ["赛课"])
            self._on(day, contests.contests, day, "命题大赛", some[::5], ["命题"])

    def _on(self, day: date, make: Callable[..., Found], *about: Any) -> None:
        """On a day `make` gives tables, of what it is about."""
        self._once[day].append((make, about))


def _one_a_kind(found: Found) -> Found:
    """Small tables of the same kind put together, so that what is done to them is drawn once."""
    small: dict[str, list[pa.Table]] = defaultdict(list)
    large: Found = []
    for kind, table in found:
        if len(table) < _SMALL:
            small[kind].append(table)
        else:
            large.append((kind, table))
    return [(kind, compacted(tables) if len(tables) > 1 else tables[0]) for kind, tables in small.items()] + large
