"""Processes listed: rotations, mentorships, pairings, the three ones, contests."""

from datetime import date

from pydantic import Field

from api.interface.shapes.shape import Number, Shape


class RotationAnswer(Shape):
    """A rotation, planned ones too; `allowance` in yuan, by the packs in force."""

    teacher: str
    home: str
    host: str
    kind: str
    state: str = Field(description="planned、serving、interrupted、past、completed、ended_early")
    start: date
    planned_end: date
    months: int
    allowance: Number
    to_weak: bool
    ended: date | None
    assessed: str | None
    post: str | None


class TermGrade(Shape):
    """How a term was assessed."""

    term: str
    grade: str


class MentorshipAnswer(Shape):
    """A mentor and a mentee; `end` is the day it was ended, else the day agreed."""

    mentor: str
    mentee: str
    subject: str
    start: date
    end: date
    state: str = Field(description="formed、ended")
    activities: int
    assessments: list[TermGrade]
    result: str | None


class YearReport(Shape):
    """The report of a year, and whether it came late."""

    year: str
    on: date
    late: bool


class YearGrade(Shape):
    """How a year was assessed."""

    year: str
    grade: str


class PairingAnswer(Shape):
    """An agreement between a strong school and weak ones; `overdue`: the years whose report is not there."""

    code: str
    strong: str
    weak: list[str]
    signed: date
    until: date
    state: str = Field(description="agreed、past、ended")
    activities: dict[str, int]
    reports: list[YearReport]
    overdue: list[int]
    assessments: list[YearGrade]


class ThreeOnesAnswer(Shape):
    """What a training elsewhere obliges to: done by which day, missing, late."""

    code: str
    teacher: str
    title: str
    level: str
    end: date
    due: date
    done: dict[str, date]
    missing: list[str]
    late: list[str]
    overdue: bool


class RankedAnswer(Shape):
    """Somebody who entered; nothing but the code until all scores are in."""

    teacher: str
    rank: int | None
    total: Number | None
    exact: str | None
    parts: dict[str, Number]


class PrizeAnswer(Shape):
    """A prize of a group: places, how many are given and left, to whom."""

    prize: str
    places: int | None
    given: int
    left: int | None
    teachers: list[str]


class PromotedAnswer(Shape):
    """Who goes on to the contest above."""

    places: int
    left: int
    teachers: list[str]


class ContestGroupAnswer(Shape):
    """A group of a contest."""

    group: str
    entries: int
    ranking: list[RankedAnswer]
    prizes: list[PrizeAnswer]
    promoted: PromotedAnswer


class AppealsAnswer(Shape):
    """How many appeals were made and decided."""

    made: int
    decided: int


class ContestAnswer(Shape):
    """A contest as announced, and what came of it."""

    code: str
    series: str
    level: str
    unit: str
    opens: date
    closes: date
    state: str = Field(description="announced、open、ended、closed")
    groups: list[ContestGroupAnswer]
    appeals: AppealsAnswer
