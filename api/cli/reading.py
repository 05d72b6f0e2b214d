"""Texts that people hand from office to office, read as they come: by file or standard input."""

import sys
from pathlib import Path

from ledger.on_disk import why
from ledger.refusals import Refused


def text_of(path: Path) -> str:
    """The text of a file, `-` being standard input; what Notepad adds (a mark at the beginning, CR) is taken away.

    Raises Refused `unreadable-file` or `bad-encoding`.
    """
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise Refused("unreadable-file", f"读不了 {path}:{why(error)};请核对路径和权限。") from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refused("bad-encoding", f"{path} 不是 UTF-8 文本;请另存为 UTF-8 再用。") from None
