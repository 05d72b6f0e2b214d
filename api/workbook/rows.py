"""A sheet's rows read: which are skipped, what each says by field, and which fault it has first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.workbook.cells import is_blank
from api.workbook.faults import Fault
from api.workbook.header import Header
from api.workbook.opening import OpenSheet
from api.workbook.sheets import Column

TOTAL = "合计"


@dataclass(frozen=True)
class ReadRow:
    """One row: its number as Excel shows it, and its values by field, or the heading and fault that refuse it."""

    number: int
    values: dict[str, Any]
    fault: tuple[str, Fault] | None


def read_rows(sheet: OpenSheet, header: Header, columns: list[Column]) -> Iterator[ReadRow]:
    """The rows below the header, blank rows and totals left out."""
    hidden = sheet.hidden()
    hidden_rows = {row for row, _ in sheet.unread}
    places = [(header.columns[column.heading], column) for column in columns]
    # Offices repeat themselves: a day, a code, a remark stands in many rows and is read once.
    memory: list[dict[Any, Any]] = [{} for _ in places]
    names = [column.field for column in columns]
    for index in range(header.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        first = next((cell for cell in row if not is_blank(cell)), None)
        if first is None and index not in hidden_rows:
            continue
        if isinstance(first, str) and first.strip().startswith(TOTAL):
            continue
        values: list[Any] = []
        faults: list[tuple[int, int, str, Fault]] = []
        for order, (place, column) in enumerate(places):
            cell = row[place] if place < len(row) else ""
            known = memory[order]
            key = (cell.__class__, cell)
            if key in known:
                value = known[key]
            else:
                value = known[key] = _read(cell, column)
            if hidden and (index, place) in hidden:
                value = Fault("missing-value", f"“{column.heading}”{hidden[index, place]}。")
            if value.__class__ is Fault:
                faults.append((value.rank, order, column.heading, value))
            values.append(value)
        fault = min(faults)[2:] if faults else None
        yield ReadRow(index + 1, dict(zip(names, values, strict=True)), fault)


def _read(cell: object, column: Column) -> object:
    if not is_blank(cell):
        value = column.read(cell)
        if value != () and value != "":
            return value
    if column.may_be_empty:
        return column.empty
    return Fault("missing-value", f"“{column.heading}”没有填写;请补填。")
