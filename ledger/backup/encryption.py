"""Backup files encrypted in the age format, as a stream: neither what is in one nor the file is ever held whole.

The standard `age` program opens them too (docs/operations.md).
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from threading import Thread
from typing import IO, Protocol

import pyrage

from ledger.on_disk import why
from ledger.refusals import Misuse, Refused


class Writable(Protocol):
    """What encrypted bytes are written to."""

    def write(self, content: bytes, /) -> int:
        """Add some; how many."""

    def flush(self) -> None:
        """Let go of what is held back."""


def check_recipient(text: str) -> str:
    """An age recipient (`age1…`), as it was given. Raises Misuse `bad-recipient`."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise Misuse("bad-recipient", f"“{text[:80]}”不是 age 的收件公钥;公钥以 age1 开头,请整行复制。") from None
    return text


def encrypt(content: Iterable[bytes], file: Writable, recipients: Sequence[str]) -> None:
    """Write what comes, encrypted to age recipients (`age1…`), into a file; what goes wrong on either side is raised.

    Raises Misuse `bad-recipient`.
    """
    to = [pyrage.x25519.Recipient.from_str(check_recipient(one)) for one in recipients]
    source, target = _Source(iter(content)), _Target(file)
    try:
        pyrage.encrypt_io(source, target, to)
    except Exception as error:  # the library tells faults of either side as text only
        raise source.failed or target.failed or error from None


@contextmanager
def decrypted(path: Path, identities: Sequence[str]) -> Iterator["Decrypted"]:
    """What a backup file holds, to be read from beginning to end with the secrets of recipients.

    Each piece was authenticated before it is read; that none is missing at the end is known when the end was reached.
    Raises Refused: `unreadable-file`, `backup-damaged`, `backup-key`.
    """
    secrets = [pyrage.x25519.Identity.from_str(one) for one in identities]
    try:
        file = path.open("rb")
    except OSError as error:
        raise Refused("unreadable-file", f"读不到备份 {path}:{why(error)};请核对路径和权限。") from error
    with file:
        reading, writing = os.pipe()
        behind = Decrypted(path, os.fdopen(reading, "rb"), file, writing, secrets)
        behind.start()
        try:
            yield behind
        finally:
            behind.end()


class Decrypted(Thread):
    """Decrypts into a pipe, beside whoever reads from it."""

    def __init__(
        self, path: Path, pipe: BufferedReader, file: IO[bytes], into: int, secrets: "list[pyrage.x25519.Identity]"
    ) -> None:
        super().__init__(name="decrypting", daemon=True)
        self._path, self._pipe, self._file, self._into, self._secrets = path, pipe, file, into, secrets
        self._failed: Exception | None = None

    def run(self) -> None:
        """Decrypt all of it; ends early where nobody reads any more."""
        try:
            with os.fdopen(self._into, "wb") as into:
                pyrage.decrypt_io(self._file, into, self._secrets)
        except Exception as error:
            self._failed = error

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer only at the end; raises where the end is that of a damaged file."""
        content = self._pipe.read(size)
        if size < 0 or len(content) < size:
            self.join()
            if self._failed:
                raise self._told(self._failed) from self._failed
        return content

    def end(self) -> None:
        """Stop; what was not read is left."""
        self._pipe.close()
        self.join()

    def _told(self, error: Exception) -> Refused:
        if isinstance(error, pyrage.DecryptError) and "matching" in str(error):
            return Refused(
                "backup-key",
                f"备份 {self._path} 不是给这把密钥加密的,或开头被改动过;请用做备份的账本的密钥,或换一份完好的备份。",
            )
        if isinstance(error, pyrage.DecryptError):
            return Refused("backup-damaged", f"{self._path} 不是备份文件,或开头已经损坏;请换一份完好的备份。")
        if isinstance(error, OSError) and error.errno:
            return Refused("unreadable-file", f"读不了备份 {self._path}:{why(error)};请核对磁盘和权限。")
        return Refused("backup-damaged", f"备份 {self._path} 不完整或被改动过;请换一份完好的备份。")


class _Source:
    """What the library reads from: the pieces that come, in the sizes that it asks for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")
        self.failed: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failed = error
            raise
        content, self._left = self._left[:size], self._left[size:]
        return bytes(content)


class _Target:
    """What the library writes to."""

    def __init__(self, file: Writable) -> None:
        self._file = file
        self.failed: BaseException | None = None

    def write(self, content: bytes) -> int:
        try:
            return self._file.write(content)
        except BaseException as error:
            self.failed = error
            raise

    def flush(self) -> None:
        self._file.flush()
