"""What is recorded of teachers month by month and term by term: checks, books, visits, training, awards, leave."""

from datetime import date

import numpy as np
import pyarrow as pa

from api.bench.made_facts.calendar import TERMS, months_of
from api.bench.made_facts.columns import Random, Rows, digits, drawn, facts, number_of, words
from api.bench.made_facts.register import GRADES, SUBJECTS, Register
from ledger.vocabulary import CheckedItem, Grade, Level, Prize

Found = list[tuple[str, pa.Table]]

LEVELS = pa.array([str(level) for level in Level])
PRIZES = pa.array([str(prize) for prize in Prize])
_ITEMS = pa.array([str(item) for item in CheckedItem])
_GRADES = pa.array([str(grade) for grade in Grade])
_SERIES = pa.array(["教师赛课", "班主任讲班", "校长讲校", "命题大赛", "优质课", "教学设计"])
_OFFENCES = ["有偿补课", "体罚学生", "违反工作纪律"]
_PARTS = ["专题汇报", "学习心得", "汇报课"]


def checks(random: Random, register: Register, month: date, who: Rows, density: float) -> Found:
    """The monthly checks of some teachers; where the county has few facts, not all are checked."""
    checked = np.repeat(who, len(_ITEMS))
    item = np.tile(np.arange(len(_ITEMS)), len(who))
    kept = (checked * 7919 % 997 < 997 * density) & (
        random.random(len(checked)) < np.where(checked % 9 == 0, 0.7, 0.99)
    )
    checked, item = checked[kept], item[kept]
    said = {
        "month": np.full(len(checked), number_of(month)),
        "teacher": register.teachers_coded(checked),
        "item": words(_ITEMS, item),
        "grade": words(_GRADES, drawn(random, [0.45, 0.4, 0.12, 0.03], len(checked))),
    }
    return [("routine.checked", facts(random, "routine.checked", len(checked), said))]


def assigned(random: Random, register: Register, term: str, who: Rows) -> Found:
    """What some teachers teach in a term; some teach two subjects."""
    once = who[random.random(len(who)) < 0.97]
    rows = np.concatenate([once, once[random.random(len(once)) < 0.25]])
    full = 12 + 2 * (rows % 4)
    said = {
        "term": term,
        "teacher": register.teachers_coded(rows),
        "school": register.schools_coded(register.school[rows]),
        "subject": words(SUBJECTS, (register.subject[rows] + (np.arange(len(rows)) >= len(once))) % len(SUBJECTS)),
        "grade": words(GRADES, register.grade[rows]),
        "classes": pa.array([["1班", "2班"]] * len(rows), pa.list_(pa.string())),
        "weekly_lessons": np.where(np.arange(len(rows)) >= len(once), 4, full + random.integers(-4, 4, len(rows))),
        "full_load": full,
    }
    return [("teaching.assigned", facts(random, "teaching.assigned", len(rows), said))]


def of_term(random: Random, register: Register, term: str, who: Rows) -> Found:
    """Books, essays, home visits, the classroom standard of some teachers in a term."""
    readers = np.concatenate([who[random.random(len(who)) < 0.9], who[random.random(len(who)) < 0.3]])
    title = random.integers(500, size=len(readers))
    books = {
        "term": term,
        "teacher": register.teachers_coded(readers),
        "title": words([f"书{number}" for number in range(500)], title),
        **{part: random.random(len(readers)) < 0.93 for part in ("plan", "notes", "gains")},
    }
    writers = who[random.random(len(who)) < 0.95]
    short = random.random(len(writers)) < 0.08
    essays = {
        "term": term,
        "teacher": register.teachers_coded(writers),
        "characters": np.where(
            short, random.integers(900, 1800, len(writers)), random.integers(1800, 2600, len(writers))
        ),
    }
    heads = np.intersect1d(who, register.having("班主任"))
    homes = {
        "term": term,
        "teacher": register.teachers_coded(heads),
        "pupils": np.maximum(
            register.pupils[heads] - (random.random(len(heads)) < 0.2) * random.integers(0, 9, len(heads)), 0
        ),
        "meetings": random.integers(0, 3, len(heads)) + (random.random(len(heads)) < 0.8),
    }
    judged = who[random.random(len(who)) < 0.96]
    standards = {
        "term": term,
        "teacher": register.teachers_coded(judged),
        "reached": random.random(len(judged)) < 0.955,
    }
    return [
        (kind, facts(random, kind, len(said["teacher"]), said))
        for kind, said in (
            ("book.read", books),
            ("essay.written", essays),
            ("home.visited", homes),
            ("standard.judged", standards),
        )
    ]


def trainings(random: Random, register: Register, day: date, share: float) -> Found:
    """Training that ended on a day, and what was done of the three ones since."""
    many = random.poisson(len(register) * 0.6 * share)
    who, end = random.integers(len(register), size=many), number_of(day)
    code = [f"P{end}{number:05}" for number in range(many)]
    attended = {
        "code": pa.array(code, pa.string()).dictionary_encode(),
        "teacher": register.teachers_coded(who),
        "title": "研修班",
        "level": words(LEVELS, random.integers(len(LEVELS), size=many)),
        "start": np.full(many, end) - random.integers(1, 9, many),
        "end": np.full(many, end),
        "hours": digits(random.integers(2, 40, many) * 50),
    }
    mains = facts(random, "training.attended", many, attended)
    rows, part = np.repeat(np.arange(many), 3), np.tile(np.arange(3), many)
    kept = random.random(len(rows)) < np.where(rows % 4 == 0, 0.5, 0.97)
    rows, part = rows[kept], part[kept]
    followed = {
        "code": words(code, rows),
        "part": words(_PARTS, part),
        "on": end + random.integers(-1, 36, len(rows)),
    }
    streams = mains["stream"].combine_chunks().take(pa.array(rows))
    parts = facts(random, "training.followed_up", len(rows), followed, stream=streams, version=part + 2)
    return [("training.attended", mains), ("training.followed_up", parts)]


def now_and_then(random: Random, register: Register, day: date, share: float) -> Found:
    """Awards, leave, sanctions, mentorships, rotations with months confirmed, on one day; `share` of the year's."""
    on = number_of(day)

    def some(of: float) -> Rows:
        return random.integers(len(register), size=random.poisson(len(register) * of * share))

    won, away, guilty, old, sent = some(0.4), some(0.5), some(0.01), some(0.1), some(0.06)
    start = on + random.integers(-3, 4, len(away))
    found = {
        "award.won": (
            won,
            {
                "series": words(_SERIES, drawn(random, [0.3, 0.2, 0.05, 0.05, 0.2, 0.2], len(won))),
                "level": words(LEVELS, drawn(random, [0.3, 0.3, 0.25, 0.1, 0.04, 0.01], len(won))),
                "group": words(["小学组", "初中组", "幼儿组"], random.integers(3, size=len(won))),
                "teacher": register.teachers_coded(won),
                "prize": words(PRIZES, random.integers(len(PRIZES), size=len(won))),
                "on": np.full(len(won), on),
                "contest": words(["", "校长讲校-县级", "班主任讲班-县级"], random.integers(3, size=len(won))),
            },
        ),
        "leave.taken": (
            away,
            {
                "teacher": register.teachers_coded(away),
                "start": start,
                "end": start
                + np.where(
                    random.random(len(away)) < 0.1,
                    random.integers(20, 150, len(away)),
                    random.integers(0, 8, len(away)),
                ),
                "reason": words(["病假", "事假", "产假"], random.integers(3, size=len(away))),
            },
        ),
        "conduct.sanctioned": (
            guilty,
            {
                "teacher": register.teachers_coded(guilty),
                "on": np.full(len(guilty), on),
                "offence": words(_OFFENCES, guilty % len(_OFFENCES)),
                "sanction": "警告",
                "months": random.integers(1, 25, len(guilty)),
            },
        ),
        "mentorship.formed": (
            old,
            {
                "mentor": register.teachers_coded(old),
                "mentee": register.teachers_coded((old + 1) % len(register)),
                "subject": words(SUBJECTS, register.subject[old]),
                "start": np.full(len(old), on),
                "end": np.full(len(old), on + 300),
            },
        ),
    }
    tables = {kind: facts(random, kind, len(rows), said) for kind, (rows, said) in found.items()}
    lifted = np.flatnonzero(random.random(len(guilty)) < 0.4)
    lifting = {
        "teacher": register.teachers_coded(guilty[lifted]),
        "on": np.full(len(lifted), on),
        "offence": words(_OFFENCES, guilty[lifted] % len(_OFFENCES)),
        "lifted_on": on + random.integers(1, 200, len(lifted)),
    }
    streams = tables["conduct.sanctioned"]["stream"].combine_chunks().take(pa.array(lifted))
    tables["conduct.lifted"] = facts(random, "conduct.lifted", len(lifted), lifting, stream=streams, version=2)
    return [*tables.items(), *_rotations(random, register, day, sent)]


def _rotations(random: Random, register: Register, day: date, who: Rows) -> Found:
    """Rotations begun on a day, and the months confirmed of them since."""
    on, many = number_of(day), len(who)
    began = {
        "teacher": register.teachers_coded(who),
        "home": register.schools_coded(register.school[who]),
        "host": register.schools_coded(random.integers(len(register.schools) - 1, size=many)),
        "rotation": words(["全职支教", "兼课", "走教", "挂职"], random.integers(4, size=many)),
        "start": np.full(many, on),
        "planned_end": np.full(many, on + 300),
    }
    entries = facts(random, "rotation.started", many, began)
    months = [month for term in TERMS for month in months_of(term) if month > day]
    rows, which = np.repeat(np.arange(many), len(months)), np.tile(np.arange(len(months)), many)
    kept = random.random(len(rows)) < 0.9
    rows, which = rows[kept], which[kept]
    confirmed = {
        "teacher": register.teachers_coded(who[rows]),
        "start": np.full(len(rows), on),
        "month": np.array([number_of(month) for month in months] or [0])[which],
    }
    stream = entries["stream"].combine_chunks().take(pa.array(rows))
    return [
        ("rotation.started", entries),
        (
            "rotation.month_confirmed",
            facts(random, "rotation.month_confirmed", len(rows), confirmed, stream=stream, version=which + 2),
        ),
    ]
