"""One table as a workbook in memory: headings that stay in sight, columns as wide as what stands in them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from unicodedata import east_asian_width

import xlsxwriter

_NOT_IN_A_SHEET_NAME = "[]:*?/\\"
_WIDEST, _LOOKED_AT = 48, 200
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same table is the same bytes


def workbook_of(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """The bytes of an .xlsx file with one sheet. Text is text, whatever it looks like; numbers and days are such."""
    target = BytesIO()
    # In memory: otherwise xlsxwriter puts the cells, and names among them, into temporary files.
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": _sheet_name(title), "created": _MADE.replace(tzinfo=None)})
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
        shown = [heading, *(str(row[column]) for row in rows[:_LOOKED_AT] if row[column] is not None)]
        sheet.set_column(column, column, min(_WIDEST, 2 + max(_width(one) for one in shown)))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            match cell:
                case None | "":
                    pass
                case bool():
                    sheet.write_string(number, column, "是" if cell else "否")
                case int() | float() | Decimal() | Fraction():
                    sheet.write_number(number, column, float(cell))
                case datetime():
                    sheet.write_datetime(number, column, cell.replace(tzinfo=None), formats[datetime])
                case date():
                    sheet.write_datetime(number, column, cell, formats[date])
                case _:
                    sheet.write_string(number, column, _encodable(str(cell)))
    sheet.freeze_panes(1, 0)
    if headings and rows:
        sheet.autofilter(0, 0, len(rows), len(headings) - 1)
    book.close()
    return target.getvalue()


def _encodable(text: str) -> str:
    """Text without the halves of characters that no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _sheet_name(title: str) -> str:
    """The title as Excel takes it for the name of a sheet."""
    fit = "".join(one if one.isprintable() and one not in _NOT_IN_A_SHEET_NAME else " " for one in title)
    return fit[:31].strip("' ") or "Sheet1"


def _width(text: str) -> int:
    """How many narrow characters wide a text is."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
