"""The parts of verifying held to slow and plain ways of saying the same."""

from pathlib import Path
from random import Random

import pytest

from ledger.seal import EMPTY_ROOT, Tree, plain_tree
from ledger.store.rows import Row
from ledger.verifying.leaves import Leaves
from ledger.verifying.report import MOST_TOLD, Report
from ledger.verifying.roots import Roots
from ledger.verifying.streams import Versions


def hashes(count: int, seed: int = 1) -> list[bytes]:
    chance = Random(seed)
    return [chance.randbytes(32) for _ in range(count)]


@pytest.mark.parametrize("seed", range(5))
def test_roots_are_those_of_the_plain_tree_whatever_lots_the_leaves_come_in(seed: int) -> None:
    chance, leaves = Random(seed), hashes(1200)
    wanted = [0, 1, 255, 256, 257, 1200, *chance.sample(range(1200), 5)]
    roots = Roots(wanted)
    left = list(leaves)
    while left:
        size = chance.choice([1, 2, 255, 256, 300])
        roots.add(left[:size])
        del left[:size]
    assert roots.of == {size: plain_tree.root(leaves[:size]) if size else EMPTY_ROOT for size in wanted}
    assert roots.root() == plain_tree.root(leaves)


def test_nodes_that_the_files_of_a_tree_hold_otherwise_are_named(tmp_path: Path) -> None:
    leaves, tree = hashes(1100), Tree(tmp_path)
    tree.append(leaves)
    sound = Roots([], tree)
    sound.add(leaves)
    assert sound.wrong == []
    content = bytearray((tmp_path / "tree.1").read_bytes())
    content[2 * 32] ^= 1
    (tmp_path / "tree.1").write_bytes(content)
    roots = Roots([], tree)
    roots.add(leaves)
    assert roots.wrong == [(1, 2)]


@pytest.mark.parametrize("seed", range(5))
def test_what_differs_from_the_tree_and_what_is_missing_is_named(tmp_path: Path, seed: int) -> None:
    chance, leaves, tree = Random(seed), hashes(700), Tree(tmp_path)
    tree.append(leaves)
    kept = dict(enumerate(leaves, 1))
    gone = set(chance.sample(range(1, 701), 3))
    other = set(chance.sample(sorted(kept.keys() - gone), 4))
    kept |= dict.fromkeys(other, bytes(32))
    taken = Leaves(tree, [700, 300])
    wrong: list[int] = []
    for position in sorted(kept.keys() - gone):
        wrong += taken.take(position, [kept[position]])
    taken.skip_to(701)
    assert set(wrong) == other == set(taken.instead)
    assert {position for gap in taken.gaps for position in gap} == gone
    assert taken.roots.of == {size: plain_tree.root(leaves[:size]) for size in (700, 300)}
    before = min(gone) - 1
    expected = {before: plain_tree.root([kept[position] for position in range(1, before + 1)])} if before else {}
    assert {size: root for size, root in taken.roots_of_what_is_kept([before]).items() if size} == expected


def test_a_position_far_beyond_the_book_costs_nothing(tmp_path: Path) -> None:
    leaves, tree = hashes(10), Tree(tmp_path)
    tree.append(leaves)
    taken = Leaves(tree, [10])
    assert taken.take(1, leaves) == []
    assert taken.take(1 << 60, [bytes(32)]) == []
    assert taken.gaps == [range(11, 1 << 60)]
    assert taken.roots.of == {10: plain_tree.root(leaves)}


@pytest.mark.parametrize("seed", range(20))
def test_a_stream_with_a_hole_or_out_of_order_is_named_at_its_first_wrong_place(seed: int) -> None:
    chance = Random(seed)
    streams = [chance.randbytes(16) for _ in range(20)]
    counts = dict.fromkeys(streams, 0)
    rows: list[Row] = []
    for position in range(1, 301):
        stream = chance.choice(streams)
        counts[stream] += 1
        rows.append((position, stream, counts[stream], "lesson.observed/2", b"{}"))
    altered = chance.randrange(len(rows))
    position, stream, number, kind, body = rows[altered]
    for wrong in (None, chance.randint(1, 40)):
        versions = Versions()
        row: Row = (position, stream, number if wrong is None else wrong, kind, body)
        told = [*rows[:altered], row, *rows[altered + 1 :]]
        for first in range(0, len(told), 64):
            versions.add(told[first : first + 64])
        expected = [] if wrong in (None, number) else [(position, number, wrong)]
        assert list(versions.wrong()) == expected


def test_faults_come_in_the_order_of_the_book_and_only_so_many_are_listed() -> None:
    report = Report()
    report.fault("一处没有位置的。")
    for position in range(MOST_TOLD + 5, 0, -1):
        report.fault("不符。", position)
    assert report.count == MOST_TOLD + 6
    assert len(report.faults) == MOST_TOLD
    positions = [one.position for one in report.faults]
    assert positions[-1] is None
    assert positions[:-1] == sorted(one for one in positions if one is not None)
    assert not report.ok
