"""Packs: listed, with their clauses, compared, and what they need."""

from typing import Any

from pydantic import Field

from api.interface.shapes.shape import Number, Shape


class PackListed(Shape):
    """A pack that comes with Shilu."""

    id: str
    title: str
    version: str
    digest: str
    status: str = Field(description="in_force、historical")


class ReadingAnswer(Shape):
    """How a sentence of the document was read, by whom, and why."""

    question: str
    choice: str
    by: str
    why: str


class ClauseAnswer(Shape):
    """A clause, in our words, with its place in the document."""

    id: str
    kind: str
    covers: list[str]
    says: str
    section: str
    origin: str
    trace: bool
    readings: list[ReadingAnswer]


class DocumentAnswer(Shape):
    """The document that a pack says in data."""

    name: str
    date: str


class PackAnswer(PackListed):
    """A pack with its clauses."""

    issuer: str
    document: DocumentAnswer
    clauses: list[ClauseAnswer]


class ChangeAnswer(Shape):
    """One thing that is other in the second pack; `from`: since when."""

    what: str = Field(description="added、removed、moved、changed")
    section: str
    clause: str
    field: str
    before: Any
    after: Any
    from_: str = Field(alias="from")
    says: str


class NeededKind(Shape):
    """A kind of record, and the fields of it that packs use."""

    kind: str
    called: str
    fields: list[str]


class IdleField(Shape):
    """A field that is filled in, in so many records, and used by no pack; `process`: its own rules may."""

    kind: str
    called: str
    field: str
    label: str
    records: int
    counted: bool
    process: bool


class TracedPart(Shape):
    """A part of points: whether it rests on traces, what it may come to, what everybody has."""

    part: str
    says: str
    trace: bool
    maximum: Number | None
    sum: Number | None


class TracedShare(Shape):
    """How much rests on traces, from 0 to 1."""

    maximum: Number | None
    sum: Number | None


class TracedPoints(Shape):
    """A clause of points."""

    clause: str
    says: str
    parts: list[TracedPart]
    share: TracedShare


class TracedEligibility(Shape):
    """An honour, and which of its conditions rest on traces."""

    clause: str
    says: str
    conditions: int
    resting: list[str]


class TracesAnswer(Shape):
    """What of a pack rests on traces."""

    pack: str
    clauses: int
    marked: list[str]
    resting: list[str]
    points: list[TracedPoints]
    eligibility: list[TracedEligibility]


class NeedsAnswer(Shape):
    """What packs ask for, and what is recorded for none of them."""

    packs: list[str]
    term: str | None
    kinds: list[NeededKind]
    idle: list[IdleField] | None
    traces: list[TracesAnswer]
