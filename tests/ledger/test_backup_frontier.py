"""The few hashes that a backup is proved with lead to the root that the whole tree has."""

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ledger.backup.frontier import Frontier
from ledger.seal import Tree, plain_tree

HASHES = [sha256(number.to_bytes(4, "big")).digest() for number in range(600)]


@given(some.lists(some.integers(0, 80), max_size=7))
def test_leaves_added_in_any_lots_give_the_root_of_the_plain_tree(lots: list[int]) -> None:
    frontier = Frontier()
    for count in lots:
        frontier.append(HASHES[frontier.size : frontier.size + count])
        assert frontier.root == plain_tree.root(HASHES[: frontier.size])
        assert Frontier(frontier.size, frontier.roots).root == frontier.root
    assert frontier.size == sum(lots)


def test_that_of_a_tree_on_disk_is_the_same_at_every_size(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.append(HASHES)
    for size in (*range(0, len(HASHES), 19), 1, 2, 3, 4, 255, 256, 257, 511, 512, 513, len(HASHES)):
        frontier = Frontier.of_tree(tree, size)
        assert (frontier.size, frontier.root) == (size, plain_tree.root(HASHES[:size]))
        frontier.append(HASHES[size:])
        assert frontier.root == plain_tree.root(HASHES)


def test_as_many_roots_as_the_size_has_and_no_others() -> None:
    for size, roots in ((0, HASHES[:1]), (3, HASHES[:1]), (4, HASHES[:2])):
        with pytest.raises(ValueError):
            Frontier(size, roots)
