"""`shilu verify`, `receipt`, `verify-receipt`, `replay --against`: what is typed, what is printed, the exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from api.cli.main import main
from ledger.home import BOOK, VAULT, Home
from tests.api.small_workbook import small_county, written
from tests.books import by_another_hand
from tests.faults.office_day import line


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "ledger"))
    assert main(["init"]) == 0
    assert main(["import", str(written(small_county(), tmp_path / "term.xlsx"))]) == 0
    capsys.readouterr()
    return Home(tmp_path / "ledger")


def typed(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert main(list(arguments)) == status
    captured = capsys.readouterr()
    return captured.out + captured.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    return json.loads(typed(capsys, *arguments, "--format", "json", status=status))


def alter(home: Home, position: int) -> None:
    with by_another_hand(home.folder / BOOK) as other:
        other.execute("UPDATE events SET version=version+1 WHERE position=?", (position,))


def test_a_sound_ledger_is_told_so(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有发现改动" in typed(capsys, "verify")
    told = as_json(capsys, "verify")
    assert told["ok"] is True
    assert told["size"] == told["sealed"] > 0
    assert told["faults"] == []


def test_the_first_fault_is_named_with_position_and_entry_and_all_are_counted(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    alter(home, 5)
    alter(home, 3)
    told = as_json(capsys, "verify", "--only", "book", status=1)
    assert told["ok"] is False
    assert told["count"] == len(told["faults"]) == 2
    first = told["faults"][0]
    assert first.keys() == {"position", "entry", "what"}
    assert (first["position"], len(first["entry"])) == (3, 32)
    text = typed(capsys, "verify", status=1)
    assert "第一处" in text
    assert "位置 3" in text
    assert first["entry"] in text


def test_a_ledger_without_seal_and_public_key_is_told_so_in_one_fault(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    rmtree(home.folder / "seal")
    for name in ("seal.key", "seal.pub"):
        (home.folder / "keys" / name).unlink()
    [only] = as_json(capsys, "verify", "--only", "book", status=1)["faults"]
    assert "没有封存" in only["what"]


def test_verifying_changes_nothing(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    def files() -> dict[Path, bytes]:
        return {
            path: path.read_bytes()
            for path in home.folder.rglob("*")
            if path.is_file() and not path.name.endswith(("-wal", "-shm"))
        }

    before = files()
    typed(capsys, "verify")
    assert files() == before


def test_a_book_shorter_than_a_checkpoint_held_elsewhere_is_found(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = tmp_path / "校验点.txt"
    typed(capsys, "checkpoint", "--out", str(held))
    assert "没有发现改动" in typed(capsys, "verify", "--against", str(held))
    with by_another_hand(home.folder / BOOK) as other:
        other.execute("DELETE FROM events WHERE position>8")
    for path in (home.folder / "seal").glob("tree.*"):
        path.unlink()
    told = as_json(capsys, "verify", "--against", str(held), status=1)
    assert told["faults"][0]["position"] == 9
    assert any("校验点.txt" in one["what"] for one in told["faults"])


def test_arguments_that_cannot_be_meant_are_refused(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--only" in typed(capsys, "verify", "--only", "books", status=2)
    assert "nowhere.txt" in typed(capsys, "verify", "--against", "nowhere.txt", status=1)
    assert "--against" in typed(capsys, "replay", "nowhere.ndjson", "--key", "x+y+z", status=2)


def test_a_receipt_is_checked_in_an_empty_folder_without_ledger_or_pandas(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt, empty = tmp_path / "凭据.json", tmp_path / "empty"
    empty.mkdir()
    assert "凭据已写到" in typed(capsys, "receipt", "3", "--out", str(receipt))
    assert json.loads(typed(capsys, "receipt", "3")) == json.loads(receipt.read_text(encoding="utf-8"))
    program = (
        "import sys; from api.cli.main import main; status = main(sys.argv[1:]);"
        "loaded = {'pandas', 'pyarrow', 'sqlalchemy', 'psycopg'} & sys.modules.keys();"
        "sys.exit(f'loaded {loaded}' if loaded else status)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SHILU_")}
    command = [sys.executable, "-c", program, "verify-receipt", str(receipt), "--key"]
    for key in (home.keys.verifier_key, str(home.folder / "keys" / "seal.pub")):
        ran = subprocess.run([*command, key], cwd=empty, env=environment, capture_output=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stderr
        assert "凭据成立" in ran.stdout
    assert list(empty.iterdir()) == []
    told = as_json(capsys, "verify-receipt", str(receipt), "--key", home.keys.verifier_key)
    assert told["ok"] is True
    assert told["position"] == 3
    assert told["event"]["act"] == "recorded"


def test_a_receipt_that_was_altered_is_refused_in_one_sentence(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = tmp_path / "凭据.json"
    typed(capsys, "receipt", "3", "--out", str(receipt))
    receipt.write_text(receipt.read_text(encoding="utf-8").replace('"position": 3', '"position": 4'), encoding="utf-8")
    refused = as_json(capsys, "verify-receipt", str(receipt), "--key", home.keys.verifier_key, status=1)
    assert refused["code"] == "receipt-altered"
    assert refused["message"].count("。") == 1


def test_an_export_is_replayed_if_it_is_the_book_of_the_checkpoint_else_nothing_is_written(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    held, lines, key = tmp_path / "校验点.txt", tmp_path / "book.ndjson", str(home.folder / "keys" / "seal.pub")
    typed(capsys, "checkpoint", "--out", str(held))
    typed(capsys, "export", "--out", str(lines))
    said = lines.read_text(encoding="utf-8").splitlines(keepends=True)
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "other"))
    typed(capsys, "init")
    proving = ("--against", str(held), "--key", key)
    for wrong in (said[:-1], [*said[:-1], said[-1].replace('"actor":"local"', '"actor":"clerk"')]):
        assert wrong != said
        lines.write_text("".join(wrong), encoding="utf-8")
        assert as_json(capsys, "replay", str(lines), *proving, status=1)["code"] == "replay-against"
        assert as_json(capsys, "status")["position"] == 0
    lines.write_text("".join(said), encoding="utf-8")
    stranger = (tmp_path / "other" / "keys" / "seal.pub").read_text(encoding="utf-8").strip()
    refused = as_json(capsys, "replay", str(lines), "--against", str(held), "--key", stranger, status=1)
    assert refused["code"] == "note-of-others"
    assert as_json(capsys, "replay", str(lines), *proving) == {"position": len(said), "proved": len(said)}
    assert "没有发现改动" in typed(capsys, "verify", "--only", "book")
    assert "导出里没有姓名" in typed(capsys, "verify")  # a note: an export holds no names, and none were lost here


def test_a_vault_that_was_emptied_is_told_from_one_that_never_held_names(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = tmp_path / "book.ndjson"
    typed(capsys, "export", "--out", str(lines))
    copy = Home(tmp_path / "copy")
    monkeypatch.setenv("SHILU_HOME", str(copy.folder))
    typed(capsys, "init")
    typed(capsys, "replay", str(lines))
    assert as_json(capsys, "verify")["ok"] is True
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    with by_another_hand(copy.folder / VAULT) as other:
        [[said]] = other.execute("SELECT sealed FROM vault_key").fetchall()
    with by_another_hand(home.folder / VAULT) as other:
        other.execute("DELETE FROM particulars")
        other.execute("DELETE FROM person")
    [only] = as_json(capsys, "verify", status=1)["faults"]
    assert "姓名库是空的" in only["what"]
    with by_another_hand(home.folder / VAULT) as other:  # another ledger's word for it does not help
        other.execute("UPDATE vault_key SET sealed=?", (said,))
    assert as_json(capsys, "verify", status=1)["ok"] is False


def test_what_is_not_looked_at_is_not_said_to_be_sound(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = tmp_path / "校验点.txt"
    typed(capsys, "checkpoint", "--out", str(held))
    for option in (["--against", str(held)], ["--key", str(home.folder / "keys" / "seal.pub")]):
        assert option[0] in typed(capsys, "verify", "--only", "evidence,statements", *option, status=2)
        assert "没有发现改动" in typed(capsys, "verify", "--only", "book,evidence", *option)
    told = typed(capsys, "verify", "--only", "evidence,vault")
    assert "只核对了 vault、evidence。" in told
    assert "封存到" not in told
    told = as_json(capsys, "verify", "--only", "evidence,vault")
    assert (told["parts"], told["sealed"]) == (["vault", "evidence"], None)
    assert "只核对了" not in typed(capsys, "verify")


def test_a_ledger_of_an_earlier_release_is_asked_to_be_opened_once(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    rmtree(home.folder / "seal")
    for path in (home.folder / "keys").iterdir():
        if path.name != "vault.key":
            path.unlink()
    with by_another_hand(home.folder / VAULT) as other:
        other.execute("DROP TABLE access")
        other.execute("DROP TABLE forgotten")
    for parts, of_vault in (("book,vault", "notes"), ("vault", "faults")):
        told = as_json(capsys, "verify", "--only", parts, status=1)
        [only] = told["faults"]
        assert "打开一次" in only["what"]
        assert "姓名库是早先版本的" in str(told[of_vault])
    typed(capsys, "status")
    assert as_json(capsys, "verify")["faults"] == []
    with by_another_hand(home.folder / VAULT) as other:  # once sealed, they are missed
        other.execute("DROP TABLE access")
        other.execute("DROP TABLE forgotten")
    told = as_json(capsys, "verify", "--only", "vault", status=1)
    assert {name for name in ("access", "forgotten") for one in told["faults"] if f"“{name}”" in one["what"]} == {
        "access",
        "forgotten",
    }
    with by_another_hand(home.folder / VAULT) as other, pytest.raises(Exception, match="access"):
        other.execute("SELECT * FROM access")  # nor did looking for them make them


def test_a_seal_that_stands_still_is_told_of(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = tmp_path / "more.ndjson"
    assert "封存停下了" not in typed(capsys, "verify", "--only", "book")
    (home.folder / "keys" / "seal.key").unlink()
    for period in (1, 2):  # before anything waits for it, and after
        told = typed(capsys, "verify", "--only", "book")
        assert "没有发现改动" in told
        assert "封存停下了" in told
        assert "seal.key" in told
        more.write_text(line(period, 36), encoding="utf-8")
        typed(capsys, "append", str(more))
    assert "还没有封存" in typed(capsys, "verify", "--only", "book")
