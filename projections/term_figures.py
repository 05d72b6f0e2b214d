"""One term in a few figures, to be put beside other terms: shares of duties done, points, observations, people away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ledger.processes.rotation_course import RotationState
from projections.county_board import Board, Cell
from projections.county_figures import points_of
from projections.evaluation import Evaluation
from projections.observations_by_week import observations_by_week
from projections.processes.rotations import PAST, RotationNow

_AWAY = (RotationState.SERVING, RotationState.INTERRUPTED, PAST)


@dataclass(frozen=True)
class TermFigures:
    """A term's figures. `duties`: those of teachers together; `clauses`: of each rule; `median`: of the points."""

    term: str
    pack: str
    teachers: int
    duties: Cell
    clauses: dict[str, Cell]
    median: int | float | None
    observations: int
    away: int


def term_figures(
    evaluation: Evaluation, board: Board, rotations: Iterable[RotationNow], schools: Collection[str] | None = None
) -> TermFigures:
    """The figures of an evaluation, of some schools only where they are named."""
    here = board.of(schools)
    points = points_of(evaluation, schools)
    weeks = observations_by_week(evaluation, schools)
    return TermFigures(
        evaluation.term.term,
        f"{evaluation.pack.head.id}@{evaluation.pack.head.version}",
        sum(row.teachers for row in here.schools),
        sum((row.all for row in here.schools), start=Cell(0, 0)),
        {rule.clause: cell for rule, cell in zip(here.rules, here.together(), strict=True)},
        points[0].median if points else None,
        sum(week.attested + week.others for week in weeks),
        sum(
            one.state in _AWAY and (schools is None or one.home in schools or one.host in schools) for one in rotations
        ),
    )
