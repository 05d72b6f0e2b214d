"""Records that cannot all be true."""

from datetime import date

from pydantic import Field

from api.interface.shapes.shape import Shape


class ExplainedAnswer(Shape):
    """What somebody said of a contradiction."""

    teacher: str
    words: str
    on: date


class SettledAnswer(Shape):
    """How a contradiction was settled."""

    settled: str
    words: str
    on: date


class ContradictionAnswer(Shape):
    """What cannot all be true; the `id` stays when the matter gains further records."""

    id: str
    what: str = Field(description="固定的词,见 docs/contradictions.md", examples=["two-places"])
    says: str
    persons: list[str] = Field(description="先问谁(教师编号)")
    entries: list[str]
    positions: list[int]
    days: list[date]
    state: str = Field(description="open、explained、settled、passed_on")
    explanation: list[ExplainedAnswer]
    settlement: SettledAnswer | None
    parameters: dict[str, int]
