"""One at a time, among all threads and processes, by the lock of a file or a folder; a killed holder lets go."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

if sys.platform == "win32":
    from ledger.windows_locks import lock
else:
    import fcntl

    def lock(opened: int, *, shared: bool, wait: bool) -> bool:
        """Lock what is open; whether it was to be had."""
        try:
            fcntl.flock(opened, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


_PAUSE = 0.01
_FOLDERS_OPEN = os.name == "posix"
"""Windows opens no folder: there a file beside it is locked instead."""


@contextmanager
def alone(path: Path, wait_seconds: float | None = 0) -> Iterator[bool]:
    """Whether one is the only one at a path until the block ends; a file that is not there is made.

    `wait_seconds`: how long another is waited for; None: until it has done. Raises OSError where nothing can be opened.
    """
    opened = opened_to_lock(path) if path.is_dir() else os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if wait_seconds is None:
            yield lock(opened, shared=False, wait=True)
        else:
            until = monotonic() + wait_seconds
            while not (taken := take(opened)) and monotonic() < until:
                sleep(_PAUSE)
            yield taken
    finally:
        os.close(opened)


def somebody_is_alone(path: Path) -> bool:
    """Whether somebody holds the lock; nothing is made."""
    try:
        opened = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not take(opened, shared=True)
    finally:
        os.close(opened)


def opened_to_lock(folder: Path) -> int:
    """A descriptor by which a folder is locked. Raises OSError where there is no such folder."""
    if _FOLDERS_OPEN:
        return os.open(folder, os.O_RDONLY)
    folder.stat()
    return os.open(folder.with_name(f"{folder.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)


def take(opened: int, *, shared: bool = False) -> bool:
    """Lock what is open, until it is closed, alone or with others who share it; whether it was to be had."""
    return lock(opened, shared=shared, wait=False)
