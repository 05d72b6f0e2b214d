"""What would be different: for whom, and by which clauses."""

from typing import Any

from pydantic import ConfigDict, Field

from api.interface.shapes.shape import Number, Shape


class SideAnswer(Shape):
    """A teacher's answers on one side: points, duties not met, honours eligible for."""

    points: Number | None
    unmet: list[str]
    eligible: list[str]


class ShiftAnswer(Shape):
    """What of one clause is other."""

    what: str
    clause: str
    before: Any
    after: Any
    change: str = Field(description="gains、loses、changes")


class ChangedTeacher(Shape):
    """A teacher whose answers would be other."""

    teacher: str
    school: str
    service: int | None
    before: SideAnswer
    after: SideAnswer
    change: str
    clauses: list[ShiftAnswer]


class ChangedOther(Shape):
    """A group, a school or another subject whose answers would be other."""

    model_config = ConfigDict(extra="allow")

    of: str
    subject: str
    before: Any
    after: Any
    change: str
    clauses: list[ShiftAnswer]


class TallyAnswer(Shape):
    """How many gain, lose, have other answers, and what the points come to."""

    teachers: int
    gains: int
    loses: int
    changes: int
    same: int
    points_before: Number
    points_after: Number
    difference: Number


class SchoolTally(TallyAnswer):
    """The same of one school."""

    school: str


class ServiceTally(TallyAnswer):
    """The same of the teachers with so many years of service."""

    service: str


class TotalsAnswer(Shape):
    """The same of everybody, of each school, of each stretch of service."""

    all: TallyAnswer
    by_school: list[SchoolTally]
    by_service: list[ServiceTally]


class SimulationAnswer(Shape):
    """Who gains and who loses."""

    pack: str
    pack_digest: str
    against: str
    against_digest: str
    set: list[str]
    term: str
    as_of: str
    known_at: int
    changed: list[ChangedTeacher]
    others: list[ChangedOther]
    totals: TotalsAnswer
    changes: list[str]
    examples_that_no_longer_fit: list[dict[str, Any]]
