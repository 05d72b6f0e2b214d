"""历年积分 on the web: one's own, a school's; who sees it; the same as the command; taken away and derived again."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from api.accounts.visitor import Held, Role
from api.cli.main import main
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.records.conduct import ConductSanctioned
from ledger.records.record import Record, TeacherId
from ledger.submission import Submission
from tests.api.county_on_the_web import golden_home
from tests.api.office_web import CountyOnTheWeb, county_on_the_web, words
from tests.api.signed_in import open_account

TEACHER, COLLEAGUE, SCHOOL = "000003", "000010", "S001"
OF_TEACHER, OF_SCHOOL = f"/teachers/{TEACHER}/history", f"/schools/{SCHOOL}/history"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyOnTheWeb]:
    home = golden_home(tmp_path_factory.mktemp("history") / "county")
    open_account(home, "teacher", Held(Role.TEACHER), teacher=TEACHER)
    open_account(home, "colleague", Held(Role.TEACHER), teacher=COLLEAGUE)
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, f"school:{SCHOOL}"))
    open_account(home, "auditor", Held(Role.AUDITOR))
    sanctioned: Record = ConductSanctioned(TeacherId(TEACHER), date(2022, 10, 8), "有偿补课", "警告", 6)
    with home.opened() as ledger:
        ledger.book.append(HandIn("discipline", COUNTY), Submission([sanctioned]))
    with county_on_the_web(home) as county:
        yield county


def test_a_teacher_sees_the_own_history_and_no_colleague_does(county: CountyOnTheWeb) -> None:
    mine = county.of("teacher").get("/my/history")
    assert mine.status_code == 200
    assert mine.url.path == OF_TEACHER
    told = words(mine.text)
    assert "历年积分" in told
    assert "2022-2023-1" in told
    assert "排名" not in told
    assert "名次" not in told
    assert OF_TEACHER in county.of("teacher").get("/my").text
    for address in (OF_TEACHER, f"{OF_TEACHER}/statement", OF_SCHOOL, f"/api/v1{OF_TEACHER}", f"/api/v1{OF_SCHOOL}"):
        assert county.of("colleague").get(address).status_code == 403, address


def test_the_page_shows_the_points_that_the_term_itself_shows(county: CountyOnTheWeb) -> None:
    asked = {"pack": "taikang-2022", "term": "2022-2023-1", "as_of": "2023-01-13"}
    said = county.of("auditor").get(f"/api/v1/teachers/{TEACHER}", params=asked).json()["answers"]
    history = county.of("auditor").get(f"/api/v1{OF_TEACHER}").json()
    [term] = [one for one in history["terms"] if one["term"] == "2022-2023-1"]
    assert term["answers"] == said
    assert term["figures"]["points"] == said["points"]["total"]
    page = words(county.of("auditor").get(OF_TEACHER).text)
    assert str(said["points"]["total"]) in page
    taken = county.of("auditor").get(OF_TEACHER, params={"format": "csv"}).content.decode("utf-8-sig")
    [row] = csv.DictReader(StringIO(taken))
    assert row["积分"] == str(said["points"]["total"])
    assert county.of("auditor").get(OF_SCHOOL, params={"format": "xlsx"}).status_code == 200


def test_whoever_may_not_read_sanctions_is_shown_none_and_takes_no_whole_statement(county: CountyOnTheWeb) -> None:
    def kinds(account: str) -> set[str]:
        found = county.of(account).get(f"/api/v1{OF_TEACHER}").json()
        return {one["kind"] for term in found["terms"] for one in term["late"]}

    assert "conduct.sanctioned" in kinds("teacher")
    assert "conduct.sanctioned" in kinds("auditor")
    assert kinds("clerk")
    assert "conduct.sanctioned" not in kinds("clerk")
    assert "处分" not in words(county.of("clerk").get(OF_TEACHER).text).replace("处分,", "")
    for address in (OF_TEACHER, OF_SCHOOL):
        assert county.of("clerk").get(address).status_code == 200
        assert county.of("clerk").get(f"{address}/statement").status_code == 403
    assert county.of("teacher").get(f"{OF_TEACHER}/statement").status_code == 200


def test_what_is_taken_away_is_derived_again_by_the_command(
    county: CountyOnTheWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(county.home.folder))
    for address in (OF_TEACHER, OF_SCHOOL):
        shown = county.of("auditor").get(address)
        taken = county.of("auditor").get(f"{address}/statement")
        assert taken.headers["content-disposition"].startswith("attachment")
        digest = json.loads(taken.content)["digest"]
        assert digest in shown.text
        kept = tmp_path / "kept.json"
        kept.write_bytes(taken.content)
        assert main(["history", "--check", str(kept), "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["verdict"], told["digest"], told["derived"]) == ("same", digest, digest)
        kept.write_bytes(re.sub(rb'"duties_done":\d+', b'"duties_done":999', taken.content, count=1))
        assert main(["history", "--check", str(kept)]) == 1
        assert "被改动过" in capsys.readouterr().out


def test_the_command_tells_what_the_web_tells(
    county: CountyOnTheWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(county.home.folder))
    for whose, address in ((["--teacher", TEACHER], OF_TEACHER), (["--school", SCHOOL], OF_SCHOOL)):
        assert main(["history", *whose, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == county.of("auditor").get(f"/api/v1{address}").json()
    assert main(["history", "--teacher", TEACHER]) == 0
    assert "2022-2023-1" in capsys.readouterr().out
    for name in ("a.json", "a.xlsx", "a.csv"):
        assert main(["history", "--school", SCHOOL, "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 100
    capsys.readouterr()
    for wrong, code in (
        (["--teacher", "999999"], 2),
        (["--school", "S999"], 2),
        (["--check", str(tmp_path / "a.csv")], 2),
        (["--check", str(tmp_path / "gone.json")], 2),
        (["--school", SCHOOL, "--out", str(tmp_path / "a.pdf")], 2),
        (["--check", str(tmp_path / "a.json"), "--as-of", "2023-01-13"], 2),
    ):
        assert main(["history", *wrong]) == code, wrong
        assert capsys.readouterr().err.endswith("。\n")
