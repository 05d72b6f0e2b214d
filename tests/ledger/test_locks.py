"""One at a time by the lock of a file or a folder: a second one waits as long as it says, and a killed one lets go."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from signal import SIGKILL
from subprocess import PIPE, Popen
from sys import executable
from threading import Thread
from time import monotonic, sleep

import pytest

from ledger.locks import alone, somebody_is_alone
from tests.patience import comes_within

HOLDER = (
    "import sys, time; from pathlib import Path; from ledger.locks import alone\n"
    "with alone(Path(sys.argv[1])) as is_only: print(is_only, flush=True); time.sleep(60)"
)


@pytest.fixture(params=["file", "folder"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path if request.param == "folder" else tmp_path / "lock"


def test_the_second_is_told_at_once_or_waits(place: Path) -> None:
    assert not somebody_is_alone(place)
    with alone(place) as first:
        assert first
        assert somebody_is_alone(place)
        began = monotonic()

        def refused() -> None:
            for wait in (0.0, 0.1):
                with alone(place, wait) as second:
                    assert not second

        with ThreadPoolExecutor(1) as other:
            told = other.submit(refused)
            assert comes_within(5, told.done)
        told.result()
        assert monotonic() - began >= 0.1
        assert somebody_is_alone(place)  # who did not get it did not let it go
    assert not somebody_is_alone(place)


@pytest.mark.parametrize("wait", [None, 30.0])
def test_who_waits_gets_it_when_the_first_has_done(place: Path, wait: float | None) -> None:
    said = []

    def second() -> None:
        with alone(place, wait) as is_only:
            said.append(is_only)

    waiting = Thread(target=second)
    with alone(place):
        waiting.start()
        sleep(0.05)
        assert said == []
    waiting.join(20)
    assert said == [True]


def test_who_is_killed_lets_go(place: Path) -> None:
    with Popen([executable, "-c", HOLDER, str(place)], stdout=PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        assert somebody_is_alone(place)
        holder.send_signal(SIGKILL)
    with alone(place, 5) as is_only:
        assert is_only


def test_looking_makes_nothing(tmp_path: Path) -> None:
    assert not somebody_is_alone(tmp_path / "nowhere" / "lock")
    assert list(tmp_path.iterdir()) == []
