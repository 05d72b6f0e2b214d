"""指标进度表: schools against rules, the share that is done in each cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote

from markupsafe import Markup, escape

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.rendering import parted
from api.pages.texts import printed_text
from api.typesetting import in_print
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from projections.county_board import Board, Cell, Rule, SchoolRow

ALL = "all"
PER_PAGE = 100
"""So many schools stand on a page: a table of five hundred is too much for an old machine."""
_DARKEST = 10


@dataclass(frozen=True)
class ShownBoard:
    """A board made ready to be shown, its rows in the order asked for."""

    rules: Sequence[tuple[Rule, str]]
    """Each rule with the link that sorts by it."""
    rows: Markup
    count: int
    foot: Markup
    by_school: str
    by_all: str
    sorted_by: str
    page: int
    pages: int


def shown_board(asked: Asked, board: Board, clause: str, sort: str, township: str, page: int = 1) -> ShownBoard:
    """The board, or only the column of one rule. Raises Misuse `unknown-clause`."""
    board = only(board, clause)
    rows, page, pages = parted(in_order(board, sort), page, PER_PAGE)
    suffix = str(escape(asked.link("")))
    lines = (_line(asked, row, board.rules, suffix, one_rule=bool(clause)) for row in rows)
    keep = {"clause": clause, "township": township}

    def by(name: str) -> str:
        return asked.link("/county/board", **keep, sort=name)

    return ShownBoard(
        [(rule, by(rule.clause)) for rule in board.rules],
        Markup("".join(lines)),
        len(board.schools),
        Markup(_foot(board, one_rule=bool(clause))),
        by(""),
        by(ALL),
        sort,
        page,
        pages,
    )


def board_table(asked: Asked, board: Board, clause: str, sort: str) -> Table:
    """The board as a list: of each rule how many should, how many have. Raises Misuse `unknown-clause`."""
    board = only(board, clause)
    text = printed_text
    head = [text("county_board.code"), text("county_board.school"), text("county_board.township")]
    head += [text("county_board.teachers"), text("county_board.all_of"), text("county_board.all_done")]
    for rule in board.rules:
        says = in_print(rule.says)
        head += [text("county_board.column_of", says=says), text("county_board.column_done", says=says)]
    rows = [
        [
            row.school,
            asked.school_name(row.school),
            asked.schools[row.school].township if row.school in asked.schools else "",
            row.teachers,
            row.all.of,
            row.all.done,
            *(number if cell.of else None for cell in row.cells for number in (cell.of, cell.done)),
        ]
        for row in in_order(board, sort)
    ]
    return Table(text("county_board.file", term=asked.evaluation.term.term), head, rows)


def only(board: Board, clause: str) -> Board:
    """The board with the column of one rule; whole where none is named. Raises Misuse `unknown-clause`."""
    if not clause:
        return board
    place = next((place for place, rule in enumerate(board.rules) if rule.clause == clause), None)
    if place is None:
        known = did_you_mean(clause, [rule.clause for rule in board.rules])
        raise Misuse("unknown-clause", f"进度表上没有指标“{clause}”;{known}。")
    rows = tuple(SchoolRow(row.school, row.teachers, (row.cells[place],), row.all) for row in board.schools)
    return Board((board.rules[place],), tuple(row for row in rows if row.cells[0].of))


def in_order(board: Board, sort: str) -> list[SchoolRow]:
    """By code; or by the share of a rule that is done, or of all, the least first. Raises Misuse `unknown-clause`."""
    if not sort:
        return list(board.schools)
    if sort == ALL:
        return sorted(board.schools, key=lambda row: _least_first(row.all))
    place = next((place for place, rule in enumerate(board.rules) if rule.clause == sort), None)
    if place is None:
        raise Misuse(
            "unknown-clause", f"不能按“{sort}”排序;{did_you_mean(sort, [one.clause for one in board.rules])}。"
        )
    return sorted(board.schools, key=lambda row: _least_first(row.cells[place]))


def _least_first(cell: Cell) -> tuple[bool, Fraction, int]:
    return not cell.of, Fraction(cell.done, cell.of or 1), -cell.to_do


def shade(cell: Cell) -> int:
    """Which shade a cell has: 10 where all have done it, one less for each tenth that has not."""
    return cell.percent * _DARKEST // 100


def _line(asked: Asked, row: SchoolRow, rules: Sequence[Rule], suffix: str, *, one_rule: bool) -> str:
    name = escape(asked.school_name(row.school))
    said = f'<tr><th scope="row"><a href="/county/board/{quote(row.school)}{suffix}">{name}</a>'
    said += f' <span class="code">{escape(row.school)}</span></th><td class="roomy">{row.teachers}</td>'
    if not one_rule:
        said += _cell(row.all, "", "whole ")
    for rule, cell in zip(rules, row.cells, strict=True):
        said += _cell(cell, f"/county/board/{quote(row.school)}/{rule.clause}{suffix}")
    if one_rule:
        [cell] = row.cells
        said += f"<td>{cell.to_do}</td>"
    return said + "</tr>\n"


def _cell(cell: Cell, link: str, more: str = "") -> str:
    if not cell.of:
        return f'<td class="{more}heat-none"><span aria-hidden="true">—</span></td>'
    words = f"{cell.percent}% <small>{cell.done}/{cell.of}</small>"
    inside = f'<a href="{link}">{words}</a>' if link else f"<span>{words}</span>"
    return f'<td class="{more}heat-{shade(cell)}">{inside}</td>'


def _foot(board: Board, *, one_rule: bool) -> str:
    whole = sum((row.all for row in board.schools), start=Cell(0, 0))
    cells = board.together()
    said = f'<tr><th scope="row">{escape(printed_text("county_board.together"))}</th>'
    said += f'<td class="roomy">{sum(row.teachers for row in board.schools)}</td>'
    said += "" if one_rule else _cell(whole, "", "whole ")
    said += "".join(_cell(cell, "") for cell in cells)
    return said + (f"<td>{cells[0].to_do}</td>" if one_rule else "") + "</tr>\n"
