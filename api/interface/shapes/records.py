"""Records: time lines, what waits, histories."""

from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from api.interface.shapes.shape import Shape


class TimeLineAnswer(Shape):
    """A version of a record that names the teacher; `position` is where it was recorded."""

    entry: str
    part: str = Field(description="which part of the entry; empty for the record itself")
    kind: str
    day: date | None
    state: str
    authority: str
    position: int
    recorded_on: date


class Waiting(Shape):
    """A version of a record that waits: `attestation`, `mending` after it was returned, `decision` on an objection."""

    waits_for: str
    entry: str
    part: str
    kind: str
    whose: str
    day: date | None
    authority: str
    attestations: int
    objected_by: str
    position: int
    recorded_on: date


class SourceAnswer(Shape):
    """Where a record was read: the SHA-256 of the file, the sheet, the row as Excel shows it; the paper's number."""

    file: str
    sheet: str = ""
    row: int = 0
    document: str = ""


class VersionAnswer(Shape):
    """One version of a record; `number` counts the events of its stream, `part` is empty for the record itself."""

    number: int
    part: str
    kind: str = Field(description="记录种类和版次", examples=["lesson.observed/2"])
    position: int
    recorded_at: datetime
    act: str
    actor: str
    authority: str
    source: SourceAnswer | None
    reason: str
    replaces: str
    state: str = Field(description="recorded、attested、returned、withdrawn、voided")
    attested_by: list[str]
    objected_by: str
    data: dict[str, Any] = Field(description="记录的内容,按种类的字段(见 docs/schemas)")


class StepAnswer(Shape):
    """One step since: attested, returned, withdrawn, voided, objected, decided, evidenced; `of` versions by number."""

    model_config = ConfigDict(extra="allow")

    number: int
    position: int
    recorded_at: datetime
    act: str
    actor: str
    authority: str
    reason: str
    of: list[int]


class HistoryAnswer(Shape):
    """All that was written about an entry; `state` and `kind` are those of its newest version."""

    entry: str
    kind: str
    called: str
    state: str
    revision: int = Field(description="这条记录的最后一个事件在它自己的序列里的序号;每写一次就变")
    versions: list[VersionAnswer]
    steps: list[StepAnswer]
