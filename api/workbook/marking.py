"""The workbook given back: refused rows coloured, the reason in a column beside them, ready to be mended."""

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.workbook.cells import as_text
from api.workbook.files import written_whole
from api.workbook.header import REASON
from api.workbook.opening import OpenSheet, OpenWorkbook, open_workbook
from api.workbook.report import Rejection, Report

_COLOUR = "FFFFD9D9"
_FILL = PatternFill("solid", start_color=_COLOUR, end_color=_COLOUR)
_NO_FILL = PatternFill(fill_type=None)
_REASON_WIDTH = 60


def mark_workbook(path: Path, report: Report, marked: Path) -> None:
    """Write the workbook at `path` to `marked` (.xlsx), each refused row of it coloured, with the reason beside it.

    `report`: what came of handing it in. An .xls workbook or a table in plain text is written as .xlsx. Formulas
    become the values that were read, since a saved workbook would otherwise come back without them. Marks of an
    earlier round are taken off.
    """
    workbook = open_workbook(path, next(iter(report.header_rows), ""))
    by_sheet: dict[str, list[Rejection]] = defaultdict(list)
    for rejection in report.rejections:
        by_sheet[rejection.sheet].append(rejection)
    book = load_workbook(path, data_only=True) if workbook.is_xlsx else _converted(workbook)
    for name, header_row in report.header_rows.items():
        _mark(book[name], workbook.sheet(name), header_row, by_sheet[name])
    with written_whole(marked) as partial:
        book.save(partial)
    book.close()


def _mark(sheet: Worksheet, opened: OpenSheet, header_row: int, rejections: list[Rejection]) -> None:
    """Colour the refused rows of one sheet; rows and columns of `opened` count from 0, of `sheet` from 1."""
    column = _reason_column(opened, header_row, sheet)
    marked_before = _marked_rows(sheet, opened, column)
    if not rejections and not marked_before:
        return
    for row in marked_before:
        _paint(sheet, row, column, _NO_FILL)
        sheet.cell(row, column).value = None
    heading = sheet.cell(header_row + 1, column)
    heading.value = REASON
    heading.font = Font(bold=True)
    sheet.column_dimensions[get_column_letter(column)].width = _REASON_WIDTH
    for rejection in rejections:
        _paint(sheet, rejection.row, column, _FILL)
        sheet.cell(rejection.row, column).value = f"{rejection.column}:{rejection.message}[{rejection.code}]"


def _reason_column(opened: OpenSheet, header_row: int, sheet: Worksheet) -> int:
    """The column (from 1) of reasons: that of an earlier round, else the first one free beside all cells."""
    written = [as_text(cell) for cell in opened.rows[header_row]]
    if REASON in written:
        return written.index(REASON) + 1
    merged = [cells.max_col for cells in sheet.merged_cells.ranges]
    widest: int = max(*(len(row) for row in opened.rows), *merged, 0)
    return widest + 1


def _marked_rows(sheet: Worksheet, opened: OpenSheet, column: int) -> list[int]:
    """Rows (from 1) that an earlier round marked, below the header."""
    values = [row[column - 1] if len(row) >= column else "" for row in opened.rows]
    return [number for number, value in enumerate(values, 1) if value and value != REASON]


def _paint(sheet: Worksheet, row: int, last_column: int, fill: PatternFill) -> None:
    for column in range(1, last_column + 1):
        sheet.cell(row, column).fill = fill


def _converted(workbook: OpenWorkbook) -> Workbook:
    """An .xls workbook as .xlsx: the values of its sheets, in their places."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in workbook.sheet_names:
        sheet = book.create_sheet(name)
        for number, row in enumerate(workbook.sheet(name).rows, 1):
            for column, value in enumerate(row, 1):
                if value != "":
                    _put(sheet, number, column, value)
    return book


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, date) and not isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, str):
        cell.data_type = "s"  # text that begins with = stays text
