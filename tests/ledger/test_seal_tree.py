"""The tree on disk says what the plain tree of the RFC says, however it grew, and after a cut what it said before."""

import random
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.seal import Tree, hashes_of_rows, leaf_hash, leaf_of, plain_tree, verify_consistency, verify_inclusion
from ledger.seal.hashing import HASH_BYTES
from ledger.seal.tree import TILE, roots_of_tiles, split_hashes
from ledger.store.rows import Row

MANY = [leaf_hash(str(number).encode()) for number in range(TILE * TILE + 3 * TILE + 77)]
"""Hashes that fill more than two files."""


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_tree_says_the_same_as_the_plain_one_at_every_size_to_300(tmp_path: Path) -> None:
    tree, chance = Tree(tmp_path), random.Random(6962)
    roots = [plain_tree.root(MANY[:size]) for size in range(301)]
    assert tree.root() == roots[0]
    for size in range(1, 301):
        tree.append([MANY[size - 1]])
        leaves = MANY[:size]
        assert (tree.size, tree.root()) == (size, roots[size])
        for index in {0, size - 1, *(chance.randrange(size) for _ in range(4))}:
            proof = tree.inclusion(index, size)
            assert proof == plain_tree.inclusion(index, leaves)
            verify_inclusion(tree.leaf(index), index, size, proof, roots[size])
        for old in {1, size, *(chance.randint(1, size) for _ in range(4))}:
            proof = tree.consistency(old, size)
            assert proof == plain_tree.consistency(old, leaves)
            verify_consistency(old, size, proof, roots[old], roots[size])


def test_a_large_tree_says_of_every_earlier_size_what_it_said_then(tmp_path: Path) -> None:
    chance, tree, at = random.Random(9162), Tree(tmp_path), 0
    while at < len(MANY):
        lot = MANY[at : at + chance.choice([1, 2, 255, 256, 257, 511, 5_000, 30_000])]
        tree.append(lot)
        at += len(lot)
    assert [tree.kept(level) for level in range(tree.levels)] == [len(MANY), len(MANY) // TILE, 1]
    assert tree.root() == plain_tree.root(MANY)
    for _ in range(4):
        size = chance.randint(1, len(MANY))
        leaves, index, old = MANY[:size], chance.randrange(size), chance.randint(1, size)
        assert tree.root(size) == plain_tree.root(leaves)
        assert tree.inclusion(index, size) == plain_tree.inclusion(index, leaves)
        assert tree.consistency(old, size) == plain_tree.consistency(old, leaves)
    for _ in range(100):
        size = chance.randint(1, len(MANY))
        index, old, root = chance.randrange(size), chance.randint(1, size), tree.root(size)
        verify_inclusion(MANY[index], index, size, tree.inclusion(index, size), root)
        verify_consistency(old, size, tree.consistency(old, size), tree.root(old), root)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 3 * TILE), max_size=5), st.data())
def test_the_files_do_not_depend_on_how_a_tree_grew_nor_on_what_was_cut(
    tmp_path_factory: pytest.TempPathFactory, lots: list[int], data: st.DataObject
) -> None:
    size = sum(lots)
    at_once, in_lots = Tree(tmp_path_factory.mktemp("tree")), Tree(tmp_path_factory.mktemp("tree"))
    at_once.append(MANY[:size])
    at = 0
    for lot in lots:
        in_lots.append(MANY[at : at + lot])
        at += lot
        back = data.draw(st.integers(0, at))
        in_lots.append(MANY[-300:])  # what a crash left
        with (in_lots._folder / "tree.0").open("ab") as file:
            file.write(b"half a hash")
        in_lots.cut(back)
        in_lots.append(MANY[back:at])
    in_lots.sync()
    assert in_lots.root() == at_once.root()
    left = {name: content for name, content in files_of(in_lots._folder).items() if content}
    assert left == files_of(at_once._folder)


def test_every_file_holds_the_roots_over_256_of_the_one_below(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.append(MANY)
    for level in range(1, tree.levels):
        below = split_hashes(tree.hashes(level - 1, 0, tree.kept(level - 1)))
        assert split_hashes(tree.hashes(level, 0, tree.kept(level))) == roots_of_tiles(below)


def test_what_a_tree_has_not_is_not_made_up(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "none")
    assert (tree.size, tree.levels) == (0, 0)
    assert not (tmp_path / "none").exists()
    tree.append(MANY[:10])
    for ask in (
        lambda: tree.root(11),
        lambda: tree.leaf(10),
        lambda: tree.inclusion(10, 10),
        lambda: tree.inclusion(0, 11),
        lambda: tree.inclusion(-1, 10),
        lambda: tree.consistency(0, 10),
        lambda: tree.consistency(3, 11),
        lambda: tree.consistency(5, 4),
    ):
        with pytest.raises(IndexError):
            ask()


def test_a_proof_reads_some_hundred_hashes_however_long_the_tree_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Tree(tmp_path)
    tree.append(MANY)
    asked: list[int] = []
    read = Tree.hashes

    def counted(self: Tree, level: int, first: int, count: int) -> bytes:
        asked.append(count)
        return read(self, level, first, count)

    monkeypatch.setattr(Tree, "hashes", counted)
    tree.inclusion(12_345, len(MANY))
    assert len(asked) <= 3 * 16
    assert sum(asked) <= 3 * 2 * TILE


rows = st.tuples(
    st.integers(1, 2**62),
    st.binary(min_size=16, max_size=16),
    st.integers(1, 2**31 - 1),
    st.sampled_from(["lesson.observed/1", "lesson.observed/2#voided", "听课/1", ""]),
    st.binary(max_size=300),
)


@settings(deadline=None)
@given(st.lists(rows, max_size=8))
def test_rows_are_hashed_quickly_as_their_leaves_say(some: list[Row]) -> None:
    assert hashes_of_rows(some) == [leaf_hash(leaf_of(row)) for row in some]


@settings(deadline=None)
@given(rows, rows)
def test_two_rows_have_one_leaf_only_where_they_are_the_same(one: Row, other: Row) -> None:
    assert (leaf_of(one) == leaf_of(other)) is (one == other)


def test_a_leaf_is_laid_out_as_it_is_told() -> None:
    row = (7, bytes(range(16)), 3, "k/1", b'{"a":1}')
    assert leaf_of(row) == (
        b"\0\0\0\0\0\0\0\7" + bytes(range(16)) + b"\0\0\0\3" + b"\0\0\0\3k/1" + b"\0\0\0\7" + b'{"a":1}'
    )
    assert len(leaf_hash(leaf_of(row))) == HASH_BYTES
    for wrong in (
        (-1, *row[1:]),
        (2**64, *row[1:]),
        (1, b"short", *row[2:]),
        (1, bytes(17), *row[2:]),
        (1, row[1], 2**32, *row[3:]),
    ):
        with pytest.raises((ValueError, struct.error)):
            leaf_of(wrong)
        with pytest.raises((ValueError, struct.error)):
            hashes_of_rows([wrong])
