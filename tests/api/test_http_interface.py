"""The interface for programs: it answers what the command line answers, and refuses in one shape."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.interface.shapes.county import CountyAnswer
from api.interface.shapes.evaluation import EvaluationAnswer, TeacherAnswer
from ledger.home import Home
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.explain import Explainer
from tests.api.county_on_the_web import ASKED, TERM, golden_home, visited

SHAPE = {"type", "title", "status", "detail", "code", "see", "fields"}


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("interface") / "county")


@pytest.fixture(scope="module")
def client(golden: Home) -> Iterator[TestClient]:
    with visited(golden) as client:
        yield client


def problem(client: TestClient, path: str, **query: str) -> dict[str, Any]:
    answer = client.get(path, params=query)
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert set(told) == SHAPE
    assert told["status"] == answer.status_code
    assert told["type"].endswith(told["code"])
    return told


def test_it_says_that_it_is_well_and_how_far_the_book_goes(client: TestClient, golden: Home) -> None:
    with golden.opened() as ledger:
        position = ledger.book.position
    assert client.get("/healthz").json() == {"status": "ok", "position": position}


@pytest.mark.parametrize(
    ("more", "as_of", "known_at", "teacher"),
    [
        ({}, None, None, None),
        ({"as_of": "2022-11-11"}, date(2022, 11, 11), None, None),
        ({"known_at": "3000"}, None, 3000, None),
        ({"teacher": "000003"}, None, None, "000003"),
        ({"as_of": "", "known_at": "", "teacher": ""}, None, None, None),
    ],
)
def test_an_evaluation_is_the_object_of_the_command_line(
    client: TestClient,
    golden: Home,
    more: dict[str, str],
    as_of: date | None,
    known_at: int | None,
    teacher: str | None,
) -> None:
    with golden.opened() as ledger:
        expected = evaluate(ledger.book, find_pack(ASKED["pack"]), TERM, as_of, known_at).to_json(teacher)
    answer = client.get("/api/v1/evaluations", params=ASKED | more)
    assert answer.status_code == 200
    assert answer.json() == expected


def test_a_teacher_is_answered_with_the_explanation_of_every_clause(client: TestClient, golden: Home) -> None:
    with golden.opened() as ledger:
        evaluation = evaluate(ledger.book, find_pack(ASKED["pack"]), TERM)
        explained = [one.to_json() for one in Explainer(evaluation).teacher("000003")]
        answers = evaluation.of_teacher("000003")
    told = client.get("/api/v1/teachers/000003", params=ASKED).json()
    assert told["answers"] == answers
    assert told["explanations"] == explained
    assert [told[name] for name in ("teacher", "pack", "term", "known_at")] == [
        "000003",
        "taikang-2022",
        TERM,
        evaluation.standing.position,
    ]


def test_the_interface_knows_no_names(client: TestClient, golden: Home) -> None:
    with golden.opened() as ledger:
        names = set(ledger.names(ledger.register()).values())
    answers = [
        client.get("/api/v1/evaluations", params=ASKED).text,
        client.get("/api/v1/teachers/000026", params=ASKED).text,
    ]
    assert len(names) > 100
    assert [name for name in names for answer in answers if f'"{name}"' in answer] == []


@pytest.mark.parametrize(
    ("path", "query", "code", "nearest"),
    [
        ("/api/v1/evaluations", {"term": "2022-2023-2"}, "unknown-term", "2022-2023-1"),
        ("/api/v1/evaluations", {"pack": "taikang-2023"}, "unknown-pack", "taikang-2022"),
        ("/api/v1/evaluations", {"pack": "taikang-2022@9"}, "unknown-pack", "taikang-2022@1"),
        ("/api/v1/evaluations", {"teacher": "0000003"}, "unknown-teacher", "000003"),
        ("/api/v1/teachers/999003", {}, "unknown-teacher", "000"),
    ],
)
def test_what_is_not_known_is_not_found_and_the_nearest_is_named(
    client: TestClient, path: str, query: dict[str, str], code: str, nearest: str
) -> None:
    told = problem(client, path, **(ASKED | query))
    assert (told["status"], told["code"]) == (404, code)
    assert "最接近的有" in told["detail"]
    assert nearest in told["detail"]


def test_no_file_is_read_as_a_pack_over_the_web(client: TestClient, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: secret", encoding="utf-8")
    assert problem(client, "/api/v1/evaluations", pack=str(secret), term=TERM)["code"] == "unknown-pack"
    assert problem(client, "/api/v1/evaluations", pack=f"taikang-2022@{secret}", term=TERM)["code"] == "unknown-pack"


@pytest.mark.parametrize("known_at", ["999999", "-1", "yesterday"])
def test_a_position_that_is_none_is_a_wrong_question(client: TestClient, known_at: str) -> None:
    told = problem(client, "/api/v1/evaluations", **ASKED, known_at=known_at)
    assert (told["status"], told["code"]) == (400, "bad-known-at")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "缺少参数 pack;缺少参数 term。"),
        (ASKED | {"as_of": "20230132"}, "参数 as_of:“20230132”不是日期,请写成 2022-09-05 的样子。"),
        (ASKED | {"as_of": "1670000000"}, "参数 as_of:“1670000000”不是日期,请写成 2022-09-05 的样子。"),
        (ASKED | {"asof": "2023-01-13"}, "没有 asof 这个参数。"),
    ],
)
def test_parameters_that_are_wrong_are_named_in_a_sentence(
    client: TestClient, query: dict[str, str], said: str
) -> None:
    told = problem(client, "/api/v1/evaluations", **query)
    assert (told["status"], told["code"], told["detail"]) == (422, "bad-parameters", said)


def test_an_address_that_is_none_and_a_method_that_is_not_there_are_told_in_the_same_shape(client: TestClient) -> None:
    assert problem(client, "/api/v1/nothing")["code"] == "no-such-page"
    answer = client.post("/api/v1/evaluations")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")


def test_a_failure_of_the_program_tells_nothing_of_its_inside(client: TestClient, golden: Home) -> None:
    with visited(golden) as broken:
        broken.app.state.desk = None  # type: ignore[attr-defined]
        told = problem(broken, "/healthz")
        assert (told["status"], told["code"]) == (500, "failure")
        assert "assert" not in told["detail"]
        assert "no-store" in broken.get("/healthz").headers["cache-control"]
        assert "<h1>" in broken.get("/teachers").text


def test_the_description_says_what_is_answered(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    paths = ["/api/v1/evaluations", "/api/v1/teachers/{teacher}", "/api/v1/dashboard"]
    assert {"/healthz", *paths} <= set(described["paths"])
    for path in paths:
        told = described["paths"][path]["get"]["responses"]
        assert list(told["404"]["content"]) == ["application/problem+json"]
        assert list(told["422"]["content"]) == ["application/problem+json"]
        assert list(told["503"]["content"]) == ["application/problem+json"]
        assert "Retry-After" in told["503"]["headers"]
    assert list(described["paths"]["/healthz"]["get"]["responses"]["503"]["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in described["components"]["schemas"]
    CountyAnswer.model_validate(client.get("/api/v1/dashboard", params=ASKED).json())
    EvaluationAnswer.model_validate(client.get("/api/v1/evaluations", params=ASKED).json())
    for teacher in ("000001", "000003", "000026", "000045"):
        TeacherAnswer.model_validate(client.get(f"/api/v1/teachers/{teacher}", params=ASKED).json())


def test_no_page_describes_the_interface_with_scripts_from_elsewhere(client: TestClient) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]


def test_many_may_ask_at_once(golden: Home) -> None:
    with visited(golden) as client, ThreadPoolExecutor(24) as threads:

        def ask(number: int) -> tuple[int, str]:
            code = f"{number % 30 + 1:06}"
            paths = [f"/teachers/{code}", f"/api/v1/teachers/{code}", "/teachers", "/healthz", "/api/v1/evaluations"]
            query = ASKED | {"as_of": f"2022-12-{number % 7 + 1:02}"}
            path = paths[number % len(paths)]
            answer = client.get(path, params=query if "healthz" not in path else {})
            return answer.status_code, path

        answers = list(threads.map(ask, range(120)))
    assert [answer for answer in answers if answer[0] != 200] == []
