"""Whose answers whom: everybody is shown what is about their teachers and schools, and nothing beyond."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from ledger.home import Home
from tests.api.county_on_the_web import ASKED, golden_home
from tests.api.signed_in import open_account, sign_in, signed_in

ASK = ASKED | {"as_of": "2023-01-13"}
CODE = "000003"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = golden_home(tmp_path_factory.mktemp("scopes") / "county")
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    open_account(home, "auditor", Held(Role.AUDITOR))
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    open_account(home, "town", Held(Role.TOWNSHIP, "township:第二镇"))
    open_account(home, "personnel", Held(Role.SECTION, "county:人事股"))
    open_account(home, CODE, Held(Role.TEACHER), teacher=CODE)
    return home


@pytest.fixture(scope="module")
def browser(county: Home) -> Iterator[TestClient]:
    with signed_in(county, Role.AUDITOR, account="auditor") as client:
        yield client


def get(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(f"/api/v1/{path}", params=query)
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()


def refused(client: TestClient, path: str, **query: Any) -> bool:
    answer = client.get(f"/api/v1/{path}", params=query)
    if answer.status_code == 403:
        assert answer.json()["code"] == "not-allowed"
    return answer.status_code == 403


@pytest.fixture
def schools(browser: TestClient) -> dict[str, str]:
    """Every teacher's school."""
    sign_in(browser, "auditor")
    return {one["teacher"]: one["school"] for one in get(browser, "teachers", most=1000)}


def test_an_auditor_reads_all(browser: TestClient, schools: dict[str, str]) -> None:
    sign_in(browser, "auditor")
    assert len(schools) > 100
    told = get(browser, "evaluations", **ASK)
    assert len(told["teachers"]) == len(schools)
    assert told["schools"] is not None
    for path in ("status", "export", "events", "verifications", "statements", "packs/needs"):
        assert browser.get(f"/api/v1/{path}").status_code == 200, path


def test_a_school_clerk_reads_of_the_own_school(browser: TestClient, schools: dict[str, str]) -> None:
    sign_in(browser, "clerk")
    own = {code for code, school in schools.items() if school == "S001"}
    assert {one["teacher"] for one in get(browser, "teachers")} == own
    told = get(browser, "evaluations", **ASK)
    serving = {one["teacher"] for one in get(browser, "rotations")}
    assert own <= set(told["teachers"]) <= own | serving
    assert {name.partition("/")[0] for name in told["groups"]} == {"S001"}
    assert set(told["schools"]) <= {"S001"}
    assert "county" not in told
    for one in get(browser, "rotations"):
        assert "S001" in (one["home"], one["host"]) or one["teacher"] in own
    for one in get(browser, "mentorships"):
        assert {one["mentor"], one["mentee"]} & set(told["teachers"])
    for one in get(browser, "three-ones", all=True):
        assert one["teacher"] in told["teachers"]
    for one in get(browser, "contradictions", most=1000):
        assert set(one["persons"]) & set(told["teachers"])
    stranger = next(code for code, school in schools.items() if school != "S001" and code not in told["teachers"])
    assert refused(browser, f"teachers/{stranger}", **ASKED)
    assert refused(browser, f"teachers/{stranger}/records")
    assert refused(browser, "evaluations", **ASKED, teacher=stranger)
    assert refused(browser, "explanations", **ASKED, teacher=stranger)
    assert refused(browser, "explanations", **ASKED, school="S002")
    assert refused(browser, "explanations", **ASKED, county=True)
    assert refused(browser, "contradictions", teacher=stranger)
    assert refused(browser, "inbox", authority="school:S002")
    assert get(browser, "inbox") == get(browser, "inbox", authority="school:S001")
    for path in ("export", "events", "status", "verifications", "packs/needs"):
        assert refused(browser, path), path
    assert refused(browser, "dashboard", **ASKED)
    assert browser.post("/api/v1/simulations", json=ASKED | {"set": ["observe-20.target=18"]}).status_code == 403
    assert get(browser, "schools") != []


def test_a_teacher_reads_of_oneself(browser: TestClient, schools: dict[str, str]) -> None:
    sign_in(browser, CODE)
    assert [one["teacher"] for one in get(browser, "teachers")] == [CODE]
    told = get(browser, "evaluations", **ASK)
    assert list(told["teachers"]) == [CODE]
    assert told["groups"] == told["schools"] == {}
    assert get(browser, f"teachers/{CODE}", **ASK)["teacher"] == CODE
    own = get(browser, f"teachers/{CODE}/records")
    assert len(own) > 10
    history = get(browser, f"records/{own[0]['entry']}")
    assert history["versions"][0]["data"]
    assert get(browser, f"records/{own[0]['entry']}/receipt")["entry"] == own[0]["entry"]
    assert refused(browser, "teachers/000004", **ASKED)
    assert refused(browser, "teachers/000004/records")
    assert [one["teacher"] for one in get(browser, "search", words="王")] in ([], [CODE])
    assert refused(browser, "explanations", **ASKED, school=schools[CODE])
    for path in ("export", "events", "status"):
        assert refused(browser, path), path


def test_a_record_of_others_is_not_to_be_read(browser: TestClient) -> None:
    sign_in(browser, "auditor")
    others = [one for one in get(browser, "teachers/000050/records") if one["kind"] == "training.attended"]
    sign_in(browser, CODE)
    for one in others:
        assert refused(browser, f"records/{one['entry']}")
        assert refused(browser, f"records/{one['entry']}/receipt")
        assert refused(browser, f"records/{one['position']}")


def test_an_administrator_reads_no_records(browser: TestClient) -> None:
    sign_in(browser, "admin")
    for path in ("teachers", "rotations", "contests", "statements", "packs", "inbox", "search", "export", "events"):
        assert refused(browser, path), path
    assert refused(browser, "evaluations", **ASKED)


def test_a_township_reads_of_its_schools(browser: TestClient, schools: dict[str, str]) -> None:
    sign_in(browser, "town")
    own = {one["school"] for one in get(browser, "schools") if one["township"] == "第二镇"}
    assert own
    assert {one["school"] for one in get(browser, "teachers", most=1000)} == own & set(schools.values())
    assert {name.partition("/")[0] for name in get(browser, "evaluations", **ASK)["groups"]} <= own
    assert refused(browser, "dashboard", **ASKED)


def test_names_are_told_where_they_are_asked_for_of_those_who_are_seen(browser: TestClient, county: Home) -> None:
    with county.opened() as ledger:
        names = ledger.names(ledger.register())
    sign_in(browser, "clerk")
    named = get(browser, "teachers", names=True)
    assert {one["teacher"]: one["name"] for one in named} == {one["teacher"]: names[one["teacher"]] for one in named}
    assert "name" not in get(browser, "teachers")[0]
    assert "identity" not in named[0]
    found = browser.post("/api/v1/search", json={"words": named[0]["name"]}).json()
    assert named[0]["teacher"] in [one["teacher"] for one in found]


def test_nobody_is_answered_who_is_not_signed_in(browser: TestClient) -> None:
    browser.cookies.clear()
    for path in ("teachers", "packs", "checkpoint", "events", "evaluations", "openapi.json"):
        answer = browser.get(f"/api/v1/{path}")
        assert answer.status_code == 401, path
        assert answer.headers["www-authenticate"].startswith("Bearer")
