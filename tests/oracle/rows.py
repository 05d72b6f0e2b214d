"""The rows of a workbook as they stand in its sheets, and one row once it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from .cells import plain
from .sheets import SHEETS

Value = str | int | date | frozenset[str] | None


@dataclass(frozen=True)
class Row:
    """A row after reading: spellings of the same content are equal. Empty is None, or no entries."""

    cells: dict[str, Value]

    def has(self, column: str) -> bool:
        return self.cells[column] is not None

    def text(self, column: str) -> str:
        value = self.cells[column]
        assert isinstance(value, str), (column, value)
        return value

    def day(self, column: str) -> date:
        value = self.cells[column]
        assert isinstance(value, date), (column, value)
        return value

    def count(self, column: str) -> int:
        value = self.cells[column]
        assert isinstance(value, int), (column, value)
        return value

    def entries(self, column: str) -> frozenset[str]:
        value = self.cells[column]
        assert isinstance(value, frozenset), (column, value)
        return value


def written_rows(path: Path) -> Iterator[tuple[str, int, dict[str, object]]]:
    """Every row below its sheet's header: sheet, row number as Excel shows it, cells by column name.

    Sheets come in the order they are read, whatever their order in the file. Blank rows and rows whose first
    filled cell begins 合计 are left out. Open: a sheet that is not there. Read: it has no rows.
    """
    book = CalamineWorkbook.from_path(str(path))
    tables = {plain(name): book.get_sheet_by_name(name) for name in book.sheet_names}
    for name, sheet in SHEETS.items():
        header: list[str] | None = None
        rows = tables[name].to_python(skip_empty_area=False) if name in tables else []
        for number, cells in enumerate(rows, start=1):
            texts = [plain(cell) for cell in cells]
            if header is None:
                header = texts if set(sheet.columns) <= set(texts) else None
                continue
            filled = [text for text in texts if text]
            if filled and not filled[0].startswith("合计"):
                yield name, number, {column: cells[header.index(column)] for column in sheet.columns}
        if rows and header is None:
            raise ValueError(f"No row of sheet {name} holds all of its column names.")
