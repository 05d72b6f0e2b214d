"""How far a builder of fact files has come, told to whoever called it and to whoever asks for the status."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from ledger.on_disk import put_in_place

PROGRESS = "progress"

Told = Callable[[int, int], None]
"""Hears how many positions are done, of how many."""


class Progress(msgspec.Struct, frozen=True):
    """What a builder is making: a generation up to a position, and up to which position it is done."""

    generation: str
    done: int
    of: int


@contextmanager
def telling(folder: Path, generation: str, last: int, told: Told | None) -> Iterator[Callable[[int], None]]:
    """Tell how far it has come, in a small file and to `told`, until it is finished."""
    path = folder / PROGRESS
    beside = path.with_name(f"{PROGRESS}.partial")

    def done(position: int) -> None:
        beside.write_bytes(msgspec.json.encode(Progress(generation, position, last)))
        put_in_place(beside, path)
        if told:
            told(position, last)

    try:
        yield done
    finally:
        for one in (path, beside):
            one.unlink(missing_ok=True)


def progress_in(folder: Path) -> Progress | None:
    """How far a builder has come; None where none says so."""
    try:
        return msgspec.json.decode((folder / PROGRESS).read_bytes(), type=Progress)
    except (OSError, msgspec.MsgspecError):
        return None
