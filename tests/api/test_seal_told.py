"""A seal that is damaged or stands still, as the commands tell it: once, which file, and what to do."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.api.key_offices import Office
from tests.api.test_witness_command import write
from tests.books import by_another_hand


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    office = Office(tmp_path / "county", monkeypatch, capsys)
    office.text("init")
    write(office, "2022-10-03", "2022-10-04", "2022-10-05")
    return office


def flip(path: Path, at: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def shilu(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "api.cli", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def garbled(office: Office) -> None:
    (office.keys / "seal.key").write_text("garbage\n")


def lost(office: Office) -> None:
    (office.keys / "seal.key").unlink()


def test_a_receipt_tells_a_damaged_tree_from_an_altered_record(county: Office) -> None:
    path = county.folder / "seal" / "tree.0"
    flip(path)
    told = county.json("receipt", "2", status=1)
    assert told["code"] == "seal-broken"
    assert "第 2 条和封存时相同" in told["message"]
    assert "shilu rebuild --seal" in told["message"]
    county.text("rebuild", "--seal")
    county.text("receipt", "2")


def test_a_receipt_tells_which_record_differs(county: Office) -> None:
    with by_another_hand(county.folder / "book.sqlite") as other:
        other.execute("UPDATE events SET version=version+1 WHERE position=1")
    told = county.json("receipt", "1", status=1)
    assert told["code"] == "receipt-impossible"
    assert "第 1 条和封存时不同" in told["message"]


def test_after_the_seal_is_rebuilt_nothing_is_complained_of(county: Office) -> None:
    flip(county.folder / "seal" / "tree.0")
    done = shilu("rebuild", "--seal")
    assert (done.returncode, done.stderr) == (0, "")
    assert "封存停" not in shilu("status").stdout


@pytest.mark.parametrize("harm", [garbled, lost])
def test_where_the_seal_stands_still_it_is_said_once_and_nothing_is_promised(
    county: Office, harm: Callable[[Office], None]
) -> None:
    harm(county)
    for command in (["checkpoint"], ["keys", "replace", "--reason", "换一把"]):
        done = shilu(*command)
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1, done.stderr
        assert "签名密钥" in done.stderr
    done = shilu("status")
    assert "已全部封存" not in done.stdout
    assert "封存停着:签名密钥" in done.stdout
    assert not done.stderr
    assert shilu("append", "-").stderr.count("签名密钥") == 1  # who does not say it himself is told


@pytest.mark.parametrize("at", [2, -3])
def test_a_damaged_checkpoint_is_named_with_what_to_take_instead(county: Office, at: int) -> None:
    path = county.folder / "seal" / "checkpoint"
    flip(path, at)
    for command in (["checkpoint"], ["receipt", "1"]):
        told = county.text(*command, status=1)
        assert str(path) in told
        assert "checkpoints" in told
        assert "备份" in told
