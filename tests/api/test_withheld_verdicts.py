"""Verdicts that rest on sanctions tell nothing of them to whoever may not see sanctions: as if there were none."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Role
from api.configuration import Configuration
from api.http.application import application
from projections.about_packs.resting_on import resting_on
from projections.catalogue import find_pack
from tests.api.county_on_the_web import ASKED
from tests.api.every_role import LI, PEOPLE, county_of_every_role, tokens_of
from tests.api.office_web import words
from tests.api.signed_in import HERE

ASK = ASKED | {"as_of": "2023-01-13"}
HONOUR, CONDITION = "merit-selection", "no-sanction"
MAY_NOT = (Role.SCHOOL_CLERK, Role.TEACHING_OFFICE, Role.TOWNSHIP, Role.SUBJECT_OFFICER)
MAY = (Role.TEACHER, Role.PRINCIPAL, Role.SECTION, Role.AUDITOR)
SANCTION = {
    "teacher": LI,
    "on": "2022-11-01",
    "offence": "有偿补课",
    "sanction": "警告",
    "months": 6,
}


class Office:
    """What everybody is answered, by token."""

    def __init__(self, client: TestClient, tokens: dict[str, str]) -> None:
        self._client, self._tokens = client, tokens

    def get(self, role: Role, path: str, **asked: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._tokens[PEOPLE[role].account]}"}
        answer = self._client.get(path, params=ASK | asked, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json() if path.startswith("/api/") else words(answer.text)

    def everything(self, role: Role) -> list[Any]:
        """All that is told of Li's honours: by the answers, why, and on the page."""
        one = self.get(role, "/api/v1/evaluations", teacher=LI)["teachers"][LI]["eligibility"]
        many = self.get(role, "/api/v1/evaluations")["teachers"][LI]["eligibility"]
        told = self.get(role, f"/api/v1/teachers/{LI}")
        why = [said for said in told["explanations"] if said["clause"] == HONOUR]
        asked = self.get(role, "/api/v1/explanations", teacher=LI, clause=HONOUR)
        page = self.get(role, f"/teachers/{LI}").partition("处分")
        return [one, many, told["answers"]["eligibility"], why, asked, page[1] + page[2][:200]]

    def sanction(self) -> None:
        headers = {"Authorization": f"Bearer {self._tokens[PEOPLE[Role.SECTION].account]}"}
        said = {"kind": "conduct.sanctioned", "data": SANCTION}
        answer = self._client.post("/api/v1/records", json=said, headers=headers)
        assert answer.status_code == 201, answer.text


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Role, tuple[list[Any], list[Any]]]]:
    """What every role is told before Li is sanctioned, and after."""
    home = county_of_every_role(tmp_path_factory.mktemp("withheld") / "county")
    with TestClient(application(home, Configuration()), base_url=HERE, raise_server_exceptions=False) as client:
        office = Office(client, tokens_of(home))
        before = {role: office.everything(role) for role in (*MAY, *MAY_NOT)}
        office.sanction()
        yield {role: (said, office.everything(role)) for role, said in before.items()}


@pytest.mark.parametrize("role", MAY_NOT)
def test_whoever_may_not_see_sanctions_is_told_the_same_as_if_there_were_none(
    told: dict[Role, tuple[list[Any], list[Any]]], role: Role
) -> None:
    before, after = told[role]
    assert before == after
    verdict = after[0][HONOUR]
    assert verdict["withheld"] == [CONDITION]
    assert verdict["eligible"] is not True
    assert CONDITION not in verdict["fails"]
    [why] = after[3]
    assert why["value"] is not True
    assert not [item for item in why["counted"] if item["kind"].startswith("conduct.")]
    assert "不归您查看" in why["next"]


@pytest.mark.parametrize("role", MAY)
def test_whoever_may_see_them_is_told_what_fails(told: dict[Role, tuple[list[Any], list[Any]]], role: Role) -> None:
    before, after = told[role]
    for said, fails in ((before, False), (after, True)):
        verdict = said[0][HONOUR]
        assert (CONDITION in verdict["fails"]) is fails
        assert "withheld" not in verdict
    [why] = after[3]
    assert [item["kind"] for item in why["counted"] if item["kind"].startswith("conduct.")]


def test_what_rests_on_vetoes_is_found_through_what_is_computed_from_them() -> None:
    found = resting_on(find_pack("campaign-dehui"), {"veto.imposed"})
    assert found.vetoes == {"retention-fault-veto", "grave-fault-veto"}
    assert found.conditions["excellent-grade"] == {"grave-fault-veto"}
    assert resting_on(find_pack("campaign-dehui"), {"book.read"}).conditions == {}
