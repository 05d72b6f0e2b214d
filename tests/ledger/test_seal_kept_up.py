"""The seal follows the book: while a ledger is open, at its closing, after a crash at any step, with others at work."""

import errno
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from shutil import rmtree
from threading import Event
from typing import Any

import pytest

from ledger.book import Book
from ledger.checkpoint import Checkpoint, open_note, parse_checkpoint
from ledger.home import KEYS, SEAL, Home
from ledger.keys import PAPER, read_paper
from ledger.seal import CHECKPOINT, KEPT, Seal, Tree, begun_late, verify_consistency
from ledger.seal.checkpoint_files import BEGINNING
from ledger.seal.sealing import PAUSE
from tests.books import open_book
from tests.ledger.sealed import check_sealed, checkpoint_of
from tests.ledger.stories import AUTUMN, LESSON, SCHOOL, TEACHER, SettableClock, clerk, row
from tests.patience import comes_within


def write(book: Book, count: int) -> None:
    """So many rows more, which the seal does not ask the meaning of."""
    with book.stored.writing(keep=True) as rows:
        first = rows.last_position() + 1
        rows.add(
            [
                (at, sha256(b"%d" % at).digest()[:16], 1, f"kind.{at % 3}/1", b'{"number":%d}' % at)
                for at in range(first, first + count)
            ]
        )


def test_a_new_ledger_has_a_checkpoint_of_nothing(home: Home) -> None:
    assert check_sealed(home) == 0


def test_what_was_written_is_sealed_when_the_ledger_is_closed(home: Home) -> None:
    with home.opened() as ledger:
        for record in (AUTUMN, SCHOOL, TEACHER, LESSON):
            ledger.book.append(clerk(), row(record))
    assert check_sealed(home) == 4
    for count in (1, 2, 254, 700):
        with home.opened() as ledger:
            write(ledger.book, count)
        check_sealed(home)
    with home.opened() as ledger:
        assert ledger.seal.state() == {"size": 961, "lag": 0, "standing_still": ""}


def test_what_is_written_is_sealed_within_a_second_while_the_ledger_stays_open(home: Home) -> None:
    with home.opened() as ledger:
        for _ in range(2):
            write(ledger.book, 10)
            assert comes_within(PAUSE + 0.7, lambda: ledger.seal.size == ledger.book.position)
        check_sealed(home)


def test_what_a_killed_program_left_unsealed_is_sealed_by_the_next(home: Home) -> None:
    with closing(Book(home.book_place)) as book:
        write(book, 5)
    with home.opened() as ledger:
        assert ledger.seal.state() == {"size": 0, "lag": 5, "standing_still": ""}
    assert check_sealed(home) == 5


def test_a_ledger_of_before_there_were_seals_gets_key_and_seal(home: Home) -> None:
    with home.opened() as ledger:
        write(ledger.book, 600)
    forget_seal(home)
    with home.opened():
        pass
    assert check_sealed(home) == 600
    assert not (home.folder / SEAL / BEGINNING).exists()


def test_a_first_sealing_that_was_killed_at_its_very_beginning_is_begun_again(home: Home) -> None:
    with home.opened() as ledger:
        write(ledger.book, 3)
        forget_seal(home)
        home.keys.make(ledger.book.today(), ledger.seal.allow_beginning)
        seal = home.seal_of(ledger.book)
        assert seal.keep_up() == 3, seal.standing_still
    assert check_sealed(home) == 3


def test_a_first_sealing_that_is_killed_at_any_step_goes_on_at_the_next_start(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home.opened() as ledger:
        write(ledger.book, 3)
    at, killed = 0, True
    while killed:
        forget_seal(home)
        at, killed = at + 1, False
        with (
            closing(Book(home.book_place)) as book,
            closing(home._vault()) as vault,
            failing(monkeypatch, at, Killed()),
        ):
            try:
                seal = home.seal_of(book)
                home._begin_seal(book, vault, seal)
                seal.begin()
            except Killed:
                killed = True
        with home.opened():
            pass
        assert check_sealed(home) == 3
        assert begun_late(checkpoint_of(home))
        assert home.keys.paper_copy() == read_paper((home.folder / KEYS / PAPER).read_text())
        assert home.keys.has_public_key
    assert at > 20


def forget_seal(home: Home) -> None:
    """As the last release left it."""
    rmtree(home.folder / SEAL)
    for path in (home.folder / KEYS).iterdir():
        if path.name != "vault.key":
            path.unlink()


def test_every_day_keeps_its_last_checkpoint(home: Home) -> None:
    clock, told = SettableClock(datetime(2023, 1, 5, 4, tzinfo=UTC)), {}
    with closing(open_book(home.folder / "book.sqlite", clock)) as book:
        seal = home.seal_of(book)
        for day in (5, 6, 8):
            clock.now = datetime(2023, 1, day, 15, 59, tzinfo=UTC)  # one minute before midnight in the county
            for _ in range(2):
                write(book, 2)
                assert seal.keep_up() == 2
            told[f"2023-01-{day:02}"] = seal.checkpoint
    kept = {path.name: path.read_text() for path in (home.folder / SEAL / KEPT).iterdir()}
    assert {day: kept[day] for day in told} == told
    sizes = [parse_checkpoint(open_note(text or "", home.keys.verifier_key).text).size for text in told.values()]
    assert sizes == [4, 8, 12]


class Killed(BaseException):
    """The program ends here."""


@contextmanager
def failing(monkeypatch: pytest.MonkeyPatch, at: int, fault: BaseException) -> Iterator[list[str]]:
    """Every step that changes something on disk is counted; the one at `at` is not done, or half, and fails."""
    done: list[str] = []

    def step(name: str, real: Any) -> Any:
        def stepping(*arguments: Any, **options: Any) -> Any:
            done.append(name)
            if len(done) == at:
                if name == "_add":
                    tree, level, joined = arguments
                    real(tree, level, joined[: len(joined) // 2 + 5])
                raise fault
            return real(*arguments, **options)

        return stepping

    with monkeypatch.context() as patching:
        for owner, name in [(Tree, "_add"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir")]:
            patching.setattr(owner, name, step(name, getattr(owner, name)))
        for name in ("fsync", "link", "truncate"):
            patching.setattr(os, name, step(name, getattr(os, name)))
        yield done


def test_a_crash_at_any_step_leaves_a_sound_checkpoint_and_the_next_goes_on(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: set[str] = set()

    def crashing(book: Book, at: int) -> bool:
        """Whether sealing came to that step, and died there."""
        with failing(monkeypatch, at, Killed()) as steps:
            try:
                home.seal_of(book).keep_up()
            except Killed:
                return True
            finally:
                taken.update(steps)
        return False

    with closing(Book(home.book_place)) as book:
        at, crashed = 0, True
        while crashed:
            at += 1
            write(book, 260)
            before = checkpoint_of(home)
            crashed = crashing(book, at)
            crashing(book, 1 + at % 4)  # and the one that puts it right dies too
            after = checkpoint_of(home)  # opened: it is whole and signed
            assert after.size in (before.size, book.position)
            assert Tree(home.folder / SEAL).root(after.size) == after.root
            assert home.seal_of(book).keep_up() == book.position - after.size
            check_sealed(home)
    assert at > 11
    assert {"_add", "fsync", "replace", "link", "truncate"} <= taken


def test_a_full_disk_leaves_the_last_checkpoint_and_all_is_sealed_when_there_is_room(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Book(home.book_place)) as book:
        seal, at = home.seal_of(book), 0
        while True:
            at += 1
            write(book, 260)
            before = checkpoint_of(home)
            caplog.clear()
            with failing(monkeypatch, at, OSError(errno.ENOSPC, "No space left on device")) as steps:
                assert seal.keep_up() in (0, 260)
            if len(steps) < at:
                break
            if seal.standing_still:  # else it found a way round
                assert "磁盘已满" in seal.standing_still
                assert [one.message for one in caplog.records] == [seal.standing_still]
            assert checkpoint_of(home).size in (before.size, book.position)
            seal.keep_up()
            assert not seal.standing_still
            check_sealed(home)
    assert at > 11


def test_many_sealers_at_once_make_one_tree_and_every_checkpoint_continues_the_last(home: Home) -> None:
    ending, seen = Event(), set[Checkpoint]()

    def seal() -> int:
        sealed = 0
        with closing(Book(home.book_place)) as book:
            mine = home.seal_of(book)
            while not ending.is_set():
                sealed += mine.keep_up()
                assert not mine.standing_still
                seen.add(checkpoint_of(home))
        return sealed

    with ThreadPoolExecutor(4) as threads, closing(Book(home.book_place)) as book:
        sealers = [threads.submit(seal) for _ in range(4)]
        for count in (1, 300, 7, 1, 1, 50, 800, 3):
            write(book, count)
            time.sleep(0.03)
        ending.set()
        sealed = sum(one.result() for one in sealers)
        sealed += home.seal_of(book).keep_up()
        assert sealed == book.position == check_sealed(home)
    seen.add(checkpoint_of(home))
    tree = Tree(home.folder / SEAL)
    some = sorted((one for one in seen if one.size), key=lambda one: one.size)
    for old, new in pairwise(some):
        verify_consistency(old.size, new.size, tree.consistency(old.size, new.size), old.root, new.root)


def test_who_closes_the_ledger_waits_for_the_sealer_that_may_have_missed_its_last_event(home: Home) -> None:
    with closing(Book(home.book_place)) as book:
        write(book, 3)
        holding, done = Event(), Event()

        def other() -> None:
            from ledger.seal.one_sealer import the_only_sealer

            with the_only_sealer(home.folder / SEAL, 0.0) as alone:
                assert alone
                holding.set()
                done.wait(5)

        with ThreadPoolExecutor(1) as thread:
            held = thread.submit(other)
            holding.wait(5)
            seal: Seal = home.seal_of(book)
            assert seal.keep_up() == 0  # and does not wait
            assert not seal.standing_still
            waiting = ThreadPoolExecutor(1).submit(seal.keep_up, 5.0)
            time.sleep(0.05)
            done.set()
            assert waiting.result() == 3
            held.result()
    check_sealed(home)


def test_a_bulk_of_many_lots_is_sealed_whole(home: Home) -> None:
    with home.opened() as ledger:
        write(ledger.book, 23_000)
        assert (home.folder / SEAL / CHECKPOINT).exists()
    assert check_sealed(home) == 23_000
