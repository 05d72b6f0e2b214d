"""Why a clause says what it says of somebody."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from api.interface.shapes.shape import Number, Shape


class RecordRow(Shape):
    """The row of a handed-in workbook that a record was read from."""

    sheet: str
    row: int


class _Record(Shape):
    entry: str
    position: int
    day: date | None
    measure: str
    kind: str
    about: str
    authority: str
    source: RecordRow | None


class CountedRecord(_Record):
    """A record that counted for a measure, what it was worth, and why not more."""

    worth: Number
    note: str | None = None


class LeftOutRecord(_Record):
    """A record that did not count, and why."""

    reason: str


class ExplanationAnswer(BaseModel):
    """Why a clause says what it says of a `teacher`, `group`, `school`, `township`, the `county` or another subject."""

    model_config = ConfigDict(extra="allow")

    clause: str
    says: str
    source: dict[str, Any]
    value: Number | bool | None
    target: Number | None
    met: bool | None
    counted: list[CountedRecord]
    left_out: list[LeftOutRecord]
    missing: list[str]
    parts: list[dict[str, Any]]
    working: str
    next: str
