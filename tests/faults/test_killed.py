"""A program killed at any moment, while it imports or appends: what it told of is there, once, and the next goes on."""

import os
import sys
import time
from pathlib import Path
from random import Random
from signal import SIGKILL
from subprocess import DEVNULL, PIPE, Popen

import pytest

from ledger.home import Home
from tests.faults.office_day import SINGLES_READY
from tests.faults.standing import acknowledged, assert_next_start_works
from tests.torture import times

pytestmark = pytest.mark.torture
KILLS = times(10, 100)
"""Of each: during imports, and during single appends."""

GOLDEN = Path(__file__).parent.parent / "golden" / "county.xlsx"


def program(home: Home, *arguments: str) -> "Popen[str]":
    environment = dict(os.environ) | {"SHILU_HOME": str(home.folder), "PYTHONUNBUFFERED": "1"}
    return Popen([sys.executable, "-m", *arguments], env=environment, stdout=PIPE, stderr=DEVNULL, text=True)


def imported(home: Home, killed_after: float | None = None) -> tuple[float, int, str]:
    """`shilu import` of a whole county: how long it ran, its exit status, and what it told."""
    began = time.monotonic()
    with program(home, "api.cli", "import", str(GOLDEN), "--format", "json") as process:
        assert process.stdout is not None
        if killed_after is not None:
            time.sleep(killed_after)
            process.send_signal(SIGKILL)
        output = process.stdout.read()
        return time.monotonic() - began, process.wait(60), output


def test_an_import_killed_at_any_moment_leaves_no_half_row_and_is_run_again(tmp_path: Path) -> None:
    chance = Random(20220901)
    whole = Home(tmp_path / "whole")
    whole.make()
    took, status, output = imported(whole)
    assert status == 0
    events = acknowledged(output)
    assert events > 1_000
    stopped, finished = 0, 0
    for number in range(KILLS):
        home = Home(tmp_path / f"county{number}")
        home.make()
        _, status, output = imported(home, chance.uniform(0.4 * took, took))
        stood = assert_next_start_works(home, acknowledged(output))
        assert len(stood) <= events
        finished += status == 0
        stopped += 0 < len(stood) < events
        if number % 5 == 0:
            assert imported(home)[1] == 0
            assert len(assert_next_start_works(home, 0)) == events + 1  # the one of this check
    print(f"\n{KILLS} imports killed: {stopped} in the middle of the book, {finished} had finished")


def test_single_appends_killed_at_any_moment_are_there_as_they_were_told(tmp_path: Path, home: Home) -> None:
    chance = Random(20220902)
    appended = 0
    for day in range(KILLS):
        with program(home, "tests.faults.office_day", "singles", str(1 + day)) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == SINGLES_READY + "\n"
            time.sleep(chance.uniform(0, 0.4))
            process.send_signal(SIGKILL)
            output = process.stdout.read()
            assert process.wait(10) == -SIGKILL
        stood = assert_next_start_works(home, max(appended, acknowledged(output)))
        appended = len(stood)
    assert appended > KILLS
