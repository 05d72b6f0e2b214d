"""Ledgers of earlier releases: refused until they are upgraded, equal byte for byte afterwards, never half upgraded."""

import json
import multiprocessing
import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from ledger.home import BOOK, Home
from ledger.interchange.exporting import export_lines
from ledger.refusals import Misuse, Refused
from ledger.store import sqlite_upgrade
from ledger.store.formats import FORMAT
from projections.verifying.whole import verify
from tests.ledger.stories import LI, VISITS, changed, clerk, row
from tests.torture import times

pytestmark = pytest.mark.sqlite_only(reason="earlier releases wrote into files only")
STORED = Path(__file__).parent / "stored_ledgers"
EVENTS = 58


@pytest.fixture
def old(tmp_path: Path) -> Home:
    """A ledger that was written by the release before there were formats."""
    shutil.copytree(STORED / "format-1", tmp_path / "old")
    return Home(tmp_path / "old", "")


def exported(home: Home) -> bytes:
    with home.opened() as ledger:
        return b"".join(export_lines(lot) for lot in ledger.book.stored.lots())


def rows_of_the_file(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT * FROM events ORDER BY position").fetchall()


def test_an_earlier_ledger_is_refused_and_told_what_to_do(old: Home) -> None:
    before = rows_of_the_file(old.folder / BOOK)
    with pytest.raises(Refused) as caught, old.opened():
        pass
    assert caught.value.code == "ledger-older"
    assert "备份" in caught.value.message
    assert "shilu upgrade" in caught.value.message
    assert rows_of_the_file(old.folder / BOOK) == before


def test_an_upgraded_ledger_says_byte_for_byte_the_same_and_is_written_on(old: Home) -> None:
    assert old.upgrade() == (1, EVENTS)
    assert exported(old) == (STORED / "format-1.ndjson").read_bytes()
    with old.opened() as ledger:
        assert ledger.names(ledger.register())[LI] == "李明华"
        ledger.book.append(clerk(), row(changed(VISITS, pupils=60), file="f"))
        assert ledger.book.position == EVENTS + 1
    assert verify(old, only=["book", "vault"]).faults == []
    assert old.upgrade() == (FORMAT, EVENTS + 1)


def test_the_command_says_what_was_done_and_that_there_is_nothing_to_do(
    old: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(old.folder))
    assert main(["upgrade", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["from"], told["to"], told["events"], told["views"]) == (1, FORMAT, EVENTS, False)
    assert told["verifier_key"] == old.keys.verifier_key
    assert Path(told["paper"]).is_file()
    Path(told["paper"]).unlink()
    assert main(["upgrade"]) == 0
    told_again = capsys.readouterr().out
    assert "不用升级" in told_again
    assert "密钥" not in told_again


def test_the_command_says_which_keys_it_made_and_where_their_paper_copy_lies(
    old: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(old.folder))
    assert main(["upgrade"]) == 0
    told = capsys.readouterr().out
    assert str(old.keys.unprinted_paper) in told
    assert old.keys.verifier_key in told


def test_where_no_ledger_is_nothing_is_upgraded_or_made(tmp_path: Path) -> None:
    with pytest.raises(Misuse) as caught:
        Home(tmp_path / "nowhere", "").upgrade()
    assert caught.value.code == "no-ledger"
    assert not (tmp_path / "nowhere").exists()


def test_a_later_ledger_is_left_alone(old: Home) -> None:
    old.upgrade()
    with closing(sqlite3.connect(old.folder / BOOK)) as file, file:
        file.execute("UPDATE book SET format=9, since_release='7.5'")
    with pytest.raises(Refused) as caught:
        old.upgrade()
    assert caught.value.code == "ledger-newer"


def test_what_does_not_come_out_equal_is_undone(old: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows_of_the_file(old.folder / BOOK)
    altered = sqlite_upgrade._NEW.replace("version,", "version + (position=7),")
    monkeypatch.setattr(sqlite_upgrade, "_NEW", altered)
    with pytest.raises(Refused) as caught:
        old.upgrade()
    assert caught.value.code == "upgrade-differs"
    assert rows_of_the_file(old.folder / BOOK) == before
    monkeypatch.undo()
    assert old.upgrade() == (1, EVENTS)


def test_a_disk_that_fills_up_leaves_the_earlier_ledger(old: Home) -> None:
    with closing(sqlite3.connect(old.folder / BOOK)) as file:
        [pages] = file.execute("PRAGMA page_count").fetchone()
    before = rows_of_the_file(old.folder / BOOK)
    connect = sqlite3.connect

    def small(*where: object, **how: object) -> sqlite3.Connection:
        file = connect(*where, **how)  # type: ignore[call-overload]
        file.execute(f"PRAGMA max_page_count={pages + 2}")
        return file  # type: ignore[no-any-return]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", small)
        with pytest.raises(sqlite3.OperationalError, match="full"):
            old.upgrade()
    assert rows_of_the_file(old.folder / BOOK) == before


def test_a_commit_that_fails_and_undoes_itself_is_told_as_it_is(old: Home) -> None:
    """As SQLite does on a disk that fails: the transaction is gone when the error arrives."""
    before = rows_of_the_file(old.folder / BOOK)
    connect = sqlite3.connect

    class Failing(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
            if statement != "COMMIT":
                return super().execute(statement, *values)
            super().execute("ROLLBACK")
            raise sqlite3.OperationalError("disk I/O error")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(connect, factory=Failing))
        with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
            old.upgrade()
    assert rows_of_the_file(old.folder / BOOK) == before


@pytest.mark.parametrize("after", range(times(5, 40)))
def test_an_upgrade_that_is_killed_is_whole_or_not_begun_and_runs_again(old: Home, after: int) -> None:
    _grow(old.folder / BOOK)
    before = rows_of_the_file(old.folder / BOOK)
    process = multiprocessing.get_context("fork").Process(target=_upgrade, args=(old.folder,))
    process.start()
    started = old.folder / "started"
    while not started.exists():
        time.sleep(0.001)
    time.sleep(after * 0.02)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    found, events = old.upgrade()
    assert found in (1, FORMAT)
    assert events == len(before)
    with old.opened() as ledger:
        assert ledger.book.stored.rows() == before


def _grow(path: Path) -> None:
    """More events of the first stream, so that an upgrade takes a while."""
    with closing(sqlite3.connect(path)) as file, file:
        [body] = file.execute("SELECT body FROM events WHERE position=1").fetchone()
        more = [(EVENTS + i, bytes(8) + i.to_bytes(8, "big"), 1, "term.announced/1", body) for i in range(1, 8_000)]
        file.executemany("INSERT INTO events VALUES (?,?,?,?,?)", more)


def _upgrade(folder: Path) -> None:
    (folder / "started").touch()
    Home(folder, "").upgrade()
