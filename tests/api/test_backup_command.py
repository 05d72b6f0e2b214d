"""`shilu backup` and `shilu restore`: what an office types, what is printed, and the schedule that operations tell."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from ledger.home import Home
from tests.api.small_workbook import TERM
from tests.faults.office_day import LAST_DAY, PACK
from tests.faults.sealed_sample import sealed_sample
from tests.house.pages import DOCS


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with sealed_sample(tmp_path_factory.mktemp("sample")) as home:
        yield home


@pytest.fixture
def county(sample: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    monkeypatch.setenv("SHILU_HOME", str(sample.folder))
    capsys.readouterr()
    return sample


class Office:
    """Types commands, and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def json(self, *arguments: str | Path, status: int = 0) -> Any:
        assert main([*map(str, arguments), "--format", "json"]) == status
        captured = self._capsys.readouterr()
        return json.loads(captured.out or captured.err)

    def text(self, *arguments: str | Path, status: int = 0) -> str:
        assert main([*map(str, arguments)]) == status
        captured = self._capsys.readouterr()
        assert not captured.out or not captured.err
        return captured.out + captured.err


@pytest.fixture
def office(capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(capsys)


def test_a_ledger_is_backed_up_checked_and_restored(
    county: Home, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.age"
    asked = ("evaluate", "--pack", PACK, "--term", TERM, "--as-of", LAST_DAY)
    before = office.json(*asked)["digest"]
    made = office.json("backup", path)
    assert made["digest"] == sha256(path.read_bytes()).hexdigest()
    assert (made["first"], made["lacking"], made["evidence"]) == (1, [], 1)
    checked = office.json("backup", "--check", path)
    assert checked["ok"]
    assert {checked[same] == made[same] for same in ("position", "digest", "checkpoint", "at")} == {True}
    status = office.json("status")["backup"]
    assert {status[same] == made[same] for same in ("position", "digest", "bytes", "at")} == {True}
    assert "备份:不到 1 小时以前,到第" in office.text("status")
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "again"))
    restored = office.json("restore", path, "--keys", county.folder / "keys")
    assert (restored["position"], restored["withheld"], restored["lacking"]) == (made["position"], [], [])
    assert office.json("verify")["ok"]
    assert office.json(*asked)["digest"] == before
    assert office.json("restore", path, "--keys", county.folder / "keys", status=2)["code"] == "restore-not-empty"
    assert office.json("status")["backup"] is None


def test_what_is_wrong_is_said_in_one_sentence_and_by_the_status(
    county: Home, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "all.age"
    office.text("backup", path)
    assert office.json("backup", path, status=2)["code"] == "backup-exists"
    assert office.json("backup", tmp_path / "b.age", "--to", "age1x", status=2)["code"] == "bad-recipient"
    for wrong in (["--from", "0"], ["--from", "99999"], ["--from", "1", "--after", path], ["--keys", tmp_path]):
        assert office.json("backup", tmp_path / "b.age", *wrong, status=2)["code"] == "bad-arguments"
    assert office.json("backup", tmp_path / "b.age", "--after", tmp_path / "no", status=1)["code"] == "unreadable-file"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    assert office.json("backup", "--check", path, status=1)["code"] == "backup-damaged"
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "again"))
    keys = ("--keys", county.folder / "keys")
    assert office.json("restore", path, *keys, status=1)["code"] == "backup-damaged"
    assert office.json("restore", path, "--keys", tmp_path / "no", status=1)["code"] == "unreadable-file"
    assert office.json("restore", path, "--keys", path, status=1)["code"] == "unreadable-file"
    assert office.json("restore", path, *keys, "--forgotten", tmp_path / "no", status=2)["code"] == "bad-arguments"
    for against in (tmp_path / "no", county.folder / "keys" / "seal.pub"):
        assert office.json("restore", path, *keys, "--against", against, status=1)["code"] != "backup-damaged"
    assert not (tmp_path / "again").exists()


def test_the_paper_copy_reminds_of_the_list_of_the_forgotten(
    county: Home, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, paper = tmp_path / "all.age", county.folder / "keys" / "paper-copy.txt"
    office.text("backup", path)
    assert "完好" in office.text("backup", "--check", path, "--keys", paper)
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "again"))
    assert "--forgotten" in office.text("restore", path, "--keys", paper)


def test_a_copy_of_the_keys_reminds_of_the_list_of_the_forgotten_and_says_how_far_it_goes(
    county: Home, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, keys = tmp_path / "all.age", tmp_path / "keys"
    office.text("backup", path)
    shutil.copytree(county.folder / "keys", keys)
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "again"))
    assert "没有另存的删除名单" in office.text("restore", path, "--keys", keys)
    (keys / "forgotten").write_text(f"000001 2023-01-12 {'ab' * 32}\n")
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "stale"))
    assert "到 2023-01-12 为止" in office.text("restore", path, "--keys", keys)
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "told"))
    assert office.json("restore", path, "--keys", keys)["listed_until"] == "2023-01-12"


def test_a_backup_that_lacks_a_file_is_not_called_whole(
    county: Home, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, lacking = tmp_path / "all.age", tmp_path / "lacking.age"
    office.text("backup", whole)
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "again"))
    office.text("restore", whole, "--keys", county.folder / "keys")
    [file] = [path for path in (tmp_path / "again" / "evidence").rglob("*") if path.is_file()]
    file.unlink()
    office.text("backup", lacking, status=1)
    told = office.text("backup", "--check", lacking, status=1)
    assert "完好" not in told
    assert "不完整" in told
    assert f"缺少:附件 {file.name}" in told


def test_a_folder_in_the_place_of_a_backup_is_told_in_chinese(county: Home, office: Office, tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "no"):
        told = office.text("backup", tmp_path / "b.age", "--after", wrong, status=1)
        assert not re.search("[A-Z][a-z]+ [a-z]+", told.replace(str(tmp_path), ""))
        assert "文件夹" in told


def test_a_backup_loads_none_of_the_libraries_for_numbers() -> None:
    code = (
        "import sys; import api.cli.backup_command, api.cli.restore_command, ledger.backup.restoring, "
        "ledger.backup.writing, ledger.backup.checking\n"
        "assert not {'pandas', 'pyarrow', 'sqlalchemy', 'numpy'} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_schedule_of_the_operations_page_does_what_it_says(county: Home, tmp_path: Path) -> None:
    """From the first hour, in an empty folder, over two evenings; and the page's line restores the days after both."""
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    [table] = re.findall(r"```cron\n(.*?)```", page, re.DOTALL)
    hourly, nightly = (re.split(r"\s+", line, maxsplit=5)[5] for line in table.splitlines()[1:])
    [unit] = re.findall(r"^ExecStart=/bin/sh -c '(.*)'$", page, re.MULTILINE)
    assert unit.replace("%%", "%") == nightly.replace("\\%", "%")
    [restoring] = re.findall(r"^SHILU_HOME=/srv/shilu-new (shilu restore .*\\\n.*)$", page, re.MULTILINE)
    backups = tmp_path / "backups"
    backups.mkdir()
    environment = dict(os.environ) | {"BACKUPS": str(backups), "SHILU_HOME": str(county.folder)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"

    def run(command: str, **more: str) -> None:
        done = subprocess.run(
            ["/bin/sh", "-c", command], env=environment | more, check=False, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")

    # Days and hours as they would be, whatever the clock says now.
    for command, name in (
        (hourly, "2026-11-21-0805"),
        (hourly, "2026-11-21-0905"),
        (nightly, "2026-11-21-2030"),
        (hourly, "2026-11-22-0805"),
        (hourly, "2026-11-22-0905"),
        (nightly, "2026-11-22-2030"),
        (hourly, "2026-11-23-0805"),
    ):
        run(command.replace("\\%", "%").replace("date +%F-%H%M", f"echo {name}"))
    assert sorted(path.name for path in backups.iterdir()) == [
        "2026-11-21-0805-full.age",
        "2026-11-21-0905-inc.age",
        "2026-11-21-2030-full.age",
        "2026-11-22-0805-inc.age",
        "2026-11-22-0905-inc.age",
        "2026-11-22-2030-full.age",
        "2026-11-23-0805-inc.age",
    ]
    safe = tmp_path / "safe"
    shutil.copytree(county.folder / "keys", safe / "keys")
    (safe / "forgotten").write_text("")
    shutil.copy(county.folder / "seal" / "checkpoint", safe / "checkpoint-of-the-witness.txt")
    restoring = restoring.replace("/srv/backup", str(backups)).replace("/media/safe", str(safe))
    restoring = restoring.replace("checkpoint-of", f"{safe}/checkpoint-of")
    later = restoring.replace("2026-11-22", "2026-11-23").replace("2026-11-21", "2026-11-22")
    for command, name in ((restoring, "first"), (later, "second")):
        run(command, SHILU_HOME=str(tmp_path / name))
        assert Home(tmp_path / name).exists
