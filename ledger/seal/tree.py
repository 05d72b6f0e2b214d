"""The tree on disk: hashes of the leaves, and of whole subtrees, in files that are only ever added to.

`tree.0` holds the hashes of all leaves, 32 bytes each; `tree.1` the roots of the whole subtrees of 256 leaves; `tree.2`
those of 256 times as many, and so on: the hashes of C2SP tlog-tiles, one file a level. Every node of the tree is at
most eight levels above hashes that are kept, so a proof reads some hundred of them, however long the book is.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from ledger.on_disk import make_folder, put_in_place, sync_folder
from ledger.seal.hashing import EMPTY_ROOT, HASH_BYTES, node_hash, paired

TILE_LEVELS = 8
TILE = 1 << TILE_LEVELS
"""Leaves, or nodes, under one hash of the next file."""


def roots_of_tiles(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots over every 256 hashes; what is left over at the end is left out."""
    above: Sequence[bytes] = hashes[: len(hashes) // TILE * TILE]
    for _ in range(TILE_LEVELS):
        above = paired(above)
    return list(above)


def root_of_whole(hashes: Sequence[bytes]) -> bytes:
    """The root over 1, 2, 4, 8 … hashes."""
    while len(hashes) > 1:
        hashes = paired(hashes)
    return hashes[0]


def split_hashes(joined: bytes) -> list[bytes]:
    """Hashes as they stand one after the other, each for itself."""
    return [joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES)]


class Tree:
    """The files of one tree in a folder, which need not be there before the first leaf.

    Nothing is held open or remembered, so that another process may add meanwhile; adding and cutting are for one at a
    time. What is asked about a size needs the tree to be at least so long: IndexError otherwise. OSError of the disk.
    """

    def __init__(self, folder: Path) -> None:
        """The tree in a folder."""
        self._folder = folder
        self._unsynced: set[Path] = set()
        self._new_names = False

    @property
    def size(self) -> int:
        """How many whole leaf hashes there are; after a crash perhaps more than a checkpoint speaks of."""
        return self.kept(0)

    def kept(self, level: int) -> int:
        """How many whole hashes the file of a level holds; 0 where there is none."""
        try:
            return self._path(level).stat().st_size // HASH_BYTES
        except FileNotFoundError:
            return 0

    @property
    def levels(self) -> int:
        """How many files there are."""
        level = 0
        while self._path(level).exists():
            level += 1
        return level

    def hashes(self, level: int, first: int, count: int) -> bytes:
        """Hashes of a level, from the first (from 0) on, joined. Raises IndexError where the file is shorter."""
        try:
            with self._path(level).open("rb", buffering=0) as file:
                file.seek(first * HASH_BYTES)
                joined = file.read(count * HASH_BYTES)
        except FileNotFoundError:
            joined = b""
        if len(joined) != count * HASH_BYTES:
            raise IndexError(f"{self._path(level).name} has not the hashes {first} to {first + count - 1}")
        return joined

    def leaf(self, index: int) -> bytes:
        """The hash of a leaf."""
        return self.hashes(0, index, 1)

    def append(self, hashes: Sequence[bytes]) -> None:
        """Add leaves after the last; durable only after `sync`."""
        level, size = 0, self.size
        while hashes:
            self._add(level, b"".join(hashes))
            begun = size % TILE
            if begun + len(hashes) < TILE:
                return
            open_tile = split_hashes(self.hashes(level, size - begun, begun)) if begun else []
            hashes = roots_of_tiles([*open_tile, *hashes])
            level, size = level + 1, size // TILE

    def sync(self) -> None:
        """Make durable what was added."""
        for path in sorted(self._unsynced):
            _sync(path)
        if self._new_names:
            sync_folder(self._folder)
        self._unsynced.clear()
        self._new_names = False

    def cut(self, size: int) -> None:
        """Cut back to a size, durably: what was added after it, whole or in part, is gone. Never adds anything."""
        level, left = 0, size
        while self._path(level).exists():
            path, length = self._path(level), left * HASH_BYTES
            if path.stat().st_size > length:
                os.truncate(path, length)
                _sync(path)
            level, left = level + 1, left // TILE

    def take_from(self, other: "Tree") -> None:
        """Put the files of another tree, durable already, in the place of these."""
        for level in range(max(self.levels, other.levels)):
            if other._path(level).exists():
                put_in_place(other._path(level), self._path(level))
            else:
                self._path(level).unlink()
        sync_folder(self._folder)

    def root(self, size: int | None = None) -> bytes:
        """The root of the tree of the first leaves; of all, where no size is named."""
        size = self.size if size is None else size
        return self._root(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """The proof that a leaf is in the tree of a size. Raises IndexError unless 0 ≤ index < size."""
        if not 0 <= index < size:
            raise IndexError(f"no leaf {index} in a tree of {size}")
        proof, first, last = list[bytes](), 0, size
        while last - first > 1:
            middle = first + _split(last - first)
            if index < middle:
                proof.append(self._root(middle, last))
                last = middle
            else:
                proof.append(self._root(first, middle))
                first = middle
        return proof[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof that the tree of a size begins with that of an earlier. Raises IndexError unless 0 < old ≤ new."""
        if not 0 < old <= new:
            raise IndexError(f"no tree of {old} leaves to begin one of {new} with")
        proof, first, last = list[bytes](), 0, new
        while old < last:
            middle = first + _split(last - first)
            if old <= middle:
                proof.append(self._root(middle, last))
                last = middle
            else:
                proof.append(self._root(first, middle))
                first = middle
        if first:  # else it is the root of the old tree, which the asker has
            proof.append(self._root(first, last))
        return proof[::-1]

    def _root(self, first: int, last: int) -> bytes:
        """The root over leaves, from the first to before the last, where `first` begins a subtree that holds them."""
        root = b""
        while last > first:  # the whole subtrees, from the right
            level = ((last - first) & -(last - first)).bit_length() - 1
            last -= 1 << level
            whole = self._whole(level, last >> level)
            root = node_hash(whole, root) if root else whole
        return root

    def _whole(self, level: int, index: int) -> bytes:
        """The root of a whole subtree of 2^level leaves, the index-th of them."""
        file, above = divmod(level, TILE_LEVELS)
        return root_of_whole(split_hashes(self.hashes(file, index << above, 1 << above)))

    def _add(self, level: int, joined: bytes) -> None:
        path = self._path(level)
        if not self.kept(level):  # perhaps made by somebody who was killed before the name was durable
            make_folder(self._folder)
            self._new_names = True
        self._unsynced.add(path)
        with path.open("ab", buffering=0) as file:
            written = file.write(joined)
            if written != len(joined):  # a disk that is nearly full takes a part
                raise OSError(f"only {written} of {len(joined)} bytes written to {path.name}")

    def _path(self, level: int) -> Path:
        return self._folder / f"tree.{level}"


def _split(size: int) -> int:
    """The largest power of two smaller than a size of at least 2."""
    return 1 << (size - 1).bit_length() - 1


def _sync(path: Path) -> None:
    with path.open("r+b") as file:  # Windows syncs nothing that was opened for reading alone
        os.fsync(file.fileno())
