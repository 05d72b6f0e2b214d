"""The schools of a made-up county, township by township."""

from __future__ import annotations

import random
from dataclasses import dataclass

from api.demo.form import School
from api.demo.names import places

PRIMARY = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
JUNIOR = ("七年级", "八年级", "九年级")

_BANDS = dict(zip(PRIMARY, ("低段", "低段", "中段", "中段", "高段", "高段"), strict=True))
_TOWNSHIP = ("中心校", "初中", "完小", "教学点", "完小")
_STAFF = {"中心校": 17, "初中": 15, "完小": 13, "教学点": 3}
_LEAST_STAFF = {"中心校": 4, "初中": 3, "完小": 3, "教学点": 1}
_TEACHERS_PER_SCHOOL = 12.2


@dataclass(frozen=True)
class SizedSchool:
    """A school and how many teachers are on its roll."""

    school: School
    staff: int


def band(grade: str) -> str:
    """The band a grade belongs to; in junior schools each grade is one of its own."""
    return _BANDS.get(grade, grade)


def schools_for(rng: random.Random, teachers: int) -> list[SizedSchool]:
    """Schools enough for that many teachers, who all find a place.

    A township has a central school, a junior school, two complete primaries and a teaching point; the last
    township may have fewer.
    """
    count = max(4, round(teachers / _TEACHERS_PER_SCHOOL))
    townships = places(rng, -(-count // len(_TOWNSHIP)))
    villages = places(rng, count)
    schools = [_school(rng, number, townships, villages[number]) for number in range(count)]
    sizes = _shares(teachers, [school.category for school in schools])
    return [SizedSchool(school, size) for school, size in zip(schools, sizes, strict=True)]


def _school(rng: random.Random, number: int, townships: list[str], village: str) -> School:
    category = _TOWNSHIP[number % len(_TOWNSHIP)]
    place = townships[number // len(_TOWNSHIP)]
    township = place + ("乡" if len(place) % 2 == 0 and number // len(_TOWNSHIP) % 3 == 1 else "镇")
    name = {
        "中心校": f"{township}中心小学",
        "初中": f"{township}第一初级中学",
        "完小": f"{place}{village}小学",
        "教学点": f"{village}教学点",
    }[category]
    grades = {"初中": JUNIOR, "教学点": rng.choice((PRIMARY[:2], PRIMARY[:3]))}.get(category, PRIMARY)
    weak = category == "教学点" or (category != "中心校" and rng.random() < 0.4) or number == 2
    return School(
        code=f"S{number + 1:03d}",
        name=name,
        township=township,
        category=category,
        stage="初中" if category == "初中" else "小学",
        grades=grades,
        weak="是" if weak else "否",
        peers=rng.choice("甲乙丙"),
    )


def _shares(teachers: int, categories: list[str]) -> list[int]:
    """Split the teachers over the schools: everyone the least, then whoever is furthest below its due."""
    sizes = [_LEAST_STAFF[category] for category in categories]
    per_weight = teachers / sum(_STAFF[category] for category in categories)
    while sum(sizes) < teachers:
        room = [_STAFF[c] * per_weight - size for c, size in zip(categories, sizes, strict=True)]
        for index in sorted(range(len(room)), key=lambda i: -room[i])[: teachers - sum(sizes)]:
            sizes[index] += 1
    return sizes
