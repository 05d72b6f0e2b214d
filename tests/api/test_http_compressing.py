"""What is large and holds no secret is sent compressed to whoever takes it; pages with keys of forms are not."""

import gzip
import zlib
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.api.county_on_the_web import ASKED, golden_home, visited

PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with visited(golden_home(tmp_path_factory.mktemp("compressed") / "county")) as client:
        yield client


def raw(client: TestClient, path: str) -> tuple[dict[str, str], bytes]:
    """The head and the bytes as they are sent."""
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        return dict(answer.headers), b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/evaluations?pack={ASKED['pack']}&term={ASKED['term']}",
        "/api/v1/teachers?most=200",
        "/api/v1/events?most=500",
        "/static/shilu.css",
    ],
)
def test_what_is_sent_compressed_is_the_same(client: TestClient, path: str) -> None:
    plain = client.get(path, headers=PLAIN)
    assert "content-encoding" not in plain.headers
    for _ in range(2):  # made, and then kept
        head, sent = raw(client, path)
        assert head["content-encoding"] == "gzip"
        assert int(head["content-length"]) == len(sent)
        assert "Accept-Encoding" in head["vary"]
        assert gzip.decompress(sent) == plain.content
        assert len(sent) * 2 < len(plain.content)
    assert "Accept-Encoding" in plain.headers["vary"]


def test_a_stream_is_compressed_as_it_goes(client: TestClient) -> None:
    head, sent = raw(client, "/api/v1/export")
    assert head["content-encoding"] == "gzip"
    assert "content-length" not in head
    whole = zlib.decompressobj(31)
    assert whole.decompress(sent) == client.get("/api/v1/export", headers=PLAIN).content
    assert whole.eof


def test_whoever_has_the_compressed_answer_is_not_sent_it_again(client: TestClient) -> None:
    path = f"/api/v1/evaluations?pack={ASKED['pack']}&term={ASKED['term']}"
    head, _ = raw(client, path)
    assert head["etag"].startswith("W/")
    again = client.get(path, headers={"If-None-Match": head["etag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_and_small_answers_are_sent_as_they_are(client: TestClient) -> None:
    for path in ("/teachers", "/dashboard", "/healthz", "/api/v1/terms"):
        head, sent = raw(client, path)
        assert "content-encoding" not in head, path
        assert sent == client.get(path, headers=PLAIN).content or path == "/teachers"


def test_a_county_of_answers_is_compressed_by_another_thread(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.compressing._AT_ONCE", 10)
    path = "/api/v1/teachers?most=150"
    head, sent = raw(client, path)
    assert gzip.decompress(sent) == client.get(path, headers=PLAIN).content
    assert head["content-encoding"] == "gzip"
