"""The county at a glance."""

from pydantic import BaseModel, ConfigDict, Field

from api.interface.shapes.evaluation import Evaluated
from api.interface.shapes.shape import Number, Shape


class ReachedAnswer(Shape):
    """Of a duty or an eligibility: of how many it is asked, and how many have it."""

    clause: str
    per: str = Field(description="the kind of subject: teacher, preparation_group, school …")
    of: int
    reached: int


class BarAnswer(BaseModel):
    """How many have so many points: from a whole number on, below another."""

    model_config = ConfigDict(extra="forbid")

    from_: int = Field(alias="from")
    to: int
    count: int


class PointsSpreadAnswer(Shape):
    """How the totals of a clause of points lie; the median is a total that somebody has."""

    clause: str
    per: str
    of: int
    lowest: Number
    median: Number
    highest: Number
    bars: list[BarAnswer]


class SchoolBehindAnswer(Shape):
    """A school whose teachers have duties that are not done; those furthest behind come first."""

    school: str
    teachers: int
    duties: int
    done: int


class WrittenAnswer(Shape):
    """An event of the book; `whose`: the teacher's or school's code that a record counts for."""

    position: int
    recorded_at: str
    kind: str
    act: str
    authority: str
    whose: str


class CountyAnswer(Evaluated):
    """The county at a glance."""

    teachers: int
    schools: int
    duties: list[ReachedAnswer]
    eligible: list[ReachedAnswer]
    points: list[PointsSpreadAnswer]
    behind: list[SchoolBehindAnswer]
    last_recorded: list[WrittenAnswer]
