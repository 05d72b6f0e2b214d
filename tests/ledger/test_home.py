"""A ledger's place on disk: made once, opened where it was made, its key for the owner only."""

import os
import stat
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.home import BOOK, KEYS, SEAL, VAULT, Home, name_of
from ledger.refusals import Misuse, Refused
from ledger.vault import Particulars
from tests.books import by_another_hand
from tests.ledger.stories import AUTUMN, LESSON, LI, SCHOOL, SPRING, TEACHER, TOWN, changed, clerk, row


def lose_book(home: Home) -> None:
    """The book of a ledger is gone, the vault and the key are there."""
    place = home.book_place
    if isinstance(place, Path):
        place.unlink()
        return
    with by_another_hand(home.folder / BOOK) as database:
        database.execute("DROP TABLE book, kinds, events")


def lose_vault(home: Home) -> None:
    """The vault of a ledger is gone, as if another release kept it elsewhere."""
    place = home.vault_place
    if isinstance(place, Path):
        place.unlink()
        return
    with by_another_hand(home.folder / VAULT) as database:
        database.execute("DROP TABLE vault_key, person, particulars")


def has_vault(home: Home) -> bool:
    place = home.vault_place
    if isinstance(place, Path):
        return place.exists()
    with by_another_hand(home.folder / VAULT) as database:
        return database.execute("SELECT to_regclass('vault_key') IS NOT NULL").fetchone()[0] is True


@pytest.mark.sqlite_only(reason="which files there are")
def test_a_ledger_is_a_book_a_vault_keys_and_a_seal_each_in_a_place_of_its_own(home: Home) -> None:
    assert home.exists
    assert {path.name for path in home.folder.iterdir()} == {BOOK, VAULT, KEYS, SEAL}
    assert {"vault.key", "seal.key"} <= {path.name for path in (home.folder / KEYS).iterdir()}


def test_a_new_ledger_holds_nothing(home: Home) -> None:
    with home.opened() as ledger:
        assert ledger.book.position == 0
        assert ledger.register().teachers == {}
        assert ledger.names(ledger.register()) == {}


def test_a_ledger_is_made_once(home: Home) -> None:
    key = (home.folder / KEYS / "vault.key").read_bytes()
    with pytest.raises(Misuse) as caught:
        home.make()
    assert caught.value.code == "ledger-exists"
    assert (name_of(home.folder) if home.database else str(home.folder)) in caught.value.message
    assert (home.folder / KEYS / "vault.key").read_bytes() == key


def test_no_second_ledger_is_begun_under_the_keys_and_the_seal_of_one_whose_book_is_elsewhere(home: Home) -> None:
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(AUTUMN))
    keys = {path: path.read_bytes() for path in (home.folder / KEYS).iterdir()}
    lose_book(home)
    with pytest.raises(Misuse, match="SHILU_DATABASE_URL") as caught:
        home.make()
    assert caught.value.code == "book-lost"
    assert not home.exists
    assert {path: path.read_bytes() for path in (home.folder / KEYS).iterdir()} == keys


def test_where_no_ledger_was_made_none_is_opened_and_nothing_is_left(tmp_path: Path) -> None:
    home = Home(tmp_path / "nowhere")
    assert not home.exists
    with pytest.raises(Misuse) as caught, home.opened():
        pass
    assert caught.value.code == "no-ledger"
    assert "shilu init" in caught.value.message
    assert not home.folder.exists()


def test_a_ledger_whose_book_is_gone_is_not_silently_begun_anew(home: Home) -> None:
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(LESSON))
    lose_book(home)
    assert not home.exists
    with pytest.raises(Misuse) as caught, home.opened():
        pass
    assert caught.value.code == "book-lost"
    assert not home.exists


def test_a_ledger_whose_key_is_gone_is_not_opened_and_nothing_is_written_over(home: Home) -> None:
    (home.folder / KEYS / "vault.key").unlink()
    assert not home.exists
    with pytest.raises(Misuse) as caught, home.opened():
        pass
    assert caught.value.code == "key-lost"
    with pytest.raises(Misuse) as caught:
        home.make()
    assert caught.value.code == "ledger-exists"


def test_a_ledger_is_not_opened_with_the_key_of_another(home: Home, tmp_path: Path) -> None:
    """Even before anybody is registered: names sealed with the wrong key would be lost with the right one."""
    other = Home(tmp_path / "other county")
    other.make()
    (home.folder / KEYS / "vault.key").write_bytes((other.folder / KEYS / "vault.key").read_bytes())
    with pytest.raises(Refused) as caught, home.opened():
        pass
    assert caught.value.code == "vault-unreadable"


def test_in_a_ledger_of_a_later_format_nothing_is_made(home: Home) -> None:
    with by_another_hand(home.folder / BOOK) as database:
        database.execute("UPDATE book SET format=9, since_release='7.5'")
    lose_vault(home)
    with pytest.raises(Refused) as caught, home.opened():
        pass
    assert caught.value.code == "ledger-newer"
    assert not has_vault(home)


def test_beside_a_vault_of_another_key_no_book_is_begun(home: Home) -> None:
    lose_book(home)
    (home.folder / KEYS / "vault.key").write_text("ab" * 32)
    with pytest.raises(Refused) as caught:
        home.make()
    assert caught.value.code == "vault-unreadable"
    assert not home.exists


@pytest.mark.parametrize("damaged", ["", "00ff\n", "not a key\n"], ids=["empty", "cut short", "other text"])
def test_a_damaged_key_file_is_refused_with_a_sentence(home: Home, damaged: str) -> None:
    (home.folder / KEYS / "vault.key").write_text(damaged)
    with pytest.raises(Refused) as caught, home.opened():
        pass
    assert caught.value.code == "vault-unreadable"


def test_the_key_is_random_and_read_by_its_owner_only_whatever_the_habit_of_the_machine(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for name in "ab":
            Home(tmp_path / name).make()
    finally:
        os.umask(before)
    keys = [tmp_path / name / KEYS / "vault.key" for name in "ab"]
    assert [stat.S_IMODE(key.stat().st_mode) for key in keys] == [0o600, 0o600]
    assert len({key.read_text() for key in keys}) == 2
    assert all(len(bytes.fromhex(key.read_text())) == 32 for key in keys)


def test_a_ledger_that_was_half_made_is_made_with_the_key_it_has(tmp_path: Path) -> None:
    home = Home(tmp_path / "county")
    home.make()
    key = (home.folder / KEYS / "vault.key").read_bytes()
    lose_book(home)
    home.make()
    assert (home.folder / KEYS / "vault.key").read_bytes() == key


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "elsewhere"))
    home = Home.from_environment()
    assert home.folder == tmp_path / "elsewhere"
    home.make()
    assert home.exists
    assert (tmp_path / "elsewhere" / KEYS / "vault.key").is_file()


def test_where_the_environment_names_none_it_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHILU_HOME", raising=False)
    assert Home.from_environment().folder == Path("shilu-data")
    monkeypatch.setenv("SHILU_HOME", "")
    assert Home.from_environment().folder == Path("shilu-data")


def test_what_was_written_is_there_when_the_ledger_is_opened_again(home: Home) -> None:
    with home.opened() as ledger:
        ledger.vault.begin()
        identity = ledger.vault.keep(LI, Particulars("李明华"))
        ledger.vault.commit()
        with ledger.book.writing(clerk()) as pen:
            pen.write([row(said) for said in (AUTUMN, SCHOOL, changed(TEACHER, identity=identity), LESSON)])
    with home.opened() as ledger:
        register = ledger.register()
        assert register.terms == {AUTUMN.term: AUTUMN}
        assert register.schools == {TOWN: SCHOOL}
        assert register.teachers[LI].identity == identity
        assert ledger.names(register) == {LI: "李明华"}


def test_the_register_knows_the_row_that_took_effect_last(home: Home) -> None:
    renamed = changed(SCHOOL, name="城关镇实验小学", in_effect=SPRING.start)
    with home.opened() as ledger:
        ledger.book.append(clerk(AUTUMN), row(SCHOOL))
        ledger.book.append(clerk(SPRING), row(renamed))
        assert ledger.register().schools[TOWN] == renamed


def test_a_ledger_is_closed_also_when_its_use_fails(home: Home) -> None:
    books: list[Book] = []

    def fail() -> None:
        with home.opened() as ledger:
            books.append(ledger.book)
            raise LookupError("failed inside")

    with pytest.raises(LookupError):
        fail()
    assert books[0].stored.datastore.pool.closed  # type: ignore[attr-defined]


def test_the_access_logs_seal_is_begun_before_the_books_or_neither_is(tmp_path: Path) -> None:
    """A book with a seal, and a log without one, then always means that the log's was taken away."""
    home = Home(tmp_path / "county")
    in_the_way = home.folder / SEAL / "access" / "lock"  # as a full disk would be
    in_the_way.parent.mkdir(parents=True)
    in_the_way.symlink_to(tmp_path / "nowhere" / "lock")
    home.make()
    with home.opened() as ledger:
        assert ledger.seal.checkpoint is None
        assert ledger.seal.standing_still
    in_the_way.unlink()
    with home.opened() as ledger:
        assert ledger.seal.checkpoint is not None
        assert home.seal_of_access(ledger).checkpoint is not None
