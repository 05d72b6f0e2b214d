"""The interface asked whatever its own description allows, and what it does not, as each role.

Never a fault of ours, never an answer that is not described, and an auditor writes nothing.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.openapi import from_dict
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from api.accounts.visitor import Role
from api.http.application import application
from ledger.home import Home
from tests.api.county_on_the_web import TERM
from tests.api.every_role import (
    AWAY,
    CONTEST,
    LI,
    PEOPLE,
    SCHOOL,
    SUBJECT,
    county_of_every_role,
    entry_about,
    tokens_of,
)
from tests.api.signed_in import HERE
from tests.patience import asked_until
from tests.torture import times

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES_OF_AN_OPERATION, EXAMPLES = times(2, len(Role)), times(2, 40)
SLOW = ("/api/v1/verifications",)
"""Each asks for minutes of work beside it."""

known: dict[str, list[str]] = {
    "teacher": [LI, AWAY],
    "pack": ["taikang-2022"],
    "term": [TERM],
    "school": [SCHOOL],
    "authority": [f"school:{SCHOOL}", "county"],
    "account": ["clerk"],
    "code": [CONTEST],
    "wait": ["0"],
}
"""What there is of a name, so that more is met than what there is not."""


class Served:
    """The application, asked as each role."""

    def __init__(self, client: TestClient, home: Home) -> None:
        self.client = client
        self.tokens = tokens_of(home)
        self.schema = from_dict(client.app.openapi())  # type: ignore[attr-defined]
        self.schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
        self.entries = [entry_about(home, LI, SUBJECT)]

    def operations(self) -> Iterator[APIOperation[Any, Any, Any, Any]]:
        """Every operation that is described."""
        for found in self.schema.get_all_operations():
            assert isinstance(found, Ok)
            yield found.ok()

    def ask(self, case: Case[Any], role: Role) -> None:
        """Ask as a role, and hold the answer to the description."""
        token = self.tokens[PEOPLE[role].account]
        said = case.as_transport_kwargs(base_url=HERE, headers={"Authorization": f"Bearer {token}"})
        said.pop("cookies", None)
        answer = self.client.request(**{name: value for name, value in said.items() if value is not None})
        answer.request.read()  # a form with files is a stream until then, and a refusal is told with all that was sent
        case.validate_response(answer, checks=CHECKS, headers={"Authorization": f"Bearer {token}"})

    def position(self) -> int:
        """How far the book has come."""
        position: int = self.client.app.state.ledger.book.position  # type: ignore[attr-defined]
        return position


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = county_of_every_role(tmp_path_factory.mktemp("schemathesis") / "county")
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False) as client:
        # By right 503, until facts and views follow the book.
        asked_until(lambda answer: answer.status_code == 200, lambda: client.get("/readyz"))
        yield Served(client, home)


@pytest.mark.parametrize("role", Role)
def test_whatever_is_asked_as_a_role_is_answered_as_described(served: Served, role: Role) -> None:
    before, turns, asked = served.position(), count(list(Role).index(role)), 0
    for operation, turn in zip(served.operations(), turns, strict=False):
        if turn % len(Role) >= ROLES_OF_AN_OPERATION and role is not Role.AUDITOR:
            continue
        asked += 1
        _ask_often(served, operation, role)
    assert asked > 5
    if role in (Role.AUDITOR, Role.PANEL):
        assert served.position() == before


def _ask_often(served: Served, operation: APIOperation[Any, Any, Any, Any], role: Role) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=EXAMPLES < 10,
    )
    @given(case=operation.as_strategy(), data=st.data())
    def ask(case: Case[Any], data: st.DataObject) -> None:
        for place in (case.path_parameters or {}, case.query or {}):
            for name in place:
                there = known.get(name) or (served.entries if name == "entry" else [])
                if there and (name == "wait" or data.draw(st.booleans())):
                    place[name] = data.draw(st.sampled_from(there))
        served.ask(case, role)

    ask()
