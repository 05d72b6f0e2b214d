"""What the tree holds beyond the newest checkpoint: left by a crash, or by whoever put an older checkpoint back.

A program that was killed leaves the hashes of rows that are in the log, the last perhaps in part. After a power cut
some of what was written may not have come to the disk and read as zeros. Anything else was not written by a sealer.
"""

from collections.abc import Callable, Iterable, Sequence

from ledger.seal.hashing import HASH_BYTES
from ledger.seal.tree import Tree, split_hashes

NEVER_WRITTEN = bytes(HASH_BYTES)
_LOT = 10_000


def strange_in_tail(tree: Tree, size: int, hashes_after: Callable[[int], Iterable[Sequence[bytes]]]) -> int | None:
    """The first position after `size` at which the tree holds another hash than the log; None where there is none.

    `hashes_after`: the leaf hashes of the log after a position, in lots.
    """
    end = tree.size  # asked before the log is read, in which all that a sealer adds stands already
    at = size
    try:
        if at < end:
            for hashes in hashes_after(size):
                some = hashes[: end - at]
                wrong = differing(tree, at, some)
                if wrong:
                    return wrong[0]
                at += len(some)
                if at == end:
                    return None
        for first in range(at, end, _LOT):
            rest = split_hashes(tree.hashes(0, first, min(_LOT, end - first)))
            if any(one != NEVER_WRITTEN for one in rest):
                return first + 1
    except IndexError:  # another sealer has cut it off meanwhile
        return None
    return None


def differing(tree: Tree, first: int, hashes: Sequence[bytes]) -> list[int]:
    """The positions at which the tree, from an index (from 0) on, holds other hashes than these. IndexError."""
    told = tree.hashes(0, first, len(hashes))
    if told == b"".join(hashes):
        return []
    pairs = zip(split_hashes(told), hashes, strict=True)
    return [at for at, (one, other) in enumerate(pairs, first + 1) if one not in (other, NEVER_WRITTEN)]
