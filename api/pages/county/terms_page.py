"""学期对比: one figure over the terms, each worked out by the pack of its time and up to its last day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.county.board_page import only
from api.pages.texts import printed_text
from api.typesetting import in_print
from projections.county_board import Board, Cell
from projections.term_figures import TermFigures

_FIGURES: dict[str, Callable[[TermFigures], int | float | None]] = {
    "duties": lambda one: _share(one.duties),
    "points": lambda one: one.median,
    "observations": lambda one: one.observations,
    "away": lambda one: one.away,
    "teachers": lambda one: one.teachers,
}
FIGURES = tuple(_FIGURES)
"""What may be compared, beside each rule."""


@dataclass(frozen=True)
class TermSeen:
    """A term with its figures; None where no pack was in force then. `pack`: the title of the pack."""

    term: str
    pack: str
    figures: TermFigures | None


@dataclass(frozen=True)
class ShownTerms:
    """A figure over the terms, the oldest first. `says`: what it is; `unit`: in what it is counted."""

    says: str
    unit: str
    rows: list[list[Any]]
    packs: list[tuple[str, str]]


def shown_terms(board: Board, terms: Sequence[TermSeen], figure: str) -> ShownTerms:
    """The figure asked for, one of `FIGURES` or a rule. Raises Misuse `unknown-clause`."""
    name = figure or FIGURES[0]
    if name in _FIGURES:
        value = _FIGURES[name]
        rows = [[one.term, value(one.figures) if one.figures else None] for one in terms]
        says, unit = printed_text(f"county_terms.{name}"), printed_text(f"county_terms.unit_{name}")
    else:
        says, unit = in_print(only(board, name).rules[0].says), "%"
        rows = [[one.term, _share(one.figures.clauses.get(name)) if one.figures else None] for one in terms]
    return ShownTerms(says, unit, rows, [(one.term, one.pack) for one in terms])


def terms_table(asked: Asked, terms: Sequence[TermSeen]) -> Table:
    """All figures of all terms, as they are taken away."""
    text = printed_text
    head = [text("county_terms.term"), text("county_terms.pack"), *(text(f"county_terms.{name}") for name in FIGURES)]
    rows = [
        [one.term, one.pack, *(value(one.figures) if one.figures else None for value in _FIGURES.values())]
        for one in terms
    ]
    return Table(text("county_terms.file", day=asked.evaluation.as_of), head, rows)


def _share(cell: Cell | None) -> int | None:
    return cell.percent if cell and cell.of else None
