"""A policy pack, loaded: its head, its named parts and its clauses, every formula known to fit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from projections.language.clauses import Clause, Points, Quota
from projections.language.schema import (
    Earlier,
    Head,
    Measure,
    NamedValue,
    People,
    Pool,
    Roster,
    Scale,
    Subjects,
    Table,
    Total,
    Window,
)
from projections.language.syntax import Formula, parse
from projections.language.types import Type

EVERYONE = "everyone"


@dataclass(frozen=True)
class Pack:
    """One version of a county's policy. `digest` is the SHA-256 of its text, in hexadecimal.

    `text`: that text, whole: with all its files, and with the packs that it builds on. `sources`: the head of the pack
    that a clause comes from, where that is one it builds on.
    """

    path: Path
    digest: str
    head: Head
    tables: dict[str, Table] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    values: dict[str, NamedValue] = field(default_factory=dict)
    subjects: dict[str, Subjects] = field(default_factory=dict)
    people: dict[str, People] = field(default_factory=dict)
    windows: dict[str, Window] = field(default_factory=dict)
    rosters: dict[str, Roster] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)
    totals: dict[str, Total] = field(default_factory=dict)
    earlier: dict[str, Earlier] = field(default_factory=dict)
    clauses: dict[str, Clause] = field(default_factory=dict)
    text: str = ""
    sources: dict[str, Head] = field(default_factory=dict)
    scopes: dict[str, dict[str, Type]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The names of each kind of subject's formulas, once they were asked for; kept by `subject_scope`."""
    units: dict[str, dict[str, str]] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The units of those that are numbers; kept by `units_of_subject`."""
    labels: dict[tuple[str, str], str] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What names are called, once they were asked for; kept by `label`."""

    def head_of(self, clause: str) -> Head:
        """The head of the pack that a clause comes from."""
        return self.sources.get(clause, self.head)

    def quotas(self, per: str) -> Iterator[tuple[str, Quota]]:
        """The quotas of teachers, or of other subjects, in the pack's order."""
        for name, clause in self.clauses.items():
            if isinstance(clause, Quota) and clause.per == per:
                yield name, clause

    def points(self, per: str = "teacher") -> Iterator[tuple[str, Points]]:
        """The clauses of points of teachers, or of other subjects, in the pack's order."""
        for name, clause in self.clauses.items():
            if isinstance(clause, Points) and clause.per == per:
                yield name, clause


@cache
def formula(text: str) -> Formula:
    """The tree of a formula's text, read once."""
    return parse(text)


def spoken(clause: str) -> str:
    """A clause's or part's name as formulas write it: a hyphen would be a minus."""
    return clause.replace("-", "_")
