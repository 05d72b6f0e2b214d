"""历年积分: the terms of a teacher or a school as a table, with what came late and what changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from ledger.event import Act
from projections.answers import Answers
from projections.canonical import canonical
from projections.language.pack import Pack
from projections.statements.differences import Difference

FORM = "shilu-history/1"

Figures = Mapping[str, int | float | None]
"""The numbers of a term: `points` (of a school the median of its teachers), `duties_done`, `duties_of`; of a teacher
also `eligible`, of a school `teachers`. None where the pack has no such clause."""


@dataclass(frozen=True)
class Told:
    """A record or a step named beside a term: its position, entry, kind and day; `days` late, where it was late."""

    position: int
    entry: str
    kind: str
    act: Act
    day: date | None
    recorded_on: date
    days: int = 0

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "position": self.position,
            "entry": self.entry,
            "kind": self.kind,
            "act": self.act.value,
            "day": self.day.isoformat() if self.day else None,
            "recorded_on": self.recorded_on.isoformat(),
            "days": self.days,
        }


@dataclass(frozen=True)
class Before:
    """What the term came to before: in the final `statement` (its number), else before the first later change.

    `figures` and `changes` by place, and `records`: what was written afterwards.
    """

    position: int
    statement: str
    figures: Figures
    changes: tuple[Difference, ...]
    records: tuple[Told, ...]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "position": self.position,
            "statement": self.statement or None,
            "figures": dict(self.figures),
            "changes": [one.to_json() for one in self.changes],
            "records": [one.to_json() for one in self.records],
        }


@dataclass(frozen=True)
class TermCredits:
    """One term, up to `as_of`, by the pack of its time (None where none was in force): its answers, what came late.

    `school`: where the teacher was. `before`: None where nothing was changed afterwards that could matter.
    """

    term: str
    start: date
    end: date
    as_of: date
    pack: Pack | None
    school: str
    figures: Figures
    answers: Answers
    late: tuple[Told, ...]
    before: Before | None

    @property
    def is_changed(self) -> bool:
        """Whether later records made the answers otherwise."""
        return bool(self.before and (self.before.changes or self.before.figures != self.figures))

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        head = self.pack.head if self.pack else None
        return {
            "term": self.term,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "as_of": self.as_of.isoformat(),
            "pack": f"{head.id}@{head.version}" if head else None,
            "pack_digest": self.pack.digest if self.pack else None,
            "school": self.school,
            "figures": dict(self.figures),
            "answers": self.answers,
            "late": [one.to_json() for one in self.late],
            "before": self.before.to_json() if self.before else None,
        }


@dataclass(frozen=True)
class History:
    """All terms of one teacher or school (`of`, `code`), the first one first; a pure function of book and day."""

    of: str
    code: str
    as_of: date
    position: int
    terms: tuple[TermCredits, ...]

    def said(self) -> dict[str, Any]:
        """What the digest is of."""
        return {
            "form": FORM,
            "of": self.of,
            "code": self.code,
            "as_of": self.as_of.isoformat(),
            "known_at": self.position,
            "terms": [one.to_json() for one in self.terms],
        }

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the canonical form, in hexadecimal."""
        return sha256(canonical(self.said())).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {**self.said(), "digest": self.digest}
