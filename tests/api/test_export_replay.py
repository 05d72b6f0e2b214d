"""`shilu export` and `shilu replay`: a whole county as lines, and the same county back from them."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from ledger.home import Home
from ledger.store.rows import Row
from tests.books import open_book

GOLDEN = Path(__file__).parent.parent / "golden"
ASK = ["--pack", "taikang-2022", "--term", "2022-2023-1"]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A ledger that holds the golden county, one of its records voided."""
    home = Home(tmp_path_factory.mktemp("county") / "ledger")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHILU_HOME", str(home.folder))
        assert main(["init"]) == 0
        assert main(["import", str(GOLDEN / "county.xlsx")]) == 0
        lesson = next(row[1].hex() for row in rows(home) if row[3].startswith("lesson.observed"))
        assert main(["void", lesson, "--reason", "填错了学校"]) == 0
    return home


def rows(home: Home) -> list[Row]:
    with closing(open_book(home.folder / "book.sqlite")) as book:
        return book.stored.rows()


def shilu(home: Home, *arguments: str, **options: Any) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "api.cli", *arguments]
    environment = {**os.environ, "SHILU_HOME": str(home.folder), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False, **options)


def test_a_county_comes_back_from_its_export_byte_by_byte(county: Home, home: Home) -> None:
    exported = shilu(county, "export")
    assert (exported.returncode, exported.stderr) == (0, b"")
    lines = exported.stdout.splitlines()
    assert len(lines) == len(rows(county))
    assert json.loads(lines[-1])["act"] == "voided"
    replayed = shilu(home, "replay", "-", "--format", "json", input=exported.stdout)
    assert (replayed.returncode, json.loads(replayed.stdout)) == (0, {"position": len(lines), "proved": 0})
    assert rows(home) == rows(county)
    assert shilu(home, "export").stdout == exported.stdout


def test_the_answers_of_the_county_that_came_back_are_the_same(county: Home, home: Home) -> None:
    assert shilu(home, "replay", "-", input=shilu(county, "export").stdout).returncode == 0
    asked = ["evaluate", *ASK, "--as-of", "2023-01-13", "--format", "json"]
    digests = [json.loads(shilu(one, *asked).stdout)["digest"] for one in (county, home)]
    assert digests[0] == digests[1]


def test_a_line_tells_what_is_stored_and_nobodys_name(county: Home) -> None:
    with county.opened() as ledger:
        names = {name.encode() for name in ledger.names(ledger.register()).values()}
    exported = shilu(county, "export").stdout
    texts = b"".join(
        line.partition(b'"position"')[0] for line in exported.splitlines() if b"teacher.registered" in line
    )
    assert names
    assert not [name for name in names if name in texts]
    said = json.loads(exported.splitlines()[0])
    assert list(said)[:2] == ["kind", "data"]
    assert {
        "position",
        "entry",
        "version",
        "act",
        "recorded_at",
        "actor",
        "authority",
        "source",
        "stream",
    } < said.keys()
    assert said["kind"] == "term.announced/1"


def test_an_export_may_begin_at_a_position_and_go_to_a_file(county: Home, tmp_path: Path) -> None:
    whole = shilu(county, "export").stdout.splitlines(keepends=True)
    assert shilu(county, "export", "--from", str(len(whole) - 1)).stdout.splitlines(keepends=True) == whole[-2:]
    assert shilu(county, "export", "--from", str(len(whole) + 1)).stdout == b""
    assert shilu(county, "export", "--from", "0").returncode == 2
    told = shilu(county, "export", "--out", str(tmp_path / "all.ndjson"), "--format", "json").stdout
    assert json.loads(told) == {"events": len(whole)}
    assert (tmp_path / "all.ndjson").read_bytes().splitlines(keepends=True) == whole


def test_whoever_stops_reading_does_no_harm(county: Home) -> None:
    environment = {**os.environ, "SHILU_HOME": str(county.folder)}
    command = [sys.executable, "-m", "api.cli", "export"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_an_export_is_read_into_an_empty_ledger_only(county: Home, tmp_path: Path) -> None:
    before = rows(county)
    refused = shilu(county, "replay", "-", "--format", "json", input=shilu(county, "export").stdout)
    assert (refused.returncode, json.loads(refused.stderr)["code"]) == (1, "ledger-not-empty")
    assert rows(county) == before
    nowhere = shilu(Home(tmp_path / "nowhere"), "replay", "-", "--format", "json", input=b"")
    assert (nowhere.returncode, json.loads(nowhere.stderr)["code"]) == (2, "no-ledger")


def test_a_torn_export_is_refused_and_the_ledger_stays_empty(county: Home, home: Home) -> None:
    exported = shilu(county, "export").stdout
    refused = shilu(home, "replay", "-", "--format", "json", input=exported[:-20])
    assert (refused.returncode, json.loads(refused.stderr)["code"]) == (1, "broken-export")
    assert rows(home) == []
    assert shilu(home, "replay", "-", input=exported).returncode == 0


def test_a_schema_is_printed_for_a_kind(county: Home, tmp_path: Path) -> None:
    schema = json.loads(shilu(county, "schema", "lesson.observed").stdout)
    assert schema["title"] == "听课记录"
    assert "lesson.observed/2" in shilu(county, "schema").stdout.decode()
    assert {"kind": "lesson.observed/2", "called": "听课记录"} in json.loads(
        shilu(county, "schema", "--format", "json").stdout
    )
    assert shilu(county, "schema", "lesson.dreamt").returncode == 2
    assert shilu(county, "schema", "--out", str(tmp_path)).returncode == 0
    assert (tmp_path / "lesson.observed-2.json").is_file()
