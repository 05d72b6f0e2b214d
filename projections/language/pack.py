"""A policy pack, loaded: its head, its named parts and its clauses, every formula known to fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from projections.language.schema import (
    Clause,
    Head,
    Measure,
    People,
    Points,
    Quota,
    Roster,
    Table,
    Total,
)
from projections.language.syntax import Formula, parse

EVERYONE = "everyone"


@dataclass(frozen=True)
class Pack:
    """One version of a county's policy. `digest` is the SHA-256 of its text, in hexadecimal."""

    path: Path
    digest: str
    head: Head
    tables: dict[str, Table] = field(default_factory=dict)
    people: dict[str, People] = field(default_factory=dict)
    rosters: dict[str, Roster] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    totals: dict[str, Total] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)

    def quotas(self, per: str) -> Iterator[tuple[str, Quota]]:
        """The quotas of teachers, or of preparation groups, in the pack's order."""
        for name, clause in self.clauses.items():
            if isinstance(clause, Quota) and clause.per == per:
                yield name, clause

    def points(self) -> Iterator[tuple[str, Points]]:
        """The clauses of evaluation points."""
        for name, clause in self.clauses.items():
            if isinstance(clause, Points):
                yield name, clause


@cache
def formula(text: str) -> Formula:
    """The tree of a formula's text, read once."""
    return parse(text)


def spoken(clause: str) -> str:
    """A clause's or part's name as formulas write it: a hyphen would be a minus."""
    return clause.replace("-", "_")
