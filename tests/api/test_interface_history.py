"""The history of a record: every version, every step, who and why; its tag changes with all that is written of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ledger.acts.finding import find
from ledger.event import COUNTY, Act, Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.record import TeacherId, entry_of
from ledger.records.routine import DutiesChecked
from ledger.submission import Submission
from ledger.vocabulary import Grade
from tests.api.county_on_the_web import golden_home, visited
from tests.ledger.stories import changed

CHECKED = DutiesChecked(TeacherId("000003"), date(2022, 11, 3), Grade.GOOD, "教导处", "批改及时。")
ENTRY = entry_of(CHECKED).hex()
SCHOOL = Authority("school:S001")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = golden_home(tmp_path / "county")
    with home.opened() as ledger:
        ledger.book.append(HandIn("000001", SCHOOL), Submission([CHECKED]))
    return home


@pytest.fixture
def client(home: Home) -> Iterator[TestClient]:
    with visited(home) as client:
        yield client


def act(home: Home, what: Act, actor: str, authority: Authority = COUNTY, reason: str = "", **more: Any) -> None:
    with home.opened() as ledger:
        place = find(ledger.book.stored, ENTRY)
        ledger.book.act(HandIn(actor, authority), place.request(what, reason, **more))


def told(client: TestClient, entry: str = ENTRY) -> tuple[dict[str, Any], str]:
    answer = client.get(f"/api/v1/records/{entry}")
    assert answer.status_code == 200, answer.text
    return answer.json(), answer.headers["etag"]


def test_a_record_is_told_from_its_first_word_to_the_last_step(home: Home, client: TestClient) -> None:
    first, tag = told(client)
    assert (first["state"], first["called"], len(first["versions"]), first["steps"]) == (
        "recorded",
        "六认真检查",
        1,
        [],
    )
    act(home, Act.RETURNED, "000901", reason="写明次数")
    with home.opened() as ledger:
        ledger.book.append(HandIn("000001", SCHOOL), Submission([changed(CHECKED, notes="批改及时,共 12 次。")]))
    act(home, Act.ATTESTED, "000901", sample="")
    said, later = told(client)
    assert later != tag
    assert [one["state"] for one in said["versions"]] == ["returned", "attested"]
    assert [one["data"]["notes"] for one in said["versions"]] == ["批改及时。", "批改及时,共 12 次。"]
    assert [(one["act"], one["actor"], one["reason"]) for one in said["steps"]] == [
        ("returned", "000901", "写明次数"),
        ("attested", "000901", ""),
    ]
    assert [one["of"] for one in said["steps"]] == [[1], [said["versions"][1]["number"]]]
    assert [one["act"] for one in said["versions"]] == ["recorded", "recorded"]
    assert said["revision"] == 4
    assert said["versions"][0]["authority"] == SCHOOL
    positions = [one["position"] for one in (*said["versions"], *said["steps"])]
    assert len(set(positions)) == 4


def test_it_is_found_by_its_number_the_beginning_of_it_or_a_position(client: TestClient) -> None:
    whole = told(client)
    assert told(client, ENTRY[:8]) == whole
    assert told(client, str(whole[0]["versions"][0]["position"])) == whole
    for nobody in ("ffffffffffff", "abc", "no-record", "99999999"):
        answer = client.get(f"/api/v1/records/{nobody}")
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-entry"), nobody


def test_a_tag_that_is_known_spares_the_answer_until_something_is_written(home: Home, client: TestClient) -> None:
    _, tag = told(client)
    assert client.get(f"/api/v1/records/{ENTRY}", headers={"If-None-Match": tag}).status_code == 304
    act(home, Act.ATTESTED, "000901")
    assert client.get(f"/api/v1/records/{ENTRY}", headers={"If-None-Match": tag}).status_code == 200
