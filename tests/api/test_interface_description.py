"""The interface's description (OpenAPI 3.1): valid, complete, with an example of every answer that is one."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from api.http.application import application
from api.interface.described import EXAMPLES
from ledger.home import Home
from tests.api.interface_examples import GETS, POSTS

jsonschema: Any = pytest.importorskip("jsonschema")

OPEN = {"/healthz", "/readyz", "/metrics"}
READINGS = [
    *(("get", path) for path in GETS),
    *(("post", path) for path in POSTS),
    ("get", "/api/v1/verifications/{id}"),
    ("get", "/api/v1/export"),
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    app = application(Home(tmp_path_factory.mktemp("nowhere")))
    told: dict[str, Any] = json.loads(json.dumps(app.openapi()))
    return told


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_it_is_valid(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(described)] == []


def test_every_operation_says_what_it_is_and_what_may_go_wrong(described: dict[str, Any]) -> None:
    for method, path, operation in operations(described):
        where = f"{method} {path}"
        assert operation.get("summary"), where
        assert operation.get("description"), where
        told = operation["responses"]
        assert "503" in told, where
        if path not in OPEN:
            assert {"401", "403"} <= told.keys(), where
        for status, said in told.items():
            content = said.get("content", {})
            if int(status) >= 400 and path not in OPEN:
                of_lines = (method, path, status) == ("post", "/api/v1/records", "409")  # the report of many lines
                assert "application/problem+json" in content or of_lines, (where, status)
        for parameter in operation.get("parameters", []):
            assert parameter["in"] != "query" or parameter.get("description"), (where, parameter["name"])


def test_every_operation_needs_somebody_who_is_signed_in_but_for_those_that_watch(described: dict[str, Any]) -> None:
    assert described["security"] == [{"token": []}, {"session": []}]
    without = {path for _, path, operation in operations(described) if operation.get("security") == []}
    assert without == OPEN & set(described["paths"])


def told_of(described: dict[str, Any], said: Any) -> str:
    """A part of the description with all that it refers to, as text."""
    text, known = json.dumps(said), set[str]()
    while new := set(re.findall(r"#/components/schemas/([\w.\-]+)", text)) - known:
        known |= new
        text += "".join(json.dumps(described["components"]["schemas"][name]) for name in new)
    return text


@pytest.mark.parametrize(("method", "path"), READINGS, ids=lambda one: one)
def test_every_reading_has_an_example_that_is_an_answer(described: dict[str, Any], method: str, path: str) -> None:
    told = described["paths"][path][method]["responses"]
    [(_, content)] = next(said for status, said in told.items() if status.startswith("2"))["content"].items()
    example = content["example"]
    schema = content.get("schema", {})
    resolver = {"components": described["components"], **schema}
    if isinstance(example, dict | list):
        jsonschema.Draft202012Validator(resolver).validate(example)
    assert example not in (None, {}, "")


def test_every_answer_of_json_has_an_example(described: dict[str, Any]) -> None:
    """Of what writes, the examples stand with the fields of what is sent and answered."""
    lacking = []
    for method, path, operation in operations(described):
        for status, said in operation["responses"].items():
            for kind, content in said.get("content", {}).items():
                if not status.startswith("2") or "json" not in kind:
                    continue
                if "example" not in told_of(described, content):
                    lacking.append(f"{method} {path} {status}")
    assert not lacking, "\n".join(lacking)


def test_the_examples_name_nobody_and_no_machine() -> None:
    text = EXAMPLES.read_text(encoding="utf-8")
    said = json.loads(text)
    assert {one["name"] for one in said["GET /api/v1/teachers"]} == {"张三"}
    assert "/tmp" not in text
    assert str(Path.home()) not in text
