"""The disk is full, or cannot be written to: one clear sentence, nothing half there, and work goes on later."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from subprocess import CompletedProcess

import pytest

from api.cli.main import main
from ledger.home import Home
from tests.api.small_workbook import TERM
from tests.books import ON_POSTGRESQL
from tests.faults.disk_record import compiled, needs_compiler, recorded, run
from tests.faults.office_day import LAST_DAY, PACK, materials
from tests.faults.standing import acknowledged, assert_next_start_works
from tests.torture import times

pytestmark = [pytest.mark.torture, needs_compiler]
TIMES_FULL = times(6, 150)
FIRST_DAY = 400
"""After all that the workbook tells of: its one lesson was in the way of the thirtieth day."""


class Office:
    """A ledger in which the office has begun, and a disk under it that can fail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "disk"
        self.root.mkdir()
        self.home = Home(self.root / "county")
        self.given = materials(folder / "given")
        self.library = compiled(folder)
        self.named = {"SHILU_HOME": str(self.home.folder)}

    def hour(self, day: int) -> list[str]:
        return [sys.executable, "-m", "tests.faults.office_day", "an-hour", str(self.given), str(day)]

    def shilu(self, *command: str, **disk: str) -> "CompletedProcess[str]":
        return run(self.library, self.root, [sys.executable, "-m", "api.cli", *command], self.named | disk)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("full"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHILU_HOME", str(office.home.folder))
        assert main(["init"]) == 0
        assert main(["import", str(office.given / "term.xlsx")]) == 0
        yield office


def assert_one_sentence(ran: "CompletedProcess[str]", *words: str) -> None:
    """What went wrong was told in one Chinese sentence; before it at most that the seal waits, in one too."""
    assert ran.returncode == 1, ran.stderr
    *of_seal, told = ran.stderr.splitlines()
    sentence = json.loads(told)["message"] if told.startswith("{") else told
    assert sentence.endswith("。")
    assert any(word in sentence for word in words), sentence
    assert all("封存" in line and line.endswith("。") for line in of_seal), of_seal


def test_a_disk_that_fills_up_at_any_moment_loses_nothing_that_was_told(office: Office) -> None:
    chance, ended = Random(20220901), Counter[int]()
    asked = recorded(office.library, office.root, office.folder / "log", office.hour(FIRST_DAY), office.named)
    written = sum(len(one.data) for one in asked if one.what == "W")
    stood = len(assert_next_start_works(office.home, 0))
    for day in range(FIRST_DAY + 1, FIRST_DAY + 1 + TIMES_FULL):
        full = {"DISK_FULL_AFTER": str(chance.randint(0, written))}
        ran = run(office.library, office.root, office.hour(day), office.named | full)
        if ran.returncode:
            assert_one_sentence(ran, "磁盘已满", "database or disk is full", "disk I/O error")
        ended[ran.returncode] += 1
        assert not list(office.home.folder.glob("evidence/**/*.partial"))
        stood = len(assert_next_start_works(office.home, max(stood, acknowledged(ran.stdout))))
    assert ended[1] > 0
    print(f"\n{TIMES_FULL} times full, {ended[1]} times somebody was told; {stood} events")


@pytest.mark.parametrize(
    "command",
    [
        ("append", "first.ndjson"),
        ("import", "term.xlsx"),
        ("evidence", "add", "5", "photograph.jpg"),
        ("person", "show", "000001", "--reason", "核对"),
        ("statement", "issue", "--pack", PACK, "--term", TERM, "--as-of", LAST_DAY),
        ("import", "calendar.csv", "--term", TERM, "--mapping", "calendar.json", "--save-mapping", "校历二"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("disk", [{"DISK_READ_ONLY": "1"}, {"DISK_FULL_AFTER": "0"}], ids=["read-only", "full"])
def test_a_command_says_in_one_sentence_that_the_disk_takes_nothing(
    office: Office, disk: dict[str, str], command: tuple[str, ...]
) -> None:
    given = [str(office.given / part) if (office.given / part).is_file() else part for part in command]
    ran = office.shilu(*given, **disk)
    stood = len(assert_next_start_works(office.home, acknowledged(ran.stdout)))
    if ON_POSTGRESQL and ran.returncode == 0:
        return  # the book is on another disk, and takes what it can
    assert_one_sentence(ran, "只读", "磁盘已满", "readonly", "unable to open", "无法写入")
    assert stood == len(assert_next_start_works(office.home, 0)) - 1
