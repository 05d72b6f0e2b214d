"""A sheet's rows read: which are skipped, what each says by column, and which fault it has first."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from api.workbook.cells import is_blank
from api.workbook.columns import Column
from api.workbook.faults import FAULTS, Fault
from api.workbook.header import Header
from api.workbook.opening import OpenSheet
from ledger.spelling import squeeze

TOTAL = "合计"
_FAULTS = frozenset(FAULTS)


class ReadRow(NamedTuple):
    """One row: its number as Excel shows it, its values by column, or the heading and fault that refuse it."""

    number: int
    values: list[Any]
    fault: tuple[str, Fault] | None


class _Memory(dict[Any, Any]):
    """What the cells of one column mean. Offices repeat themselves: a day, a code, a remark is read once."""

    def __init__(self, column: Column, faults: list[Fault]) -> None:
        self._column = column
        self._faults = faults  # of all columns: while there are none, no row need be searched for one

    def __missing__(self, cell: Any) -> Any:
        value = self[cell] = read_cell(cell, self._column)
        if isinstance(value, Fault):
            self._faults.append(value)
        return value


def read_rows(sheet: OpenSheet, header: Header, columns: list[Column]) -> Iterator[ReadRow]:
    """The rows below the header, blank rows and totals left out; values in the order of `columns`."""
    hidden = sheet.hidden()
    hidden_rows = {row for row, _ in hidden}
    unread_rows = {row for row, _ in sheet.unread}
    at = [header.columns[column.heading] for column in columns]
    faults: list[Fault] = []
    memories = [_Memory(column, faults) for column in columns]
    places = list(zip(at, memories, strict=True))
    width = max(at) + 1
    for index in range(header.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if _is_skipped(row) and not (index in unread_rows and not _is_total(row)):
            continue
        if len(row) < width:
            row = row + [""] * (width - len(row))
        # True equals 1.0 as a key, and is no number: a yes-or-no cell is read as the text Excel shows.
        values = [memory[str(row[place]) if row[place].__class__ is bool else row[place]] for place, memory in places]
        if index in hidden_rows:
            for number, (place, column) in enumerate(zip(at, columns, strict=True)):
                if (index, place) in hidden:
                    values[number] = Fault("missing-value", f"“{column.heading}”{hidden[index, place]}。")
                    faults.append(values[number])
        faulty = faults and not _FAULTS.isdisjoint(map(type, values))
        yield ReadRow(index + 1, values, first_fault(columns, values) if faulty else None)


def first_fault(columns: list[Column], values: list[Any]) -> tuple[str, Fault] | None:
    """The fault that is named where a row has several: the first in the order of codes, then of columns."""
    faults = [(value.rank, number) for number, value in enumerate(values) if value.__class__ in FAULTS]
    if not faults:
        return None
    _, number = min(faults)
    return columns[number].heading, values[number]


def _is_skipped(row: list[object]) -> bool:
    """Whether a row is blank, or a total; most rows are told by their first cell."""
    first = row[0] if row else ""
    if first.__class__ is str:
        if first and first[0] != "合" and not first[0].isspace():
            return False
    elif first is not None:
        return False
    return all(map(is_blank, row)) or _is_total(row)


def _is_total(row: list[object]) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), "")
    return isinstance(first, str) and squeeze(first).startswith(TOTAL)


def read_cell(cell: object, column: Column) -> object:
    """What a cell of a column means: a value of the record's field, or a Fault."""
    if not is_blank(cell):
        value = column.read(cell)
        if value not in ((), ""):
            return value
    if column.may_be_empty:
        return column.empty
    return Fault("missing-value", f"“{column.heading}”没有填写;请补填。")
