"""A list taken away as a file: a table as a workbook, or as text that Excel opens with Chinese intact.

What people wrote is text and stays text: a cell that a spreadsheet would take for a formula gets an apostrophe first.
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO

Cell = str | int | float | Decimal | Fraction | date | datetime | bool | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP's list for CSV injection, the wide ones too: spreadsheets of East Asia take them for the narrow ones."""

_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?%?", re.ASCII)

_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\[\]\u200b-\u200f\u2028-\u202e\u2066-\u2069]+')


@dataclass(frozen=True)
class Table:
    """A list as it is taken away: what it is called, its headings, its rows (a cell for every heading).

    Points and shares are exact numbers (`Decimal`, `Fraction`), days are days; everything else is text.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def csv(self) -> bytes:
        """UTF-8 with the mark without which Excel reads it as GBK."""
        text = StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([harmless(heading) for heading in self.columns])
        writer.writerows([_told(cell) for cell in row] for row in self.rows)
        return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", errors="replace")

    def xlsx(self) -> bytes:
        """A workbook of one sheet; made in memory, for there may be names in it."""
        from api.workbook.one_table import workbook_of

        cells = [[harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in self.rows]
        return workbook_of(self.title, [harmless(heading) for heading in self.columns], cells)

    @property
    def file_name(self) -> str:
        """The title as the name of a file, without an ending: nothing in it that a disk or a header would read."""
        name = _NOT_IN_A_NAME.sub("-", self.title).strip(" .-")[:80]
        return name or "list"


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula; a number is none."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(text) else text


def _told(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, Fraction):
        return str(cell.numerator) if cell.denominator == 1 else repr(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return "" if cell is None else harmless(cell) if isinstance(cell, str) else str(cell)
