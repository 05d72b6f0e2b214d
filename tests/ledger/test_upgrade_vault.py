"""Vaults of earlier releases: brought to the present form with every row, never half, and sound for `verify`."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from ledger.home import VAULT, Home
from ledger.refusals import Refused
from ledger.store import vault_upgrade
from ledger.store.soundness import faults_of_vault
from ledger.store.vault_tables import upgrade_vault
from projections.verifying.whole import verify
from tests.ledger.stories import LI
from tests.torture import times

pytestmark = pytest.mark.sqlite_only(reason="earlier releases wrote into files only")
STORED = Path(__file__).parent / "stored_ledgers"
OF_PEOPLE = ("person", "particulars")

Rows = list[list[tuple[object, ...]]]


@pytest.fixture
def old(tmp_path: Path) -> Home:
    """A ledger of release 0.1."""
    shutil.copytree(STORED / "format-1", tmp_path / "old")
    return Home(tmp_path / "old", "")


def rows(path: Path, tables: Sequence[str] = OF_PEOPLE) -> Rows:
    with closing(sqlite3.connect(path)) as file:
        return [file.execute(f"SELECT * FROM {table}").fetchall() for table in tables]


def test_a_ledger_that_was_upgraded_is_sound_and_everybody_has_the_name_they_had(old: Home) -> None:
    before = rows(old.folder / VAULT)
    old.upgrade()
    assert rows(old.folder / VAULT) == before
    with old.opened() as ledger:
        assert ledger.names(ledger.register())[LI] == "李明华"
    report = verify(old)
    assert report.ok, report.faults


def test_a_ledger_whose_book_release_0_2_has_upgraded_is_brought_up_when_it_is_opened(old: Home) -> None:
    from ledger.home import BOOK
    from ledger.store.sqlite_upgrade import upgrade

    upgrade(old.folder / BOOK)
    before = rows(old.folder / VAULT)
    with old.opened():
        pass
    assert rows(old.folder / VAULT) == before
    report = verify(old)
    assert report.ok, report.faults


def test_a_vault_of_release_0_2_is_sound_once_it_was_opened(home: Home) -> None:
    path = home.folder / VAULT
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE access")
        file.execute("DROP TABLE forgotten")
    with home.opened():
        pass
    assert faults_of_vault(path) == []


def test_a_table_that_somebody_altered_is_not_made_good(old: Home) -> None:
    path = old.folder / VAULT
    with closing(sqlite3.connect(path)) as file:
        file.execute("ALTER TABLE particulars ADD COLUMN said TEXT")
    old.upgrade()
    assert any("particulars" in fault for fault in faults_of_vault(path))


def test_what_does_not_come_out_equal_is_undone(old: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    path = old.folder / VAULT
    before = path.read_bytes()
    monkeypatch.setattr(vault_upgrade, "_LEFT_OUT", "SELECT * FROM earlier")
    with pytest.raises(Refused) as caught:
        upgrade_vault(path)
    assert caught.value.code == "upgrade-differs"
    assert path.read_bytes() == before


def test_a_vault_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    upgrade_vault(tmp_path / VAULT)
    assert not (tmp_path / VAULT).exists()


@pytest.mark.parametrize("after", range(times(5, 40)))
def test_an_upgrade_that_is_killed_leaves_the_earlier_form_or_the_present_one(old: Home, after: int) -> None:
    path = old.folder / VAULT
    with closing(sqlite3.connect(path)) as file, file:
        more = [(f"{number:06}", "ab" * 16, bytes(200)) for number in range(500_000, 540_000)]
        file.executemany("INSERT INTO particulars VALUES (?,?,?)", more)
    before = rows(path)
    process = multiprocessing.get_context("fork").Process(target=_upgrade, args=(path,))
    process.start()
    started = path.with_name("started")
    while not started.exists():
        time.sleep(0.001)
    time.sleep(after * 0.02)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert rows(path) == before
    upgrade_vault(path)
    assert rows(path) == before
    assert not any("particulars" in fault for fault in faults_of_vault(path))


def _upgrade(path: Path) -> None:
    path.with_name("started").touch()
    upgrade_vault(path)
