"""Files and folders that are there whole or not at all, and stay there when the power fails."""

import errno
import os
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep

IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says of a disk, or of somebody's share of it, that is full."""

IS_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
"""What it says of one that may not be written, or read."""

_WHY = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "它是文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件太大",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.EBUSY: "正被占用",
}

_READ_FOR, _PAUSE = 2.0, 0.01
"""Seconds that a file may be read by somebody while another is to take its place."""


def why(error: OSError) -> str:
    """What went wrong with a file, in a few Chinese words that stand within a sentence."""
    return _WHY.get(error.errno or 0) or (f"系统错误 {error.errno}" if error.errno else "没有写完")


def dated(beginning: Path, day: date, end: str = "") -> Iterator[Path]:
    """The names under which something is put aside on a day, without end: the day's own, then with `-2` and on.

    `beginning`: the path as far as the day stands in it.
    """
    for number in count(1):
        yield beginning.with_name(f"{beginning.name}{day.isoformat()}{f'-{number}' if number > 1 else ''}{end}")


def write_whole(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Put a file in its place, whole and durably, whatever was there before.

    `mode`: who may read it, less what the process takes away; 0o600 for the owner alone.
    """
    partial = path.with_name(f"{path.name}.{token_hex(8)}.partial")  # two threads may write the same file
    try:
        with open(partial, "xb", opener=for_whom(mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def for_whom(mode: int) -> Callable[[str, int], int]:
    """An opener of files that are readable for whom `mode` says, less what the process takes away."""
    return lambda path, flags: os.open(path, flags, mode)


def put_in_place(partial: Path, path: Path) -> None:
    """Rename a file over another. Windows refuses while somebody has the other open, which nobody has for long."""
    until = monotonic() + _READ_FOR
    while True:
        try:
            partial.replace(path)
            return
        except PermissionError:
            if os.name == "posix" or monotonic() > until:
                raise
            sleep(_PAUSE)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, durably."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir(exist_ok=True)
        sync_folder(one.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable. Windows opens no folder, and does it by itself."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
