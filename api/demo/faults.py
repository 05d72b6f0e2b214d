"""Rows that a right import refuses, each for one reason, planted among the good ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from api.demo.columns import TITLES
from api.demo.county import County
from api.demo.form import Cell, Leave, Mentorship, Row, Teacher
from api.demo.identity import identity_number

_DAY = timedelta(1)
_FAR = date(2099, 3, 2)


class Fault(NamedTuple):
    """A row to be refused; one that is refused because of another row must come `last`."""

    sheet: str
    code: str
    row: Row
    last: bool = False


def faults_in(county: County, rng: random.Random) -> list[Fault]:
    """For every refusal at least one row, most on the sheet of observations."""
    return [
        *_of_teachers(county, rng),
        *_of_observations(county, rng),
        *_of_dealings_with_oneself(county, rng),
        *_of_other_sheets(county, rng),
        *_of_rotations(county),
    ]


def _but(sheet: str, row: Row, **changes: Cell) -> Row:
    """The row with other content in some columns."""
    cells = dict(zip(TITLES[sheet], row, strict=True))
    return tuple((cells | changes).values())


def _of_teachers(county: County, rng: random.Random) -> Iterator[Fault]:
    """Teachers refused, one of whom bears the name of another: that name stays unique."""
    bearers = Counter(teacher.name for teacher in county.teachers)
    namesake = rng.choice([t for t in county.teachers if bearers[t.name] == 1])

    def stranger(number: int, **changes: Cell) -> Row:
        model = rng.choice(county.teachers)
        identity = identity_number(model.born, 490 + number, man=model.sex == "男")
        fresh = {
            "教师编号": f"{990_000 + number}",
            "姓名": f"某{'甲乙丙丁戊己'[number]}",
            "身份证号": identity,
        }
        return _but("教师", model, **(fresh | changes))

    right = identity_number(date(1988, 2, 29), 77, man=False)
    wrong = right[:-1] + ("1" if right[-1] != "1" else "2")
    yield Fault("教师", "bad-id-number", stranger(1, 身份证号=wrong))
    yield Fault("教师", "bad-id-number", stranger(2, 姓名=namesake.name, 身份证号=float(int(right[:15] + "000"))))
    yield Fault("教师", "unknown-school", stranger(3, 学校代码="S0X9"))
    yield Fault("教师", "missing-value", stranger(4, 姓名=None))
    yield Fault("教师", "unknown-value", stranger(5, 职务="教务员"))


def _of_observations(county: County, rng: random.Random) -> Iterator[Fault]:
    bearers = Counter(teacher.name for teacher in county.teachers)
    shared = next(name for name, count in bearers.items() if count > 1)
    term = county.term

    def planted(code: str, **changes: Cell) -> Fault:
        return Fault("听课记录", code, _but("听课记录", rng.choice(county.observations), **changes))

    yield planted("missing-value", 授课人=None)
    yield planted("missing-value", 年级=None, 日期=f"{term.start.year}-13-05")
    yield planted("unknown-value", 课型="串门听课")
    yield planted("unknown-value", 课型="旁听", 授课人="999998")
    yield planted("bad-date", 日期=f"{term.start.year}年9月31日")
    yield planted("bad-date", 日期="开学第三天", 听课人="999998")
    yield planted("future-date", 日期=_FAR)
    yield planted("bad-number", 节次="第三节")
    yield planted("unknown-school", 学校代码="S0X9")
    yield planted("unknown-teacher", 听课人="999998")
    yield planted("unknown-teacher", 授课人="990001")
    yield planted("unknown-teacher", 授课人="查无此人")
    yield planted("ambiguous-teacher", 听课人=shared)
    yield planted("outside-term", 日期=term.start - 10 * _DAY)
    first = rng.choice(county.observations)
    other = "示范课" if first.form != "示范课" else "公开课"
    yield Fault("听课记录", "clash", _but("听课记录", first, 课型=other), last=True)


def _of_dealings_with_oneself(county: County, rng: random.Random) -> Iterator[Fault]:
    observation = rng.choice(county.observations)
    yield Fault("听课记录", "observes-self", _but("听课记录", observation, 授课人=observation.observer))
    observation = rng.choice(county.observations)
    yield Fault(
        "听课记录",
        "unknown-school",
        _but("听课记录", observation, 授课人=observation.observer, 学校代码="S0X9"),
    )
    teacher = rng.choice(county.teachers)
    yield Fault("师徒结对", "mentors-self", _mentorship(county, teacher, teacher, county.term.start + 300 * _DAY))
    one, two = rng.sample(list(county.teachers), 2)
    yield Fault("师徒结对", "ends-before-start", _mentorship(county, one, two, county.term.start - 30 * _DAY))


def _mentorship(county: County, mentor: Teacher, mentee: Teacher, end: date) -> Mentorship:
    return Mentorship(mentor.code, mentee.code, mentee.subject, county.term.start, end, "合格")


def _of_other_sheets(county: County, rng: random.Random) -> Iterator[Fault]:
    training = rng.choice(county.trainings)
    start = county.term.school_days[20]
    yield Fault(
        "外出培训",
        "ends-before-start",
        _but("外出培训", training, 编号="PX9990", 开始日期=start, 结束日期=start - _DAY, 汇报课=None),
    )
    yield Fault("外出培训", "future-date", _but("外出培训", training, 编号="PX9991", 汇报课=_FAR))
    essay = rng.choice(county.essays)
    yield Fault("读后心得", "bad-number", _but("读后心得", essay, 字数="约两千"))
    book = rng.choice(county.books)
    yield Fault("读书", "unknown-value", _but("读书", book, 读书笔记="部分"))
    yield Fault("读书", "clash", _but("读书", book, 读书计划="否" if book.planned == "是" else "是"), last=True)
    check = rng.choice(county.checks)
    yield Fault("常规检查", "unknown-value", _but("常规检查", check, 等级="合格"))
    yield Fault("常规检查", "bad-date", _but("常规检查", check, 月份=f"{county.term.start.year}-13"))
    yield Fault("常规检查", "clash", _but("常规检查", check, 等级="良" if check.grade != "良" else "优"), last=True)
    award = rng.choice(county.awards)
    yield Fault("赛课获奖", "future-date", _but("赛课获奖", award, 日期=_FAR))
    leave = rng.choice(county.leaves)
    yield Fault("请假", "clash", leave._replace(kind="公假" if leave.kind != "公假" else "病假"), last=True)
    teacher = rng.choice(county.teachers)
    day = county.term.school_days[30]
    yield Fault("请假", "ends-before-start", Leave(teacher.code, day, day - 2 * _DAY, "事假"))
    if county.preparations:
        meeting = rng.choice(county.preparations)
        with_stranger: tuple[str, ...] = (*meeting.attended, "999998")
        yield Fault("集体备课", "unknown-teacher", _but("集体备课", meeting, 参加人=with_stranger))


def _of_rotations(county: County) -> Iterator[Fault]:
    """A full-time teacher sent part-time as well; a part-time one sent full-time as well."""
    full = next(r for r in county.rotations if r.kind == "全职支教")
    yield Fault(
        "支教交流",
        "already-on-rotation",
        full._replace(kind="兼课", start=full.start + 40 * _DAY, planned_end=full.planned_end + 9 * _DAY, months=()),
        last=True,
    )
    part = next((r for r in county.rotations if r.kind != "全职支教"), None)
    if part:
        yield Fault(
            "支教交流",
            "already-on-rotation",
            part._replace(kind="全职支教", start=part.start + 3 * _DAY, months=()),
            last=True,
        )
