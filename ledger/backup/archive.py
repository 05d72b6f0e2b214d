"""The tar archive inside a backup: files written one after the other as a stream, with a list of their digests.

The list has the form of `sha256sum`, so that `sha256sum -c` checks an unpacked backup.
"""

import tarfile
from collections.abc import Iterator
from hashlib import sha256
from typing import IO, Protocol, cast

from ledger.refusals import Refused

DIGESTS = "SHA256SUMS"
"""The list of digests: the last but one of the files."""

_BLOCK = 512


class Readable(Protocol):
    """What an archive is read from, from beginning to end."""

    def read(self, size: int, /) -> bytes:
        """So many bytes, fewer only at the end."""


class Archive:
    """An archive as it is written; `at`: seconds since 1970, the time of every file in it."""

    def __init__(self, at: int) -> None:
        self._at = at
        self._digests: list[str] = []

    def file(self, name: str, content: bytes) -> Iterator[bytes]:
        """The bytes of one file more."""
        self._digests.append(line_of(name, content))
        yield from self._member(name, content)

    def digests(self) -> Iterator[bytes]:
        """The bytes of the list of digests of the files so far."""
        yield from self._member(DIGESTS, self.list())

    def list(self) -> bytes:
        """The list of digests itself."""
        return "".join(self._digests).encode()

    def end(self, name: str, content: bytes) -> Iterator[bytes]:
        """The bytes of the last file, which is in no list, and of the archive's end."""
        yield from self._member(name, content)
        yield bytes(2 * _BLOCK)

    def _member(self, name: str, content: bytes) -> Iterator[bytes]:
        told = tarfile.TarInfo(name)
        told.size, told.mtime, told.mode = len(content), self._at, 0o600
        yield told.tobuf(tarfile.PAX_FORMAT)
        yield content
        yield bytes(-len(content) % _BLOCK)


def line_of(name: str, content: bytes) -> str:
    """The line of a file in the list of digests."""
    return f"{sha256(content).hexdigest()}  {name}\n"


def files_in(archive: Readable) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, in order, to the last byte of the archive.

    Raises Refused `backup-damaged` where it is none; and what reading it raises.
    """
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", archive), mode="r|", bufsize=128 * _BLOCK) as tar:
            for told in tar:
                tar.members.clear()  # type: ignore[attr-defined]  # it keeps every one that it met
                content = tar.extractfile(told)
                if not told.isreg() or content is None or set(told.name.split("/")) & {"", ".", ".."}:
                    raise _damaged()
                yield told.name, content.read()
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise _damaged() from error
    while rest := archive.read(1 << 20):
        if rest.strip(b"\0"):
            raise _damaged()


def _damaged() -> Refused:
    return Refused("backup-damaged", "备份里面的内容不成形;请换一份完好的备份。")
