"""What an office machine with Windows lacks: nothing that `shilu serve` needs there is taken for granted."""

import subprocess
import sys

from tests.house.pages import HOUSE

OF_LINUX = "api/bench/"
"""`shilu bench` measures beside a PostgreSQL server of its own, which it keeps by means of Linux."""


def test_nothing_is_used_that_python_has_not_got_on_windows() -> None:
    command = [sys.executable, "-m", "mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32"]
    told = subprocess.run(
        [*command, "ledger", "projections", "api"], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    faults = [line for line in told.stdout.splitlines() if ": error:" in line and not line.startswith(OF_LINUX)]
    assert told.returncode in (0, 1), told.stdout + told.stderr
    assert faults == []
