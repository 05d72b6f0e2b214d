"""What is recorded of schools: inspections, tests, plans, responsibilities, appraisals, supervision, guidance."""

from datetime import date, timedelta
from functools import cache
from json import dumps

import numpy as np
import pyarrow as pa

from api.bench.made_facts.calendar import TERMS, months_of, school_weeks
from api.bench.made_facts.columns import Random, Rows, digits, facts, number_of, words
from api.bench.made_facts.register import GRADES, JUNIOR, PRIMARY, SUBJECTS, Register

Found = list[tuple[str, pa.Table]]

_TESTS = ["全县质量检测(期末)", "中招考试"]
_PLAN_ITEMS = ["教案", "作业", "听课记录"]
_PERIODS = ["日", "周", "月", "学期"]
_SUPERVISORS = tuple(f"{subject}学科组" for subject in SUBJECTS[:6])


def of_term(random: Random, register: Register, term: str) -> Found:
    """Inspections, tests, posts published, research judged in a term; in second terms the entrance examination."""
    first, last = TERMS[term]
    schools = np.flatnonzero((register.stage_of < 2) & (random.random(len(register.schools)) < 0.96))
    parts = [
        ("过程督导", number_of(first) + random.integers(20, 100, len(schools))),
        ("期末检查", np.full(len(schools), number_of(last) - 5)),
    ]
    found: Found = []
    for part, on in parts:
        said = {
            "school": register.schools_coded(schools),
            "term": term,
            "part": part,
            "score": digits(random.integers(7000, 10000, len(schools))),
            "on": on,
        }
        found.append(("school.inspected", facts(random, "school.inspected", len(schools), said)))
    told = schools[random.random(len(schools)) < 0.9]
    published = {"school": register.schools_coded(told), "term": term, "on": np.full(len(told), number_of(first) + 10)}
    judged = {"school": register.schools_coded(told), "term": term, "reached": random.random(len(told)) < 0.96}
    found.append(("post.published", facts(random, "post.published", len(told), published)))
    found.append(("research_routine.judged", facts(random, "research_routine.judged", len(told), judged)))
    found += _tests(random, register, term, schools, entrance=False)
    if term.endswith("-2"):
        found += _tests(random, register, term, schools[register.stage_of[schools] == 1], entrance=True)
    return found


def _tests(random: Random, register: Register, term: str, schools: Rows, *, entrance: bool) -> Found:
    """A test of two subjects in every grade of some schools, or in the last of junior schools."""
    rows, grade, subject = [], [], []
    for school in schools.tolist():
        grades = (
            range(len(PRIMARY), len(PRIMARY) + len(JUNIOR)) if register.stage_of[school] == 1 else range(len(PRIMARY))
        )
        for one in [len(PRIMARY) + len(JUNIOR) - 1] if entrance else grades:
            rows += [school] * 2
            grade += [one] * 2
            subject += [0, 1]
    many = len(rows)
    registered = random.integers(20, 200, many)
    excused, absent = random.integers(0, 4, many), random.integers(0, 3, many)
    tops = [
        [int(registered[row] * share) for share in (0.1, 0.25, 0.5)] if grade[row] >= len(PRIMARY) else []
        for row in range(many)
    ]
    said = {
        "school": register.schools_coded(np.array(rows, np.int64)),
        "term": term,
        "test": _TESTS[entrance],
        "subject": words(SUBJECTS, np.array(subject, np.int64)),
        "grade": words(GRADES, np.array(grade, np.int64)),
        "registered": registered,
        "sat": registered - excused - absent,
        "excused": excused,
        "absent": absent,
        "marks": digits((registered - excused - absent) * random.integers(5000, 9500, many)),
        "tops": pa.array(
            [
                dumps(
                    [
                        {"within": within, "pupils": pupils}
                        for within, pupils in zip((3000, 5000, 7000), one, strict=False)
                    ]
                )
                for one in tops
            ],
            pa.string(),
        ).dictionary_encode(),
    }
    return [("test.reported", facts(random, "test.reported", many, said))]


def of_month(random: Random, register: Register, month: date) -> Found:
    """The best plans and homework chosen in a month, at most schools."""
    schools = np.flatnonzero((register.stage_of < 2) & (random.random(len(register.schools)) < 0.93))
    rows = np.repeat(schools, len(_PLAN_ITEMS))
    item = np.tile(np.arange(len(_PLAN_ITEMS)), len(schools))
    said = {
        "month": np.full(len(rows), number_of(month)),
        "teacher": register.teachers_coded(register.first[rows] + random.integers(register.sizes[rows])),
        "title_of_plan": "教案",
        "level": "校级",
        "item": words(_PLAN_ITEMS, item),
    }
    return [("plan.selected", facts(random, "plan.selected", len(rows), said))]


def responsibilities(random: Random, register: Register, term: str) -> Found:
    """Leaders who signed for grades and classes."""
    leaders = register.having("校长", "中心校校长", "副校长", "业务副校长", "教务主任", "中层")
    rows = np.concatenate([leaders[random.random(len(leaders)) < 0.8], leaders[random.random(len(leaders)) < 0.3]])
    said = {
        "term": term,
        "teacher": register.teachers_coded(rows),
        "school": register.schools_coded(register.school[rows]),
        "charge": words(["三年级", "七年级2班", "二年级3班", "后勤"], random.integers(4, size=len(rows))),
        "signed_on": np.full(len(rows), number_of(TERMS[term][0]) + 5),
    }
    return [("responsibility.assigned", facts(random, "responsibility.assigned", len(rows), said))]


def appraisals(random: Random, register: Register, day: date) -> Found:
    """The yearly appraisal of schools by their targets, and of some by their routine."""
    schools = np.flatnonzero(random.random(len(register.schools)) < 0.95)
    rows = np.concatenate([schools, schools[::2]])
    said = {
        "unit": register.schools_coded(rows),
        "year": "2024",
        "appraisal": words(["目标责任考核", "常规考核"], np.arange(len(rows)) >= len(schools)),
        "grade": words(["优秀", "合格", "基本合格", "不合格"], random.integers(4, size=len(rows))),
        "on": np.full(len(rows), number_of(day)),
    }
    return [("school.appraised", facts(random, "school.appraised", len(rows), said))]


def supervision(random: Random, register: Register, day: date) -> Found:
    """Visits of the subject groups on a day, the faults they found, and reports."""
    on = number_of(day)
    group = np.repeat(np.arange(len(_SUPERVISORS)), 1 + len(register.schools) // 400)
    group = group[random.random(len(group)) < 0.6 + 0.1 * (group % 4)]
    school = random.integers(len(register.schools) - 1, size=len(group))
    researchers = register.having("教研员", "股室负责人", "局领导", "局长")
    visited = {
        "group": words(_SUPERVISORS, group),
        "school": register.schools_coded(school),
        "on": np.full(len(group), on),
        "visitors": pa.array(
            [[one] for one in register.codes.take(pa.array(random.choice(researchers, len(group)))).to_pylist()],
            pa.list_(pa.string()),
        ),
    }
    faulty = np.flatnonzero(random.random(len(group)) < 0.4)
    fault = {
        "group": words(_SUPERVISORS, group[faulty]),
        "school": register.schools_coded(school[faulty]),
        "on": np.full(len(faulty), on),
        "number": np.ones(len(faulty), np.int64),
        "what": "教案不全",
        "mend_by": pa.array(np.full(len(faulty), on + 14, np.int32), mask=random.random(len(faulty)) < 0.1).cast(
            pa.date32()
        ),
    }
    mended = np.flatnonzero(random.random(len(faulty)) < 0.9)
    mending = {
        **{name: fault[name].take(pa.array(mended)) for name in ("group", "school")},
        "on": np.full(len(mended), on),
        "number": np.ones(len(mended), np.int64),
        "mended_on": on + random.integers(1, 17, len(mended)),
    }
    reporting = [
        (number, period)
        for number in range(len(_SUPERVISORS))
        for period in _periods_begun(day)
        if random.random() < 0.97 or number == 0
    ]
    reports = {
        "group": words(_SUPERVISORS, np.array([number for number, _ in reporting], np.int64)),
        "period": words(_PERIODS, np.array([period for _, period in reporting], np.int64)),
        "start": np.full(len(reporting), on),
        "on": np.full(len(reporting), on + 1),
    }
    return [
        ("supervision.visited", facts(random, "supervision.visited", len(group), visited)),
        ("fault.found", facts(random, "fault.found", len(faulty), fault)),
        ("fault.mended", facts(random, "fault.mended", len(mended), mending)),
        ("supervision.reported", facts(random, "supervision.reported", len(reporting), reports)),
    ]


@cache
def _periods_begun(day: date) -> list[int]:
    """What a report may be of that begins on a day: the day, a week, a month, a term."""
    of_month = day in {month for term in TERMS for month in months_of(term)} or day.day == 1
    mondays = {monday for term in TERMS for monday in school_weeks(term)}
    return [0] + [1] * (day in mondays) + [2] * of_month + [3] * (day in {first for first, _ in TERMS.values()})


def guidance(random: Random, register: Register, day: date, share: float) -> Found:
    """Visits of the bureau's people to schools on a day."""
    bureau = register.having("局领导", "股室负责人", "局长")
    many = random.poisson(len(register.schools) * 6 * share)
    directors = np.isin(bureau, register.having("局长"))
    chances = np.where(directors, 4.0, 1.0)
    who = random.choice(bureau, many, p=chances / chances.sum())
    said = {
        "visitor": register.teachers_coded(who),
        "school": register.schools_coded(random.integers(len(register.schools), size=many)),
        "on": np.full(many, number_of(day)),
    }
    return [("school.visited", facts(random, "school.visited", many, said))]


def townships(random: Random, register: Register, day: date) -> Found:
    """Whom each township was given to; some a second time, some no longer."""
    leaders = register.having("局领导", "股室负责人")
    township = np.concatenate([np.arange(len(leaders)), np.arange(len(leaders) // 5)]) % len(register.townships)
    rows = np.concatenate([leaders, leaders[: len(leaders) // 5]])
    until = np.where(random.random(len(rows)) < 0.1, -30, 400) + number_of(day)
    said = {
        "leader": register.teachers_coded(rows),
        "township": words(register.townships, township),
        "role": words(["包乡领导", "联络员"], random.integers(10, size=len(rows)) // 8),
        "since": np.where(np.arange(len(rows)) < len(leaders), number_of(day), number_of(day + timedelta(days=150))),
        "until": pa.array(until.astype(np.int32), mask=rows % 2 == 0).cast(pa.date32()),
    }
    return [("township.assigned", facts(random, "township.assigned", len(rows), said))]
