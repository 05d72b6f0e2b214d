"""The root of a Merkle tree that grows, from a few hashes: a backup is proved without a tree on the disk."""

from collections.abc import Sequence

from ledger.seal import EMPTY_ROOT, Tree, node_hash
from ledger.seal.hashing import paired


class Frontier:
    """The roots of the whole subtrees, of 1, 2, 4 … leaves, that a tree of a size is made of: at most 63 hashes."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        """A tree of a size by its roots, the largest first. Raises ValueError where there are not as many as it has."""
        levels = [level for level in range(size.bit_length()) if size >> level & 1]
        self._roots = dict(zip(reversed(levels), roots, strict=True))
        self.size = size

    @classmethod
    def of_tree(cls, tree: Tree, size: int) -> "Frontier":
        """That of the first leaves of a tree on disk. Raises IndexError where it is shorter."""
        if not size:
            return cls()
        # The way from the last leaf to the root meets, on its left, just the subtrees of the tree without that leaf.
        found = cls(size - 1, tree.inclusion(size - 1, size)[::-1])
        found.append([tree.leaf(size - 1)])
        return found

    def append(self, hashes: Sequence[bytes]) -> None:
        """Add leaves (their hashes) after the last."""
        self.size += len(hashes)
        level, nodes = 0, list(hashes)
        while nodes:
            if level in self._roots:
                nodes.insert(0, self._roots.pop(level))
            if len(nodes) & 1:
                self._roots[level] = nodes[-1]
            nodes = paired(nodes)
            level += 1

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The hashes, those of the largest subtrees first."""
        return tuple(self._roots[level] for level in sorted(self._roots, reverse=True))

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        smaller = b""
        for one in reversed(self.roots):
            smaller = node_hash(one, smaller) if smaller else one
        return smaller or EMPTY_ROOT
