"""The feed: every event once, in order, told when it comes; nothing personal in it; CloudEvents to the letter."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.new_events import PAUSE
from api.interface.shapes.events import CloudEvent
from ledger.home import Home
from ledger.records.record import TeacherId
from ledger.records.routine import DutiesChecked
from ledger.vocabulary import Grade
from tests.api.county_on_the_web import golden_home, visited
from tests.api.test_interface_lists import write
from tests.patience import asked_until, comes_within

jsonschema: Any = pytest.importorskip("jsonschema")

CLOUD_EVENT = {
    "type": "object",
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "minLength": 1, "format": "uri-reference"},
        "type": {"type": "string", "minLength": 1},
        "subject": {"type": "string", "minLength": 1},
        "datacontenttype": {"const": "application/json"},
        "time": {"type": "string", "format": "date-time"},
        "data": {"type": "object"},
    },
    "required": ["id", "source", "specversion", "type"],
    "patternProperties": {"^[a-z0-9]{1,20}$": {}},
    "additionalProperties": False,
}
"""After the JSON Schema of CloudEvents 1.0.2; names of attributes are lower-case letters and digits."""


def checked(number: int, day: int = 3) -> DutiesChecked:
    return DutiesChecked(TeacherId(f"{number:06d}"), datetime(2022, 11, day).date(), Grade.GOOD, "教导处", "及时。")  # noqa: DTZ001


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("feed") / "county")


@pytest.fixture(scope="module")
def client(county: Home) -> Iterator[TestClient]:
    with visited(county) as client:
        yield client


def test_every_event_is_told_once_and_in_order(client: TestClient, county: Home) -> None:
    found, address = [], "/api/v1/events?most=1000"
    while True:
        answer = client.get(address)
        assert answer.headers["content-type"] == "application/cloudevents-batch+json"
        if not answer.json():
            break
        found += answer.json()
        address = answer.links["next"]["url"]
    with county.opened() as ledger:
        rows = ledger.book.stored.rows()
    assert [int(one["id"]) for one in found] == [row[0] for row in rows]
    for one, row in zip(found, rows, strict=True):
        jsonschema.validate(one, CLOUD_EVENT)
        assert one["data"]["kind"] == row[3].partition("#")[0]
        assert datetime.fromisoformat(one["time"]).tzinfo is not None
        CloudEvent.model_validate(one)
    assert len({one["source"] for one in found}) == 1
    assert answer.links["next"]["url"].endswith(f"after={rows[-1][0]}"), "where it ends it is asked again"


def test_nothing_personal_is_in_it(client: TestClient, county: Home) -> None:
    text = "".join(client.get("/api/v1/events", params={"after": n, "most": 1000}).text for n in range(0, 8000, 1000))
    with county.opened() as ledger:
        register = ledger.register()
        names = set(ledger.names(register).values())
        born = {row.born.isoformat() for row in register.teachers.values()}
    assert len(names) > 100
    assert not [name for name in names if f'"{name}"' in text]
    assert not [day for day in born if f'"{day}"' in text]
    assert not re.search(r"\b\d{17}[\dX]\b", text)
    assert set(client.get("/api/v1/events").json()[0]["data"]) == {
        "position", "entry", "version", "kind", "act", "authority", "whose",
    }  # fmt: skip


def test_whoever_waits_is_told_as_soon_as_something_is_written(client: TestClient, county: Home) -> None:
    last = client.get("/healthz").json()["position"]
    with ThreadPoolExecutor(20) as threads:
        waiting = [threads.submit(client.get, "/api/v1/events", params={"after": last, "wait": 20}) for _ in range(20)]
        sleep(0.7)
        write(county, checked(1))
        assert comes_within(10 * PAUSE, lambda: all(one.done() for one in waiting))
        answers = [one.result() for one in waiting]
    assert {int(answer.json()[0]["id"]) for answer in answers} == {last + 1}
    assert answers[0].json()[0]["type"] == "shilu.duties.checked.recorded"
    assert answers[0].json()[0]["data"]["whose"] == "000001"


def test_where_nothing_comes_it_is_empty_after_the_time(client: TestClient) -> None:
    last = client.get("/healthz").json()["position"]
    began = monotonic()
    with ThreadPoolExecutor(1) as one:
        asked = one.submit(client.get, "/api/v1/events", params={"after": last, "wait": 1})
        assert comes_within(4, asked.done)
    assert asked.result().json() == []
    assert monotonic() - began > 0.9
    assert client.get("/api/v1/events", params={"after": last, "wait": 999}).status_code == 422
    assert client.get("/api/v1/events", params={"after": 2**62}).json() == []


def test_whoever_follows_while_others_write_misses_nothing(client: TestClient, county: Home) -> None:
    last = client.get("/healthz").json()["position"]

    def write_thirty() -> None:
        for number in range(1, 31):
            write(county, checked(number, 4))

    writing = Thread(target=write_thirty)
    writing.start()
    seen: list[int] = []
    while len(seen) < 30:
        after = seen[-1] if seen else last
        seen += [int(one["id"]) for one in client.get("/api/v1/events", params={"after": after, "wait": 5}).json()]
    writing.join()
    assert seen == list(range(last + 1, last + 31))


def test_a_verification_is_asked_for_watched_and_read(client: TestClient, county: Home, tmp_path: Path) -> None:
    asked = client.post("/api/v1/verifications", json={"only": ["book", "vault"]})
    assert asked.status_code == 202
    address = asked.headers["location"]
    told = asked_until(lambda told: told["state"] in ("done", "stopped"), lambda: client.get(address).json())
    assert told["state"] == "done", told
    assert told["report"]["ok"]
    assert told["report"]["parts"] == ["book", "vault"]
    assert told["report"]["size"] == client.get("/healthz").json()["position"]
    assert client.get("/api/v1/verifications").json()[0] == told
    assert client.get("/api/v1/verifications/nothing").json()["code"] == "unknown-job"
    for bad in ({"only": ["everything"]}, {"only": ["facts"], "against": [{"name": "a", "text": "b"}]}, {"key": "+x"}):
        assert client.post("/api/v1/verifications", json=bad).status_code == 400, bad
