"""图表: quota progress by school, points, observations by week, rotation flow; each chart is drawn from its table."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import quote

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.county.board_page import only
from api.pages.texts import printed_text
from api.typesetting import in_print
from projections.county_board import Board, Cell, SchoolRow
from projections.county_figures import PointsSpread
from projections.observations_by_week import Week

MOST_BARS = 30
"""So many schools are drawn, those furthest behind; the table that is taken away has all."""

Rows = list[list[Any]]


@dataclass(frozen=True)
class ShownCharts:
    """The rows of each chart; `says`: whose progress is drawn; `left`: how many schools are not."""

    says: str
    progress: Rows
    left: int
    points: list[tuple[PointsSpread, Rows]]
    weeks: Rows


def shown_charts(
    asked: Asked, board: Board, clause: str, points: tuple[PointsSpread, ...], weeks: list[Week]
) -> ShownCharts:
    """The charts made ready to be shown. Raises Misuse `unknown-clause`."""
    found = only(board, clause)
    rows = _progress(found, clause)
    drawn = [
        [{"says": asked.school_name(row.school), "link": _link(asked, row.school, clause)}, cell.done, cell.to_do]
        for row, cell in rows[:MOST_BARS]
    ]
    return ShownCharts(
        _says(found, clause),
        drawn,
        max(0, len(rows) - MOST_BARS),
        [(one, [[_between(bar.from_, bar.to), bar.count] for bar in one.bars]) for one in points],
        [[_week(week), week.attested, week.others] for week in weeks],
    )


def progress_table(asked: Asked, board: Board, clause: str) -> Table:
    """The progress of every school, as it is taken away. Raises Misuse `unknown-clause`."""
    text = printed_text
    found = only(board, clause)
    head = [text(f"county_charts.{name}") for name in ("code", "school", "of", "done", "to_do")]
    rows: Rows = [
        [row.school, asked.school_name(row.school), cell.of, cell.done, cell.to_do]
        for row, cell in _progress(found, clause)
    ]
    return Table(text("county_charts.file", says=_says(found, clause), term=asked.evaluation.term.term), head, rows)


def _says(board: Board, clause: str) -> str:
    return in_print(board.rules[0].says) if clause else printed_text("county_board.all")


def _progress(board: Board, clause: str) -> list[tuple[SchoolRow, Cell]]:
    """Each school with the cell that is drawn, the smallest share first."""
    cells = [(row, row.cells[0] if clause else row.all) for row in board.schools]
    asked = [one for one in cells if one[1].of]
    return sorted(asked, key=lambda one: (Fraction(one[1].done, one[1].of), -one[1].to_do, one[0].school))


def _link(asked: Asked, school: str, clause: str) -> str:
    path = f"/county/board/{quote(school)}"
    return asked.link(f"{path}/{clause}" if clause else path)


def _between(low: int, high: int) -> str:
    return printed_text("dashboard.from_to", low=low, high=high)


def _week(week: Week) -> str:
    return printed_text("county_charts.week", number=week.number, monday=week.monday.strftime("%m-%d"))
