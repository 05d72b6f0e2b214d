"""The made county's register: townships, schools, teachers with posts and groups, and how diligent each is."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa

from api.bench.made_facts.columns import Random, Rows, drawn, facts, listed, number_of, words
from ledger.vocabulary import Post

PRIMARY = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
JUNIOR = ("七年级", "八年级", "九年级")
GRADES = (*PRIMARY, *JUNIOR, "大班")
SUBJECTS = ("语文", "数学", "英语", "科学", "道德与法治", "体育", "音乐", "美术")
GROUPS = ("语文组", "数学组", "英语组", "综合组")
POSTS = tuple(map(str, Post))
STAGES = ("小学", "初中", "幼儿园", "")
BANDS = ("A", "B", "C", "")
_GRADES_OF = {0: PRIMARY, 1: JUNIOR, 2: ("大班",), 3: ()}

_P = {post: POSTS.index(post) for post in POSTS}
_LEADERS = ("校长", "业务副校长", "副校长", "教务主任", "中层")
_BUREAU = ("局长", "局领导", "股室负责人", "教研员")


@dataclass(frozen=True)
class Register:
    """Teachers in the order of school and group; columns are places in the lists above, or rows of other columns."""

    townships: list[str]
    schools: list[str]
    township_of: Rows
    stage_of: Rows
    band_of: Rows
    school: Rows
    post: Rows
    subject: Rows
    grade: Rows
    group: Rows
    first: Rows
    """The first teacher of each school, and after the last school how many teachers there are."""
    pupils: Rows
    likes: Rows
    """How often each observes, in so many parts of all."""

    def __len__(self) -> int:
        return len(self.school)

    @cached_property
    def codes(self) -> pa.Array:
        """The teachers' codes."""
        return pa.array([f"{number:06}" for number in range(1, len(self) + 1)])

    @cached_property
    def school_words(self) -> pa.Array:
        """The schools' codes."""
        return pa.array(self.schools)

    @cached_property
    def first_of_group(self) -> Rows:
        """The first teacher of each preparation group of each school, and of one more."""
        key = self.school * len(GROUPS) + self.group
        return np.searchsorted(key, np.arange(len(self.schools) * len(GROUPS) + 1))

    @cached_property
    def sizes(self) -> Rows:
        """How many teachers each school has."""
        return np.diff(self.first)

    @cached_property
    def drawn_by_likes(self) -> Rows:
        """What is added up of `likes`: where a number drawn falls says who observes."""
        return np.cumsum(self.likes)

    def having(self, *posts: str) -> Rows:
        """The teachers of some posts."""
        return np.flatnonzero(np.isin(self.post, [_P[post] for post in posts]))

    def teachers_coded(self, rows: Rows) -> pa.Array:
        """A column of teachers."""
        return words(self.codes, rows)

    def schools_coded(self, rows: Rows) -> pa.Array:
        """A column of schools."""
        return words(self.school_words, rows)


def made_register(random: Random, teachers: int) -> Register:
    """A register of so many teachers, about thirty a school, a dozen schools a township, and the bureau."""
    bureau = max(2, min(60, teachers // 60))
    schools = max(2, teachers // 30)
    townships = [f"{number}镇" for number in range(1, max(2, schools // 12) + 1)]
    sizes = np.bincount(random.integers(schools, size=max(teachers - bureau - 2 * schools, 0)), minlength=schools) + 2
    sizes = np.append(sizes, max(teachers - int(sizes.sum()), 1))
    school = np.repeat(np.arange(schools + 1), sizes)
    place = np.arange(len(school)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    stage_of = np.append(np.where(np.arange(schools) % 10 == 9, 2, np.where(np.arange(schools) % 3 == 2, 1, 0)), 3)
    township_of = np.append(np.arange(schools) % len(townships), 0)
    post = _posts(random, school, place, stage_of, township_of)
    group = random.integers(len(GROUPS), size=len(school))
    order = np.lexsort((group, school))
    pick = random.integers(np.array([6, 3, 1, 1])[stage_of[school]])
    grade = np.select([stage_of[school] == 0, stage_of[school] == 1], [pick, pick + len(PRIMARY)], len(GRADES) - 1)
    return Register(
        townships,
        [f"S{number:05}" for number in range(1, schools + 1)] + ["B00001"],
        township_of,
        stage_of,
        np.append(random.integers(len(BANDS), size=schools), 3),
        school,
        post[order],
        (group * 2 + random.integers(2, size=len(school)))[order],
        grade[order],
        group[order],
        np.concatenate(([0], np.cumsum(sizes))),
        random.integers(28, 56, size=len(school)),
        _likes(random, post[order]),
    )


def _posts(random: Random, school: Rows, place: Rows, stage_of: Rows, township_of: Rows) -> Rows:
    post = np.where(random.random(len(school)) < 0.3, _P["班主任"], _P["教师"])
    for number, name in enumerate(_LEADERS):
        post[place == number] = _P[name]
    small = np.bincount(school)[school] < 2 * len(_LEADERS)
    post[small & (place >= 2)] = _P["班主任"]
    post[(place == 0) & (stage_of[school] == 2)] = _P["园长"]
    _, first_school = np.unique(township_of, return_index=True)
    post[(place == 0) & np.isin(school, first_school)] = _P["中心校校长"]
    at_bureau = school == school.max()
    post[at_bureau] = np.array([_P[name] for name in _BUREAU])[
        np.minimum(place[at_bureau] // 3 + (place[at_bureau] > 0), 3)
    ]
    return post


def _likes(random: Random, post: Rows) -> Rows:
    """Some hardly observe; those who lead do so more than others."""
    likes = random.gamma(4.0, 25.0, len(post)) + 20
    likes = np.where(random.random(len(post)) < 0.15, likes * random.uniform(0.02, 0.25, len(post)), likes)
    leads = np.isin(post, [_P["校长"], _P["中心校校长"], _P["业务副校长"]])
    return np.maximum(np.where(leads, likes * 2, likes), 1).astype(np.int64)


def register_rows(random: Random, register: Register) -> list[tuple[str, pa.Table]]:
    """Schools and teachers as they were registered in 2021, and what has changed since; some files were merged."""
    return [*_schools(random, register), *_teachers(random, register)]


def _schools(random: Random, register: Register) -> list[tuple[str, pa.Table]]:
    every = np.arange(len(register.schools))
    grades = [_GRADES_OF[stage] for stage in register.stage_of.tolist()]
    townships = pa.array(register.townships)

    def table(rows: Rows, day: date, band: Rows, **book: object) -> pa.Table:
        said = {
            "in_effect": np.full(len(rows), number_of(day)),
            "school": register.schools_coded(rows),
            "name": words([f"第{number}学校" for number in range(len(every))], rows),
            "township": words(townships, register.township_of[rows]),
            "category": "公办",
            "stage": words(STAGES, register.stage_of[rows]),
            "grades": listed(
                pa.array([grade for row in rows.tolist() for grade in grades[row]], pa.string()),
                np.array([len(grades[row]) for row in rows.tolist()]),
            ),
            "weak": rows % 5 == 0,
            "band": words(BANDS, band),
        }
        return facts(random, "school.registered", len(rows), said, **book)

    began = table(every, date(2021, 8, 1), register.band_of)
    some = every[every % 20 == 3]
    changed = table(
        some, date(2023, 8, 20), (register.band_of[some] + 1) % 3, stream=began["stream"].take(some), version=2
    )
    return [("school.registered", began), ("school.registered", changed)]


def _teachers(random: Random, register: Register) -> list[tuple[str, pa.Table]]:
    every = np.arange(len(register))
    born = number_of(date(1964, 1, 1)) + random.integers(0, 36 * 365, len(every))
    hired = np.minimum(born + 22 * 365 + random.integers(0, 8 * 365, len(every)), number_of(date(2023, 8, 31)))
    since = np.minimum(hired + random.integers(0, 10 * 365, len(every)), number_of(date(2023, 9, 1)))

    def table(rows: Rows, day: date, post: Rows, codes: pa.Array, **book: object) -> pa.Table:
        homeroom = post == _P["班主任"]
        said = {
            "in_effect": np.full(len(rows), number_of(day)),
            "teacher": codes,
            "identity": words([f"{number:08x}" for number in range(997)], rows % 997),
            "sex": words(["女", "男"], drawn(random, [0.65, 0.35], len(rows))),
            "born": born[rows],
            "hired": hired[rows],
            "school": register.schools_coded(register.school[rows]),
            "subject": words(SUBJECTS, register.subject[rows]),
            "grade": words(GRADES, register.grade[rows]),
            "post": words(POSTS, post),
            "post_since": since[rows],
            "title": words(["二级教师", "一级教师", "高级教师", ""], random.integers(4, size=len(rows))),
            "degree": words(["专科", "本科", "研究生"], random.integers(3, size=len(rows))),
            "class_size": pa.array(register.pupils[rows], mask=~homeroom | (rows % 37 == 0)),
            "group": words(GROUPS, register.group[rows]),
        }
        return facts(random, "teacher.registered", len(rows), said, **book)

    began = table(every, date(2021, 8, 1), register.post, register.teachers_coded(every))
    plain = register.having("教师", "班主任")
    moved = plain[plain % 25 == 1]  # from one post of the plain teachers to the other, before the term
    later = plain[plain % 30 == 2]  # after it
    other = np.where(register.post == _P["教师"], _P["班主任"], _P["教师"])
    streams = began["stream"]
    old = [f"9{number:05}" for number in range(3)]
    into = np.minimum(np.arange(3) * 3 + 1, len(every) - 1)
    doubles = table(into, date(2021, 9, 1), register.post[into], words(old, np.arange(3)))
    merged = {
        "teacher": words(old, np.arange(3)),
        "into": register.teachers_coded(into),
        "on": np.full(3, number_of(date(2024, 3, 1))),
        "reason": "重复建档",
    }
    begun = every[every % 3 == 0]
    careers = {"teacher": register.teachers_coded(begun), "on": hired[begun] - random.integers(0, 2000, len(begun))}
    return [
        ("teacher.registered", began),
        (
            "teacher.registered",
            table(
                moved,
                date(2023, 9, 1),
                other[moved],
                register.teachers_coded(moved),
                stream=streams.take(moved),
                version=2,
            ),
        ),
        (
            "teacher.registered",
            table(
                later,
                date(2024, 7, 20),
                other[later],
                register.teachers_coded(later),
                stream=streams.take(later),
                version=2,
            ),
        ),
        ("teacher.registered", doubles),
        ("teacher.merged", facts(random, "teacher.merged", 3, merged)),
        ("teacher.career_begun", facts(random, "teacher.career_begun", len(begun), careers)),
    ]
