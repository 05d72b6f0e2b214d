"""Where a file that is handed out may be written: never over another file, never among the ledger's own."""

from collections.abc import Callable
from pathlib import Path

from api.workbook.files import check_writable
from ledger.home import Home
from ledger.refusals import Misuse


def nothing(path: Path) -> bool:
    """No file may be written over."""
    return False


def check_free(path: Path, home: Home, is_older: Callable[[Path], bool] = nothing) -> None:
    """Refuse a place where a file may not be written: what stands there could be the only copy of a key.

    `is_older` tells of a file that is there whether it is an earlier one of the same kind, which may go.
    Raises Misuse `inside-ledger`, `file-exists`; Refused `unwritable-file`.
    """
    check_outside(path, home)
    check_writable(path)
    if path.is_symlink() or (path.exists() and not is_older(path)):
        raise Misuse("file-exists", f"{path} 已经存在;给出的文件从不覆盖别的文件,请换一个文件名。")


def check_outside(path: Path, home: Home) -> None:
    """Refuse a place in the ledger's own folder: Misuse `inside-ledger`."""
    if path.resolve().is_relative_to(home.folder.resolve()):
        raise Misuse("inside-ledger", f"{path} 在账本自己的文件夹 {home.folder} 里;请写到别处。")
