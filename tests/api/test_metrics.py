"""What is told about how the server does: figures for who may see them, a log in which nothing personal stands."""

import json
import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.configuration import Configuration
from api.http.application import application
from api.http.pace import Pace
from api.http.request_log import REQUESTS, AsJson
from ledger.home import Home
from tests.api.county_on_the_web import ASKED, golden_home
from tests.api.signed_in import HERE, PASSWORD, open_account, sign_in

TEACHER = "000003"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = golden_home(tmp_path_factory.mktemp("metrics") / "county")
    open_account(home, "auditor", Held(Role.AUDITOR))
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    return home


@pytest.fixture(scope="module")
def running(home: Home) -> Iterator[TestClient]:
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def lines(running: TestClient) -> Iterator[list[dict[str, object]]]:
    """What the log of requests says, as a server writes it that logs as JSON."""
    found: list[dict[str, object]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(AsJson().format(record)))

    kept = Kept()
    REQUESTS.addHandler(kept)
    REQUESTS.setLevel(logging.INFO)
    yield found
    REQUESTS.removeHandler(kept)
    REQUESTS.setLevel(logging.NOTSET)


def _figure(told: str, name: str) -> float:
    [line] = [one for one in told.splitlines() if one.startswith(name)]
    return float(line.rsplit(" ", 1)[1])


def test_requests_are_counted_by_their_route_as_it_is_written_those_that_were_kept_too(running: TestClient) -> None:
    sign_in(running, "auditor")
    for _ in range(3):
        assert running.get(f"/teachers/{TEACHER}", params=ASKED).status_code == 200
    assert running.get("/none/of/these").status_code == 404
    told = running.get("/metrics").text
    assert _figure(told, 'shilu_requests_total{method="GET",route="/teachers/{code}",status="200"}') == 3
    assert _figure(told, 'shilu_request_seconds_count{route="/teachers/{code}"}') == 3
    assert _figure(told, 'shilu_requests_total{method="GET",route="none",status="404"}') >= 1
    assert _figure(told, "shilu_book_position") > 1000
    assert _figure(told, "shilu_seal_standing_still") == 0
    assert TEACHER not in told


def test_the_figures_are_for_auditors_administrators_and_this_machine(running: TestClient, home: Home) -> None:
    running.cookies.clear()
    assert running.get("/metrics").status_code == 401
    for account, status in (("clerk", 403), ("admin", 200), ("auditor", 200)):
        sign_in(running, account)
        assert running.get("/metrics").status_code == status, account
    app = application(home)
    with TestClient(app, base_url=HERE, client=("127.0.0.1", 5000)) as here:
        assert here.get("/metrics").headers["content-type"].startswith("text/plain")
        assert here.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 401


def test_the_log_says_what_was_asked_and_how_it_went_and_nothing_personal(
    running: TestClient, lines: list[dict[str, object]], home: Home
) -> None:
    sign_in(running, "auditor")
    lines.clear()
    answer = running.get(f"/teachers/{TEACHER}", params=ASKED)
    running.get("/teachers", params={"q": "王"})
    running.get(f"/teachers/{TEACHER}/%E7%8E%8B")
    first, searched, nowhere = lines
    assert first | {"at": "", "ms": 0} == {
        "at": "",
        "level": "info",
        "logger": "shilu.requests",
        "request": answer.headers["x-request-id"],
        "method": "GET",
        "route": "/teachers/{code}",
        "status": 200,
        "ms": 0,
        "account": "auditor",
    }
    assert (searched["route"], nowhere["route"], nowhere["status"]) == ("/teachers", "none", 404)
    running.cookies.clear()
    sign_in(running, "clerk")
    with home.opened() as ledger:
        names = ledger.names(ledger.register())
    written = json.dumps(lines, ensure_ascii=False)
    assert [name for name in names.values() if name in written] == []
    for personal in (TEACHER, PASSWORD, "王", "testclient", "csrf"):
        assert personal not in written


def test_of_a_fault_the_log_tells_where_it_was_and_not_what_was_in_it() -> None:
    with pytest.raises(ValueError) as raised:
        int("王小明 411627199001011234")
    said = (raised.type, raised.value, raised.tb)
    line = AsJson().format(logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 1, "failed", None, said))
    assert json.loads(line)["error"] == "ValueError"
    assert json.loads(line)["where"][0].startswith("test_metrics.py:")
    assert "王" not in line
    assert "4116" not in line


def test_who_asks_too_often_is_told_to_wait_and_others_are_not(home: Home) -> None:
    slow = Configuration(requests_a_minute=60)
    with TestClient(application(home, slow), base_url=HERE, follow_redirects=False) as client:
        sign_in(client, "auditor")
        said = [client.get("/account") for _ in range(15)]
        assert {one.status_code for one in said[:9]} == {200}
        assert said[-1].status_code == 429
        assert "请等几秒再试" in said[-1].text
        sign_in(client, "clerk")
        assert client.get("/account").status_code == 200


def test_a_bucket_fills_again() -> None:
    pace = Pace(6000)
    assert sum(pace.allows("one") for _ in range(3000)) < 1500
    assert pace.allows("another")
