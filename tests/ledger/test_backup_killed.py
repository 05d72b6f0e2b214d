"""A backup or a restore that is killed at any moment leaves no half file and no half ledger; the next try works."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from signal import SIGKILL
from subprocess import DEVNULL, Popen

import pytest

from ledger.backup.checking import check_backup
from ledger.backup.writing import write_backup
from ledger.home import KEYS, RESTORING, Home
from ledger.refusals import Misuse, Refused
from ledger.store.faults import STORE_FAULTS
from tests.books import ON_POSTGRESQL
from tests.ledger.backup_samples import assert_clean, keys_of, restored, rows_of
from tests.torture import times

pytestmark = pytest.mark.torture
KILLS = times(5, 100)
"""Of backups, and of restores."""


def command(home: Home, *arguments: str, begins: Path, killed_after: float | None = None) -> tuple[float, int]:
    """A command run in a program of its own: how long it ran from the moment that a path was there; its exit status."""
    environment = dict(os.environ) | {"SHILU_HOME": str(home.folder)}
    with Popen([sys.executable, "-m", "api.cli", *arguments], env=environment, stdout=DEVNULL, stderr=DEVNULL) as one:
        while not begins.exists() and one.poll() is None:
            time.sleep(0.001)
        began = time.monotonic()
        if killed_after is not None:
            time.sleep(killed_after)
            one.send_signal(SIGKILL)
        status = one.wait(60)
    return time.monotonic() - began, status


def test_a_backup_killed_at_any_moment_leaves_no_half_file(sealed: Home, tmp_path: Path) -> None:
    chance = Random(20221115)
    took, status = command(sealed, "backup", str(tmp_path / "whole.age"), begins=tmp_path / ".whole.age.partial")
    assert status == 0
    stopped = 0
    for number in range(KILLS):
        path = tmp_path / f"{number}.age"
        after = chance.uniform(0, took)
        command(sealed, "backup", str(path), begins=tmp_path / f".{number}.age.partial", killed_after=after)
        if path.exists():
            check_backup(path, keys_of(sealed))
        else:
            stopped += 1
            write_backup(sealed, path)
        assert not [left for left in tmp_path.iterdir() if left.name.endswith(".partial")]
    print(f"\n{KILLS} backups killed: {stopped} had not finished")


def test_a_restore_killed_at_any_moment_leaves_no_half_ledger(sealed: Home, full: Path, tmp_path: Path) -> None:
    chance = Random(20221116)
    arguments = ("restore", str(full), "--keys", str(sealed.folder / KEYS))
    whole = Home(tmp_path / "whole")
    took, status = command(whole, *arguments, begins=whole.folder / RESTORING)
    assert status == 0
    stopped = 0
    for number in range(KILLS):
        home = Home(tmp_path / f"sealed{number}")
        command(home, *arguments, begins=home.folder / RESTORING, killed_after=chance.uniform(0, took))
        if not home.exists:
            stopped += 1
            with pytest.raises(Misuse) as refused, home.opened():
                pass
            assert refused.value.code == "restore-unfinished"
            restored(sealed, home.folder, full)
        assert rows_of(home) == rows_of(sealed)
        if number % 5 == 0:
            assert_clean(home)
    print(f"\n{KILLS} restores killed: {stopped} had not finished")


@pytest.mark.parametrize("part", [0.001, 0.3, 0.999])
def test_a_backup_that_does_not_fit_on_the_disk_leaves_nothing(
    part: float, sealed: Home, full: Path, tmp_path: Path
) -> None:
    code = (
        "import resource, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({int(full.stat().st_size * part)},) * 2)\n"
        "from api.cli.main import main\n"
        f"sys.exit(main(['backup', {str(tmp_path / 'large.age')!r}]))\n"
    )
    environment = dict(os.environ) | {"SHILU_HOME": str(sealed.folder)}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (1, 1), ran.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(ON_POSTGRESQL, reason="the book is not in the folder")
def test_a_restore_that_does_not_fit_on_the_disk_leaves_nothing(sealed: Home, full: Path, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for limit in (40_000, 100_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
        try:
            with pytest.raises((Refused, *STORE_FAULTS)) as failed:
                restored(sealed, tmp_path / "again", full)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert not isinstance(failed.value, Misuse)
        assert not (tmp_path / "again").exists()
    restored(sealed, tmp_path / "again", full)
    assert_clean(Home(tmp_path / "again"))


def test_two_restores_into_one_place_do_not_mix(sealed: Home, full: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "sealed")
    arguments = [sys.executable, "-m", "api.cli", "restore", str(full), "--keys", str(sealed.folder / KEYS)]
    environment = dict(os.environ) | {"SHILU_HOME": str(home.folder)}
    both = [Popen(arguments, env=environment, stdout=DEVNULL, stderr=DEVNULL) for _ in range(2)]
    statuses = sorted(one.wait(60) for one in both)
    assert statuses[0] == 0
    assert statuses[1] in (1, 2)  # at work, or done by then
    assert rows_of(home) == rows_of(sealed)
    assert_clean(home)
