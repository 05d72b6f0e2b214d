"""The Merkle tree by the words of RFC 9162 §2.1.1, §2.1.3.1 and §2.1.4.1: slow, short, and what the other is held to.

`hashes` are those of all leaves, in order.
"""

from collections.abc import Sequence

from ledger.seal.hashing import EMPTY_ROOT, node_hash


def root(hashes: Sequence[bytes]) -> bytes:
    """MTH: the root of the tree."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else EMPTY_ROOT
    k = _split(len(hashes))
    return node_hash(root(hashes[:k]), root(hashes[k:]))


def inclusion(index: int, hashes: Sequence[bytes]) -> list[bytes]:
    """PATH: the proof that a leaf is in the tree; 0 ≤ index < number of leaves."""
    if len(hashes) == 1:
        return []
    k = _split(len(hashes))
    if index < k:
        return [*inclusion(index, hashes[:k]), root(hashes[k:])]
    return [*inclusion(index - k, hashes[k:]), root(hashes[:k])]


def consistency(first: int, hashes: Sequence[bytes]) -> list[bytes]:
    """PROOF: that the tree begins with the one of its first leaves; 0 < first ≤ number of leaves."""
    return _subproof(first, hashes, known=True)


def _subproof(first: int, hashes: Sequence[bytes], *, known: bool) -> list[bytes]:
    """`known`: the root of this part is one that the asker has."""
    if first == len(hashes):
        return [] if known else [root(hashes)]
    k = _split(len(hashes))
    if first <= k:
        return [*_subproof(first, hashes[:k], known=known), root(hashes[k:])]
    return [*_subproof(first - k, hashes[k:], known=False), root(hashes[:k])]


def _split(size: int) -> int:
    """The largest power of two smaller than a size of at least 2."""
    return 1 << (size - 1).bit_length() - 1
