"""`shilu simulate`, and `shilu packs diff | test | needs`: their tables, JSON forms, workbooks and refusals."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.cli.main import main
from ledger.home import Home
from projections.catalogue import find_pack
from tests.clauses.county import AUTUMN, LI, County
from tests.projections.test_simulate import lessons

_ASKED = ["simulate", "--pack", "taikang-2022", "--term", AUTUMN.term, "--as-of", "2023-01-13"]
_EASIER = ["--set", "observe-20.target=16"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """LI observed 16 lessons."""
    folder: Path = tmp_path_factory.mktemp("county")
    home = Home(folder / "ledger")
    home.make()
    with home.opened() as ledger:
        County(ledger, folder).say(*lessons(LI, 16))
    return folder


@pytest.fixture(autouse=True)
def _at_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHILU_HOME", str(folder / "ledger"))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A pack of one's own, version 2 of the one that comes with Shilu."""
    path = tmp_path / "mine.yaml"
    text = find_pack("taikang-2022").text
    path.write_text(
        text.replace('version: "1"', 'version: "2"').replace("县级: {一等奖: 6", "县级: {一等奖: 7"), "utf-8"
    )
    return path


def _told(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> Any:
    assert main([*arguments, "--format", "json"]) == status
    return json.loads(capsys.readouterr().out)


def test_simulating_tells_programs_who_gains_and_the_totals(capsys: pytest.CaptureFixture[str]) -> None:
    told = _told(capsys, *_ASKED, *_EASIER)
    assert list(told) == [
        "pack", "pack_digest", "against", "against_digest", "set", "term", "as_of", "known_at", "changed", "others",
        "totals", "changes", "examples_that_no_longer_fit",
    ]  # fmt: skip
    [gains] = [one for one in told["changed"] if one["change"] == "gains" and one["teacher"] == LI]
    assert list(gains) == ["teacher", "school", "service", "before", "after", "change", "clauses"]
    assert told["set"] == ["observe-20.target=16"]
    assert {fault["code"] for fault in told["examples_that_no_longer_fit"]} == {"example-fails"}
    assert list(told["totals"]) == ["all", "by_school", "by_service"]


def test_simulating_shows_people_tables_with_losers_and_gainers_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*_ASKED, *_EASIER]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "假如 taikang-2022@1 改为 observe-20.target=16" in lines
    assert "按学校" in lines
    assert "按教龄" in lines
    first = lines[lines.index("有变化的教师") + 3]
    assert "受益" in first


def test_another_pack_is_tried_against_the_facts(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*_ASKED, "--against", str(mine)]) == 0
    assert "假如 taikang-2022@1 换成 taikang-2022@2" in capsys.readouterr().out
    told = _told(capsys, *_ASKED, "--against", str(mine), *_EASIER)
    assert (told["pack"], told["against"]) == ("taikang-2022@1", "taikang-2022@2")


def test_a_simulation_is_written_as_a_workbook_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "simulated.xlsx"
    assert main([*_ASKED, *_EASIER, "--format", "xlsx", "--out", str(path)]) == 0
    assert load_workbook(path).sheetnames == ["按学校", "按教龄", "有变化的教师", "有变化的其他对象"]
    written = tmp_path / "simulated.json"
    assert main([*_ASKED, *_EASIER, "--format", "json", "--out", str(written)]) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(written.read_text(encoding="utf-8")) == _told(capsys, *_ASKED, *_EASIER)


@pytest.mark.parametrize(
    ("more", "code", "status"),
    [
        ([], "bad-arguments", 2),
        ([*_EASIER, "--out", "x.txt"], "bad-arguments", 2),
        (["--set", "observe-2O.target=16"], "bad-setting", 2),
        (["--against", "nothing"], "unknown-pack", 2),
        (["--set", "observe-20.targt=16"], "unsound-pack", 1),
        ([*_EASIER, "--known-at", "999999"], "bad-known-at", 2),
    ],
)
def test_what_cannot_be_simulated_is_refused(
    more: list[str], code: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    form = [] if "--out" in more else ["--format", "json"]
    assert main([*_ASKED, *more, *form]) == status
    error = capsys.readouterr().err
    assert not form or json.loads(error)["code"] == code


def test_a_workbook_needs_a_file_to_be_written_to() -> None:
    assert main([*_ASKED, *_EASIER, "--format", "xlsx"]) == 2


def test_two_versions_are_told_apart_in_words_and_for_programs(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = _told(capsys, "packs", "diff", "taikang-2022", str(mine))
    assert [(one["section"], one["field"], one["before"], one["after"]) for one in told] == [
        ("head", "version", "1", "2"),
        ("tables", "rows.县级.一等奖", 6, 7),
    ]
    assert list(told[0]) == ["what", "section", "clause", "field", "before", "after", "from", "says"]
    assert main(["packs", "diff", "taikang-2022", str(mine)]) == 0
    assert "由 6 改为 7,从 2022-08-01 起" in capsys.readouterr().out
    assert main(["packs", "diff", "taikang-2022", "taikang-2022"]) == 0
    assert capsys.readouterr().out == "taikang-2022@1 和 taikang-2022@1 内容相同。\n"


def test_packs_and_the_stories_beside_them_are_tested(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "test"]) == 0
    assert capsys.readouterr().out.startswith("都对:")
    assert _told(capsys, "packs", "test", "taikang-2022") == []
    assert _told(capsys, "packs", "test", str(mine)) == []
    stories = mine.with_name("mine.stories.yaml")
    stories.write_text("term: 2022-2023-1\nteachers: [李]\nexpect: {李: {points: {total: 9}}}\n", encoding="utf-8")
    for named in (mine, stories, mine.parent):
        [failure] = _told(capsys, "packs", "test", str(named), status=1)
        assert (failure["code"], failure["line"], failure["path"]) == ("story-fails", 3, "points.total")
    assert main(["packs", "test", str(mine)]) == 1
    assert "李 的 points.total 应是 9" in capsys.readouterr().out
    other = mine.with_name("other.stories.yaml")
    other.write_text("pack: mine.yaml\n" + stories.read_text(encoding="utf-8"), encoding="utf-8")
    assert [one["line"] for one in _told(capsys, "packs", "test", str(other), status=1)] == [4]
    mine.write_text("id: mine\n", encoding="utf-8")
    assert {one["code"] for one in _told(capsys, "packs", "test", str(mine), status=1)} >= {"missing-field"}


def test_stories_that_are_of_no_pack_and_folders_without_packs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "alone.stories.yaml"
    assert main(["packs", "test", str(path)]) == 2
    path.write_text("term: 2022-2023-1\n", encoding="utf-8")
    assert main(["packs", "test", str(path)]) == 2
    assert main(["packs", "test", str(tmp_path)]) == 2
    assert main(["packs", "test", "nothing"]) == 2


def test_needs_and_traces_are_told_with_a_term_and_without_a_ledger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _told(capsys, "packs", "needs", "--term", AUTUMN.term)
    assert list(told) == ["packs", "term", "kinds", "idle", "traces"]
    points = next(one for one in told["traces"][0]["points"] if one["clause"] == "evaluation-points")
    assert points["share"]["sum"] == 1
    assert [one["sum"] for one in points["parts"] if one["part"] == "observation"] == [16]
    assert ("school.registered", "weak") in {(one["kind"], one["field"]) for one in told["idle"]}
    assert main(["packs", "needs"]) == 0
    assert "登记了、现行办法都不用的栏目" in capsys.readouterr().out
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "nowhere"))
    told = _told(capsys, "packs", "needs", "taikang-2022")
    assert (told["idle"], told["term"]) == (None, None)
    assert main(["packs", "needs"]) == 0
    assert "没有账本" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "taikang-2022"],
        ["show"],
        ["diff", "taikang-2022"],
        ["test", "a", "b"],
        ["check"],
        ["list", "--term", "x"],
    ],
)
def test_commands_about_packs_that_are_written_wrong_are_refused(arguments: list[str]) -> None:
    assert main(["packs", *arguments]) == 2
