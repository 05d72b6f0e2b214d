"""One school's rules, each with how many have done it."""

from urllib.parse import quote

from api.pages.asked import Asked
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from projections.county_board import Board, Cell, Rule


def rules_of_school(asked: Asked, board: Board, school: str) -> list[tuple[Rule, Cell, str]]:
    """The rules that are asked of somebody at a school, with its cell and the link to those asked.

    Raises Misuse `unknown-school`.
    """
    one = board.of({school})
    if not one.schools:
        codes = [row.school for row in board.schools]
        term = asked.evaluation.term.term
        raise Misuse("unknown-school", f"{term} 的名册上没有学校“{school}”;{did_you_mean(school, codes)}。")
    [row] = one.schools
    return [
        (rule, cell, asked.link(f"/county/board/{quote(school)}/{rule.clause}"))
        for rule, cell in zip(one.rules, row.cells, strict=True)
    ]
