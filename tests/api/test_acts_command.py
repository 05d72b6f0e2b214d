"""The commands about entries: attest, return, withdraw, correct, void, object, decide, evidence."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.record import entry_of
from tests.ledger.stories import AUTUMN, LESSON, LI, SCHOOL, TEACHER, WANG, changed, row

NO_WARNINGS = {"warnings": [], "warnings_left_off": 0}
ENTRY = entry_of(LESSON).hex()
SCHOOL_OFFICE = Authority("school:S001")
Run = Any


@pytest.fixture
def shilu(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a ledger where a school's clerk has recorded three lessons."""
    monkeypatch.setenv("SHILU_HOME", str(home.folder))
    with home.opened() as ledger:
        with ledger.book.writing(HandIn("local", COUNTY, AUTUMN)) as pen:
            pen.write([row(one) for one in (AUTUMN, SCHOOL, TEACHER, changed(TEACHER, teacher=WANG))])
        with ledger.book.writing(HandIn("chen", SCHOOL_OFFICE)) as pen:
            pen.write([row(changed(LESSON, period=LESSON.period + n), number=2 + n, file="b") for n in range(3)])

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def states(home: Home) -> list[str]:
    """Where each lesson stands."""
    with home.opened() as ledger:
        return [str(state) for state in ledger.book.kept(type(LESSON)).states]


def test_one_is_attested_by_the_beginning_of_its_number_and_told_as_json(shilu: Run, home: Home) -> None:
    status, out, err = shilu("attest", ENTRY[:9], "--actor", "dean", "--format", "json")
    assert (status, err, json.loads(out)) == (0, "", {"done": 1, "refused": [], "position": 8} | NO_WARNINGS)
    assert states(home) == ["attested", "recorded", "recorded"]


def test_the_recorder_is_refused_in_one_sentence_and_nothing_is_written(shilu: Run, home: Home) -> None:
    status, out, err = shilu("attest", ENTRY, "--actor", "chen", "--format", "json")
    assert (status, out) == (1, "")
    assert json.loads(err)["code"] == "own-record"
    assert json.loads(err)["see"] == [ENTRY]
    assert states(home) == ["recorded"] * 3


def test_a_batch_is_attested_with_a_sample_named_and_what_was_attested_before_is_told(shilu: Run, home: Home) -> None:
    assert shilu("attest", ENTRY, "--actor", "dean")[0] == 0
    status, out, _ = shilu("attest", ENTRY, "--batch", "b" * 12, "--actor", "dean", "--format", "json")
    told = json.loads(out)
    assert (status, told["done"]) == (1, 2)
    assert [one["code"] for one in told["refused"]] == ["already-attested"]
    with home.opened() as ledger:
        *_, last = ledger.book.at([told["position"]]).values()
    assert last.data.sample == "1/3"  # type: ignore[union-attr]
    assert states(home) == ["attested"] * 3


def test_a_batch_is_withdrawn_by_the_file_it_came_in(shilu: Run, home: Home, tmp_path: Path) -> None:
    status, out, _ = shilu("withdraw", "--batch", "b" * 64, "--actor", "chen", "--authority", SCHOOL_OFFICE)
    assert (status, out) == (0, "已撤回 3 条。\n")
    assert states(home) == []
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"never handed in")
    status, _, err = shilu("withdraw", "--batch", str(other))
    assert (status, "unknown" in err or "没有" in err) == (2, True)


def test_returned_corrected_voided_with_a_reason_each(shilu: Run, home: Home) -> None:
    assert shilu("return", ENTRY, "--actor", "dean")[0] == 1
    assert shilu("return", ENTRY, "--actor", "dean", "--reason", "缺反思")[:2] == (0, "已退回 1 条。\n")
    who = ["--actor", "chen", "--authority", SCHOOL_OFFICE]
    assert shilu("correct", ENTRY, "--set", "reflection=补写", "--reason", "补", *who)[:2] == (0, "已更正 1 条。\n")
    assert states(home)[-1] == "recorded"
    assert shilu("void", ENTRY, "--reason", "不实")[:2] == (0, "已作废 1 条。\n")
    assert len(states(home)) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--set", "period=三"], 1, "“节次”"),
        (["--set", "peroid=3"], 1, "peroid"),
        (["--set", "observer=009999"], 1, "009999"),
        (["--set", f"teacher={LI}"], 1, "听课人和授课人"),
        (["--set", "on=2999-01-01"], 1, "还没有发生"),
        (["--data", "{"], 1, "JSON"),
        (["--data", "[]"], 1, "对象"),
        (["--file", "nowhere.json"], 1, "nowhere.json"),
        ([], 2, "新内容"),
    ],
)
def test_a_wrong_correction_is_one_sentence(
    shilu: Run, home: Home, arguments: list[str], status: int, said: str
) -> None:
    got, out, err = shilu("correct", ENTRY, "--reason", "有误", *arguments)
    assert (got, out) == (status, "")
    assert said in err
    assert err.count("\n") == 1
    assert states(home) == ["recorded"] * 3


def test_an_objection_is_taken_down_and_decided(shilu: Run) -> None:
    assert shilu("object", ENTRY, "--reason", "那天我请假", "--actor", LI, "--authority", SCHOOL_OFFICE)[0] == 0
    assert shilu("decide", ENTRY, "--reason", "属实", "--upheld")[:2] == (0, "已处理 1 条。\n")
    assert shilu("decide", ENTRY, "--reason", "属实")[0] == 1


def test_a_photograph_is_attached_once_kept_by_its_digest_and_given_back(
    shilu: Run, home: Home, tmp_path: Path
) -> None:
    photograph, copy = tmp_path / "照片.txt", tmp_path / "copy"
    photograph.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    digest = sha256(photograph.read_bytes()).hexdigest()
    for _ in range(2):
        assert shilu("evidence", "add", ENTRY, str(photograph), "--actor", LI)[:2] == (0, "已添加附件 1 条。\n")
    assert [path.name for path in home.folder.rglob("evidence/*/*")] == [digest]
    assert shilu("evidence", "get", digest, str(copy))[0] == 0
    assert copy.read_bytes() == photograph.read_bytes()
    [kept] = home.folder.rglob("evidence/*/*")
    kept.write_bytes(b"\xff\xd8\xff\xe0 altered")
    assert shilu("evidence", "get", digest, str(tmp_path / "again"))[0] == 1
    kept.unlink()
    assert shilu("evidence", "get", digest, str(tmp_path / "again"))[0] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"hello", "不是照片"), (b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), "20 MB"), (None, "读不到")],
)
def test_what_is_no_photograph_scan_or_pdf_is_not_attached(
    shilu: Run, home: Home, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "照片.jpg"
    if content is not None:
        path.write_bytes(content)
    status, _, err = shilu("evidence", "add", ENTRY, str(path))
    assert (status, said in err) == (1, True)
    assert not list(home.folder.rglob("evidence/*/*"))


def test_entries_are_read_from_standard_input_and_an_empty_question_is_misuse(
    shilu: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(f"{ENTRY}\n6\n"))
    assert shilu("attest", "-", "--actor", "dean")[:2] == (0, "已审核 2 条。\n")
    assert shilu("attest")[0] == 2
    assert shilu("attest", ENTRY, "--batch", "c" * 64)[0] == 2


def test_months_are_not_confirmed_by_another_school_and_a_workbook_is_not_appended(shilu: Run, tmp_path: Path) -> None:
    months = ["confirm-months", "--host", "S001", "--month", "2022-09"]
    status, _, err = shilu(*months, "--authority", "school:S002", "--format", "json")
    assert (status, json.loads(err)["code"]) == (1, "not-the-host")
    workbook = tmp_path / "book.xlsx"
    workbook.write_bytes(b"PK\x03\x04rest")
    status, _, err = shilu("append", str(workbook), "--format", "json")
    assert (status, json.loads(err)["code"]) == (1, "not-lines")
