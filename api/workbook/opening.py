"""Opening a workbook: what kind of file it is, its sheets as rows of cells, and the cells that hide a value."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from api.workbook.csv_text import csv_rows
from api.workbook.unread import sheet_parts, unread_cells
from ledger.on_disk import why
from ledger.refusals import Refused

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream that holds an encrypted package ([MS-OFFCRYPTO] 2.3.4.4), as UTF-16 in the OLE directory.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_READERS = 2

_DAMAGED = (CalamineError, BadZipFile, zlib.error, KeyError, SyntaxError, ValueError, RuntimeError, OSError)


@dataclass
class OpenSheet:
    """A sheet's cells from its first row and column, rows numbered from 0."""

    name: str
    rows: list[list[object]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    unread: dict[tuple[int, int], str] = field(default_factory=dict)

    def hidden(self) -> dict[tuple[int, int], str]:
        """Cells that look empty and are not, with the reason: under a merged cell, or a value never computed."""
        found = dict(self.unread)
        height = len(self.rows)
        for (top, left), (bottom, right) in self.merged:
            for row in range(top, min(bottom + 1, height)):
                for column in range(left, min(right + 1, len(self.rows[row]))):
                    if (row, column) != (top, left):
                        found[row, column] = "单元格被合并,看不出各行的值;请取消合并并逐行填写"
        return found


@dataclass
class OpenWorkbook:
    """A file as handed in: its SHA-256 in hexadecimal, and its sheets by name."""

    path: Path
    digest: str
    is_xlsx: bool
    sheet_names: list[str]
    _read: Callable[[str], OpenSheet]

    def sheet(self, name: str) -> OpenSheet:
        """A sheet's cells. Blank rows stay in their places, so that a row keeps its number."""
        return self._read(name)

    def sheets(self, names: Sequence[str]) -> Iterator[OpenSheet]:
        """The cells of several sheets, in this order; read side by side, which a large one does not hold up."""
        with ThreadPoolExecutor(_READERS) as readers:
            yield from readers.map(self._read, names)


def open_workbook(path: Path, csv_sheet: str = "") -> OpenWorkbook:
    """The workbook at `path`, or the text file (.csv) there, whose one sheet is called `csv_sheet`.

    Raises Refused `unreadable-file`, `not-a-workbook`, `encrypted-workbook` or `bad-encoding`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused("unreadable-file", f"无法读取 {path}:{why(error)};请核对路径和权限。") from error
    digest = sha256(content).hexdigest()
    if is_csv(path) and not content.startswith((_ZIP, _OLE)):
        name = csv_sheet or path.stem
        rows = csv_rows(path, content)
        return OpenWorkbook(path, digest, False, [name], lambda name: OpenSheet(name, rows))
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Refused("encrypted-workbook", f"{path.name} 设了打开密码;请在 Excel 或 WPS 里取消密码后另存再交。")
    if not content.startswith((_ZIP, _OLE)):
        raise Refused("not-a-workbook", f"{path.name} 不是 .xlsx 或 .xls 工作簿;请另存为 Excel 工作簿再交。")
    is_xlsx = content.startswith(_ZIP)
    with _readable(path):
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        parts = sheet_parts(content) if is_xlsx else {}
    idle = [book]

    def read(name: str) -> OpenSheet:
        with _readable(path):
            unread = unread_cells(content, name, parts[name]) if name in parts else {}
            # A book reads one sheet at a time, without holding up other threads meanwhile.
            try:
                own = idle.pop()
            except IndexError:
                own = CalamineWorkbook.from_filelike(BytesIO(content))
            sheet = own.get_sheet_by_name(name)
            idle.append(own)
            rows = sheet.to_python(skip_empty_area=False)
        return OpenSheet(name, rows, _merged(sheet), unread)  # type: ignore[arg-type]

    return OpenWorkbook(path, digest, is_xlsx, book.sheet_names, read)


def is_csv(path: Path) -> bool:
    """Whether a file is by its name a table in plain text."""
    return path.suffix.lower() == ".csv"


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Tells every way in which a damaged workbook fails as one refusal."""
    try:
        yield
    except _DAMAGED as error:
        raise Refused(
            "not-a-workbook", f"{path.name} 打不开,可能已损坏或不是工作簿;请用 Excel 或 WPS 打开后另存再交。"
        ) from error


def _merged(sheet: CalamineSheet) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return list(sheet.merged_cell_ranges or [])
