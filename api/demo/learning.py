"""How teachers learn from one another and elsewhere: collective preparation, training, mentorship."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from api.demo.diligence import Diligence, faultless
from api.demo.form import Mentorship, Preparation, Teacher, Training
from api.demo.notebook import TRAININGS
from api.demo.presence import Presence
from api.demo.school_term import SchoolTerm
from api.demo.staff import PLAIN

_DAY = timedelta(1)


def preparations_for(
    rng: random.Random,
    term: SchoolTerm,
    teachers: Sequence[Teacher],
    presence: Presence,
    diligence: Mapping[str, Diligence],
) -> list[Preparation]:
    """Two meetings of each group in most weeks; two groups in five miss some."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for teacher in teachers:
        if teacher.group:
            groups[teacher.school, teacher.group].append(teacher.code)
    meetings: list[Preparation] = []
    for number, ((school, group), members) in enumerate(sorted(groups.items())):
        misses = rng.randrange(1, 4) if number % 5 in (1, 3) else 0
        short = set(rng.sample(range(len(term.weeks)), misses))
        for week_number, week in enumerate(term.weeks):
            days = sorted(rng.sample(week, 1 if week_number in short else 2 + (rng.random() < 0.03)))
            for day in days:
                there = [code for code in members if presence.free(code, [day])]
                came = [c for c in there if faultless(diligence[c]) or rng.random() < 0.96]
                if not came:
                    continue
                leader = came[week_number % len(came)]
                wrote = [c for c in came if _writes(rng, diligence[c])]
                listed = [c for c in came if c != leader or len(came) == 1 or rng.random() < 0.9]
                plans = rng.choices((1, 2, 3, None), (5, 3, 1, 1))[0]
                meetings.append(Preparation(day, school, group, leader, tuple(listed), plans, tuple(wrote)))
    return meetings


def _writes(rng: random.Random, diligence: Diligence) -> bool:
    chance = {Diligence.MODEL: 1.0, Diligence.QUIET: 1.0, Diligence.USUAL: 0.97, Diligence.SLACK: 0.8}
    return rng.random() < chance[diligence]


def trainings_for(
    rng: random.Random,
    term: SchoolTerm,
    teachers: Sequence[Teacher],
    presence: Presence,
    diligence: Mapping[str, Diligence],
) -> list[Training]:
    """One teacher in three is sent; the three ones follow in time, on the last day, a day late or never."""
    sent = rng.sample(list(teachers), max(3, len(teachers) // 3))
    trainings: list[Training] = []
    for number, teacher in enumerate(sent):
        free = presence.free(teacher.code, term.school_days[:-3])
        if not free:
            continue
        start = rng.choice(free)
        exact = teacher.code in diligence and faultless(diligence[teacher.code])
        trainings.append(_training(rng, term, number, teacher.code, start, exact=exact))
        if number % 15 == 4:  # a second training in the term
            start = rng.choice(free)
            trainings.append(_training(rng, term, 5_000 + number, teacher.code, start, exact=exact))
        if number % 15 == 8:  # one that ended before the term: owed no more
            start = term.start - rng.randrange(4, 8) * _DAY
            trainings.append(_training(rng, term, 7_000 + number, teacher.code, start, exact=False))
    return trainings


def _training(rng: random.Random, term: SchoolTerm, number: int, teacher: str, start: date, *, exact: bool) -> Training:
    end = start + rng.randrange(0, 4) * _DAY

    def one(index: int) -> date | None:
        if exact:
            return end + rng.choice((0, 1, 7, 30)) * _DAY
        if (number + index) % 4 == 0:
            days = rng.choice((-1, 31, None, None))
            return None if days is None else end + days * _DAY
        return end + rng.choice((0, 1, 3, 6, 14, 29, 30)) * _DAY

    return Training(
        code=f"PX{term.end:%y%m}{number + 1:04d}",
        teacher=teacher,
        name=rng.choice(TRAININGS),
        level=rng.choice(("县级", "县级", "市级", "省级", "国家级")),
        start=start,
        end=end,
        hours=rng.choice((8, 12, 20, 30)),
        report=one(0),
        reflection=one(1),
        lesson=one(2),
    )


def mentorships_for(rng: random.Random, term: SchoolTerm, teachers: Sequence[Teacher]) -> list[Mentorship]:
    """The younger plain teachers each have a mentor of the own school, if it has an older teacher."""
    roll: dict[str, list[Teacher]] = defaultdict(list)
    for teacher in teachers:
        if teacher.post in PLAIN:
            roll[teacher.school].append(teacher)
    pairs: list[Mentorship] = []
    for colleagues in roll.values():
        colleagues = sorted(colleagues, key=lambda t: t.hired)
        for mentee in colleagues[-(len(colleagues) // 3) :] if len(colleagues) > 2 else colleagues[1:]:
            mentor = rng.choice(colleagues[: max(1, len(colleagues) // 2)])
            start = term.start if rng.random() < 0.7 else rng.choice(term.school_days[:15])
            result = rng.choices(("合格", "优秀", "不合格", None), (6, 2, 1, 2))[0]
            end = start + rng.choice((130, 365, 729)) * _DAY
            pairs.append(Mentorship(mentor.code, mentee.code, mentee.subject, start, end, result))
    return pairs
