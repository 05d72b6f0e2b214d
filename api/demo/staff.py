"""The teachers of a made-up county: their posts, ages, service, class and preparation group."""

from __future__ import annotations

import random
from datetime import date, timedelta

from api.demo.form import Teacher
from api.demo.identity import identity_number
from api.demo.names import people
from api.demo.school_term import SchoolTerm
from api.demo.schools import SizedSchool

PLAIN = ("教师", "班主任")
"""The posts of plain teachers."""

PRINCIPAL = ("校长", "中心校校长")
"""The posts that lead a school."""

_PRIMARY_SUBJECTS = ("语文", "数学", "英语", "道德与法治", "科学", "体育", "音乐", "美术", "信息科技")
_JUNIOR_SUBJECTS = ("语文", "数学", "英语", "物理", "化学", "生物", "历史", "地理", "道德与法治", "体育")
_ARTS = {"语文", "英语", "道德与法治", "历史", "音乐", "美术"}
_DAY = timedelta(1)


def staff_for(rng: random.Random, schools: list[SizedSchool], school_year: int) -> list[Teacher]:
    """A roll for each school. Both terms of a school year have the same teachers.

    Some stand on the edge of a rule in either term: three years of service or of being class head to the day,
    fifty years old on the last day of the term or fifty-one.
    """
    names = people(rng, sum(sized.staff for sized in schools))
    edges = _edges(school_year)
    teachers: list[Teacher] = []
    for number, sized in enumerate(schools, start=1):
        for place, post in enumerate(_posts(sized)):
            serial = len(teachers)
            code = f"{600_000 + serial}" if serial % 23 == 11 else f"{number * 100 + place + 1:06d}"
            edge = edges.pop() if post == "班主任" and edges and serial % 3 == 0 else {}
            teachers.append(_teacher(rng, code, names[serial], sized, post, school_year, serial, edge))
    return teachers


def _edges(school_year: int) -> list[dict[str, date]]:
    edges: list[dict[str, date]] = []
    for half in (2, 1):
        term = SchoolTerm.of(f"{school_year}-{school_year + 1}-{half}")
        edges += [
            {"born": _years_before(term.end, 51)},
            {"born": _years_before(term.end, 51) + _DAY},
            {"in_post_since": _years_before(term.end, 3) + _DAY},
            {"in_post_since": _years_before(term.end, 3)},
            {"hired": _years_before(term.start, 3)},
            {"hired": _years_before(term.start, 3) + _DAY},
        ]
    return edges


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - years, 2, 28) if leap else day.replace(year=day.year - years)


def _posts(sized: SizedSchool) -> list[str]:
    category, size = sized.school.category, sized.staff
    posts: list[str] = []
    if category != "教学点":
        posts = ["中心校校长" if category == "中心校" else "校长", "业务副校长"]
    if size >= 9:
        posts.append("中层")
    if size >= 14:
        posts.append("副校长")
    if category == "中心校" and size >= 12:
        posts.append("教研员")
    plain = size - len(posts)
    return posts + ["班主任", "教师"] * (plain // 2) + ["班主任"] * (plain % 2)


def _teacher(
    rng: random.Random,
    code: str,
    name: str,
    sized: SizedSchool,
    post: str,
    school_year: int,
    serial: int,
    edge: dict[str, date],
) -> Teacher:
    opening = date(school_year, 8, 1)
    young = post in PLAIN and not edge and rng.random() < 0.28
    if "hired" in edge:
        hired = edge["hired"]
    elif young:
        hired = opening - timedelta(rng.randrange(10, 1000))
    elif "born" in edge:
        hired = _years_before(edge["born"], -23)
    else:
        hired = opening - timedelta(rng.randrange(4 * 365, 33 * 365))
    born = edge.get("born") or hired - timedelta(rng.randrange(21 * 366, 25 * 365))
    since = hired
    if not young and "hired" not in edge:
        since = edge.get("in_post_since") or max(hired, opening - timedelta(rng.randrange(60, 9 * 365)))
    man = rng.random() < 0.4
    subjects = _JUNIOR_SUBJECTS if sized.school.stage == "初中" else _PRIMARY_SUBJECTS
    subject = subjects[serial % len(subjects)]
    service = (opening - hired).days // 365
    return Teacher(
        code=code,
        name=name,
        sex="男" if man else "女",
        born=born,
        identity=identity_number(born, serial, man=man) if rng.random() > 0.05 else None,
        hired=hired,
        school=sized.school.code,
        subject=subject,
        grade=rng.choice(sized.school.grades),
        post=post,
        in_post_since=since,
        title=_title(rng, service),
        degree=rng.choices(("大专", "本科", "硕士研究生"), (25, 65, 10))[0],
        pupils=rng.randrange(12, 52) if post == "班主任" else None,
        group=_group(sized, subject) if post in PLAIN else None,
    )


def _title(rng: random.Random, service: int) -> str:
    ladder = ("未定级", "二级教师", "一级教师", "高级教师", "正高级教师")
    return ladder[max(0, min(len(ladder) - 1, (service + rng.randrange(-3, 4)) // 8 + (service > 1)))]


def _group(sized: SizedSchool, subject: str) -> str | None:
    """Two preparation groups in a school of some size, one in a small one, none at a teaching point."""
    if sized.school.category == "教学点":
        return None
    if sized.staff < 7:
        return "综合备课组"
    return "文科备课组" if subject in _ARTS else "理科备课组"
