"""Statements: listed, with their steps, on notice, derived again."""

from datetime import date
from typing import Any

from pydantic import ConfigDict, Field

from api.interface.shapes.shape import Shape


class StatementListed(Shape):
    """A statement; `digest` is that of its canonical result."""

    id: str = Field(examples=["JG-1"])
    pack: str = Field(examples=["taikang-2022"])
    pack_version: str
    pack_digest: str
    term: str
    scope: str
    as_of: date
    state: str = Field(description="draft、notice、final、superseded、dropped")
    position: int
    digest: str


class NoticeTerm(Shape):
    """When it is on public notice, for how many working days, with which fields."""

    from_: date = Field(alias="from")
    to: date
    days: int
    fields: list[str]


class DecisionAnswer(Shape):
    """How an objection was decided, and when the teacher was told."""

    on: date
    upheld: bool
    reason: str
    told_on: date


class ObjectionAnswer(Shape):
    """What a teacher objects to."""

    teacher: str
    on: date
    words: str
    decided: DecisionAnswer | None


class DroppedAnswer(Shape):
    """When a draft was given up, and why."""

    on: date
    reason: str


class StatementAnswer(StatementListed):
    """A statement with every step; `waits`: steps that the county has still to attest."""

    drafted: date
    notice: NoticeTerm | None
    objections: list[ObjectionAnswer]
    final: date | None
    no_notice: str | None
    supersedes: str | None
    superseded_by: str | None
    dropped: DroppedAnswer | None
    waits: list[str]


class NoticeAnswer(Shape):
    """The notice as it is posted; no rows before and after."""

    id: str
    state: str = Field(description="none、not_yet、shown、over")
    from_: date | None = Field(alias="from")
    to: date | None
    fields: list[str]
    rows: list[dict[str, Any]]


class ReproducedAnswer(Shape):
    """What came of deriving a result again."""

    model_config = ConfigDict(extra="allow")

    id: str
    verdict: str = Field(description="same、differs、cannot")
    digest: str
    derived: str | None
    kept: str
    why: str


class AffectedAnswer(Shape):
    """What a new statement would say otherwise, and by which records."""

    model_config = ConfigDict(extra="allow")

    id: str
    position: int
    known_at: int
    digest: str
    digest_now: str
    teachers: dict[str, Any]
    groups: dict[str, Any]
    schools: dict[str, Any]
