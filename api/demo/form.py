"""The rows of a term workbook: one record for each of its sixteen sheets, fields in the order of columns."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import NamedTuple

Cell = str | int | float | date | tuple[str, ...] | None
"""What stands in a cell before it is spelled; a tuple is a list within one cell."""

Row = tuple[Cell, ...]


class Kind(Enum):
    """How a column may be spelled."""

    TEXT = "free text, where width and spacing are not content"
    WORD = "a word or code written one way only"
    NUMBER = "a whole number"
    DAY = "a calendar day"
    TEACHER = "one teacher, by code or unique name"
    TEACHERS = "several teachers in one cell"
    WORDS = "several words in one cell"


class TermRow(NamedTuple):
    """学期: the term the workbook is of."""

    term: str
    start: date
    end: date
    weeks: int


class CalendarRow(NamedTuple):
    """校历: a day off, or a day made up for."""

    day: date
    kind: str


class School(NamedTuple):
    """学校: a school of the county."""

    code: str
    name: str
    township: str
    category: str
    stage: str
    grades: tuple[str, ...]
    weak: str
    peers: str


class Teacher(NamedTuple):
    """教师: a teacher on a school's roll."""

    code: str
    name: str
    sex: str
    born: date
    identity: str | None
    hired: date
    school: str
    subject: str
    grade: str
    post: str
    in_post_since: date
    title: str
    degree: str
    pupils: int | None
    group: str | None


class Observation(NamedTuple):
    """听课记录: one teacher sat in on another's lesson."""

    day: date
    period: int
    observer: str
    teacher: str
    school: str
    subject: str
    grade: str
    form: str
    notes: str | None
    reflection: str | None


class Preparation(NamedTuple):
    """集体备课: a preparation group met."""

    day: date
    school: str
    group: str
    leader: str
    attended: tuple[str, ...]
    model_plans: int | None
    reflected: tuple[str, ...]


class Training(NamedTuple):
    """外出培训: a training elsewhere, and the three ones owed for it."""

    code: str
    teacher: str
    name: str
    level: str
    start: date
    end: date
    hours: int
    report: date | None
    reflection: date | None
    lesson: date | None


class Book(NamedTuple):
    """读书: a book read in the term."""

    teacher: str
    title: str
    planned: str
    noted: str
    gained: str


class Essay(NamedTuple):
    """读后心得: the term's essay on what was read."""

    teacher: str
    characters: int


class Check(NamedTuple):
    """常规检查: a month's check of plans, homework or observation notes."""

    month: str
    teacher: str
    item: str
    grade: str


class Mentorship(NamedTuple):
    """师徒结对: an older teacher guides a younger one."""

    mentor: str
    mentee: str
    subject: str
    start: date
    end: date
    result: str | None


class Rotation(NamedTuple):
    """支教交流: a teacher serves at another school."""

    teacher: str
    home: str
    host: str
    kind: str
    start: date
    planned_end: date
    months: tuple[str, ...]


class Award(NamedTuple):
    """赛课获奖: a prize in a contest."""

    series: str
    level: str
    group: str
    teacher: str
    place: str
    day: date
    certificate: str | None


class Sanction(NamedTuple):
    """师德处分: a sanction, in force for some months."""

    teacher: str
    day: date
    kind: str
    measure: str
    months: int


class Leave(NamedTuple):
    """请假: days away from school."""

    teacher: str
    start: date
    end: date
    kind: str


class Visits(NamedTuple):
    """家访: how many pupils' homes a class head visited, how often the parents met."""

    teacher: str
    pupils: int
    meetings: int
