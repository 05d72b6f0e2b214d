"""Rounds of review: listed, with every step, what an applicant holds, ranked, compared, derived again."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.interface.shapes.shape import Shape


class RoundPlaces(Shape):
    """How many of a group, or of one school of it, may be listed."""

    model_config = ConfigDict(extra="allow")

    group: str
    places: int
    school: str = Field(examples=["S001"])


class RoundWindow(Shape):
    """The days of a step, both included."""

    step: str = Field(examples=["申报"])
    opens: date
    closes: date


class ApplicationAnswer(Shape):
    """An application with the checks of it; `number` for those who see the whole round, once dossiers are frozen."""

    teacher: str = Field(examples=["000109"])
    group: str
    on: date
    withdrawn: date | None
    number: int | None
    checks: list[dict[str, Any]]


class ProgressAnswer(Shape):
    """How many dossiers a member of the panel judges, and how many of them are done."""

    member: str = Field(examples=["000031"])
    of: int
    done: int


class RoundListed(Shape):
    """A round in the list."""

    code: str = Field(examples=["PS-2023-01"])
    title: str
    form: str = Field(description="职称评审、评优评先、名额推荐")
    gives: str
    named: str
    scope: str
    state: str = Field(description="applying、judging、listed、noticed、decided、reopened、closed")
    steps: list[RoundWindow]


class RoundAnswer(RoundListed):
    """A round with every step, as far as the visitor sees it."""

    model_config = ConfigDict(extra="allow")

    pack: str
    pack_version: str
    pack_digest: str
    term: str
    as_of: date
    places: list[RoundPlaces]
    applications: list[ApplicationAnswer]
    frozen: dict[str, Any] | None
    lists: list[dict[str, Any]]
    notice: dict[str, Any] | None
    objections: list[dict[str, Any]]
    decided: list[dict[str, Any]]
    appeals: list[dict[str, Any]]
    closed: dict[str, Any] | None
    progress: list[ProgressAnswer]
    all_in: bool = Field(description="评审组的打分和表决都齐了")


class HoldingAnswer(Shape):
    """What the record holds for an applicant, and what is lacking."""

    model_config = ConfigDict(extra="allow")

    teacher: str = Field(examples=["000109"])


class RankingAnswer(Shape):
    """Everybody ranked, with why each is on the list or not; its digest is that of the list."""

    model_config = ConfigDict(extra="allow")

    code: str = Field(examples=["PS-2023-01"])
    digest: str
    applicants: list[dict[str, Any]]
    listed: list[str]


class ComparisonAnswer(Shape):
    """Two applicants side by side, clause by clause, and what would have changed their order."""

    model_config = ConfigDict(extra="allow")

    code: str = Field(examples=["PS-2023-01"])
    lines: list[dict[str, Any]]
    changes: list[str]


class RoundNoticeAnswer(Shape):
    """The list as it is on public notice: the fields announced; no rows before and after."""

    code: str = Field(examples=["PS-2023-01"])
    state: str = Field(description="none、not_yet、shown、over")
    since: date | None
    until: date | None
    fields: list[str]
    rows: list[dict[str, Any]]


class RoundReproduced(Shape):
    """What came of deriving a round again; `verdict` is same, differs or cannot."""

    model_config = ConfigDict(extra="allow")

    code: str = Field(examples=["PS-2023-01"])
    verdict: str = Field(examples=["same"])
