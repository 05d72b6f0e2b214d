"""The preparation groups of a school in a term: who belongs to each, how often it met, what it has still to do."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.records.preparation import PreparationHeld
from projections.evaluation import Evaluation

KIND = "preparation.held"


@dataclass(frozen=True)
class GroupNow:
    """A group: its members by the register, how often and when last it met in the term by the evaluation's day.

    `quotas`: done, target, met by clause, as the evaluation says; empty for a group that never met.
    """

    name: str
    members: tuple[str, ...]
    met: int
    last: date | None
    waiting: int
    quotas: dict[str, dict[str, Any]]


def school_groups(evaluation: Evaluation, school: str) -> list[GroupNow]:
    """The groups of a school by name: those that met, and those that the register names and that never did."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for row in of_school(evaluation, school):
        if row.group:
            members[row.group].append(row.teacher)
    meetings: defaultdict[str, list[tuple[date, bool]]] = defaultdict(list)
    kept = evaluation.standing.records_of(KIND)
    places = evaluation.standing.rows_where(KIND, "school", school).tolist()
    attested = evaluation.standing.table(KIND).attested
    for place, record in zip(places, kept.records.taken(places), strict=True):
        assert isinstance(record, PreparationHeld)
        if evaluation.term.start <= record.on <= min(evaluation.term.end, evaluation.as_of):
            meetings[record.group].append((record.on, bool(attested[place])))
    names = sorted(name for name in {*members, *meetings} if name)
    return [
        GroupNow(
            name,
            tuple(members[name]),
            len(meetings[name]),
            max((day for day, _ in meetings[name]), default=None),
            sum(not stands for _, stands in meetings[name]),
            dict(evaluation.groups.get(f"{school}/{name}", {}).get("quotas", {})),
        )
        for name in names
    ]


def of_school(evaluation: Evaluation, school: str) -> list[Any]:
    """The register's rows of a school in the term, in the order of codes."""
    teachers = evaluation.county.teachers
    wanted = evaluation.county.facts.words.code(school)
    at = [place for place, one in enumerate(teachers.column("school").values.tolist()) if one == wanted]
    return teachers.records.taken(at)
