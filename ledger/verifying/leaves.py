"""The hashes of what is kept held against those that the tree keeps, in order, position by position."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from ledger.seal import Tree
from ledger.seal.tail import differing
from ledger.seal.tree import split_hashes
from ledger.verifying.roots import Roots

_LOT = 10_000
_MOST_KEPT = 1_000_000


class Leaves:
    """Takes in the hashes of what is kept, a run of positions at a time, and tells which are not those of the tree.

    Over the tree's own leaf hashes (and what the book holds beyond them) the roots of the wanted sizes are computed:
    where the roots are right, what differs was altered.
    """

    def __init__(self, tree: Tree, sizes: Iterable[int], sealed: int | None = None) -> None:
        """`sizes`: of which trees the roots are wanted. `sealed`: how many leaves are believed; all, where not said."""
        self._tree = tree
        self.in_tree = tree.size if sealed is None else min(tree.size, sealed)
        self.roots = Roots(sizes, tree)
        self.instead: dict[int, bytes] = {}
        """The hash of what is kept, by position, where it is not the one of the tree."""
        self.strange: list[int] = []
        """Positions not sealed yet at which the tree holds the hash of something else."""
        self._written = tree.size
        self.gaps: list[range] = []
        """Positions at which nothing is kept."""
        self.too_many = False
        """Whether more differ than are held here."""
        self._next = 1
        self._leads_on = True

    def take(self, first: int, hashes: Sequence[bytes]) -> list[int]:
        """The hashes of what is kept from a position on; the positions of those that are not the tree's."""
        self.skip_to(first)
        self._next += len(hashes)
        known = min(len(hashes), max(self.in_tree - first + 1, 0))
        expected = self._tree.hashes(0, first - 1, known) if known else b""
        if self.in_tree < self._written:
            self._look_beyond(first + known, hashes[known:])
        joined = b"".join(hashes)
        if joined[: len(expected)] == expected:
            self._add(hashes)
            return []
        told = split_hashes(expected)
        wrong = [at for at, hashed in enumerate(told) if hashed != hashes[at]]
        self.too_many |= len(self.instead) + len(wrong) > _MOST_KEPT
        if not self.too_many:
            self.instead |= {first + at: hashes[at] for at in wrong}
        self._add([*told, *hashes[known:]])
        return [first + at for at in wrong]

    def skip_to(self, position: int) -> None:
        """Nothing is kept before a position that was not taken yet: what the tree has there stands for it."""
        if position <= self._next:
            return
        self.gaps.append(range(self._next, position))
        for lot in self._of_tree(self._next - 1, min(position - 1, self.in_tree)):
            self._add(lot)
        self._leads_on &= position - 1 <= self.in_tree  # else the tree has nothing either: no root comes right any more
        self._next = position

    def _look_beyond(self, first: int, hashes: Sequence[bytes]) -> None:
        """Hold against the tree what no checkpoint speaks of yet: a crash leaves it, as does an older checkpoint."""
        written = hashes[: max(self._written - first + 1, 0)]
        if written:
            with suppress(IndexError):  # a sealer has cut it off meanwhile
                self.strange += differing(self._tree, first - 1, written)

    def _add(self, hashes: Sequence[bytes]) -> None:
        if self._leads_on:
            self.roots.add(hashes)

    def roots_of_what_is_kept(self, sizes: Iterable[int]) -> Mapping[int, bytes]:
        """The roots over what is kept itself, where that is not what the tree keeps; none beyond a gap."""
        if self.too_many:
            return {}
        end = self.gaps[0].start - 1 if self.gaps else self.in_tree
        roots = Roots(size for size in sizes if size <= end)
        for lot in self._of_tree(0, min(end, self.in_tree)):
            first = roots.size + 1
            roots.add([self.instead.get(position, hashed) for position, hashed in enumerate(lot, first)])
        return roots.of

    def _of_tree(self, first: int, last: int) -> Iterator[list[bytes]]:
        """The leaf hashes that the tree keeps, of indexes from `first` to before `last`, in lots."""
        for at in range(first, last, _LOT):
            yield split_hashes(self._tree.hashes(0, at, min(_LOT, last - at)))
