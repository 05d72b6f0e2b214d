"""What the seal does to the commands: nothing, where all is well; one sentence on stderr, where it stands still."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from api.cli.main import main
from api.http.application import application
from ledger.home import KEYS, SEAL, Home
from tests.ledger.sealed import check_sealed
from tests.ledger.stories import AUTUMN, LESSON, SCHOOL, TEACHER, WANG, changed, clerk, row
from tests.patience import comes_within


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A ledger with five events, sealed; the commands' own."""
    home = Home(tmp_path / "county")
    home.make()
    with home.opened() as ledger:
        for record in (AUTUMN, SCHOOL, TEACHER, changed(TEACHER, teacher=WANG, identity="1f" * 16), LESSON):
            ledger.book.append(clerk(), row(record))
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    return home


def shilu(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(command, input=given, capture_output=True, encoding="utf-8", check=False)


def lessons(*periods: int) -> str:
    said = (msgspec.to_builtins(changed(LESSON, period=period)) for period in periods)
    return "".join(json.dumps({"kind": "lesson.observed", "data": data}) + "\n" for data in said)


def test_what_a_command_recorded_is_sealed_when_it_ends(home: Home) -> None:
    done = shilu("append", "-", "--format", "json", given=lessons(LESSON.period + 1))
    assert not done.stderr
    assert done.returncode == 0
    assert check_sealed(home) == json.loads(done.stdout)["position"] == 6


def test_where_the_seal_stands_still_the_command_is_done_all_the_same_and_says_so_once(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (home.folder / KEYS / "seal.key").rename(home.folder / "in-the-safe")
    done = shilu("append", "-", "--format", "json", given=lessons(LESSON.period + 1))
    assert done.returncode == 0
    assert json.loads(done.stdout)["accepted"] == 1
    assert done.stderr.count("\n") == 1
    assert "签名密钥" in done.stderr
    assert check_sealed(home, 5) == 5
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert "封存:到第 5 条,还有 1 条没有封存。" in told
    assert "封存停着:签名密钥" in told
    (home.folder / "in-the-safe").rename(home.folder / KEYS / "seal.key")
    assert main(["status"]) == 0
    assert "封存停着" not in capsys.readouterr().out
    assert check_sealed(home) == 6


def test_commands_at_once_leave_nothing_unsealed(home: Home) -> None:
    command = [sys.executable, "-m", "api.cli", "append", "-", "--format", "json"]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for number, process in enumerate(started, LESSON.period + 1):
        _, complaints = process.communicate(lessons(number))
        assert (process.returncode, complaints) == (0, "")
    assert check_sealed(home) == 9


def test_a_damaged_tree_is_made_anew_by_command(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    (home.folder / SEAL / "tree.0").unlink()
    assert main(["status", "--format", "json"]) == 0
    assert "shilu rebuild --seal" in json.loads(capsys.readouterr().out)["seal"]["standing_still"]
    assert main(["rebuild", "--seal"]) == 0
    capsys.readouterr()
    assert main(["status", "--format", "json"]) == 0
    assert not json.loads(capsys.readouterr().out)["seal"]["standing_still"]
    check_sealed(home)


@pytest.fixture
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(application(home), base_url="http://127.0.0.1") as client:
        yield client


def test_a_server_seals_what_others_record_within_a_second_and_tells_how_far_it_is(
    home: Home, client: TestClient
) -> None:
    done = shilu("append", "-", "--format", "json", given=lessons(LESSON.period + 1))
    assert json.loads(done.stdout)["accepted"] == 1
    with home.opened() as ledger:
        ledger.book.append(clerk(), row(changed(LESSON, period=8)))
        sealed = {"size": ledger.book.position, "lag": 0, "standing_still": ""}
        assert comes_within(2, lambda: client.get("/readyz").json()["seal"] == sealed)
    check_sealed(home)
