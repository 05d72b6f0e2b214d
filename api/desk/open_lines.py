"""A file of lines, or what comes in by a pipe, opened: its digest first, then its lines by number."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO

from ledger.interchange.appending import LONGEST_LINE
from ledger.on_disk import why
from ledger.refusals import Refused

STANDARD_INPUT = "-"
_CHUNK = 1 << 20
_ZIP = b"PK\x03\x04"
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class OpenLines:
    """An open file: its SHA-256 in hexadecimal and its size in bytes."""

    file: BinaryIO
    digest: str
    size: int

    def numbered(self) -> Iterator[tuple[int, bytes]]:
        """Every line that is not blank, with its number from 1; what is beyond the longest line is left out."""
        number = 0
        while line := self.file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                self._skip_line()
            if number == 1:
                line = line.removeprefix(_BOM)
            if not line.isspace():
                yield number, line

    @property
    def read_so_far(self) -> int:
        """Bytes that were read."""
        return self.file.tell()

    def _skip_line(self) -> None:
        while (chunk := self.file.readline(_CHUNK)) and not chunk.endswith(b"\n"):
            pass


@contextmanager
def opened_lines(name: str) -> Iterator[OpenLines]:
    """The file of this name; `-` is the standard input. What cannot be read twice is first copied to the disk.

    Raises Refused `unreadable-file`.
    """
    with ExitStack() as stack:
        try:
            source = sys.stdin.buffer if name == STANDARD_INPUT else stack.enter_context(open(name, "rb"))
            if name == STANDARD_INPUT or not source.seekable():
                copy = stack.enter_context(TemporaryFile())
                copyfileobj(source, copy, _CHUNK)
                copy.seek(0)
                source = copy
            if source.read(len(_ZIP)) == _ZIP:
                raise Refused(
                    "not-lines", f"{name} 是工作簿或压缩文件,不是一行一条的 JSON;工作簿请用 shilu import 来交。"
                )
            source.seek(0)
            lines = measured(source)
        except OSError as error:
            raise Refused("unreadable-file", f"打不开 {name}:{why(error)};请核对路径和权限。") from error
        yield lines


def measured(file: BinaryIO) -> OpenLines:
    """What a file holds from here on, with its digest; it can be read from its beginning then."""
    digest, size = sha256(), 0
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return OpenLines(file, digest.hexdigest(), size)
