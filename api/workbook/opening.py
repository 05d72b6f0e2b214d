"""Opening a workbook: what kind of file it is, its sheets as rows of cells, and the cells that hide a value."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from api.workbook.unread import unread_cells
from ledger.refusals import Refused

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The name of the stream that holds an encrypted package ([MS-OFFCRYPTO] 2.3.4.4), as UTF-16 in the OLE directory.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

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
    """A workbook as handed in: its SHA-256 in hexadecimal, and its sheets by name."""

    path: Path
    digest: str
    is_xlsx: bool
    sheet_names: list[str]
    _book: CalamineWorkbook
    _unread: dict[str, dict[tuple[int, int], str]]

    def sheet(self, name: str) -> OpenSheet:
        """A sheet's cells. Blank rows stay in their places, so that a row keeps its number."""
        with _readable(self.path):
            sheet = self._book.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
        return OpenSheet(name, rows, _merged(sheet), self._unread.get(name, {}))  # type: ignore[arg-type]


def open_workbook(path: Path, sheets: list[str]) -> OpenWorkbook:
    """The workbook at `path`, to read the named `sheets` of.

    Raises Refused `unreadable-file`, `not-a-workbook` or `encrypted-workbook`.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused("unreadable-file", f"无法读取 {path}:{error.strerror};请核对路径和权限。") from error
    if content.startswith(_OLE) and _ENCRYPTED in content:
        raise Refused("encrypted-workbook", f"{path.name} 设了打开密码;请在 Excel 或 WPS 里取消密码后另存再交。")
    if not content.startswith((_ZIP, _OLE)):
        raise Refused("not-a-workbook", f"{path.name} 不是 .xlsx 或 .xls 工作簿;请另存为 Excel 工作簿再交。")
    with _readable(path):
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        unread = unread_cells(content, sheets) if content.startswith(_ZIP) else {}
    return OpenWorkbook(path, sha256(content).hexdigest(), content.startswith(_ZIP), book.sheet_names, book, unread)


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
