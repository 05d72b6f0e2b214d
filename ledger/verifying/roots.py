"""Leaf hashes taken in order: the roots of the tree at some sizes, and whether its files hold the nodes above them."""

from collections.abc import Iterable, Sequence

from ledger.seal import EMPTY_ROOT, Tree, node_hash
from ledger.seal.tree import TILE, root_of_whole, roots_of_tiles


class Roots:
    """The tree over leaf hashes that are added lot by lot; of each level only the tile that is not whole is held."""

    def __init__(self, sizes: Iterable[int], tree: Tree | None = None) -> None:
        """`sizes`: of which trees the roots are wanted. `tree`: whose files are held against the nodes."""
        self._wanted = sorted(set(sizes), reverse=True)
        self._tree = tree
        self._open: list[list[bytes]] = [[]]
        self._whole = [0]
        self.size = 0
        self.of: dict[int, bytes] = {}
        """The roots by size, of the sizes that were reached."""
        self.wrong: list[tuple[int, int]] = []
        """Level and number (from 0) of nodes that the files lack or hold otherwise."""
        self._note_root()

    def add(self, hashes: Sequence[bytes]) -> None:
        """The next leaf hashes, 32 bytes each."""
        first = 0
        while self._wanted and self._wanted[-1] <= self.size + len(hashes) - first:
            last = first + self._wanted[-1] - self.size
            self._take(hashes[first:last])
            first = last
            self._note_root()
        self._take(hashes[first:] if first else hashes)

    def _note_root(self) -> None:
        while self._wanted and self._wanted[-1] == self.size:
            self.of[self._wanted.pop()] = self.root()

    def _take(self, hashes: Sequence[bytes]) -> None:
        self.size += len(hashes)
        level, added = 0, hashes
        while added:
            held = self._open[level]
            held.extend(added)
            if len(held) < TILE:
                return
            added = roots_of_tiles(held)
            del held[: len(added) * TILE]
            level += 1
            if level == len(self._open):
                self._open.append([])
                self._whole.append(0)
            self._hold_against_file(level, added)

    def _hold_against_file(self, level: int, nodes: Sequence[bytes]) -> None:
        first = self._whole[level]
        self._whole[level] += len(nodes)
        if self._tree is None:
            return
        for number, node in enumerate(nodes, first):
            try:
                sound = self._tree.hashes(level, number, 1) == node
            except IndexError:
                sound = False
            if not sound:
                self.wrong.append((level, number))

    def root(self) -> bytes:
        """The root of the tree over all that was added."""
        root = b""
        for held in self._open:  # whole subtrees, from the right
            left = len(held)
            while left:
                size = left & -left
                whole = root_of_whole(held[left - size : left])
                root = node_hash(whole, root) if root else whole
                left -= size
        return root or EMPTY_ROOT
