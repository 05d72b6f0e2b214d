"""A program killed in the middle of a batch leaves whole batches only, and the book opens as if nothing had been."""

import time
from contextlib import closing
from pathlib import Path
from random import Random
from signal import SIGKILL
from subprocess import PIPE, Popen
from sys import executable

from ledger.store.codec import decode, encode
from tests.books import ON_POSTGRESQL, by_another_hand, open_book, place_of
from tests.ledger.other_processes import BATCH
from tests.ledger.stories import VISITS, assert_no_gap, changed, clerk, row

SCRIPT = Path(__file__).with_name("other_processes.py")
KILLS = 10


def writer(path: Path, batches: int) -> "Popen[str]":
    return Popen([executable, str(SCRIPT), "write", str(place_of(path)), str(batches)], stdout=PIPE, text=True)


def test_a_writer_killed_at_any_moment_leaves_whole_batches_only_and_the_next_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    chance = Random(20220901)
    durable = 0
    for _ in range(KILLS):
        with writer(path, 1000) as process:
            assert process.stdout is not None
            told = int(process.stdout.readline())
            time.sleep(chance.uniform(0, 0.06))
            process.send_signal(SIGKILL)
            told = max([told, *map(int, process.stdout.read().split("\n")[:-1])])
            assert process.wait(10) == -SIGKILL
        with closing(open_book(path)) as book:
            assert book.position % BATCH == 0
            assert book.position >= told > durable  # what was told as written is there
            durable = book.position
            assert_no_gap(book)
    with closing(open_book(path)) as book:
        assert all(encode(decode(kind, body)) == body for _, _, _, kind, body in book.stored.rows())
        assert book.append(clerk(), row(changed(VISITS, pupils=3))) != []
        assert book.position == durable + 1
    if not ON_POSTGRESQL:
        with by_another_hand(path) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_writer_that_is_left_alone_writes_all_its_batches(tmp_path: Path) -> None:
    with writer(tmp_path / "book.sqlite", 2) as process:
        assert process.communicate(timeout=20)[0].split() == [str(BATCH), str(2 * BATCH)]
    assert process.returncode == 0
