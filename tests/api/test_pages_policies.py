"""考核办法 over the web: packs with clauses and sources, what changed between two; trying out, which writes nothing."""

import json
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.cli.main import main
from api.typesetting import in_print
from projections.about_packs.diff import pack_changes
from projections.catalogue import shipped_packs
from tests.api.county_on_the_web import TERM, golden_home
from tests.api.office_web import CountyOnTheWeb, county_on_the_web, send, today, words
from tests.api.signed_in import open_account

PACK = "taikang-2022"
TRIED = {"pack": PACK, "term": TERM, "as_of": "2023-01-13", "go": "1"}


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CountyOnTheWeb]:
    home = golden_home(tmp_path_factory.mktemp("policies") / "county")
    open_account(home, "office", Held(Role.SECTION, "county"))
    open_account(home, "auditor", Held(Role.AUDITOR))
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    open_account(home, "teacher", Held(Role.TEACHER), teacher="000003")
    with county_on_the_web(home) as county:
        yield county


@pytest.fixture
def office(county: CountyOnTheWeb) -> TestClient:
    return county.of("office")


def test_every_pack_is_listed_with_its_document_and_leads_to_its_clauses(office: TestClient) -> None:
    page = unescape(office.get("/policies").text)
    for name, pack in shipped_packs().items():
        assert f'href="/policies/{name}@{pack.head.version}"' in page.replace("%40", "@"), name
    table = office.get("/policies?format=csv").content.decode("utf-8-sig")
    assert len(table.splitlines()) == 1 + len(shipped_packs())


@pytest.mark.parametrize("name", list(shipped_packs()))
def test_every_clause_of_every_pack_is_shown_with_its_source(office: TestClient, name: str) -> None:
    page = office.get(f"/policies/{name}")
    assert page.status_code == 200
    said = words(page.text)
    for clause, one in shipped_packs()[name].clauses.items():
        assert f'id="{clause}"' in page.text
        assert in_print(one.source.section) in said
    assert "算例" in said


def test_what_changed_between_two_packs_is_told_as_the_command_tells_it(office: TestClient) -> None:
    first, second = list(shipped_packs().values())[:2]
    page = office.get(f"/policies/{first.head.id}/changes", params={"to": second.head.id})
    assert page.status_code == 200
    assert page.text.count("<tr><td>") == len(pack_changes(first, second))
    same = office.get(f"/policies/{first.head.id}/changes", params={"to": first.head.id})
    assert "内容相同" in same.text


def test_a_changed_value_is_tried_out_with_the_same_numbers_as_the_command(
    county: CountyOnTheWeb, office: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = county.position
    page = office.get("/policies/simulate", params={**TRIED, "path_1": "observe-20.target", "value_1": "5"})
    assert page.status_code == 200
    monkeypatch.setenv("SHILU_HOME", str(county.home.folder))
    settings = ["--pack", PACK, "--term", TERM, "--as-of", "2023-01-13", "--set", "observe-20.target=5"]
    assert main(["simulate", *settings, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    total = told["totals"]["all"]
    assert total["gains"] > 0
    said = words(page.text)
    for name, called in (("gains", "受益"), ("loses", "受损"), ("changes", "有变化"), ("same", "不变")):
        assert f"{called} {total[name]}" in said, name
    assert told["changed"][0]["teacher"] in page.text
    assert county.position == before
    taken = office.get(
        "/policies/simulate",
        params={**TRIED, "path_1": "observe-20.target", "value_1": "5", "format": "csv", "table": "有变化的教师"},
    )
    assert len(taken.content.decode("utf-8-sig").splitlines()) == 1 + len(told["changed"])


def test_another_pack_is_tried_out(office: TestClient) -> None:
    other = "weak-school-2009"
    page = office.get("/policies/simulate", params={**TRIED, "against": other})
    assert page.status_code == 200
    assert f"换成 {other}@" in words(page.text)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "没有写要改什么"),
        ({"path_1": "nowhere.target", "value_1": "5"}, "nowhere"),
        ({"path_1": "observe-20.target", "value_1": "5", "as_of": "soon"}, "不是日期"),
        ({"path_1": "observe-20.target", "value_1": "5", "term": "1999"}, "1999"),
        ({"pack": "/etc/passwd.yaml", "path_1": "a.b", "value_1": "1"}, "没有叫"),
        ({"path_1": "observe-20.target", "value_1": "open('/etc/passwd')"}, "open"),
    ],
)
def test_what_cannot_be_tried_comes_back_with_one_sentence(
    office: TestClient, asked: dict[str, str], told: str
) -> None:
    page = office.get("/policies/simulate", params={**TRIED, **asked})
    assert page.status_code == 409
    assert told in unescape(page.text)


def test_who_may_try_out_and_who_only_reads(county: CountyOnTheWeb) -> None:
    for account, status in (("office", 200), ("auditor", 200), ("clerk", 403), ("teacher", 403)):
        assert county.of(account).get("/policies/simulate").status_code == status, account
        assert county.of(account).get(f"/policies/{PACK}").status_code == 200, account


def test_a_pack_that_was_adopted_is_listed_with_the_day(county: CountyOnTheWeb, office: TestClient) -> None:
    assert "日采用" not in office.get("/policies").text
    status, _ = send(office, "/statements/new", {"pack": PACK, "term": TERM, "scope": "county", "as_of": "2023-01-13"})
    assert status == 200
    day = today()
    assert f"{day.year}年{day.month}月{day.day}日采用" in office.get("/policies").text
