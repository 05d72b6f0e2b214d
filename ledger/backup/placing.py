"""A backup file put in its place: written beside it, durable, and then whole under its name or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EFBIG
from hashlib import sha256
from pathlib import Path
from typing import IO

from ledger.locks import take
from ledger.on_disk import IS_FULL, for_whom, sync_folder, why
from ledger.refusals import Misuse, Refused


class Written:
    """A file as it is written: how long it is by now, and its digest."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self._write = write
        self._hash = sha256()
        self.size = 0

    def write(self, content: bytes) -> int:
        """Add to it."""
        self._write(content)
        self._hash.update(content)
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        """Nothing: all is made durable at the end."""

    @property
    def digest(self) -> str:
        """SHA-256 of what was written, in hexadecimal."""
        return self._hash.hexdigest()


def check_free(path: Path) -> None:
    """Refuse a place where a file is, or none can be. Raises Misuse `backup-exists`, Refused `unwritable-file`."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise Refused("unwritable-file", f"无法写入 {path}:文件夹不存在,或它本身是文件夹;请核对。")
    if path.exists():
        raise Misuse("backup-exists", f"{path} 已经存在;备份从不覆盖别的文件,请换一个文件名。")


@contextmanager
def placed(path: Path) -> Iterator[Written]:
    """A new file, for its owner only; it stands under its name when all is written, and nothing is left otherwise.

    A file that a program which was killed has left beside it is written over. Raises Misuse `backup-exists`, Refused
    `disk-full`, `unwritable-file`.
    """
    check_free(path)
    partial = path.with_name(f".{path.name}.partial")
    try:
        with open(partial, "ab", opener=for_whom(0o600)) as file:
            if not take(file.fileno()) or not _is_still(partial, file):
                raise BlockingIOError  # opened just before another program put it in its place
            try:
                file.truncate(0)
                written = Written(file.write)
                yield written
                file.flush()
                os.fsync(file.fileno())
                check_free(path)
                if os.name != "posix":
                    file.close()  # Windows renames nothing that is open
                partial.rename(path)
            except BaseException:
                partial.unlink(missing_ok=True)
                with suppress(OSError):  # what is still in memory for a full disk
                    file.close()
                raise
        sync_folder(path.absolute().parent)
    except BlockingIOError:
        raise Refused("backup-busy", f"另一个程序正在写 {path};请等它写完,或换一个文件名。") from None
    except OSError as error:
        raise _told(path, error) from error


def _is_still(path: Path, file: IO[bytes]) -> bool:
    """Whether an open file is the one that stands at a path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _told(path: Path, error: OSError) -> Refused:
    if error.errno in IS_FULL:
        return Refused("disk-full", f"放备份 {path} 的磁盘已满,备份没有做成,也没有留下半个文件;请腾出空间后重新运行。")
    if error.errno == EFBIG:
        return Refused("unwritable-file", f"放备份 {path} 的磁盘容不下这么大的一个文件;请换一个磁盘,或改用增量备份。")
    return Refused("unwritable-file", f"无法写入 {path}:{why(error)};请核对文件夹和权限。")
