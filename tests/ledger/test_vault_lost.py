"""A ledger whose vault is gone: refused, never given an empty one unseen; a new one is begun where somebody says so."""

import json
from pathlib import Path

import pytest

from api.cli.main import main
from ledger.backup.writing import write_backup
from ledger.home import VAULT, Home
from ledger.refusals import Misuse
from projections.verifying.whole import verify
from tests.faults.sealed_sample import sealed_sample
from tests.ledger.backup_samples import restored, rows_of
from tests.ledger.stories import LESSON, clerk, row
from tests.ledger.test_home import has_vault, lose_vault


def lost(home: Home) -> bool:
    try:
        with home.opened():
            return False
    except Misuse as refused:
        return refused.code == "vault-lost" and "shilu restore" in refused.message


@pytest.fixture
def county(home: Home) -> Home:
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(LESSON))
    return home


def test_a_ledger_whose_vault_is_gone_is_refused_and_no_empty_one_is_made(county: Home, tmp_path: Path) -> None:
    lose_vault(county)
    assert lost(county)
    with pytest.raises(Misuse, match="姓名库"):
        write_backup(county, tmp_path / "empty.age")
    assert not (tmp_path / "empty.age").exists()
    assert not has_vault(county)
    assert lost(county)


@pytest.mark.sqlite_only(reason="about a file")
def test_a_vault_file_that_was_cut_to_nothing_is_a_lost_one(county: Home) -> None:
    (county.folder / VAULT).write_bytes(b"")
    assert lost(county)
    assert (county.folder / VAULT).read_bytes() == b""


def test_an_empty_ledger_gets_a_vault_as_it_ever_did(home: Home) -> None:
    lose_vault(home)
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(LESSON))
    assert not lost(home)


def test_a_backup_brings_it_back(county: Home, tmp_path: Path) -> None:
    write_backup(county, tmp_path / "all.age")
    rows = rows_of(county)
    lose_vault(county)
    restored(county, tmp_path / "again", tmp_path / "all.age")
    assert rows_of(Home(tmp_path / "again")) == rows


def test_where_there_is_no_backup_a_new_one_is_begun_and_the_book_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with sealed_sample(tmp_path) as home:
        monkeypatch.setenv("SHILU_HOME", str(home.folder))
        key = home.keys.vault_key()
        asked = ["keys", "replace", "--key", "vault", "--lost", "--reason", "误删"]
        assert main(asked) == 1
        assert "key-not-lost" not in capsys.readouterr().out
        lose_vault(home)
        assert main(asked) == 0
        assert "从空的开始" in capsys.readouterr().out
        assert home.keys.vault_key() != key
        [kept] = home.keys.folder.glob("vault.key.*")
        assert bytes.fromhex(kept.read_text()) == key
        assert main(["status", "--format", "json"]) == 0
        json.loads(capsys.readouterr().out)
        given = tmp_path / "given"
        workbook = next(path for path in given.iterdir() if path.suffix == ".xlsx")
        main(["import", str(workbook)])
        with home.opened() as ledger:
            assert ledger.names(ledger.register())
        faults = [what for _, _, what in verify(home, only=["book", "vault"]).faults]
        assert not [what for what in faults if "查阅登记" not in what], faults  # that is gone with the vault, indeed
        assert main(["person", "show", "000001", "--reason", "核对"]) == 0
