"""Only this machine may ask, and every answer has the same head."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from ledger.home import Home
from tests.api.county_on_the_web import visited

PATHS = ["/", "/healthz", "/api/v1/evaluations", "/teachers/1", "/static/shilu.css", "/static/none.css", "/none"]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = Home(tmp_path_factory.mktemp("guard") / "county")
    home.make()
    with visited(home) as client:
        yield client


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]", "[::1]:8000"])
def test_the_names_of_this_machine_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "evil.example#127.0.0.1",
        "192.168.1.5:8000",
        "[::1",
        "[::1]evil",
        "::1",
        "127.0.0.1:",
        "127.0.0.1:x",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/healthz", "/static/shilu.css"])
def test_another_name_is_refused_whatever_is_asked(client: TestClient, host: str, path: str) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "127.0.0.1" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_same_head(client: TestClient, path: str) -> None:
    head = client.get(path).headers
    policy = head["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert head["x-content-type-options"] == "nosniff"
    assert head["referrer-policy"] == "same-origin"
    assert head["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


def test_what_is_personal_is_not_kept_by_the_browser(client: TestClient) -> None:
    for path in ("/teachers", "/teachers/000003", "/groups", "/api/v1/teachers/000003"):
        assert client.get(path).headers["cache-control"] == "no-store"
