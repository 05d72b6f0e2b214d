"""Time lines, inboxes and readiness over the web, and by the commands."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.cli.main import main
from ledger.home import Home
from tests.api.county_on_the_web import golden_home, visited
from tests.books import ON_POSTGRESQL
from tests.patience import asked_until


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("ledger") / "county")


@pytest.fixture
def client(county: Home) -> Iterator[TestClient]:
    with visited(county) as client:
        yield client


def test_a_teachers_time_line_is_read_page_by_page(client: TestClient) -> None:
    first = client.get("/api/v1/teachers/000003/records", params={"most": 5}).json()
    assert len(first) == 5
    rest = client.get("/api/v1/teachers/000003/records", params={"before": first[-1]["position"], "most": 500}).json()
    positions = [one["position"] for one in first + rest]
    assert positions == sorted(positions, reverse=True)
    assert len(set(positions)) == len(positions) > 30
    assert {one["state"] for one in first} == {"attested"}


def test_a_time_line_of_nobody_is_refused_with_a_sentence(client: TestClient) -> None:
    answer = client.get("/api/v1/teachers/999999/records")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown-teacher")
    assert client.get("/api/v1/teachers/000003/records", params={"most": 9999}).status_code == 422


def test_the_county_recorded_all_so_nothing_waits(client: TestClient) -> None:
    assert client.get("/api/v1/inbox").json() == []
    assert client.get("/api/v1/inbox", params={"authority": "school:S001"}).json() == []


def test_the_server_brings_the_views_up_by_itself_and_says_when_it_is_ready(client: TestClient) -> None:
    told = asked_until(lambda answer: answer.status_code == 200, lambda: client.get("/readyz")).json()
    assert told["ready"]
    assert told["views"]["lag"] == 0
    assert told["position"] == told["views"]["position"] > 500
    assert told["seal"] == {"size": told["position"], "lag": 0, "standing_still": ""}


def test_the_description_tells_these_routes(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    ready = paths["/readyz"]["get"]["responses"]
    assert list(ready["503"]["content"]) == ["application/json"]
    assert "/api/v1/inbox" in paths


def test_a_misspelt_office_or_a_number_beyond_all_positions_is_refused(
    client: TestClient, county: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(county.folder))
    for bad in (
        ["--authority", "zzz"],
        ["--authority", "school:"],
        ["--most", "0"],
        ["--after", "-1"],
        ["--after", "9" * 30],
    ):
        assert main(["inbox", *bad]) == 2, bad
        capsys.readouterr()
    assert main(["export", "--from", "9" * 30]) == 2
    assert client.get("/api/v1/inbox", params={"authority": "zzz"}).json()["code"] == "bad-authority"
    for path, name in (("/api/v1/inbox", "after"), ("/api/v1/teachers/000003/records", "before")):
        assert client.get(path, params={name: "9" * 30}).status_code == 422


def test_views_that_cannot_be_written_are_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Home(tmp_path / "county").make()
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "county"))
    if not ON_POSTGRESQL:
        (tmp_path / "county" / "views").write_text("no folder")
        assert main(["inbox"]) == 1
        assert main(["rebuild", "--views", "--format", "json"]) == 1
        assert capsys.readouterr().err.count("views-unreadable") == 1


def test_status_rebuild_and_inbox_by_command(
    county: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(county.folder))
    assert main(["rebuild", "--views"]) == 0
    assert "已重新生成并换上" in capsys.readouterr().out
    assert main(["rebuild", "--format", "json"]) == 0
    state = json.loads(capsys.readouterr().out)
    assert state["views"]["lag"] == state["facts"]["lag"] == 0
    assert main(["status", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told.items() >= state.items()
    assert told["seal"] == {"size": state["position"], "lag": 0, "standing_still": ""}
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert f"到第 {state['position']} 条" in told
    assert told.count("已跟上") == 2
    assert main(["inbox", "--authority", "school:S001"]) == 0
    assert "school:S001 的待办" in capsys.readouterr().out
    assert main(["inbox", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_the_status_of_a_new_ledger_says_what_is_not_there_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHILU_HOME", str(tmp_path / "new"))
    assert main(["status"]) == 2
    capsys.readouterr()
    assert main(["init"]) == 0
    capsys.readouterr()
    assert main(["status"]) == 0
    told = capsys.readouterr().out
    assert told.count("还没有;需要时") == 2
    assert "封存:到第 0 条,已全部封存。" in told


def test_why_the_seal_stands_still_is_told_without_where_the_ledger_lies(client: TestClient, county: Home) -> None:
    seal = client.app.state.ledger.seal  # type: ignore[attr-defined]
    seal.standing_still = f"封存的校验点 {county.folder / 'seal' / 'checkpoint'} 坏了,封存停下。"
    try:
        for path in ("/readyz", "/api/v1/status"):
            told = client.get(path).json()["seal"]["standing_still"]
            assert str(county.folder) not in told
            assert told in ("", "封存的校验点 seal/checkpoint 坏了,封存停下。")
    finally:
        seal.standing_still = ""
