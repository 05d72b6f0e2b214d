"""All terms of a teacher or a school."""

from datetime import date
from typing import Any

from pydantic import Field

from api.interface.shapes.shape import Number, Shape


class HistoryRecord(Shape):
    """A record or a step beside a term; `days`: how late it was recorded, 0 where that is not the matter."""

    position: int
    entry: str
    kind: str
    act: str
    day: date | None
    recorded_on: date
    days: int


class HistoryChange(Shape):
    """A place at which the answers of the term are otherwise now."""

    at: str
    before: Any
    after: Any


class HistoryBefore(Shape):
    """What the term came to at an earlier position: in a final statement, or before the first later change."""

    position: int
    statement: str | None
    figures: dict[str, Number | None]
    changes: list[HistoryChange]
    records: list[HistoryRecord]


class HistoryTerm(Shape):
    """A term by the pack of its time; no pack where none was in force then."""

    term: str
    from_: date = Field(alias="from")
    to: date
    as_of: date
    pack: str | None
    pack_digest: str | None
    school: str
    figures: dict[str, Number | None]
    answers: dict[str, Any]
    late: list[HistoryRecord]
    before: HistoryBefore | None


class HistoryAnswer(Shape):
    """Every term, the first one first; `digest` is that of all of it, also of what the asker does not see."""

    form: str = Field(examples=["shilu-history/1"])
    of: str = Field(description="teacher、school")
    code: str
    as_of: date
    known_at: int
    terms: list[HistoryTerm]
    digest: str
