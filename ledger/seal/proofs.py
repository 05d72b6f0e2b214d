"""Proofs checked with nothing but hashes: an entry is in a tree, a later tree holds an earlier one unchanged.

After RFC 9162 §2.1.3.2 and §2.1.4.2, step by step. Nothing is said of a tree without leaves: a proof of it is refused.
"""

from collections.abc import Sequence

from ledger.refusals import Refused
from ledger.seal.hashing import HASH_BYTES, node_hash


class ProofWrong(Refused):
    """A proof does not show what it is said to show."""

    def __init__(self, why: str) -> None:
        """`why`: a clause in Chinese."""
        super().__init__("proof-wrong", f"证明不成立:{why};请核对证明、校验点和记录是否属于同一个账本。")


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes] | None, root: bytes) -> None:
    """Check that a leaf (its hash) stands at an index (from 0) in the tree of a size and root. Raises ProofWrong.

    None is an empty proof, as `null` in the published vectors.
    """
    if not 0 <= index < size:
        raise ProofWrong(f"序号 {index} 不在 {size} 条之内")
    _check_hashes(leaf_hash, root, *(proof or ()))
    if root_of_inclusion(leaf_hash, index, size, proof or ()) != root:
        raise ProofWrong("由记录和证明算出的树根不是校验点的树根")


def root_of_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to; 0 ≤ index < size. Raises ProofWrong for a wrong number of hashes."""
    at, last, root = index, size - 1, leaf_hash
    for one in proof:
        if last == 0:
            raise ProofWrong("证明里的散列太多")
        if at & 1 or at == last:
            root = node_hash(one, root)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, one)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ProofWrong("证明里的散列太少")
    return root


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes] | None, root1: bytes, root2: bytes) -> None:
    """Check that the tree of size2 and root2 begins with that of size1 and root1, unchanged. Raises ProofWrong.

    None is an empty proof, as `null` in the published vectors.
    """
    if not 0 < size1 <= size2:
        raise ProofWrong(f"不能证明 {size1} 条的树是 {size2} 条的树的开头")
    if size1 == size2:  # nothing is hashed, so of what length the roots are is not asked: the published vectors say so
        if proof:
            raise ProofWrong("两个校验点一样长,证明却不是空的")
        if root1 != root2:
            raise ProofWrong("两个校验点一样长,树根却不同")
        return
    _check_hashes(root1, root2, *(proof or ()))
    if not proof:
        raise ProofWrong("证明是空的")
    # A first tree that is whole is itself the first node of the way; the proof leaves it out.
    way = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    at, last = size1 - 1, size2 - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = way[0]
    for one in way[1:]:
        if last == 0:
            raise ProofWrong("证明里的散列太多")
        if at & 1 or at == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, one)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ProofWrong("证明里的散列太少")
    if first != root1:
        raise ProofWrong("由证明算出的前一个树根不对")
    if second != root2:
        raise ProofWrong("由证明算出的后一个树根不对")


def _check_hashes(*hashes: bytes) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofWrong(f"散列都应有 {HASH_BYTES} 个字节")
