"""业务档案: one teacher's standing in a term: quotas, points, honours, rotations, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from api.accounts.permitted import Deed, Matter, may
from api.pages.asked import Asked
from api.pages.frame import framed
from api.pages.quotas import shown_quotas
from api.pages.why import Names, Why, why
from ledger.records.record import TeacherId
from ledger.records.registered import TeacherRegistered
from projections.explain import Explanation
from projections.language.clauses import Eligibility, Points
from projections.processes.rotations import RotationNow


@dataclass(frozen=True)
class ShownClause:
    """A clause of points with its total, or of eligibility with its verdict; `why.parts` has the rest."""

    value: int | float | bool
    why: Why


class OwnMatters(NamedTuple):
    """How many of a teacher's own records were returned to be mended, and how many wait to be attested."""

    returned: int
    waits: int


def teacher_page(
    asked: Asked,
    code: str,
    names: Names,
    explanations: Sequence[Explanation],
    rotations: Sequence[RotationNow] | None,
    own: OwnMatters | None = None,
) -> str:
    """A teacher's page. `rotations`: the teacher's own; None where they are not known for the position asked about.

    `own`: what waits for the teacher, on the page that is the teacher's own.
    """
    row = asked.people[code]
    quotas = shown_quotas(asked, explanations, names)
    honours = _clauses(asked, explanations, names, Eligibility)
    return framed(
        asked.visitor,
        "teacher.html",
        asked=asked,
        code=code,
        name=names.get(TeacherId(code), ""),
        row=row,
        school=asked.school_name(row.school),
        group_link=_group_link(asked, row),
        quotas=quotas,
        met=sum(quota.met for quota in quotas),
        points=_clauses(asked, explanations, names, Points),
        honours=honours,
        eligible=sum(bool(honour.value) for honour in honours),
        rotations=rotations,
        own=own,
        compares=may(asked.visitor, Deed.COMPARE),
    )


def _clauses(
    asked: Asked, explanations: Sequence[Explanation], names: Names, kind: type[Points] | type[Eligibility]
) -> list[ShownClause]:
    return [
        ShownClause(told.value, why(asked, told, names))
        for told in explanations
        if isinstance(asked.pack.clauses[told.clause], kind)
    ]


def _group_link(asked: Asked, row: TeacherRegistered) -> str:
    """The page of the teacher's preparation group, if it met in the term and the visitor may see it."""
    group = f"{row.school}/{row.group}"
    shown = group in asked.evaluation.groups and may(asked.visitor, Deed.COMPARE, Matter(school=row.school))
    return asked.link(f"/groups/{group}") if shown else ""
