"""A store that is out of order is told as that over the web: to programs as a problem, to people as a page."""

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.http.kept_answers import KeptAnswers
from api.http.reading_desk import ReadingDesk
from api.http.views_desk import ViewsDesk
from ledger.book import Book
from ledger.store.faults import STORE_FAULTS, CommitUnknown, ConnectionLost
from tests.api.county_on_the_web import ASKED, golden_home, visited
from tests.patience import comes_within

FOR_PROGRAMS = ["/healthz", "/readyz", "/api/v1/evaluations", "/api/v1/teachers/000003", "/api/v1/dashboard"]
FOR_PEOPLE = ["/teachers", "/dashboard", "/teachers/000003"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visited(golden_home(tmp_path_factory.mktemp("faults") / "county")) as client:
        for path in (*FOR_PROGRAMS, *FOR_PEOPLE):  # so that what is kept is tried too
            client.get(path, params=ASKED)
        yield client


def out_of_order(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """From now on whoever asks how far the book goes is raised this: the gate, before any route, and the route."""

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(Book, "position", property(fail))


def out_of_order_behind_the_gate(client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """The gate still lets everybody in, nothing is kept, and whoever makes an answer is raised this."""

    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(ReadingDesk, "position", property(fail))
    monkeypatch.setattr(ViewsDesk, "state", fail)
    app = client.app
    assert isinstance(app, FastAPI)
    monkeypatch.setattr(app.state.desk, "answers", KeptAnswers())


def readings(client: TestClient) -> list[str]:
    """Every address of the interface that is read, with something in place of what it asks for."""
    described = client.get("/api/v1/openapi.json").json()["paths"]
    return [re.sub(r"\{\w+\}", "000003", path) for path, ways in described.items() if "get" in ways]


@pytest.mark.parametrize("where", ["at the gate", "behind it"])
@pytest.mark.parametrize(
    ("error", "code", "wait"),
    [
        (ConnectionLost("server closed the connection unexpectedly"), "database-unreachable", "10"),
        (ConnectionLost('FATAL: password authentication failed for user "u"'), "database-refused", None),
        (CommitUnknown("gone"), "commit-unknown", None),
        (sqlite3.OperationalError("database is locked"), "ledger-busy", "5"),
        (sqlite3.DatabaseError("database disk image is malformed"), "storage-fault", None),
    ],
)
def test_a_fault_of_the_store_is_503_with_its_code_and_when_to_ask_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str, wait: str | None, where: str
) -> None:
    assert isinstance(error, STORE_FAULTS)
    every = readings(client)
    assert len(every) > len(FOR_PROGRAMS)
    if where == "at the gate":
        out_of_order(monkeypatch, error)
    else:
        out_of_order_behind_the_gate(client, monkeypatch, error)
    for path in {*FOR_PROGRAMS, *every} if where == "at the gate" else FOR_PROGRAMS:
        answer = client.get(path, params=ASKED)
        assert (path, answer.status_code, answer.headers["content-type"]) == (path, 503, "application/problem+json")
        assert answer.json()["code"] == code
        assert answer.headers.get("retry-after") == wait
        assert "default-src" in answer.headers["content-security-policy"]
    for path in FOR_PEOPLE:
        answer = client.get(path, params=ASKED)
        assert answer.status_code == 503
        assert code in answer.text


def test_a_store_that_does_not_answer_is_told_within_two_seconds(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever watches over the server does not wait as long as it does."""
    answering = Event()
    monkeypatch.setattr(ReadingDesk, "position", property(lambda _: answering.wait(30)))
    try:
        with ThreadPoolExecutor(1) as thread:
            asked = thread.submit(client.get, "/healthz")
            assert comes_within(2, asked.done)
            told = asked.result()
        assert (told.status_code, told.json()["code"]) == (503, "database-unreachable")
        assert told.headers["retry-after"] == "10"
    finally:
        answering.set()


@pytest.mark.parametrize("where", ["at the gate", "behind it"])
@pytest.mark.parametrize("path", ["/healthz", "/api/v1/dashboard"])
def test_another_error_is_no_fault_of_the_store(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, where: str
) -> None:
    error = LookupError("a mistake of ours")
    if where == "at the gate":
        out_of_order(monkeypatch, error)
    else:
        out_of_order_behind_the_gate(client, monkeypatch, error)
    answer = client.get(path, params=ASKED)
    assert (answer.status_code, answer.json()["code"]) == (500, "failure")


def test_an_error_while_looking_for_a_kept_answer_is_not_passed_over(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(*_: object) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr(KeptAnswers, "find", find)
    assert client.get("/api/v1/dashboard", params=ASKED).status_code == 500
