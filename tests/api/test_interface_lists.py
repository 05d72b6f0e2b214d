"""Long lists come in parts that fit together whatever is written meanwhile; what is not a cursor of ours is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.record import Record, TeacherId
from ledger.records.registered import SchoolRegistered
from ledger.refusals import Refused
from ledger.submission import Submission
from tests.api.county_on_the_web import TERM, golden_home, visited
from tests.ledger.stories import TEACHER, changed


def write(home: Home, *records: Record) -> None:
    with home.opened() as ledger, ledger.book.writing(HandIn("clerk", term=ledger.register().terms[TERM])) as pen:
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("lists") / "county")


@pytest.fixture(scope="module")
def client(county: Home) -> Iterator[TestClient]:
    with visited(county) as client:
        yield client


def parts(client: TestClient, path: str, **query: Any) -> Iterator[list[Any]]:
    """One part after the other, by the addresses that the answers name."""
    answer = client.get(f"/api/v1/{path}", params=query)
    while True:
        assert answer.status_code == 200, answer.text
        yield answer.json()
        if "next" not in answer.links:
            return
        answer = client.get(answer.links["next"]["url"])


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("teachers", {}),
        ("schools", {}),
        ("rotations", {"as_of": "2022-12-31"}),
        ("mentorships", {}),
        ("three-ones", {"all": True}),
        ("contradictions", {}),
        ("teachers/000003/records", {}),
    ],
)
def test_the_parts_are_the_whole(client: TestClient, path: str, query: dict[str, Any]) -> None:
    most = 500
    [whole] = parts(client, path, most=most, **query)
    for size in (1, 7, len(whole)):
        found = list(parts(client, path, most=size, **query)) if len(whole) < 60 or size > 1 else []
        assert [one for part in found for one in part] == (whole if found else [])
        assert all(len(part) == size for part in found[:-1])


def test_what_is_written_meanwhile_moves_nothing(client: TestClient, county: Home) -> None:
    """Somebody new comes before those still to be listed: nobody is told twice or left out, and not the new one."""
    [before] = parts(client, "teachers", most=1000)
    going = parts(client, "teachers", most=50)
    told = next(going)
    new = [TeacherId("000000"), TeacherId("000999")]
    write(county, *(changed(TEACHER, teacher=code, school="S001", identity="0" * 32) for code in new))
    told += [one for part in going for one in part]
    assert told == before
    [after] = parts(client, "teachers", most=1000)
    assert {one["teacher"] for one in after} == {one["teacher"] for one in before} | set(new)


def test_a_list_as_it_was_known(client: TestClient, county: Home) -> None:
    with county.opened() as ledger:
        rows = ledger.book.stored.rows(None, [SchoolRegistered.kind])
        early = rows[2][0]
    [few] = parts(client, "schools", known_at=str(early))
    assert len(few) == 3
    assert client.get("/api/v1/schools", params={"as_of": "1990-01-01"}).json() == []
    assert client.get("/api/v1/schools", params={"known_at": "999999"}).json()["code"] == "bad-known-at"
    assert client.get("/api/v1/schools", params={"known_at": "9" * 40}).status_code == 400


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_text_as_a_cursor_does_harm(client: TestClient, cursor: str) -> None:
    answer = client.get("/api/v1/rotations", params={"cursor": cursor})
    if cursor:
        assert answer.status_code in (400, 422), answer.text
        assert answer.json()["code"] in ("bad-cursor", "bad-parameters")


@pytest.mark.parametrize(
    "cursor", ["WzEsIjIwMjItMDktMDEiLC0xXQ", "Wzk5OTk5OTk5OSwiMjAyMi0wOS0wMSIsMF0", "W10", "bnVsbA"]
)
def test_a_cursor_that_was_made_up_is_refused(client: TestClient, cursor: str) -> None:
    answer = client.get("/api/v1/teachers", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


def test_a_misspelt_parameter_is_refused(client: TestClient) -> None:
    for path in ("teachers", "rotations", "contradictions", "statements", "packs/needs", "search"):
        answer = client.get(f"/api/v1/{path}", params={"limit": 3})
        assert (answer.status_code, answer.json()["code"]) == (422, "bad-parameters"), path
