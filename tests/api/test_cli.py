"""The command line: its JSON forms, its exit statuses, and one sentence for whatever goes wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import COMMANDS, main
from ledger.home import Home
from tests.api.small_workbook import observation, small_county, written
from tests.books import fill_the_disk

GOLDEN = Path(__file__).parent.parent / "golden"
EXPECTED: dict[str, Any] = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))
TERM = "2022-2023-1"
ASK = ["--pack", "taikang-2022", "--term", TERM]

Run = Any


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that holds the golden county."""
    home = tmp_path_factory.mktemp("county") / "ledger"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHILU_HOME", str(home))
        assert main(["init"]) == 0
        assert main(["import", str(GOLDEN / "county.xlsx"), "--report", str(home / "r.json")]) == 0
    return home


@pytest.fixture
def shilu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], county: Path) -> Run:
    """Runs a command on the golden county: exit status, standard output, standard error."""
    monkeypatch.setenv("SHILU_HOME", str(county))

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_the_report_file_has_the_counts_and_refusals(county: Path) -> None:
    report = json.loads((county / "r.json").read_text(encoding="utf-8"))
    assert report["sheets"] == EXPECTED["import"]["sheets"]
    kept = [{key: one[key] for key in ("code", "row", "sheet")} for one in report["rejections"]]
    assert kept == EXPECTED["import"]["rejections"]
    assert {"column", "message", "cell"} <= report["rejections"][0].keys()
    assert report["position"] > 0


def test_evaluate_gives_the_expected_answers_as_json(shilu: Run) -> None:
    status, out, err = shilu("evaluate", *ASK, "--format", "json")
    result = json.loads(out)
    assert (status, err) == (0, "")
    assert result["teachers"] == EXPECTED["evaluation"]["teachers"]
    assert result["groups"] == EXPECTED["evaluation"]["groups"]
    assert {"pack", "pack_digest", "term", "as_of", "known_at", "digest", "schools"} <= result.keys()


def test_rotations_give_the_expected_answers_as_json(shilu: Run) -> None:
    status, out, _ = shilu("rotations", "--format", "json")
    kept = EXPECTED["rotations"][0].keys()
    assert status == 0
    assert [{key: one[key] for key in kept} for one in json.loads(out)] == EXPECTED["rotations"]
    assert {"home", "kind", "state", "start", "planned_end"} <= json.loads(out)[0].keys()


def test_rotations_as_of_a_day_count_the_months_until_then(shilu: Run) -> None:
    _, out, _ = shilu("rotations", "--format", "json", "--as-of", "2022-10-15")
    assert {one["months"] for one in json.loads(out)} <= {0, 1, 2}
    assert {one["state"] for one in json.loads(out)} == {"serving"}
    _, out, _ = shilu("rotations", "--format", "json", "--as-of", "2022-08-01")
    assert {one["state"] for one in json.loads(out)} == {"planned"}


def test_what_was_known_earlier_can_be_asked_again(shilu: Run, county: Path) -> None:
    _, out, _ = shilu("evaluate", *ASK, "--format", "json", "--known-at", "169")
    early = json.loads(out)
    assert early["known_at"] == 169
    assert all(answers["points"]["total"] in (0, 10) for answers in early["teachers"].values())
    status, _, err = shilu("evaluate", *ASK, "--known-at", "99999999")
    assert (status, "99999999" in err) == (2, True)
    status, _, err = shilu("evaluate", *ASK, "--known-at", "昨天")
    assert status == 2
    _, out, _ = shilu("evaluate", *ASK, "--format", "json", "--known-at", "2099-01-01T00:00")
    assert json.loads(out)["teachers"] == EXPECTED["evaluation"]["teachers"]


def test_one_teacher_only(shilu: Run) -> None:
    _, out, _ = shilu("evaluate", *ASK, "--teacher", "000003", "--format", "json")
    assert list(json.loads(out)["teachers"]) == ["000003"]
    status, out, _ = shilu("evaluate", *ASK, "--teacher", "000003")
    assert status == 0
    assert "每学期听课不少于20节" in out
    assert "未完成" in out


def test_tables_for_people_have_chinese_headings_and_names(shilu: Run) -> None:
    for command, heading in (
        (["evaluate", *ASK], "未完成的指标"),
        (["rotations"], "到岗月数"),
        (["packs", "list"], "标题"),
        (["packs", "show", "taikang-2022"], "出处"),
    ):
        status, out, _ = shilu(*command)
        assert (status, heading in out) == (0, True), command


def test_columns_of_a_table_line_up_in_width_not_in_characters(shilu: Run) -> None:
    from rich.cells import cell_len

    _, out, _ = shilu("rotations")
    lines = [line for line in out.splitlines() if line.startswith("0000")]
    assert len({cell_len(line[: line.index("2022-08")]) for line in lines}) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_results_can_be_taken_into_a_spreadsheet(shilu: Run, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"result.{form}"
    status, _, _ = shilu("evaluate", *ASK, "--format", form, "--out", str(out))
    assert status == 0
    if form == "csv":
        lines = out.read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == 1 + len(EXPECTED["evaluation"]["teachers"])
        assert lines[0].startswith("编号,姓名,")
        assert shilu("evaluate", *ASK, "--format", "csv")[1].lstrip("\ufeff").startswith("编号,姓名,")
    else:
        assert out.read_bytes().startswith(b"PK")
        assert shilu("evaluate", *ASK, "--format", "xlsx")[0] == 2


def test_results_can_be_taken_as_columns(shilu: Run, tmp_path: Path) -> None:
    import pandas as pd
    from pyarrow import parquet

    out = tmp_path / "result.parquet"
    assert shilu("evaluate", *ASK, "--format", "parquet", "--out", str(out))[0] == 0
    columns, same = parquet.read_table(out).to_pydict(), tmp_path / "result.csv"
    shilu("evaluate", *ASK, "--format", "csv", "--out", str(same))
    told = pd.read_csv(same, encoding="utf-8-sig", dtype={"编号": str})
    assert list(columns) == list(told.columns)
    assert columns["编号"] == list(EXPECTED["evaluation"]["teachers"])
    totals = {code: said["points"]["total"] for code, said in EXPECTED["evaluation"]["teachers"].items()}
    assert dict(zip(columns["编号"], columns["积分 合计"], strict=True)) == totals
    assert shilu("evaluate", *ASK, "--format", "parquet")[0] == 2


def test_json_can_be_written_to_a_file(shilu: Run, tmp_path: Path) -> None:
    status, out, _ = shilu("evaluate", *ASK, "--format", "json", "--out", str(tmp_path / "r.json"))
    assert (status, out) == (0, "")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["term"] == TERM


def test_names_that_look_like_formulas_do_no_harm_in_a_spreadsheet() -> None:
    from api.desk.exports import harmless

    assert [harmless(name) for name in ("=1+1", "@甲", "王一")] == ["'=1+1", "'@甲", "王一"]


def test_explain_names_the_records_that_counted_and_those_left_out(shilu: Run) -> None:
    _, out, _ = shilu("explain", *ASK, "--teacher", "000003", "--clause", "observe-20", "--format", "json")
    told = json.loads(out)
    assert {"teacher", "clause", "source", "says", "value", "target", "met", "working", "next"} <= told.keys()
    assert (told["value"], told["target"], told["met"]) == (16, 20, False)
    assert len(told["counted"]) == 16
    assert {"entry", "position", "day"} <= told["counted"][0].keys()
    assert all(one["reason"] for one in told["left_out"])
    _, out, _ = shilu("explain", *ASK, "--teacher", "000003", "--format", "json")
    assert len(json.loads(out)) == 10


def test_explain_for_people_and_for_groups_and_schools(shilu: Run) -> None:
    status, out, _ = shilu("explain", *ASK, "--teacher", "000001")
    assert status == 0
    assert "算式" in out
    assert "还没有的" in out or "已完成" in out
    _, out, _ = shilu("explain", *ASK, "--group", "S001/理科组", "--format", "json")
    assert json.loads(out)[0]["group"] == "S001/理科组"
    _, out, _ = shilu("explain", *ASK, "--school", "S001", "--format", "json")
    told = json.loads(out)
    assert {one["group"] for one in told if "group" in one} == {"S001/文科组", "S001/理科组"}
    assert {one["school"] for one in told if "school" in one} == {"S001"}
    _, out, _ = shilu("explain", *ASK, "--county", "--clause", "classroom-95", "--format", "json")
    assert json.loads(out)["county"] == "county"
    _, out, _ = shilu("explain", *ASK, "--teacher", "000001", "--clause", "observe-20")
    assert "不适用" in out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["evaluate", "--pack", "taikang-2020", "--term", TERM], "taikang-2022"),
        (["evaluate", "--pack", "taikang-2022@9", "--term", TERM], "taikang-2022@1"),
        (["evaluate", "--pack", "none.yaml", "--term", TERM], "none.yaml"),
        (["evaluate", "--pack", "taikang-2022", "--term", "2022-2023-2"], TERM),
        (["evaluate", *ASK, "--teacher", "000999"], "000"),
        (["explain", *ASK, "--teacher", "100003"], "000103"),
        (["explain", *ASK, "--teacher", "000003", "--clause", "observe-2"], "observe-20"),
        (["explain", *ASK, "--group", "S001/文科"], "S001/文科组"),
        (["explain", *ASK, "--school", "S0001"], "S001"),
        (["packs", "show", "taikang"], "taikang-2022"),
        (["packs", "check", "none.yaml"], "none.yaml"),
        (["evaluat"], "evaluate"),
    ],
)
def test_an_unknown_name_is_misuse_and_names_the_nearest(shilu: Run, arguments: list[str], named: str) -> None:
    status, out, err = shilu(*arguments)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["evaluate"],
        ["evaluate", *ASK, "--format", "pdf"],
        ["evaluate", *ASK, "--as-of", "gestern"],
        ["evaluate", *ASK, "--nonsense"],
        ["evaluate", "--pack"],
        ["explain", *ASK],
        ["explain", *ASK, "--teacher", "1", "--group", "2"],
        ["packs"],
        ["packs", "check"],
        ["serve", "--host", "0.0.0.0"],
        ["demo", "--teachers", "3", "--workbook", "x.xlsx"],
        ["demo", "--term", "heute", "--workbook", "x.xlsx"],
        ["demo", "--years", "2", "--workbook", "x.xlsx"],
        ["demo", "--years", "0"],
    ],
)
def test_misuse_is_one_sentence_and_status_2(shilu: Run, arguments: list[str]) -> None:
    status, out, err = shilu(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert err.strip().endswith("。")


def test_for_programs_even_misuse_is_json(shilu: Run) -> None:
    for arguments in (["evaluate", "--format", "json"], ["packs", "show", "x", "--format=json"]):
        status, _, err = shilu(*arguments)
        assert status == 2
        assert json.loads(err).keys() == {"code", "message", "see"}


def test_every_command_has_help_with_an_example(shilu: Run) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as left:
            shilu(command, "--help")
        assert left.value.code == 0
    assert shilu("--help")[0] == shilu()[0] == shilu("--version")[0] == 0


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert "例:\n  shilu" in capsys.readouterr().out.replace("SHILU_HOME=taikang ", "")


def test_without_a_ledger_every_command_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "none"))
    for arguments in (["evaluate", *ASK], ["rotations"], ["import", "x.xlsx"], ["serve"]):
        assert main(arguments) == 2
        assert "shilu init" in capsys.readouterr().err


def test_a_second_init_changes_nothing(shilu: Run, county: Path) -> None:
    before = (county / "keys" / "vault.key").read_text()
    status, _, err = shilu("init")
    assert (status, "已经有" in err) == (2, True)
    assert (county / "keys" / "vault.key").read_text() == before


def test_a_wrong_file_exits_with_1_and_an_atomic_hand_in_with_a_refusal_too(shilu: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("hello")
    status, out, err = shilu("import", str(wrong), "--format", "json")
    assert (status, out, json.loads(err)["code"]) == (1, "", "not-a-workbook")
    sheets = small_county()
    sheets["听课记录"].append(list(observation(节次="x").values()))
    bad = written(sheets, tmp_path / "bad.xlsx")
    assert shilu("import", str(bad), "--atomic", "--dry-run")[0] == 1
    status, out, _ = shilu("import", str(bad), "--dry-run", "--marked", str(tmp_path / "back.xlsx"))
    assert (status, "bad-number" in out) == (0, True)
    assert (tmp_path / "back.xlsx").exists()


def test_packs_check_finds_a_fault_with_its_line(shilu: Run, tmp_path: Path) -> None:
    pack = tmp_path / "ours.yaml"
    text = (Path("projections/packs/taikang-2022.yaml")).read_text(encoding="utf-8")
    pack.write_text(text, encoding="utf-8")
    assert shilu("packs", "check", str(pack))[0] == 0
    assert shilu("packs", "check", str(pack), "--format", "json")[1].strip() == "[]"
    pack.write_text(text.replace("done: books_read", "done: book_read"), encoding="utf-8")
    status, out, _ = shilu("packs", "check", str(pack), "--format", "json")
    [fault] = json.loads(out)
    wanted = 1 + text[: text.index("done: books_read")].count("\n")
    assert (status, fault["line"], fault["code"]) == (1, wanted, "unknown-name")
    assert "books_read" in fault["hint"]
    assert shilu("packs", "check", str(pack))[0] == 1
    assert shilu("evaluate", "--pack", str(pack), "--term", TERM)[0] == 1


def test_packs_as_json(shilu: Run) -> None:
    packs = json.loads(shilu("packs", "list", "--format", "json")[1])
    assert [pack["id"] for pack in packs if pack["status"] == "in_force"] == ["taikang-2022"]
    pack = packs[0]
    assert pack.keys() == {"id", "title", "version", "digest", "status"}
    shown = json.loads(shilu("packs", "show", "taikang-2022@1", "--format", "json")[1])
    assert shown["clauses"][0]["section"] == "三(六)4(3)"


def test_the_demo_county_is_made_handed_in_and_evaluated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "demo"))
    assert main(["demo", "--teachers", "12"]) == 0
    out = capsys.readouterr().out
    assert "收件结果" in out
    assert "备课组" in out
    assert main(["demo", "--teachers", "12"]) == 0  # again: everything is there already
    assert main(["demo", "--teachers", "12", "--workbook", str(tmp_path / "w.xlsx")]) == 0
    assert (tmp_path / "w.xlsx").exists()


def test_a_program_that_stops_reading_is_no_error(county: Path) -> None:
    command = f"{sys.executable} -m api.cli evaluate --pack taikang-2022 --term {TERM} --format json | head -c 10"
    environment = {**os.environ, "SHILU_HOME": str(county)}
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("command", "without"),
    [
        (["packs", "list"], ["numpy", "pyarrow", "sqlalchemy"]),
        (["import", "--format", "json", "none.xlsx"], ["numpy", "pyarrow", "sqlalchemy"]),
        (["init", "--format", "json"], ["numpy", "pyarrow", "sqlalchemy"]),
        (["rotations"], ["pandas", "sqlalchemy"]),
        (["evaluate", *ASK, "--format", "json"], ["pandas", "sqlalchemy"]),
    ],
    ids=lambda said: said[0],
)
def test_commands_load_no_library_that_they_do_not_need(county: Path, command: list[str], without: list[str]) -> None:
    listed = "import sys; from api.cli.main import main; main({}); sys.exit(any(one in sys.modules for one in {}))"
    environment = {**os.environ, "SHILU_HOME": str(county)}
    done = subprocess.run(
        [sys.executable, "-c", listed.format(command, without)], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, command


def test_a_ledger_that_cannot_be_written_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Home, tmp_path: Path
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    workbook = written(small_county(), tmp_path / "small.xlsx")
    fill_the_disk(home.folder / "book.sqlite")
    assert main(["import", str(workbook), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().err)["code"] == "disk-full"


def test_a_port_that_is_taken_is_told_before_anything_is_promised(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Home
) -> None:
    import socket

    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    printed = capsys.readouterr()
    assert (printed.out, "--port" in printed.err) == ("", True)


def test_where_a_report_cannot_be_written_nothing_is_begun(shilu: Run, county: Path, tmp_path: Path) -> None:
    for option, target in (("--report", "/nowhere/r.json"), ("--marked", str(tmp_path))):
        status, out, err = shilu("import", str(GOLDEN / "early.xlsx"), option, target)
        assert (status, out) == (1, "")
        assert "无法写入" in err
    assert shilu("evaluate", *ASK, "--out", str(tmp_path / "t.txt"))[0] == 2
    assert shilu("evaluate", *ASK, "--format", "json", "--out", "/nowhere/r.json")[0] == 1


def test_the_packs_of_a_folder_are_checked_together(shilu: Run, tmp_path: Path) -> None:
    assert shilu("packs", "check", "projections/packs")[0] == 0
    assert shilu("packs", "check", str(tmp_path))[0] == 2


def test_demo_tells_programs_in_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "demo"))
    assert main(["demo", "--teachers", "12", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["teachers"]) == 12
    assert main(["demo", "--teachers", "12", "--workbook", str(tmp_path / "w.xlsx"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["observations"] > 0
