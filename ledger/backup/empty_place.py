"""The place that a ledger is restored into: empty at first, marked while a restore is at work, emptied if it fails.

While the mark stands nothing there counts as a ledger (`Home.check_whole`). A restore that was killed leaves the mark;
the next one takes away what it left, and begins anew.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from ledger.backup.contents import EVIDENCE, OWN_FILES, STATEMENTS
from ledger.home import BOOK, KEYS, RESTORING, SEAL, VAULT, Home
from ledger.locks import alone
from ledger.on_disk import make_folder, sync_folder, why, write_whole
from ledger.refusals import Misuse, Refused

_OF_DATABASES = tuple(f"{name}{part}" for name in (BOOK, VAULT) for part in ("", "-wal", "-shm", "-journal"))
_OWN = tuple(own.partition("/")[0] for own in OWN_FILES)
_PUT_THERE = (*_OF_DATABASES, KEYS, SEAL, EVIDENCE, STATEMENTS, *_OWN)
_OF_THE_DISK = "lost+found"
"""What a new disk has at its root."""


@contextmanager
def empty_place(home: Home) -> Iterator[None]:
    """The place of a ledger to be, taken for one restore: what was put there stands when this ends, or nothing does.

    Raises Misuse `restore-not-empty`; Refused `restore-busy`, `unwritable-file`.
    """
    made = not home.folder.exists()
    with ExitStack() as held:
        try:
            make_folder(home.folder)
            is_only = held.enter_context(alone(home.folder))
        except OSError as error:
            raise Refused("unwritable-file", f"无法写入 {home.folder}:{why(error)};请核对路径和权限。") from error
        try:
            if not is_only:
                raise Refused("restore-busy", f"另一个程序正在恢复到 {home.folder};请等它做完。")
            _take(home)
            try:
                yield
                _sync(home.folder)
            except BaseException:
                _empty(home)
                _release(home)
                raise
            _release(home)
        except BaseException:
            if made:
                with suppress(OSError):  # something was put there
                    home.folder.rmdir()
            raise


def _take(home: Home) -> None:
    """Mark the place, which is empty, or holds what a restore left that was marked so."""
    mark = home.folder / RESTORING
    token = mark.read_text() if mark.is_file() else ""
    is_new = not token
    if is_new:
        if any(not _is_nobodys(path) for path in home.folder.iterdir()):
            raise _not_empty(home)
        token = token_hex(16)
    write_whole(mark, token.encode())
    try:
        if not _claim(home, token):
            raise _not_empty(home)
    except BaseException:
        if is_new:
            _release_mark(home)
        raise
    _empty_folder(home.folder)


def _is_nobodys(path: Path) -> bool:
    """Whether it may lie in an empty place; a restore that was killed may leave the mark half written."""
    return path.name == _OF_THE_DISK or RESTORING in path.name


def _claim(home: Home, token: str) -> bool:
    place = home.book_place
    if isinstance(place, Path):
        return True
    from ledger.store.postgres_claim import claim  # loads psycopg, which a ledger in files does without

    return claim(place, token)


def _empty(home: Home) -> None:
    _claim(home, (home.folder / RESTORING).read_text())
    _empty_folder(home.folder)


def _empty_folder(folder: Path) -> None:
    for path in (folder / name for name in _PUT_THERE):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    sync_folder(folder)


def _release(home: Home) -> None:
    """In this order: with the mark gone the ledger stands, and a claim that is left over hinders nobody."""
    _release_mark(home)
    place = home.book_place
    if isinstance(place, str):
        from ledger.store.postgres_claim import release

        release(place)


def _release_mark(home: Home) -> None:
    (home.folder / RESTORING).unlink(missing_ok=True)
    sync_folder(home.folder)


def _sync(folder: Path) -> None:
    """Make durable what was put there: every file and the names in every folder."""
    for path, _, names in os.walk(folder):
        for name in names:
            with (Path(path) / name).open("rb") as file:
                os.fsync(file.fileno())
        sync_folder(Path(path))


def _not_empty(home: Home) -> Misuse:
    return Misuse(
        "restore-not-empty",
        f"{home.folder}(或 SHILU_DATABASE_URL 指明的模式)不是空的,备份只恢复到空处;请用这两个设置指明一个空的地方。",
    )
