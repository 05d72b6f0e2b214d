"""Contests from announcement to videos spread, at every stage, and the studios."""

from datetime import date

import numpy as np
import pyarrow as pa

from api.bench.made_facts.columns import Random, Rows, digits, facts, number_of, words
from api.bench.made_facts.of_teachers import LEVELS, PRIZES
from api.bench.made_facts.register import Register

Found = list[tuple[str, pa.Table]]

_STUDIOS = ["校长工作室", "班主任工作室", "教师工作室"]


def contests(random: Random, register: Register, day: date, series: str, who: Rows, parts: list[str]) -> Found:
    """A contest of a series in every school, township and the county, of those who may enter."""
    on = number_of(day)
    school_many, township_many = len(register.schools), len(register.townships)
    codes = [f"{series}-{day:%Y%m}-{school}" for school in register.schools]
    codes += [f"{series}-{day:%Y%m}-{township}" for township in register.townships] + [f"{series}-县级"]
    units = [*register.schools, *register.townships, "县"]
    stages = [0] * school_many + [1] * township_many + [2]
    held = np.flatnonzero(random.random(len(codes)) < 0.93)
    held = np.union1d(held, [len(codes) - 1])
    announced = {
        "code": words(codes, held),
        "series": series,
        "level": words(LEVELS, np.array(stages)[held]),
        "unit": words(units, held),
        "opens": np.full(len(held), on),
        "closes": np.full(len(held), on + 20),
        "entry": "{}",
        "drop": "不去",
        "ties": "并列",
    }
    at_school = register.school[who]
    county = who[random.random(len(who)) < max(0.05, 6 / max(len(who), 1))]
    contest = np.concatenate([at_school, np.full(len(county), len(codes) - 1)])
    entering = np.concatenate([who, county])
    kept = random.random(len(entering)) < 0.95
    contest, entering = contest[kept], entering[kept]
    entered = {
        "code": words(codes, contest),
        "group": words(["小学组", "初中组"], entering % 2),
        "teacher": register.teachers_coded(entering),
        "on": on + random.integers(0, 5, len(entering)),
    }
    judged = np.repeat(np.arange(len(entering)), 3 * len(parts))
    judge = np.tile(np.repeat(np.arange(3), len(parts)), len(entering))
    scored = {
        "code": words(codes, contest[judged]),
        "group": words(["小学组", "初中组"], entering[judged] % 2),
        "teacher": register.teachers_coded(entering[judged]),
        "judge": register.teachers_coded(judge),
        "part": words(parts, np.tile(np.arange(len(parts)), 3 * len(entering))),
        "score": digits(random.integers(8000, 10000, len(judged))),
        "on": np.full(len(judged), on + 10),
    }
    spread = entering[(contest == len(codes) - 1) & (random.random(len(entering)) < 0.7)]
    publicised = {
        "code": words(codes, np.full(len(spread), len(codes) - 1)),
        "group": words(["小学组", "初中组"], spread % 2),
        "teacher": register.teachers_coded(spread),
        "on": np.full(len(spread), on + 30),
        "medium": "公众号",
    }
    won = np.flatnonzero((contest >= school_many) & (random.random(len(entering)) < 0.8))
    won = np.concatenate([won, np.flatnonzero((contest < school_many) & (random.random(len(entering)) < 0.2))])
    prized = {
        "series": series,
        "level": words(LEVELS, np.where(contest[won] >= school_many, 2, 1)),
        "group": words(["小学组", "初中组"], entering[won] % 2),
        "teacher": register.teachers_coded(entering[won]),
        "prize": words(PRIZES, np.resize([0, 1, 0, 2, 0, 3], len(won))),
        "on": np.full(len(won), on + 12),
        "contest": words(["", *codes], np.where(contest[won] >= school_many, contest[won] + 1, 0)),
    }
    every = {
        "contest.announced": announced,
        "contest.entered": entered,
        "contest.scored": scored,
        "contest.publicised": publicised,
        "award.won": prized,
    }
    lengths = (len(held), len(entering), len(judged), len(spread), len(won))
    return [
        (kind, facts(random, kind, length, said)) for (kind, said), length in zip(every.items(), lengths, strict=True)
    ]


def studios(random: Random, register: Register, day: date) -> Found:
    """Studios founded, some dissolved; who joined and left; the year's assessment."""
    on, teachers = number_of(day), np.arange(len(register))
    many = max(6, min(130, len(register) // 100))
    kind = np.minimum(np.arange(many) % 12, 2)
    codes = [f"G{number:03}" for number in range(many)]
    leaders = np.concatenate([register.having("班主任"), teachers])[:many]
    founded = {
        "code": words(codes, np.arange(many)),
        "leader": register.teachers_coded(np.resize(leaders, many)),
        "studio": words(_STUDIOS, kind),
        "on": np.full(many, on),
        "school": register.schools_coded(register.school[np.resize(leaders, many)]),
    }
    members = np.repeat(np.arange(many), random.integers(3, 34, many))
    who = random.integers(len(register), size=len(members))
    joined = {
        "code": words(codes, members),
        "teacher": register.teachers_coded(who),
        "on": on + random.integers(0, 100, len(members)),
    }
    gone = np.flatnonzero(random.random(len(members)) < 0.1)
    left = {
        "code": words(codes, members[gone]),
        "teacher": register.teachers_coded(who[gone]),
        "on": on + random.integers(20, 200, len(gone)),
    }
    assessed = np.flatnonzero(random.random(many) < 0.95)
    assessment = {
        "code": words(codes, assessed),
        "year": "2024",
        "score": digits(random.integers(70, 101, len(assessed)) * 100),
        "rank": np.ones(len(assessed), np.int64),
        "on": np.full(len(assessed), number_of(date(2024, 6, 20))),
    }
    ended = np.flatnonzero(np.arange(many) % 11 == 5)
    dissolved = {"code": words(codes, ended), "on": np.full(len(ended), on + 100), "reason": "考核末位"}
    every = {
        "studio.founded": (many, founded),
        "studio.joined": (len(members), joined),
        "studio.left": (len(gone), left),
        "studio.assessed": (len(assessed), assessment),
        "studio.dissolved": (len(ended), dissolved),
    }
    return [(name, facts(random, name, length, said)) for name, (length, said) in every.items()]
