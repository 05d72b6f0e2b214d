"""A run of the bench told to people: rows of a table, and a table for a page of documentation."""

from collections.abc import Sequence

from api.bench.figures import LIMIT, Row

VERDICTS = {"met": "达到", "short": "未达到", "inconclusive": "不能断定"}
HEADINGS = ["项目", "说明", "结果", "对照", "比值", "目标", "结论", "注"]


def table(rows: Sequence[Row]) -> list[list[str]]:
    """A line of cells for every row, under `HEADINGS`."""
    return [
        [
            row.what,
            row.says,
            amount(row.figure, row.unit),
            _peer(row),
            _ratio(row),
            row.goal,
            VERDICTS[row.verdict],
            _note(row),
        ]
        for row in rows
    ]


def in_a_line(row: Row) -> str:
    """A row while others are still measured."""
    told = (row.what, amount(row.figure, row.unit), _peer(row), _ratio(row), row.goal, VERDICTS[row.verdict])
    return "  ".join((*told, f"{row.seconds:.0f} s", _note(row)))


def markdown(rows: Sequence[Row]) -> str:
    """A table in Markdown, the machine beneath it."""
    lines = ["| What | Figure | Peer | Ratio (spread) | Goal | Verdict |", "|---|---|---|---|---|---|"]
    lines += [
        f"| `{row.what}` | {amount(row.figure, row.unit)} | {_peer(row)} | {_ratio(row)} | {row.goal} | {row.verdict} |"
        for row in rows
    ]
    if rows:
        machine = ", ".join(f"{name} {value}" for name, value in rows[0].machine.items() if value is not None)
        lines += ["", f"Size `{rows[0].size}`; {machine}."]
    return "\n".join(lines) + "\n"


def amount(figure: float | None, unit: str) -> str:
    """A figure with three digits that say something, and its unit."""
    if figure is None:
        return "—"
    return f"{figure:,.0f} {unit}" if figure >= 1000 else f"{figure:.3g} {unit}"


def _peer(row: Row) -> str:
    if row.peer == LIMIT or row.peer_figure is None:
        return "—" if row.peer == LIMIT else row.peer
    beside = "".join(f"; {name} {amount(figure, '').strip()}" for name, figure in row.beside.items())
    return f"{amount(row.peer_figure, row.unit)} ({row.peer}{beside})"


def _ratio(row: Row) -> str:
    if row.ratio is None or row.spread is None:
        return "—"
    low, high = row.spread
    return f"{row.ratio:.3g}" if low == high else f"{row.ratio:.3g} ({low:.3g}–{high:.3g})"


def _note(row: Row) -> str:
    return row.note if row.runs < 2 else f"{row.runs} 对;{row.note}".rstrip(";")
