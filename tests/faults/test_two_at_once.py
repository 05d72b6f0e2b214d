"""Several programs on one ledger at once: each does its work, nothing is there twice, and one of them seals it all."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGKILL
from subprocess import PIPE, Popen
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from api.bench.postgresql_server import free_port
from ledger.home import Home
from projections.verifying.whole import verify
from tests.api.small_workbook import small_county, written
from tests.faults.office_day import SINGLES_READY
from tests.faults.standing import acknowledged, assert_all_there, assert_next_start_works, assert_sealed
from tests.patience import comes_within
from tests.torture import times

pytestmark = pytest.mark.torture
TOGETHER, SINGLES = times(2, 6), times(30, 400)
PATIENCE_SECONDS = 60


def started(home: Home, *arguments: str) -> "Popen[str]":
    environment = dict(os.environ) | {"SHILU_HOME": str(home.folder), "PYTHONUNBUFFERED": "1"}
    return Popen([sys.executable, "-m", *arguments], env=environment, stdout=PIPE, stderr=PIPE, text=True)


def ended(process: "Popen[str]") -> str:
    output, told = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, told) == (0, "")
    return output


@contextmanager
def served(home: Home) -> Iterator[str]:
    """A server on the ledger; its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with started(home, "api.cli", "serve", "--port", str(port)) as server:
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while True:
                try:
                    urlopen(f"{address}/healthz", timeout=PATIENCE_SECONDS).close()
                    break
                except (URLError, ConnectionError):
                    assert server.poll() is None
                    assert time.monotonic() < until
                    time.sleep(0.05)
            yield address
        finally:
            server.send_signal(SIGINT)
            server.communicate(timeout=PATIENCE_SECONDS)


def accepted_of(told: str) -> int:
    """How many rows an import wrote."""
    return sum(sheet["accepted"] for sheet in json.loads(told)["sheets"].values())


def test_imports_of_one_workbook_and_single_appends_at_once_write_everything_once(home: Home, tmp_path: Path) -> None:
    workbook = written(small_county(), tmp_path / "term.xlsx")
    importing = [started(home, "api.cli", "import", str(workbook), "--format", "json") for _ in range(TOGETHER)]
    appending = [started(home, "tests.faults.office_day", "some", str(SINGLES), str(day)) for day in range(TOGETHER)]
    told = [ended(process) for process in importing + appending]
    accepted = list(map(accepted_of, told[:TOGETHER]))  # they take turns, batch by batch: each may write some rows
    with home.opened() as ledger:
        rows = assert_all_there(ledger, max(map(acknowledged, told)))
    with home.opened() as ledger:
        assert_sealed(ledger)
    assert len(rows) == sum(accepted) + TOGETHER * SINGLES
    assert accepted_of(ended(started(home, "api.cli", "import", str(workbook), "--format", "json"))) == 0
    assert verify(home).found == []


def test_a_server_and_an_import_at_once_and_the_server_seals_within_a_second(home: Home, tmp_path: Path) -> None:
    workbook = written(small_county(), tmp_path / "term.xlsx")
    with served(home) as address:
        told = ended(started(home, "api.cli", "import", str(workbook), "--format", "json"))

        def seal() -> tuple[int, str]:
            with urlopen(f"{address}/readyz", timeout=PATIENCE_SECONDS) as answer:
                told = json.load(answer)["seal"]
            return told["size"], told["standing_still"]

        assert comes_within(5, lambda: seal() == (acknowledged(told), ""))
    assert_next_start_works(home, acknowledged(told))
    assert verify(home).found == []


def test_of_two_sealers_one_that_is_killed_leaves_the_other_to_seal(home: Home) -> None:
    with started(home, "tests.faults.office_day", "singles", "1") as first:
        assert first.stdout
        assert first.stdout.readline() == SINGLES_READY + "\n"
        with started(home, "tests.faults.office_day", "some", str(10 * SINGLES), "2") as second:
            assert second.stdout
            assert second.stdout.readline() == SINGLES_READY + "\n"
            first.send_signal(SIGKILL)  # while the other has all its records before it
            ended(second)
        first.communicate()
    with home.opened() as ledger:
        assert_sealed(ledger)
    assert_next_start_works(home, 10 * SINGLES)
    assert verify(home).found == []
