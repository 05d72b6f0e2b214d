"""The county as it stood on a day within the term: what had happened by then, some of it half grown."""

from __future__ import annotations

import random
from calendar import monthrange
from dataclasses import replace
from datetime import date

from api.demo.county import County
from api.demo.form import Rotation, School, Teacher, Training


def earlier(county: County, until: date, rng: random.Random) -> County:
    """What a hand-in on that day would have held.

    Each row is absent, the same, or such as may grow into the final one: fewer months, parts of a training
    still to come, fewer visits, no essay; a few teachers and a school were registered otherwise.
    """
    term = county.term
    passed = min(1.0, max(0.0, ((until - term.start).days + 1) / ((term.end - term.start).days + 1)))
    over = until >= term.end
    changed = 0 if over else max(1, len(county.teachers) // 25)
    retouched = set(rng.sample(range(len(county.teachers)), changed))
    return replace(
        county,
        schools=[_school_before(s) if index == 1 and not over else s for index, s in enumerate(county.schools)],
        teachers=[
            _teacher_before(teacher, index, rng) if index in retouched else teacher
            for index, teacher in enumerate(county.teachers)
        ],
        observations=[o for o in county.observations if o.day <= until],
        preparations=[p for p in county.preparations if p.day <= until],
        trainings=[_training_by(t, until) for t in county.trainings if t.end <= until],
        books=[b for b in county.books if over or rng.random() < passed],
        essays=[e for e in county.essays if over],
        checks=[c for c in county.checks if _last_day(c.month) <= min(until, term.end) or over],
        mentorships=[m for m in county.mentorships if m.start <= until],
        rotations=[_rotation_by(r, until, over=over) for r in county.rotations if r.start <= until],
        awards=[a for a in county.awards if a.day <= until],
        sanctions=[s for s in county.sanctions if s.day <= until],
        leaves=[leave for leave in county.leaves if leave.end <= until],
        visits=[v._replace(pupils=int(v.pupils * passed), meetings=int(v.meetings * passed)) for v in county.visits],
    )


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def _training_by(training: Training, until: date) -> Training:
    def by_then(day: date | None) -> date | None:
        return day if day is not None and day <= until else None

    return training._replace(
        report=by_then(training.report),
        reflection=by_then(training.reflection),
        lesson=by_then(training.lesson),
    )


def _rotation_by(rotation: Rotation, until: date, *, over: bool) -> Rotation:
    return rotation._replace(months=tuple(m for m in rotation.months if over or _last_day(m) <= until))


def _school_before(school: School) -> School:
    return school._replace(peers="丙" if school.peers == "甲" else "甲")


def _teacher_before(teacher: Teacher, index: int, rng: random.Random) -> Teacher:
    if teacher.pupils is not None and index % 2:
        return teacher._replace(pupils=teacher.pupils + rng.randrange(1, 6))
    if index % 3:
        return teacher._replace(title="二级教师" if teacher.title != "二级教师" else "未定级")
    return teacher._replace(degree="大专" if teacher.degree != "大专" else "中师")
