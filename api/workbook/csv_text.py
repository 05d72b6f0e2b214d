"""Tables in plain text (.csv), as Excel, WPS and older programs write them."""

import codecs
import csv
from collections import Counter
from io import StringIO
from pathlib import Path

from ledger.refusals import Refused

_SEPARATORS = ",\t;"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ENCODINGS = ("utf-8", "gb18030")


def csv_rows(path: Path, content: bytes) -> list[list[object]]:
    """The rows of a text, each cell a text; a row's place is the number that Excel shows, less one.

    Encodings: UTF-8 with or without its mark, UTF-16 with it, GB18030. The separator is the comma, tab or
    semicolon that the first lines have most of. Raises Refused `bad-encoding` or `not-a-workbook`.
    """
    text = _text(path, content)
    rows = csv.reader(StringIO(text, newline=""), delimiter=_separator(text))
    try:
        return [list(row) for row in rows]
    except csv.Error as error:
        raise Refused(
            "not-a-workbook", f"{path.name} 第 {rows.line_num} 行读不通,可能缺少一个引号;请改好再交。"
        ) from error


def _text(path: Path, content: bytes) -> str:
    marked = [name for mark, name in _BOMS.items() if content.startswith(mark)]
    for encoding in marked or _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("bad-encoding", f"{path.name} 的文字编码不是 UTF-8 或 GB18030;请另存为“CSV UTF-8”再交。")


def _separator(text: str) -> str:
    counts = Counter(one for one in "".join(text.splitlines(keepends=True)[:5]) if one in _SEPARATORS)
    return max(_SEPARATORS, key=lambda one: counts[one])
