"""Prizes in contests, then sanctions: what counts for and against a teacher."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from api.demo.form import Award, Sanction, Teacher
from api.demo.school_term import SchoolTerm

_DAY = timedelta(1)
_LEVELS = ("校级", "乡级", "乡级", "乡级", "县级", "县级", "市级", "省级", "国家级")
_PLACES = ("一等奖", "二等奖", "三等奖", "优秀奖")
_SERIES = ("教师赛课", "板书设计展示", "实验说课", "经典诵读指导")
_CLASS_HEADS = "班主任讲班"
_CONDUCT = ("有偿家教", "体罚学生", "违规推销教辅", "擅离岗位")
_MEASURES = (("警告", 6), ("记过", 12), ("降低岗位等级", 24), ("通报批评", 3))


def awards_for(
    rng: random.Random, term: SchoolTerm, teachers: Sequence[Teacher], junior: frozenset[str]
) -> list[Award]:
    """Prizes of every level and place; some in one series, some beyond the cap, some before the term."""
    awards: list[Award] = []

    def award(teacher: Teacher, series: str, level: str, place: str, day: date) -> None:
        group = "中学组" if teacher.school in junior else "小学组"
        number = f"{term.end:%Y}-{len(awards) + 1:05d}" if rng.random() < 0.85 else None
        if not any(a[:4] == (series, level, group, teacher.code) and a.day == day for a in awards[-8:]):
            awards.append(Award(series, level, group, teacher.code, place, day, number))

    def some_day() -> date:
        return rng.choice(term.school_days)

    heads = [t for t in teachers if t.post == "班主任"]
    for teacher in rng.sample(heads, max(1, len(heads) // 2)):
        award(teacher, _CLASS_HEADS, "乡级", rng.choice(_PLACES), some_day())
    for number, teacher in enumerate(rng.sample(list(teachers), max(3, len(teachers) // 4))):
        series = rng.choice(_SERIES)
        award(teacher, series, rng.choice(_LEVELS), rng.choice(_PLACES), some_day())
        match number % 6:
            case 0:  # two prizes of one series: the better counts
                award(teacher, series, "县级", "一等奖", term.start)
                award(teacher, series, "市级", "二等奖", term.end)
            case 1:  # two series: together more than the cap
                award(teacher, _SERIES[0], "市级", "一等奖", some_day())
                award(teacher, _SERIES[1], "县级", "二等奖", some_day())
            case 2:  # before the term
                award(teacher, series, "市级", "一等奖", term.start - _DAY)
            case _:
                pass
    return awards


def sanctions_for(rng: random.Random, term: SchoolTerm, teachers: Sequence[Teacher]) -> list[Sanction]:
    """Sanctions long past, in force, begun in the term, or ending about its first day, at a month's end."""
    sanctions: list[Sanction] = []
    last_of_august = date(term.start.year - 1, 8, 31)
    cases: list[tuple[date, str, int]] = [
        (_months_before(term.start, 6), "警告", 6),
        (_months_before(term.start, 6) + _DAY, "警告", 6),
        (term.end, "通报批评", 3),
        (last_of_august, "警告", 6),
        (_months_before(term.start, 40), "记过", 12),
        (_months_before(term.start, 14), "降低岗位等级", 24),
        (last_of_august, "记过", 18),
    ]
    for _ in range(len(teachers) // 60):
        measure, months = rng.choice(_MEASURES)
        cases.append((term.start - rng.randrange(0, 900) * _DAY, measure, months))
    chosen = rng.sample(list(teachers), max(1, min(len(cases), len(teachers) // 6)))
    chosen.sort(key=lambda teacher: teacher.post != "班主任")
    for teacher, (day, measure, months) in zip(chosen, cases, strict=False):
        sanctions.append(Sanction(teacher.code, day, rng.choice(_CONDUCT), measure, months))
    return sanctions


def _months_before(day: date, months: int) -> date:
    """The same day some months earlier, or the month's last day where there is none such."""
    year, month0 = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))
