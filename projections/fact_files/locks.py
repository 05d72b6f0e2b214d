"""One builder of fact files at a time, and folders that somebody still reads from."""

import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.locks import alone, opened_to_lock, somebody_is_alone, take
from ledger.refusals import Refused

LOCK = "builder.lock"
_LOOKED_AT = 0.2
"""Seconds to wait: whoever only looks whether somebody builds holds the lock for an instant."""


@contextmanager
def the_only_builder(folder: Path, *, wait: bool) -> Iterator[None]:
    """Be the one builder in a folder. Raises Refused `facts-busy` where another is, unless one waits for it."""
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / LOCK, None if wait else _LOOKED_AT) as is_only:
        if not is_only:
            raise Refused("facts-busy", f"另一个程序正在生成 {folder} 里的事实文件;请等它做完,用 shilu status 看进度。")
        yield


def somebody_builds(folder: Path) -> bool:
    """Whether a builder is at work in a folder."""
    return somebody_is_alone(folder / LOCK)


class InUse:
    """Folders that are read from, as long as this object lives: they are not removed meanwhile."""

    def __init__(self, folders: list[Path]) -> None:
        held: list[int] = []
        for folder in folders:
            with suppress(OSError):  # gone already: the book answers for it
                held.append(opened_to_lock(folder))
                take(held[-1], shared=True)
        weakref.finalize(self, _let_go, held)


@contextmanager
def unused(folder: Path) -> Iterator[bool]:
    """Whether nobody reads from a folder; nobody begins to, meanwhile."""
    opened = opened_to_lock(folder)
    try:
        yield take(opened)
    finally:
        os.close(opened)


def _let_go(held: list[int]) -> None:
    for opened in held:
        os.close(opened)
