"""Finding a sheet's header by its column names, in any order, below a title or not."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from api.workbook.cells import as_text, is_blank
from api.workbook.opening import OpenSheet
from ledger.refusals import Refused
from ledger.spelling import squeeze

_SEARCHED_ROWS = 50
REASON = "退回原因"
"""The heading of the column that a marked workbook carries beside its data."""


@dataclass(frozen=True)
class Header:
    """Where the header is: its row (from 0), and the column (from 0) of each heading.

    `written`: what a heading is called in a list that has words of its own.
    """

    row: int
    columns: dict[str, int]
    ignored: list[str]
    written: dict[str, str] = field(default_factory=dict)

    def place(self, heading: str) -> tuple[str, str]:
        """A heading as the sheet has it, and the letters of its column; no letters where it has no such column."""
        column = self.columns.get(heading)
        return self.written.get(heading, heading), "" if column is None else letter(column)


def find_header(sheet: OpenSheet, headings: Sequence[str], needed: Collection[str] | None = None) -> Header:
    """The row that names most of `headings`; the columns of those `needed` (all, if not said) must be there.

    Raises Refused `missing-column` or `repeated-column`, with sheet, row and column.
    """
    needed = headings if needed is None else needed
    wanted = {squeeze(heading): heading for heading in headings}
    best, most = 0, 0
    for number, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
        known = len({squeeze(as_text(cell)) for cell in row if not is_blank(cell)} & wanted.keys())
        if known > most:
            best, most = number, known
    if most == 0:
        raise Refused(
            "missing-column",
            f"“{sheet.name}”表没有找到表头;前 {_SEARCHED_ROWS} 行里应有一行写着:{'、'.join(headings)}。",
        )
    columns: dict[str, int] = {}
    ignored = []
    for column, cell in enumerate(sheet.rows[best]):
        written = squeeze(as_text(cell))
        if written not in wanted:
            if written and written != REASON:
                ignored.append(as_text(cell))
        elif wanted[written] in columns:
            raise Refused(
                "repeated-column",
                f"“{sheet.name}”表第 {best + 1} 行有两列都叫“{wanted[written]}”"
                f"({letter(columns[wanted[written]])} 列和 {letter(column)} 列);请删去或改名其中一列。",
            )
        else:
            columns[wanted[written]] = column
    missing = [heading for heading in headings if heading in needed and heading not in columns]
    if missing:
        raise Refused(
            "missing-column",
            f"“{sheet.name}”表第 {best + 1} 行缺少“{'”、“'.join(missing)}”列;请补上(可以留空的列也要有表头)。",
        )
    return Header(best, columns, ignored)


def letter(column: int) -> str:
    """A column's letters as Excel shows them; columns counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
