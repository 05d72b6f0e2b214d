"""Cells whose value a reader cannot see: formulas never computed, and errors such as #REF!.

The reading library gives such a cell as empty, which would pass for "nothing was filled in". So they are looked up in
the sheet's own XML (ECMA-376 part 1, 18.3.1.4): a cell `c` with a formula `f` and no value `v`, or of type `e`.
"""

import re
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from ledger.refusals import Refused

_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_ERROR = re.compile(rb'<(?:\w+:)?c [^>]*\bt="e"[^>]*>')
_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>[^<]")
_INLINE = re.compile(rb"<(?:\w+:)?is>")
_EMPTY_TEXT = re.compile(rb'^<(?:\w+:)?c [^>]*\bt="str"')  # computed, and the result is an empty text
_COMPUTED = (_VALUE, _INLINE, _EMPTY_TEXT)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]+)"')
_EXTENT = re.compile(rb'<(?:\w+:)?dimension [^>]*ref="[A-Z]+[0-9]+:([A-Z]+[0-9]+)"')
MOST_CELLS = 40_000_000
"""A sheet of all rows that Excel has and 38 columns."""
_CELL_START = re.compile(rb"<(?:\w+:)?c[ >]")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unread_cells(workbook: bytes, name: str, part: str) -> dict[tuple[int, int], str]:
    """Row and column (from 0) of each such cell of a sheet, with the reason in words.

    `part`: the file inside the workbook that holds it. Raises Refused `sheet-too-large`.
    """
    with ZipFile(BytesIO(workbook)) as parts:
        xml = parts.read(part)
    _check_extent(name, xml)
    return _in_sheet(xml)


def _check_extent(name: str, xml: bytes) -> None:
    """Refuse a sheet whose last cell is so far away that reading up to it would take all memory."""
    match = _EXTENT.search(xml, 0, 4096)
    if not match:
        return
    last = _place(b'r="' + match[1] + b'"')
    if last and (last[0] + 1) * (last[1] + 1) > MOST_CELLS:
        raise Refused(
            "sheet-too-large",
            f"“{name}”表一直用到 {match[1].decode()} 单元格,太大;请删去远处的空行空列再交。",
        )


def sheet_parts(workbook: bytes) -> dict[str, str]:
    """The file inside the workbook that holds each sheet, by the sheet's name."""
    with ZipFile(BytesIO(workbook)) as parts:
        relations = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
        book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
        names = set(parts.namelist())
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    located = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            located[sheet.get("name", "")] = part
    return located


def _in_sheet(xml: bytes) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    # Looking for plain bytes first is forty times as fast as the expressions, and most sheets have neither.
    formulas = _FORMULA.finditer(xml) if b"<f" in xml or b":f>" in xml or b":f " in xml else iter(())
    errors = _ERROR.finditer(xml) if b't="e"' in xml else iter(())
    for match in formulas:
        cell = _cell_around(xml, match.start())
        if not any(sign.search(cell) for sign in _COMPUTED) and (place := _place(cell)):
            found[place] = "公式还没有计算结果;请在 Excel 或 WPS 里打开、保存后再交,或改填数值"
    for match in errors:
        if place := _place(match[0]):
            found[place] = "单元格是错误值(如 #REF!);请改正"
    return found


def _cell_around(xml: bytes, inside: int) -> bytes:
    start = 0
    for match in _CELL_START.finditer(xml, max(0, inside - 4096), inside):
        start = match.start()
    end = re.compile(rb"</(?:\w+:)?c>").search(xml, inside)
    return xml[start : end.end() if end else inside]


def _place(cell: bytes) -> tuple[int, int] | None:
    match = _PLACE.search(cell)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + letter - 64
    return int(match[2]) - 1, column - 1
