"""Who alters a record and then makes away with the seal, or a part of it, so that the next command seals it anew."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy, rmtree

import pytest

from ledger.access_log import Access, What
from ledger.home import BOOK, KEYS, LAST_BACKUP, SEAL, Home
from ledger.keys import PAPER
from ledger.records.record import TeacherId
from ledger.seal import CHECKPOINT, KEPT
from ledger.seal.checkpoint_files import BEGINNING
from projections.verifying.whole import verify
from tests.books import by_another_hand
from tests.faults.test_forgers import HANDED_OUT, forge, handed_out, record

BOOK_ONLY = ["book"]


@pytest.fixture
def county(home: Home) -> Home:
    """Five lessons, sealed; the checkpoint over the first three is kept as somebody kept it."""
    record(home, range(1, 4))
    copy(home.folder / SEAL / CHECKPOINT, home.folder / "older")
    record(home, range(4, 6))
    return home


def in_seal(home: Home, name: str) -> Path:
    return home.folder / SEAL / name


def lose_tree(home: Home) -> None:
    for path in (home.folder / SEAL).glob("tree.*"):
        path.unlink()


def make_room(home: Home) -> None:
    """An empty file where a seal that may begin has its note."""
    lose_tree(home)
    in_seal(home, CHECKPOINT).unlink()
    rmtree(in_seal(home, KEPT))
    in_seal(home, BEGINNING).touch()


def another_notes_beginning(home: Home) -> None:
    """The note of another ledger's seal."""
    other = Home(home.folder.parent / "another")
    other.make()
    make_room(home)
    copy(other.folder / SEAL / CHECKPOINT, in_seal(home, BEGINNING))


def take_seal_and_its_keys(home: Home) -> None:
    rmtree(home.folder / SEAL)
    for path in (home.folder / KEYS).glob("seal.*"):
        path.unlink()


def leave_only_the_paper(home: Home) -> None:
    take_seal_and_its_keys(home)
    for path in (home.folder / KEYS).glob("backup.*"):
        path.unlink()


def leave_what_a_backup_left(home: Home) -> None:
    leave_only_the_paper(home)
    (home.folder / KEYS / PAPER).unlink()
    (home.folder / LAST_BACKUP).write_text("{}")


def leave_a_look_at_a_number(home: Home) -> None:
    with home.opened() as ledger:
        at = ledger.book.clock()
        ledger.vault.access.add(Access(at, "000101", "county", What.NUMBERS, TeacherId("000001"), "核对"))
    leave_only_the_paper(home)
    (home.folder / KEYS / PAPER).unlink()


def put_older_checkpoint_back(home: Home) -> None:
    rmtree(in_seal(home, KEPT))
    copy(home.folder / "older", in_seal(home, CHECKPOINT))


def take_the_end_too(home: Home) -> None:
    put_older_checkpoint_back(home)
    with by_another_hand(home.folder / BOOK) as database:
        database.execute("DELETE FROM events WHERE position>?", (3,))


FORGERIES: dict[Callable[[Home], None], str] = {
    make_room: "不见了",
    another_notes_beginning: "不见了",
    take_seal_and_its_keys: "签名密钥",
    leave_only_the_paper: "签名密钥",
    leave_what_a_backup_left: "签名密钥",
    leave_a_look_at_a_number: "签名密钥",
    put_older_checkpoint_back: "第 4 条",
    take_the_end_too: "第 4 条",
}


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__)
def test_what_was_altered_is_not_sealed_as_if_it_were_new(county: Home, forgery: Callable[[Home], None]) -> None:
    forge(county, 4)
    forgery(county)
    for _ in range(2):
        with county.opened() as ledger:
            seal = ledger.seal
        assert FORGERIES[forgery] in seal.standing_still
        assert seal.size <= 3
        assert not verify(county, only=BOOK_ONLY).ok


def test_a_book_that_was_emptied_is_not_begun_anew(county: Home) -> None:
    with by_another_hand(county.folder / BOOK) as database:
        database.execute("DELETE FROM events")
    make_room(county)
    with county.opened() as ledger:
        seal = ledger.seal
    assert seal.checkpoint is None
    assert seal.standing_still


def test_who_leaves_no_trace_of_the_seal_gets_one_that_says_since_when(county: Home) -> None:
    """A ledger without any trace is one of an earlier release: it is sealed, and every checkpoint tells how late."""
    forge(county, 3)
    rmtree(county.folder / SEAL)
    for path in (county.folder / KEYS).iterdir():
        if path.name != "vault.key":
            path.unlink()
    record(county, range(6, 8))
    record(county, range(8, 9))
    report = verify(county, only=BOOK_ONLY)
    assert report.found == []
    assert any("此前的 5 条" in note for note in report.notes)


def test_who_puts_older_checkpoint_and_tree_back_is_found_only_by_a_checkpoint_held_elsewhere(county: Home) -> None:
    elsewhere = handed_out(county)
    forge(county, 4)
    put_older_checkpoint_back(county)
    tree = in_seal(county, "tree.0")
    tree.write_bytes(tree.read_bytes()[:96])
    with county.opened():
        pass
    assert verify(county, only=BOOK_ONLY).ok  # the older checkpoint is genuine: nothing in the house can say it
    assert any(HANDED_OUT in fault.what for fault in verify(county, elsewhere, only=BOOK_ONLY).found)


def test_a_sound_ledger_says_nothing_of_the_sort(county: Home) -> None:
    report = verify(county, only=BOOK_ONLY)
    assert (report.found, report.notes) == ([], [])


@pytest.mark.parametrize("left", [lambda ends: ends[:32], lambda ends: bytes(32) + ends[32:], lambda ends: bytes(70)])
def test_what_a_crash_leaves_behind_the_checkpoint_is_gone_over(county: Home, left: Callable[[bytes], bytes]) -> None:
    """Right hashes, torn ones, and zeros where a power cut lost what was written."""
    put_older_checkpoint_back(county)
    tree = in_seal(county, "tree.0").read_bytes()
    in_seal(county, "tree.0").write_bytes(tree[:96] + left(tree[96:]))
    assert verify(county, only=BOOK_ONLY).ok
    with county.opened() as ledger:
        seal = ledger.seal
    assert (seal.standing_still, seal.size) == ("", 5)
    assert in_seal(county, "tree.0").read_bytes() == tree
