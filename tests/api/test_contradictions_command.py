"""`shilu contradictions`: its JSON form, its table, its exit statuses, and that every check is documented."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.cli.main import main
from ledger.home import Home, Ledger
from ledger.records.contradiction import ContradictionSettled
from ledger.records.record import TeacherId
from ledger.vault import Particulars
from ledger.vocabulary import Settlement
from projections.contradictions.called import WHAT
from projections.contradictions.contradiction import What
from tests.api.small_workbook import ID_NUMBER, observation, small_county, written
from tests.house.pages import DOCS, table_rows
from tests.ledger.stories import changed
from tests.projections.contradicting import type_in

Run = Any


@pytest.fixture
def shilu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command on a small county in which 000002 observes and is observed at once."""
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "county"))
    sheets = small_county()
    sheets["听课记录"].append(list(observation(听课人="000002", 授课人="000003").values()))
    sheets["教师"][1][sheets["教师"][0].index("身份证号")] = ID_NUMBER
    assert main(["init"]) == 0
    assert main(["import", str(written(sheets, tmp_path / "small.xlsx"))]) == 0
    with Home(tmp_path / "county").opened() as ledger:
        _give_number(ledger, TeacherId("000002"), ID_NUMBER)
    capsys.readouterr()

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["contradictions", *arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def _give_number(ledger: Ledger, code: TeacherId, number: str) -> None:
    """A second file with a number that is another's already: no workbook may say so today, an older one might."""
    ledger.vault.begin()
    identity = ledger.vault.keep(code, Particulars("钱立", number))
    ledger.vault.commit()
    type_in(ledger.book, changed(ledger.register().teachers[code], identity=identity))


def told(shilu: Run, *arguments: str) -> dict[str, Any]:
    """What is told in JSON, by `what`; each is told once."""
    status, out, err = shilu(*arguments, "--format", "json")
    assert (status, err) == (0, "")
    found = json.loads(out)
    by_what = {one["what"]: one for one in found}
    assert len(by_what) == len(found)
    return by_what


def test_contradictions_as_json(shilu: Run) -> None:
    found = told(shilu)
    assert found.keys() == {"two-places", "one-person-two-files", "recorded-late"}
    one = found["two-places"]
    assert one["persons"] == ["000002"]
    assert (one["days"], one["state"], one["explanation"]) == (["2022-09-05"], "open", [])
    assert (len(one["entries"]), len(one["positions"]), one["settlement"]) == (2, 2, None)
    assert "19900307" not in json.dumps(found)


def test_the_table_says_whom_to_ask_by_name(shilu: Run) -> None:
    status, out, _ = shilu()
    assert status == 0
    assert "矛盾记录 3 件" in out
    assert "000002 钱立" in out
    assert "第 3 节同时在两处" in out
    assert "19900307" not in out


def test_what_is_settled_is_hidden_unless_all_is_asked_for(shilu: Run, tmp_path: Path) -> None:
    one = told(shilu)["two-places"]
    settled = ContradictionSettled(one["id"], Settlement.CORRECTED, "临时调课。", date(2023, 1, 31))
    with Home(tmp_path / "county").opened() as ledger:
        type_in(ledger.book, settled)
    assert "two-places" not in told(shilu)
    assert told(shilu, "--all")["two-places"]["settlement"]["words"] == "临时调课。"
    assert "另有已办结的 1 件" in shilu()[1]
    with Home(tmp_path / "county").opened() as ledger:
        type_in(ledger.book, changed(settled, contradiction=told(shilu)["recorded-late"]["id"], settled="移交处理"))
    assert told(shilu)["recorded-late"]["state"] == "passed_on"


def test_of_one_teacher(shilu: Run) -> None:
    assert told(shilu, "--teacher", "1").keys() == {"one-person-two-files", "recorded-late"}
    assert told(shilu, "--teacher", "000003") == {}
    status, out, err = shilu("--teacher", "999999")
    assert (status, out) == (2, "")
    assert "999999" in err


def test_as_of_a_day_before_it_happened_there_is_none(shilu: Run) -> None:
    assert told(shilu, "--as-of", "2022-09-04").keys() == {"one-person-two-files"}


def test_every_check_has_a_name_and_its_place_in_the_page_for_officers() -> None:
    rows = {row[1].strip("`"): row[0] for row in table_rows(DOCS / "contradictions.md") if len(row) == 6}
    assert rows == {str(what): name for what, name in WHAT.items()}
    assert set(WHAT) == set(What)
