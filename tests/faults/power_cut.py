"""What may stand on a disk after the power failed: all that was synchronised, and of the rest a part drawn by chance.

A file's bytes are safe once it was synchronised; a name (made, renamed, unlinked) once its folder was. Of what was
written since, anything may have come to the disk: nothing, all, the first writes, some of them in any order, each whole
or torn between sectors. Names come in the order in which they were given, folder by folder: any first part of them.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.faults.disk_record import Asked

SECTORS = (512, 4096)
NOT_KEPT = "-shm"
"""The end of the names of SQLite's shared memory, which it makes anew from the log after a fall."""


@dataclass
class _File:
    safe: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Where what was written; None: cut or lengthened to there."""


@dataclass
class _Folder:
    safe: dict[str, "_File | _Folder"] = field(default_factory=dict)
    now: dict[str, "_File | _Folder"] = field(default_factory=dict)
    since: list[dict[str, "_File | _Folder | None"]] = field(default_factory=list)
    """Names given, or taken away (None), since the folder was synchronised; those of one step together."""

    def name(self, **names: "_File | _Folder | None") -> None:
        """Give and take away names in one step."""
        self.since.append(names)
        _give(self.now, names)


def _give(names: dict[str, "_File | _Folder"], step: dict[str, "_File | _Folder | None"]) -> None:
    for name, what in step.items():
        if what is None:
            names.pop(name, None)
        else:
            names[name] = what


class Disk:
    """The disk under a folder that was empty, as a program that was recorded asks things of it one after the other."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._top = _Folder()
        self._files: dict[int, _File] = {}

    def do(self, asked: Asked) -> None:
        """Take one operation in."""
        match asked.what:
            case "C":
                self._files[asked.one] = made = _File()
                self._folder(asked.path.parent).name(**{asked.path.name: made})
            case "W":
                self._files[asked.one].since.append((asked.two, asked.data))
            case "T":
                self._files[asked.one].since.append((asked.two, None))
            case "S":
                file = self._files[asked.one]
                file.safe, file.since = _written(file.safe, file.since), []
            case "D":
                folder = self._folder(asked.path)
                folder.safe, folder.since = copy(folder.now), []
            case "M":
                self._folder(asked.path.parent).name(**{asked.path.name: _Folder()})
            case "U":
                self._folder(asked.path.parent).name(**{asked.path.name: None})
            case "R":
                self._rename(*asked.paths)
            case "L":
                old, new = asked.paths
                self._folder(new.parent).name(**{new.name: self._folder(old.parent).now[old.name]})
            case "A":
                pass
            case other:
                raise AssertionError(other)

    def _rename(self, old: Path, new: Path) -> None:
        here, there = self._folder(old.parent), self._folder(new.parent)
        moved = here.now[old.name]
        if here is there:
            here.name(**{old.name: None, new.name: moved})
        else:
            there.name(**{new.name: moved})
            here.name(**{old.name: None})

    def _folder(self, path: Path) -> _Folder:
        folder = self._top
        for name in path.relative_to(self._root).parts:
            found = folder.now[name]
            assert isinstance(found, _Folder)
            folder = found
        return folder

    def cut(self, target: Path, chance: Random) -> None:
        """Build at `target`, which does not exist, what may stand there after a cut at this moment."""
        self._build(self._top, target, chance)

    def _build(self, folder: _Folder, target: Path, chance: Random) -> None:
        target.mkdir()
        names = copy(folder.safe)
        for step in folder.since[: _some(len(folder.since), chance)]:
            _give(names, step)
        for name, what in names.items():
            if isinstance(what, _Folder):
                self._build(what, target / name, chance)
            elif name.endswith(NOT_KEPT):
                if chance.random() < 0.5:
                    (target / name).write_bytes(chance.randbytes(32768))
            else:
                (target / name).write_bytes(_written(what.safe, list(_left_of(what.since, chance))))


def disk_after(root: Path, asked: Sequence[Asked]) -> Disk:
    """The disk after all these operations."""
    disk = Disk(root)
    for one in asked:
        disk.do(one)
    return disk


def _written(content: bytes, writes: Sequence[tuple[int, bytes | None]]) -> bytes:
    if not writes:
        return content
    now = bytearray(content)
    for at, data in writes:
        end = at + len(data or b"")
        if len(now) < end:
            now.extend(bytes(end - len(now)))
        if data is None:
            del now[at:]
        else:
            now[at:end] = data
    return bytes(now)


def _some(most: int, chance: Random) -> int:
    return chance.choice((0, most, chance.randint(0, most)))


def _left_of(writes: list[tuple[int, bytes | None]], chance: Random) -> "list[tuple[int, bytes | None]]":
    """What came to the disk of these: none, all, the first ones and one torn, or some and some of them torn."""
    how = chance.randrange(4)
    if how == 0:
        return []
    if how == 1:
        return writes
    if how == 2:
        first = chance.randint(0, len(writes))
        return writes[:first] + [part for one in writes[first : first + 1] for part in _torn(one, chance)]
    left = [one for one in writes if chance.random() < 0.5]
    return [part for one in left for part in (_torn(one, chance) if chance.random() < 0.3 else [one])]


def _torn(write: tuple[int, bytes | None], chance: Random) -> list[tuple[int, bytes | None]]:
    """The sectors of a write that came to the disk: the first ones, or any."""
    at, data = write
    if data is None:
        return [write]
    size = chance.choice(SECTORS)
    edges = [at, *range(at - at % size + size, at + len(data), size), at + len(data)]
    sectors: list[tuple[int, bytes | None]] = [(begin, data[begin - at : end - at]) for begin, end in pairwise(edges)]
    if chance.random() < 0.5:
        return sectors[: chance.randint(0, len(sectors))]
    return [one for one in sectors if chance.random() < 0.5]
