"""What is recorded every day: lessons observed and reviewed, preparation groups, open and mental-health lessons."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from api.bench.made_facts.columns import Mask, Random, Rows, drawn, facts, listed, number_of, words
from api.bench.made_facts.register import GRADES, GROUPS, JUNIOR, PRIMARY, SUBJECTS, Register
from api.demo.notebook import notes, reflection
from ledger.vocabulary import LessonForm

_FORMS = pa.array([str(form) for form in LessonForm])
_SEEN = 400
_PERIODS = 8
_LISTEN = 0.85


class Texts:
    """What is written into notebooks: nearly every text is another one, as people's notes are."""

    def __init__(self, seed: int) -> None:
        import random as plain  # the demo's phrases are drawn with it

        drawing = plain.Random(seed)
        self._notes = pa.array([notes(drawing).rstrip("。") for _ in range(_SEEN)])
        self._reflections = pa.array([reflection(drawing).rstrip("。") for _ in range(_SEEN)])

    def notes(self, random: Random, length: int) -> pa.Array:
        """What was seen; now and then nothing."""
        return _written(random, self._notes, length)

    def reflections(self, random: Random, length: int) -> pa.Array:
        """What is taken along; now and then nothing."""
        return _written(random, self._reflections, length)


def _written(random: Random, phrases: pa.Array, length: int) -> pa.Array:
    phrase = phrases.take(pa.array(random.integers(len(phrases), size=length)))
    number = pa.array(random.integers(10_000_000, size=length)).cast(pa.string())
    text = pc.binary_join_element_wise(phrase, number, "。本月记")
    return pc.if_else(pa.array(random.random(length) < 0.96), text, "")


def observations(random: Random, register: Register, texts: Texts, day: date, many: int) -> list[tuple[str, pa.Table]]:
    """Lessons observed on a day, and the reviews of some of them."""
    drawn_by = register.drawn_by_likes
    who = np.searchsorted(drawn_by, random.integers(drawn_by[-1], size=many), side="right")
    slots = who * _PERIODS + random.integers(_PERIODS, size=many)
    _, firsts = np.unique(slots, return_index=True)  # nobody is in two lessons at once
    slots = slots[np.sort(firsts)]
    who, period = slots // _PERIODS, slots % _PERIODS + 1
    leads = np.isin(who, register.having("校长", "中心校校长"))
    teacher = _colleagues(random, register, who, leads)
    many = len(who)
    form = np.where(random.random(many) < np.where(leads, 0.8, 0.4), 0, random.integers(len(_FORMS), size=many))
    common = {"on": np.full(many, number_of(day)), "period": period, "observer": register.teachers_coded(who)}
    seen = facts(
        random,
        "lesson.observed",
        many,
        common
        | {
            "teacher": register.teachers_coded(teacher),
            "school": register.schools_coded(register.school[teacher]),
            "subject": words(SUBJECTS, register.subject[teacher]),
            "grade": words(GRADES, register.grade[teacher]),
            "form": words(_FORMS, form),
            "notes": texts.notes(random, many),
            "reflection": texts.reflections(random, many),
            "lessons": np.ones(many, np.int64),
        },
    )
    reviewed = np.flatnonzero(random.random(many) < np.where(register.likes[who] > 150, 0.4, 0.2))
    chosen = pa.array(reviewed)
    reviews = {
        **{
            name: pa.array(column[reviewed]) if name != "observer" else column.take(chosen)
            for name, column in common.items()
        },
        "on": common["on"][reviewed],
        "reviewer": common["observer"].take(chosen),
        "review": texts.reflections(random, len(reviewed)),
        "reviewed_on": common["on"][reviewed] + (random.random(len(reviewed)) < 0.3),
    }
    told = facts(
        random,
        "lesson.reviewed",
        len(reviewed),
        reviews,
        stream=seen["stream"].combine_chunks().take(chosen),
        version=2,
    )
    return [("lesson.observed", seen), ("lesson.reviewed", told)]


def _colleagues(random: Random, register: Register, who: Rows, leads: Mask) -> Rows:
    """Whose lesson each one saw: mostly at the own school, otherwise at one of the township."""
    school = register.school[who]
    elsewhere = random.random(len(who)) > np.where(leads, 0.6, _LISTEN)
    many = len(register.townships)
    near = (school[elsewhere] + many * random.integers(1, 4, int(elsewhere.sum()))) % (len(register.schools) - 1)
    school = np.where(elsewhere, 0, school)
    school[elsewhere] = near
    found = register.first[school] + random.integers(register.sizes[school])
    return np.where(
        found == who, register.first[school] + (found - register.first[school] + 1) % register.sizes[school], found
    )


def meetings(random: Random, register: Register, day: date, chance: float) -> list[tuple[str, pa.Table]]:
    """Preparation groups that met on a day, each by its own diligence."""
    first = register.first_of_group
    size = np.diff(first)
    group = np.arange(len(size))
    diligence = 0.25 + 0.75 * ((group * 7919 % 97) / 97)
    met = np.flatnonzero((size > 1) & (random.random(len(size)) < chance * diligence))
    many = size[met]
    place = np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)
    member = np.repeat(first[met], many) + place
    meeting = np.repeat(np.arange(len(met)), many)
    there = random.random(len(member)) < 0.9
    handed = there & (random.random(len(member)) < np.where(member % 5 < 3, 1.0, 0.85))
    plans = random.integers(0, 5, len(met))
    said = {
        "on": np.full(len(met), number_of(day)),
        "school": register.schools_coded(met // len(GROUPS)),
        "group": words(GROUPS, met % len(GROUPS)),
        "leader": register.teachers_coded(first[met]),
        "attended": listed(
            register.codes.take(pa.array(member[there])), np.bincount(meeting[there], minlength=len(met))
        ),
        "model_plans": pa.array(plans, mask=plans == 4),
        "reflections": listed(
            register.codes.take(pa.array(member[handed])), np.bincount(meeting[handed], minlength=len(met))
        ),
    }
    return [("preparation.held", facts(random, "preparation.held", len(met), said))]


def other_lessons(random: Random, register: Register, day: date, share: float) -> list[tuple[str, pa.Table]]:
    """Open lessons given, and lessons in mental health; `share` of the year's."""
    many = random.poisson(len(register) * 2 * share)
    who = random.integers(len(register), size=many)
    given = {
        "on": np.full(many, number_of(day)),
        "period": random.integers(1, 9, many),
        "teacher": register.teachers_coded(who),
        "form": words(_FORMS, random.integers(len(_FORMS), size=many)),
        "level": words(["校级", "乡级", "县级"], drawn(random, [0.8, 0.15, 0.05], many)),
        "school": register.schools_coded(register.school[who]),
        "subject": words(SUBJECTS, register.subject[who]),
        "grade": words(GRADES, register.grade[who]),
        "topic": words([f"第{number}课" for number in range(1, 41)], random.integers(40, size=many)),
        "listeners": random.integers(0, 30, many),
    }
    classes = len(register.schools) * 5 * 13
    lessons = random.poisson(classes * share)
    school = random.integers(len(register.schools), size=lessons)
    junior = register.stage_of[school] == 1
    grade = np.where(
        junior, len(PRIMARY) + random.integers(len(JUNIOR), size=lessons), random.integers(len(PRIMARY), size=lessons)
    )
    mental = {
        "on": np.full(lessons, number_of(day)),
        "school": register.schools_coded(school),
        "grade": words(GRADES, grade),
        "teacher": register.teachers_coded(register.first[school]),
    }
    return [
        ("lesson.given", facts(random, "lesson.given", many, given)),
        ("mental_health.taught", facts(random, "mental_health.taught", lessons, mental)),
    ]
