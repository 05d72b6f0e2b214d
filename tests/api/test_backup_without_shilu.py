"""A backup is read by the programs that operations.md names, and one that those programs wrote is restored."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli.main import main
from ledger.home import Home
from tests.faults.sealed_sample import sealed_sample
from tests.house.pages import DOCS

NO_AGE = shutil.which("age") is None and not os.environ.get("CI")
pytestmark = pytest.mark.skipif(NO_AGE, reason="NOT TESTED: age itself. Install it (./install-system-packages.sh).")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with sealed_sample(tmp_path_factory.mktemp("sample")) as home:
        yield home


@pytest.fixture
def backup(county: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SHILU_HOME", str(county.folder))
    file = tmp_path / "full.age"
    assert main(["backup", str(file)]) == 0
    return file


def test_the_lines_of_the_page_open_a_backup_and_hold_it_to_its_sums(
    county: Home, backup: Path, tmp_path: Path
) -> None:
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    [[opening, checking]] = [lines.splitlines() for lines in re.findall(r"```sh\n(age .*?)```", page, re.DOTALL)]
    opening = opening.replace("keys/backup.key", shlex.quote(str(county.folder / "keys" / "backup.key")))
    opening = re.sub(r"\S+-full\.age", shlex.quote(str(backup)), opening)
    into = tmp_path / "opened"
    into.mkdir()
    subprocess.run(["/bin/sh", "-ec", f"{opening}\n{checking}"], cwd=into, check=True, capture_output=True)
    rows = [row for file in sorted((into / "rows").iterdir()) for row in file.read_text(encoding="utf-8").splitlines()]
    with county.opened() as ledger:
        assert len(rows) == ledger.book.position > 0
    [some] = list((into / "rows").iterdir())
    some.write_bytes(some.read_bytes().replace(b"2022", b"2023", 1))
    assert subprocess.run(["/bin/sh", "-ec", checking], cwd=into, check=False, capture_output=True).returncode


def test_what_age_wrote_again_is_restored(
    county: Home, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program of the format locks a backup for the same key: it is a backup as any other."""
    key = county.folder / "keys" / "backup.key"
    recipient = subprocess.run(["age-keygen", "-y", key], check=True, capture_output=True, text=True).stdout.strip()
    opened, again, keys = tmp_path / "backup.tar", tmp_path / "again.age", tmp_path / "keys"
    subprocess.run(["age", "-d", "-i", key, "-o", opened, backup], check=True)
    subprocess.run(["age", "-r", recipient, "-o", again, opened], check=True)
    shutil.copytree(county.folder / "keys", keys)
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "restored"))
    assert main(["restore", str(again), "--keys", str(keys)]) == 0
    assert main(["verify", "--format", "json"]) == 0
