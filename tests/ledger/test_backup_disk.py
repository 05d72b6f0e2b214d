"""A disk that fills up, or loses its power, while a backup or a restore is at work: all of it is there, or nothing."""

import sys
from pathlib import Path
from random import Random
from shutil import rmtree
from subprocess import CompletedProcess

import pytest

from ledger.backup.checking import check_backup
from ledger.home import KEYS, RESTORING, Home
from tests.books import ON_POSTGRESQL
from tests.faults.disk_record import compiled, needs_compiler, recorded, run
from tests.faults.power_cut import Disk
from tests.ledger.backup_samples import assert_clean, keys_of, restored, rows_of
from tests.torture import times

pytestmark = [pytest.mark.torture, needs_compiler]
TIMES_FULL = times(3, 60)
CUTS = times(12, 400)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("recorder"))


def shilu(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "api.cli", *arguments]


def assert_one_sentence(ran: "CompletedProcess[str]") -> None:
    assert ran.returncode == 1, ran.stderr
    [told] = ran.stderr.splitlines()
    assert any(words in told for words in ("磁盘已满", "disk is full", "disk I/O error")), told


def test_a_disk_that_fills_up_under_a_backup_leaves_nothing_of_it(
    sealed: Home, full: Path, library: Path, tmp_path: Path
) -> None:
    chance, size = Random(1), full.stat().st_size - 2_000  # age adds a few hundred bytes, at random
    for room in (
        0,
        size - 2_000,
        *(chance.randrange(size) for _ in range(TIMES_FULL)),
    ):
        named = {"SHILU_HOME": str(sealed.folder), "DISK_FULL_AFTER": str(room)}
        assert_one_sentence(run(library, tmp_path, shilu("backup", str(tmp_path / "all.age")), named))
        assert not list(tmp_path.iterdir())


def test_a_disk_that_fills_up_under_a_restore_leaves_nothing_and_the_next_works(
    sealed: Home, full: Path, library: Path, tmp_path: Path
) -> None:
    chance, home = Random(2), Home(tmp_path / "sealed")
    command = shilu("restore", str(full), "--keys", str(sealed.folder / KEYS))
    named = {"SHILU_HOME": str(home.folder)}
    asked = recorded(library, tmp_path, Path(f"{tmp_path}.log"), command, named)
    written = sum(len(one.data) for one in asked if one.what == "W")
    rmtree(home.folder)
    for _ in range(TIMES_FULL):
        another = Home(tmp_path / f"sealed{_}")
        room = chance.randrange(written * 9 // 10)
        told = {"SHILU_HOME": str(another.folder), "DISK_FULL_AFTER": str(room)}
        assert_one_sentence(run(library, tmp_path, command, told))
        assert not another.folder.exists()
        restored(sealed, another.folder, full)
        assert rows_of(another) == rows_of(sealed)
        rmtree(another.folder)


@pytest.mark.skipif(ON_POSTGRESQL, reason="a server in use cannot be taken back to a moment")
def test_whatever_the_power_leaves_of_a_restore_is_a_whole_ledger_or_none(
    sealed: Home, full: Path, library: Path, tmp_path: Path
) -> None:
    chance, root = Random(3), tmp_path / "disk"
    root.mkdir()
    command = shilu("restore", str(full), "--keys", str(sealed.folder / KEYS))
    asked = recorded(library, root, tmp_path / "log", command, {"SHILU_HOME": str(root / "sealed")})
    told = next(number for number, one in enumerate(asked, 1) if one.what == "A")
    marked = [number for number, one in enumerate(asked) if RESTORING.encode() in one.data]
    moments = [chance.randint(1, len(asked)) for _ in range(CUTS)]
    disk, done, stood = Disk(root), 0, 0
    for moment in sorted({*moments, marked[-1] + 1, told, len(asked)}):
        for one in asked[done:moment]:
            disk.do(one)
        done = moment
        target = tmp_path / "after"
        rmtree(target, ignore_errors=True)
        disk.cut(target, chance)
        home = Home(target / "sealed")
        if home.exists:
            stood += 1
        else:
            assert moment < told
            restored(sealed, home.folder, full)
        assert rows_of(home) == rows_of(sealed)
        if moment % 5 == 0 or moment >= told:
            assert_clean(home)
    assert stood


@pytest.mark.skipif(ON_POSTGRESQL, reason="a server in use cannot be taken back to a moment")
def test_whatever_the_power_leaves_of_a_backup_is_whole_or_not_under_its_name(
    sealed: Home, library: Path, tmp_path: Path
) -> None:
    chance, root = Random(4), tmp_path / "disk"
    root.mkdir()
    command = shilu("backup", str(root / "all.age"))
    asked = recorded(library, root, tmp_path / "log", command, {"SHILU_HOME": str(sealed.folder)})
    told = next(number for number, one in enumerate(asked, 1) if one.what == "A")
    disk, done = Disk(root), 0
    for moment in sorted({*(chance.randint(1, len(asked)) for _ in range(CUTS)), told}):
        for one in asked[done:moment]:
            disk.do(one)
        done = moment
        rmtree(tmp_path / "after", ignore_errors=True)
        disk.cut(tmp_path / "after", chance)
        if (tmp_path / "after" / "all.age").exists():
            check_backup(tmp_path / "after" / "all.age", keys_of(sealed))
        else:
            assert moment < told
