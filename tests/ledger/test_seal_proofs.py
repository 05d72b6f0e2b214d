"""Proofs: what the RFC allows is accepted, everything else is refused; the well known tree of eight leaves."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.refusals import Refused
from ledger.seal import EMPTY_ROOT, ProofWrong, leaf_hash, node_hash, plain_tree, verify_consistency, verify_inclusion

LEAVES = [
    leaf_hash(bytes.fromhex(leaf))
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
"""The leaves that the Certificate Transparency projects test their trees with."""

ROOTS = [
    bytes.fromhex(root)
    for root in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
"""The roots over the first 0, 1, 2 … of them."""

INCLUDED = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENT = {
    (1, 1): [],
    (1, 8): INCLUDED[0, 8],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}

Inclusion = tuple[bytes, int, int, list[bytes], bytes]
Consistency = tuple[int, int, list[bytes], bytes, bytes]


def raw(hashes: Sequence[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in hashes]


def test_the_roots_are_the_well_known_ones() -> None:
    assert [plain_tree.root(LEAVES[:size]) for size in range(9)] == ROOTS
    assert ROOTS[0] == EMPTY_ROOT


@pytest.mark.parametrize(("index", "size"), INCLUDED)
def test_the_well_known_inclusion_proofs_hold(index: int, size: int) -> None:
    proof = raw(INCLUDED[index, size])
    assert plain_tree.inclusion(index, LEAVES[:size]) == proof
    verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


@pytest.mark.parametrize(("size1", "size2"), CONSISTENT)
def test_the_well_known_consistency_proofs_hold(size1: int, size2: int) -> None:
    proof = raw(CONSISTENT[size1, size2])
    assert plain_tree.consistency(size1, LEAVES[:size2]) == proof
    verify_consistency(size1, size2, proof, ROOTS[size1], ROOTS[size2])


def refused(*, inclusion: Inclusion | None = None, consistency: Consistency | None = None) -> bool:
    try:
        if inclusion:
            verify_inclusion(*inclusion)
        if consistency:
            verify_consistency(*consistency)
    except ProofWrong:
        return True
    return False


def otherwise(proof: list[bytes], roots: Sequence[bytes]) -> Iterator[list[bytes]]:
    """A proof that says a little more, a little less or something else."""
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]
    yield [*proof, b""]
    for root in roots:
        yield [*proof, root]
        yield [root, *proof]
    for at in range(len(proof)):
        yield proof[:at] + proof[at + 1 :]
        yield [*proof[:at], proof[at][:-1], *proof[at + 1 :]]
        yield [*proof[:at], proof[at] + b"\0", *proof[at + 1 :]]
        yield [*proof[:at], b"", *proof[at + 1 :]]
        for bit in (0, 4, 100, 255):
            yield [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]
    for at, (one, other) in enumerate(pairwise(proof)):
        yield [*proof[:at], other, one, *proof[at + 2 :]]


def flipped(one: bytes, bit: int) -> bytes:
    return (int.from_bytes(one, "big") ^ 1 << bit).to_bytes(len(one), "big")


@pytest.mark.parametrize("size", range(1, 9))
def test_an_inclusion_proof_that_was_changed_in_any_way_is_refused(size: int) -> None:
    root = ROOTS[size]
    for index in range(size):
        leaf, proof = LEAVES[index], plain_tree.inclusion(index, LEAVES[:size])
        assert not refused(inclusion=(leaf, index, size, proof, root))
        for wrong in (index - 1, index + 1, index ^ 2, size, -1, index + 2**64):
            if wrong != index:
                assert refused(inclusion=(leaf, wrong, size, proof, root))
        for wrong in (0, -size, size * 2, size // 2, size + 2**64):
            if wrong != size:
                # A proof says where a leaf stands, not how long the tree is: other sizes may have the same way up.
                same_way = 0 <= index < wrong and way_up(index, wrong) == way_up(index, size)
                assert refused(inclusion=(leaf, index, wrong, proof, root)) is not same_way
        for changed in otherwise(proof, [root, leaf]):
            assert refused(inclusion=(leaf, index, size, changed, root))
        for bit in (0, 77, 255):
            assert refused(inclusion=(flipped(leaf, bit), index, size, proof, root))
            assert refused(inclusion=(leaf, index, size, proof, flipped(root, bit)))
        for short in (b"", leaf[:-1], leaf + b"\0"):
            assert refused(inclusion=(short, index, size, proof, root))
        for short in (b"", root[:-1], root + b"\0", EMPTY_ROOT):
            assert refused(inclusion=(leaf, index, size, proof, short))


def way_up(index: int, size: int) -> list[bool]:
    """On which side the other node stands, from the leaf to the root."""
    if size == 1:
        return []
    k = 1 << (size - 1).bit_length() - 1
    return [*way_up(index, k), True] if index < k else [*way_up(index - k, size - k), False]


@pytest.mark.parametrize("size2", range(1, 9))
def test_a_consistency_proof_that_was_changed_in_any_way_is_refused(size2: int) -> None:
    root2 = ROOTS[size2]
    for size1 in range(1, size2):
        root1, proof = ROOTS[size1], plain_tree.consistency(size1, LEAVES[:size2])
        assert not refused(consistency=(size1, size2, proof, root1, root2))
        assert refused(consistency=(size2, size1, proof, root2, root1))
        assert refused(consistency=(size1, size2, proof, root2, root1))
        assert refused(consistency=(size1, size2, [], root1, root2))
        for wrong in (0, -size1, size2, size2 + 1):
            assert refused(consistency=(wrong, size2, proof, root1, root2))
        for wrong in (0, size1, -size2):
            assert refused(consistency=(size1, wrong, proof, root1, root2))
        for changed in otherwise(proof, [root1, root2]):
            assert refused(consistency=(size1, size2, changed, root1, root2))
        for bit in (0, 77, 255):
            assert refused(consistency=(size1, size2, proof, flipped(root1, bit), root2))
            assert refused(consistency=(size1, size2, proof, root1, flipped(root2, bit)))
        for short in (b"", root1[:-1], root1 + b"\0"):
            assert refused(consistency=(size1, size2, proof, short, root2))
            assert refused(consistency=(size1, size2, proof, root1, short))


def test_nothing_is_proved_of_a_tree_without_leaves() -> None:
    assert refused(inclusion=(LEAVES[0], 0, 0, [], EMPTY_ROOT))
    assert refused(inclusion=(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT))
    for size in range(9):
        for proof in ([], [EMPTY_ROOT], [ROOTS[size]], LEAVES[:size]):
            assert refused(consistency=(0, size, proof, EMPTY_ROOT, ROOTS[size]))


def test_a_refusal_says_what_does_not_hold() -> None:
    with pytest.raises(Refused, match="证明不成立") as caught:
        verify_inclusion(LEAVES[0], 0, 0, [], EMPTY_ROOT)
    assert caught.value.code == "proof-wrong"


def test_trees_of_one_size_are_one_tree_and_need_no_proof() -> None:
    assert not refused(consistency=(3, 3, [], ROOTS[3], ROOTS[3]))
    assert refused(consistency=(3, 3, [], ROOTS[3], ROOTS[4]))
    assert refused(consistency=(3, 3, [ROOTS[3]], ROOTS[3], ROOTS[3]))


def test_a_proof_without_hashes_may_be_none_and_roots_of_one_size_may_be_anything_alike() -> None:
    verify_inclusion(EMPTY_ROOT, 0, 1, None, EMPTY_ROOT)
    verify_consistency(1, 1, None, b"of any length", b"of any length")
    with pytest.raises(ProofWrong):
        verify_consistency(1, 1, None, b"of any length", b"of another")
    with pytest.raises(ProofWrong):
        verify_inclusion(EMPTY_ROOT, 0, 2, None, EMPTY_ROOT)


def test_a_leaf_cannot_pass_for_a_node_nor_a_node_for_a_leaf() -> None:
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)
    assert refused(inclusion=(leaf_hash(left + right), 0, 1, [], ROOTS[2]))


hashes = st.lists(st.binary(max_size=4).map(leaf_hash), min_size=1, max_size=80)


@settings(deadline=None)
@given(hashes, st.data())
def test_every_leaf_is_proved_and_nothing_else_in_its_place(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = plain_tree.inclusion(index, leaves), plain_tree.root(leaves)
    verify_inclusion(leaves[index], index, len(leaves), proof, root)
    other = data.draw(st.binary(min_size=5, max_size=5).map(leaf_hash))
    assert refused(inclusion=(other, index, len(leaves), proof, root))


@settings(deadline=None)
@given(hashes, hashes, st.data())
def test_a_tree_that_was_rewritten_proves_consistent_with_nothing(
    leaves: list[bytes], more: list[bytes], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    altered = [*leaves[:at], leaf_hash(b"altered"), *leaves[at + 1 :], *more]
    proof = plain_tree.consistency(len(leaves), altered)
    old, root = len(leaves), plain_tree.root(altered)
    verify_consistency(old, len(altered), proof, plain_tree.root(altered[:old]), root)
    assert refused(consistency=(old, len(altered), proof, plain_tree.root(leaves), root))
