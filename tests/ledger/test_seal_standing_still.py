"""What does not fit together is not sealed over: the seal stands still and says why, and recording goes on."""

from collections.abc import Callable
from pathlib import Path
from shutil import copy, rmtree

import pytest

from ledger.home import BOOK, KEYS, SEAL, Home
from ledger.refusals import Refused
from ledger.seal import CHECKPOINT, KEPT
from tests.books import by_another_hand
from tests.ledger.sealed import check_sealed
from tests.ledger.stories import AUTUMN, LESSON, SCHOOL, TEACHER, VISITS, changed, clerk, row


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A ledger with four events, sealed."""
    home = Home(tmp_path / "county")
    home.make()
    with home.opened() as ledger:
        for record in (AUTUMN, SCHOOL, TEACHER, LESSON):
            ledger.book.append(clerk(), row(record))
    return home


def in_seal(home: Home, name: str) -> Path:
    return home.folder / SEAL / name


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def lose_key(home: Home) -> None:
    (home.folder / KEYS / "seal.key").unlink()


def lose_checkpoint(home: Home) -> None:
    in_seal(home, CHECKPOINT).unlink()


def lose_seal(home: Home) -> None:
    rmtree(home.folder / SEAL)


def lose_tree(home: Home) -> None:
    in_seal(home, "tree.0").unlink()


def alter_tree(home: Home) -> None:
    flip(in_seal(home, "tree.0"), 32)


def cut_tree(home: Home) -> None:
    in_seal(home, "tree.0").write_bytes(in_seal(home, "tree.0").read_bytes()[:-1])


def alter_checkpoint(home: Home) -> None:
    path = in_seal(home, CHECKPOINT)
    path.write_text(path.read_text().replace("\n4\n", "\n3\n"))


def empty_checkpoint(home: Home) -> None:
    in_seal(home, CHECKPOINT).write_bytes(b"")


def take_that_of_another(home: Home) -> None:
    other = Home(home.folder.parent / "another")
    other.make()
    copy(other.folder / SEAL / CHECKPOINT, in_seal(home, CHECKPOINT))


def cut_book(home: Home) -> None:
    with by_another_hand(home.folder / BOOK) as database:
        database.execute("DELETE FROM events WHERE position>?", (3,))


def alter_last_row(home: Home) -> None:
    with by_another_hand(home.folder / BOOK) as database:
        database.execute("UPDATE events SET version=7 WHERE position=?", (4,))


AMISS: dict[Callable[[Home], None], str] = {
    lose_key: "签名密钥",
    lose_checkpoint: "不见了",
    lose_seal: "不见了",
    lose_tree: "树的文件和校验点对不上",
    alter_tree: "树的文件和校验点对不上",
    cut_tree: "树的文件和校验点对不上",
    alter_checkpoint: "签名和内容对不上",
    empty_checkpoint: "签名文件",
    take_that_of_another: "没有",
    cut_book: "账本",
    alter_last_row: "不是封存时的那一条",
}


def everything_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


@pytest.mark.parametrize("amiss", AMISS, ids=lambda amiss: amiss.__name__)
def test_nothing_is_sealed_over_and_every_event_is_recorded_all_the_same(
    home: Home, amiss: Callable[[Home], None], caplog: pytest.LogCaptureFixture
) -> None:
    amiss(home)
    left = everything_in(home.folder / SEAL)
    for pupils in (3, 4):
        caplog.clear()
        with home.opened() as ledger:
            asked = home.seal_of(ledger.book)
            asked.look()
            assert AMISS[amiss] in asked.standing_still
            last = ledger.book.position
            assert ledger.book.append(clerk(), row(changed(VISITS, pupils=pupils)))
            assert ledger.book.position == last + 1
        assert [one.message for one in caplog.records] == [ledger.seal.standing_still]
        assert AMISS[amiss] in ledger.seal.standing_still
    assert everything_in(home.folder / SEAL) == left


def test_a_gap_in_what_is_not_sealed_yet_is_not_sealed_over(home: Home) -> None:
    with home.opened() as ledger:
        for pupils in (3, 4, 5):
            ledger.book.append(clerk(), row(changed(VISITS, pupils=pupils)))
        with by_another_hand(home.folder / BOOK) as database:
            database.execute("DELETE FROM events WHERE position=?", (6,))
        assert ledger.seal.keep_up() == 0
        assert "没有第 6 条" in ledger.seal.standing_still
    assert check_sealed(home, 4) == 4


def test_a_key_that_is_put_back_goes_on_from_where_it_stood(home: Home) -> None:
    key = (home.folder / KEYS / "seal.key").read_bytes()
    lose_key(home)
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(VISITS))
    assert check_sealed(home, 4) == 4
    (home.folder / KEYS / "seal.key").write_bytes(key)
    with home.opened():
        pass
    assert check_sealed(home) == 5


def test_a_checkpoint_that_was_kept_takes_the_place_of_the_lost_one(home: Home) -> None:
    lose_checkpoint(home)
    [kept] = in_seal(home, KEPT).iterdir()
    copy(kept, in_seal(home, CHECKPOINT))
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(VISITS))
    assert check_sealed(home) == 5


@pytest.mark.parametrize("amiss", [lose_tree, alter_tree, cut_tree], ids=lambda amiss: amiss.__name__)
def test_a_tree_is_made_anew_from_the_book_that_the_checkpoint_speaks_of(
    home: Home, amiss: Callable[[Home], None]
) -> None:
    with home.opened() as ledger:
        for pupils in range(1, 300):
            ledger.book.append(clerk(), row(changed(VISITS, pupils=pupils)))
    sound = everything_in(home.folder / SEAL)
    amiss(home)
    with home.opened() as ledger:
        assert ledger.seal.rebuild() == ledger.book.position
        ledger.seal.look()
        assert not ledger.seal.standing_still
    assert everything_in(home.folder / SEAL) == sound
    check_sealed(home)


@pytest.mark.parametrize(
    ("amiss", "code"),
    [
        (alter_last_row, "seal-broken"),
        (cut_book, "seal-broken"),
        (lose_checkpoint, "seal-lost"),
        (alter_checkpoint, "note-altered"),
    ],
)
def test_a_book_that_is_not_the_sealed_one_makes_no_tree(home: Home, amiss: Callable[[Home], None], code: str) -> None:
    amiss(home)
    left = everything_in(home.folder / SEAL)
    with home.opened() as ledger:
        with pytest.raises(Refused) as caught:
            ledger.seal.rebuild()
        assert caught.value.code == code
    assert {path: content for path, content in everything_in(home.folder / SEAL).items() if path in left} == left
