"""`shilu statement`: what an office types, what is printed, and the exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from api.demo.plan import CountyPlan
from api.demo.workbook import write_county

ASK = ["--pack", "taikang-2022", "--term", "2022-2023-1", "--as-of", "2023-01-13"]
ACTIONS = (
    "issue",
    "draft",
    "notice",
    "object",
    "decide",
    "final",
    "drop",
    "list",
    "show",
    "reproduce",
    "affected",
)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "county.xlsx"
    write_county(path, CountyPlan(seed=7, teachers=16))
    return path


@pytest.fixture
def folder(tmp_path: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "ledger"))
    assert main(["init"]) == 0
    assert main(["import", str(workbook)]) == 0
    capsys.readouterr()
    return tmp_path


class Office:
    """Types commands, and reads what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def json(self, *arguments: str, status: int = 0) -> Any:
        assert main(["statement", *arguments, "--format", "json"]) == status
        captured = self._capsys.readouterr()
        return json.loads(captured.out or captured.err)

    def text(self, *arguments: str, status: int = 0) -> str:
        assert main(["statement", *arguments]) == status
        captured = self._capsys.readouterr()
        return captured.out + captured.err


@pytest.fixture
def office(folder: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(capsys)


def test_the_list_has_the_form_that_programs_rely_on(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.json("list") == []
    office.json("issue", *ASK)
    office.json("issue", *ASK, "--scope", "school:S001", "--reason", "校内使用")
    listed = office.json("list")
    assert [one["id"] for one in listed] == ["JG-2", "JG-1"]
    for one in listed:
        assert one.keys() >= {"id", "pack", "term", "scope", "state", "position", "digest"}
        assert (one["pack"], one["term"], one["state"]) == ("taikang-2022", "2022-2023-1", "final")
    assert main(["evaluate", *ASK, "--known-at", str(listed[1]["position"]), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["digest"] == listed[1]["digest"]
    assert "JG-2" in office.text("list")


def test_a_draft_on_notice_with_an_objection(office: Office) -> None:
    drafted = office.json("draft", *ASK)
    assert (drafted["state"], drafted["notice"]) == ("draft", None)
    noticed = office.json("notice", "JG-1", "--days", "5", "--fields", "name,points.total")
    assert noticed["notice"]["fields"] == ["name", "points.total"]
    seen = office.json("show", "JG-1", "--notice")
    assert seen["state"] == "shown"
    assert all(list(row) == ["name", "points.total"] for row in seen["rows"])
    teacher = next(iter(json.loads((_kept(drafted["digest"])).read_bytes())["teachers"]))
    assert office.json("object", "JG-1", "--teacher", teacher, "--reason", "少算了")["objections"][0]["decided"] is None
    assert office.json("final", "JG-1", status=1)["code"] == "notice-lasts"
    decided = office.json("decide", "JG-1", "--teacher", teacher, "--reject", "--reason", "已核对")
    assert decided["objections"][0]["decided"]["upheld"] is False
    shown = office.text("show", "JG-1")
    assert "提出异议:少算了" in shown
    assert "异议不成立,已核对" in shown
    assert "姓名" in office.text("show", "JG-1", "--notice")
    assert office.json("drop", "JG-1", "--reason", "重拟")["state"] == "dropped"
    assert office.json("show", "JG-1", "--notice")["rows"] == []
    assert "没有公示" in office.text("show", "JG-1", "--notice")


def _kept(digest: str) -> Path:
    import os

    return Path(os.environ["SHILU_HOME"]) / "statements" / digest[:2] / digest


def test_reproduce_says_same_and_exits_0_or_differs_and_exits_1(office: Office, folder: Path) -> None:
    made = office.json("issue", *ASK)
    assert office.json("reproduce", "JG-1")["verdict"] == "same"
    assert "一致" in office.text("reproduce", "JG-1")
    out = folder / "结果.json"
    office.json("show", "JG-1", "--out", str(out))
    kept = _kept(made["digest"])
    assert out.read_bytes() == kept.read_bytes()
    kept.write_bytes(kept.read_bytes().replace(b'"met":false', b'"met":true', 1))
    told = office.json("reproduce", "JG-1", status=1)
    assert (told["verdict"], told["kept"], told["made_by"]) == ("differs", "altered", {"what": "kept_bytes"})
    assert "被改动过" in office.text("reproduce", "JG-1", status=1)


def test_affected_names_the_teacher_before_and_after(office: Office, folder: Path) -> None:
    office.json("issue", *ASK)
    assert "不改变" in office.text("affected", "JG-1")
    ledger = json.loads(_kept(office.json("list")[0]["digest"]).read_bytes())
    teacher = next(code for code, said in ledger["teachers"].items() if "observe-20" in said["quotas"])
    other = next(code for code in ledger["teachers"] if code != teacher)
    line = {
        "kind": "lesson.observed",
        "data": {
            "on": "2022-11-16",
            "period": 8,
            "observer": teacher,
            "teacher": other,
            "school": "S001",
            "subject": "语文",
            "grade": "一年级",
            "form": "公开课",
            "notes": "导入自然。",
            "reflection": "学会了留白。",
        },
    }
    path = folder / "补登.ndjson"
    path.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    assert main(["append", str(path)]) == 0
    office.text("list")
    told = office.json("affected", "JG-1")
    changes = {one["at"]: one for one in told["teachers"][teacher]["changes"]}
    one = changes[f"teachers/{teacher}/quotas/observe-20/done"]
    assert one["after"] == one["before"] + 1
    assert told["teachers"][teacher]["records"][0]["late"] is True
    assert "补登" in office.text("affected", "JG-1")


def test_a_pack_of_ones_own_is_found_by_its_version_when_its_file_is_gone(
    office: Office, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from projections.catalogue import find_pack

    path = folder / "my.yaml"
    path.write_text(find_pack("taikang-2022").text.replace("id: taikang-2022", "id: our-county", 1), encoding="utf-8")
    made = office.json("issue", "--pack", str(path), *ASK[2:])
    path.unlink()
    for name in ("our-county@1", "our-county"):
        assert main(["evaluate", "--pack", name, *ASK[2:], "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["digest"] == made["digest"]
    assert main(["evaluate", "--pack", "our-county@2", *ASK[2:]]) == 2
    assert "our-county@1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["frobnicate"], 2, "bad-arguments"),
        (["show", "JG-7"], 2, "unknown-statement"),
        (["reproduce", "JG-7"], 2, "unknown-statement"),
        (["draft", "--pack", "taikang-2022", "--term", "2031-2032-1"], 2, "unknown-term"),
        (["draft", "--pack", "nowhere", "--term", "2022-2023-1"], 2, "unknown-pack"),
        (["draft", *ASK, "--scope", "school:S999"], 1, "empty-result"),
        (["draft", *ASK, "--authority", "school:S001"], 1, "out-of-scope"),
        (["decide", "JG-1", "--teacher", "000101", "--reason", "x"], 2, "bad-arguments"),
    ],
)
def test_what_is_not_done(office: Office, arguments: list[str], status: int, code: str) -> None:
    assert office.json(*arguments, status=status)["code"] == code


@pytest.mark.parametrize("action", ACTIONS)
def test_every_help_has_an_example(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["statement", action, "--help"])
    assert f"例:\n  shilu statement {action}" in capsys.readouterr().out


def test_the_help_lists_every_action(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["statement", "--help"])
    told = capsys.readouterr().out
    assert all(action in told for action in ACTIONS)
