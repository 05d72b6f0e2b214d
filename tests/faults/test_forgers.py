"""What forgers can do who hold more than one thing: database and signing key, an older copy; and what finds them."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest

from api.desk.showing import show_numbers
from ledger.hand_in import HandIn
from ledger.home import BOOK, VAULT, Home
from ledger.refusals import Refused
from ledger.seal import Seal
from ledger.store.rows import Row
from ledger.submission import Submission
from ledger.vault import Particulars
from projections.verifying.whole import verify
from tests.books import ON_POSTGRESQL, by_another_hand
from tests.faults.office_day import lesson
from tests.ledger.stories import AUTUMN, LI, SCHOOL, TEACHER, changed, clerk

HANDED_OUT = "张集乡中心校存的"


@pytest.fixture
def county(home: Home) -> Home:
    """Five lessons, sealed."""
    record(home, range(1, 6))
    return home


def record(home: Home, periods: range) -> None:
    with home.opened() as ledger:
        for period in periods:
            assert ledger.book.append(clerk(None), Submission([lesson(period, 1)]))


def handed_out(home: Home) -> list[tuple[str, bytes]]:
    """The newest checkpoint, as another office keeps it."""
    return [(HANDED_OUT, (home.folder / "seal" / "checkpoint").read_bytes())]


def rows_of(home: Home) -> list[Row]:
    with home.opened() as ledger:
        return ledger.book.stored.rows()


def forge(home: Home, position: int) -> None:
    """Let a record say something else, as whoever writes to the database can."""
    with by_another_hand(home.folder / BOOK) as database:
        [(body,)] = database.execute("SELECT body FROM events WHERE position=?", (position,)).fetchall()
        forged = bytes(body).replace("板书".encode(), "优秀".encode())
        assert forged != body
        database.execute("UPDATE events SET body=? WHERE position=?", (forged, position))


def seal_anew(home: Home) -> None:
    """Throw the seal away and make another over what the book says now, as whoever has the signing key can."""
    rmtree(home.folder / "seal")
    with home.opened() as ledger:
        seal = Seal(home.folder / "seal", home.seal_of(ledger.book)._log, ledger.keys, ledger.book.today)
        seal.allow_beginning()
        seal.keep_up(wait=5)
        assert seal.standing_still == ""
        assert seal.size == ledger.book.position
        access = home.seal_of_access(ledger)
        access.allow_beginning()
        access.begin()


def test_who_writes_to_the_database_alone_is_found_and_the_record_named(county: Home) -> None:
    forge(county, 3)
    report = verify(county)
    assert {fault.position for fault in report.faults} >= {3}


def test_who_has_the_signing_key_too_is_found_only_by_a_checkpoint_held_elsewhere(county: Home) -> None:
    elsewhere = handed_out(county)
    forge(county, 3)
    seal_anew(county)
    assert verify(county).ok  # nothing in the house can say it
    report = verify(county, elsewhere)
    assert not report.ok
    assert any(HANDED_OUT in fault.what for fault in report.faults)


@pytest.mark.skipif(ON_POSTGRESQL, reason="the folder and the database would have to be put back together")
def test_who_puts_an_older_copy_back_is_found_only_by_a_checkpoint_held_elsewhere(county: Home, tmp_path: Path) -> None:
    copytree(county.folder, tmp_path / "older")
    record(county, range(6, 9))
    elsewhere = handed_out(county)
    rmtree(county.folder)
    copytree(tmp_path / "older", county.folder)
    assert verify(county).ok
    record(county, range(6, 9))  # as many as there were, and others
    assert verify(county).ok
    assert any(HANDED_OUT in fault.what for fault in verify(county, elsewhere).faults)


@pytest.mark.skipif(ON_POSTGRESQL, reason="the file of the book is put back by itself")
def test_who_puts_only_an_older_book_back_is_found_by_the_seal(county: Home, tmp_path: Path) -> None:
    older = (county.folder / BOOK).read_bytes()
    record(county, range(6, 9))
    (county.folder / BOOK).write_bytes(older)
    assert not verify(county).ok
    record(county, range(16, 20))
    with county.opened() as ledger:
        assert ledger.seal.keep_up(wait=5) == 0  # nothing is sealed over it
        assert ledger.seal.standing_still != ""
    assert not verify(county).ok


def test_what_somebody_writes_past_the_end_stays_seen_as_every_record_does(county: Home) -> None:
    """Whoever may write to the database can say something new, as a clerk can; not say it of an earlier time."""
    with by_another_hand(county.folder / BOOK) as database:
        database.execute("INSERT INTO events SELECT 6, ?, 1, kind, body FROM events WHERE position=5", (b"f" * 16,))
    assert verify(county, only=["book"]).sealed == 5
    sealed_then = rows_of(county)  # opened once more, and sealed with the next
    with by_another_hand(county.folder / BOOK) as database:
        database.execute("DELETE FROM events WHERE position=6")
    assert len(sealed_then) == 6
    assert not verify(county).ok


# Whoever writes into the vault, or beside the keys


@pytest.fixture
def peopled(home: Home) -> Home:
    """A teacher whose name and numbers the vault holds; somebody looked at them twice."""
    with home.opened() as ledger:
        ledger.vault.begin()
        identity = ledger.vault.keep(LI, Particulars("李明华", "11010519491231002X", "13812345678"))
        ledger.vault.commit()
        for record in (AUTUMN, SCHOOL, changed(TEACHER, identity=identity)):
            assert ledger.book.append(clerk(), Submission([record]))
    for _ in range(2):
        looked_up(home)
    assert verify(home, only=["book", "vault"]).ok
    return home


def looked_up(home: Home) -> Particulars:
    with home.opened() as ledger:
        return show_numbers(ledger, home.seal_of_access(ledger), HandIn("000901"), LI, "核对材料")


def test_a_line_typed_into_the_list_of_the_forgotten_destroys_nothing_and_is_found(peopled: Home) -> None:
    peopled.forgotten.path.write_text(f"{LI} 2020-01-01 {'0' * 64}\n")
    assert looked_up(peopled).name == "李明华"
    [fault] = verify(peopled, only=["vault"]).faults
    assert "删除名单" in fault.what
    assert LI in fault.what
    peopled.forgotten.path.unlink()
    assert verify(peopled, only=["vault"]).ok


def test_who_says_in_the_vault_too_that_a_person_was_forgotten_is_found(peopled: Home) -> None:
    peopled.forgotten.path.write_text(f"{LI} 2020-01-01 {'0' * 64}\n")
    with by_another_hand(peopled.folder / VAULT) as database:
        database.execute("DELETE FROM person")
        database.execute("DELETE FROM particulars")
        database.execute("INSERT INTO forgotten VALUES (?, 1)", (LI,))
    assert any(LI in fault.what for fault in verify(peopled, only=["vault"]).faults)


def test_who_empties_the_access_log_and_takes_its_seal_away_is_found_whatever_is_done_next(peopled: Home) -> None:
    with by_another_hand(peopled.folder / VAULT) as database:
        database.execute("DELETE FROM access")
    rmtree(peopled.folder / "seal" / "access")
    assert any("查阅登记" in fault.what for fault in verify(peopled, only=["vault"]).faults)
    with peopled.opened():
        pass  # no new seal is begun in its place
    with pytest.raises(Refused) as caught:
        looked_up(peopled)
    assert caught.value.code == "not-sealed"
    assert any("查阅登记" in fault.what for fault in verify(peopled, only=["vault"]).faults)


def test_a_ledger_in_which_nobody_looked_at_anything_has_a_seal_of_its_access_log_too(home: Home) -> None:
    assert verify(home, only=["vault"]).ok
    rmtree(home.folder / "seal" / "access")
    assert any("查阅登记" in fault.what for fault in verify(home, only=["vault"]).faults)


def test_who_has_the_access_log_swallow_a_row_sees_nothing(peopled: Home) -> None:
    with by_another_hand(peopled.folder / VAULT) as database:
        if ON_POSTGRESQL:
            database.execute(
                "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$"
            )
            database.execute("CREATE TRIGGER swallow BEFORE INSERT ON access FOR EACH ROW EXECUTE FUNCTION swallow()")
        else:
            database.execute("CREATE TRIGGER swallow BEFORE INSERT ON access BEGIN SELECT RAISE(IGNORE); END")
    with pytest.raises(Refused) as caught:
        looked_up(peopled)
    assert caught.value.code == "not-recorded"
