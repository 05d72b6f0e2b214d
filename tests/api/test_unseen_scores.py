"""Nobody is told what a judge gave before all are in: not by an export, an inbox, a time line, a receipt or the feed.

And a subject officer, who shares an office with others, finds only the own subject's records in its inbox.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Role
from api.configuration import Configuration
from api.http.application import application
from ledger.records.authority import AuthorityGranted
from ledger.vocabulary import Office
from tests.api.every_role import AWAY, CONTEST, GROUP, JUDGE, LI, OTHER_SUBJECT, PEOPLE, SUBJECT
from tests.api.signed_in import HERE
from tests.api.test_interface_lists import write
from tests.api.writes_out_of_scope import COLLEAGUE, SECTION, County, Sent, made_county

AUDITOR, OFFICER = PEOPLE[Role.AUDITOR].account, PEOPLE[Role.SUBJECT_OFFICER].account
SCORE = "87.5"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    home = made_county(tmp_path / "county")
    granted = AuthorityGranted("lesson.observed", Office.COUNTY, date(2022, 9, 1), "教研室")
    write(home, granted)
    with TestClient(application(home, Configuration()), base_url=HERE, raise_server_exceptions=False) as client:
        yield County(client, home)


def _entered(county: County) -> str:
    """A contest on, a teacher entered, and scored by one of two judges; the entry of the score."""
    on = county.ledger.book.today().isoformat()
    about = {"code": CONTEST, "group": GROUP, "teacher": COLLEAGUE}
    _recorded(county, SECTION, "contest.entered", about | {"on": on})
    return _recorded(
        county, JUDGE, "contest.scored", about | {"judge": JUDGE, "part": "说课", "score": SCORE, "on": on}
    )


def _recorded(county: County, by: str, kind: str, data: dict[str, Any]) -> str:
    answer = county.send("POST", Sent("/api/v1/records", {"json": {"kind": kind, "data": data}}), by)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["entry"])


def _read(county: County, account: str, address: str) -> str:
    answer = county.send("GET", Sent(address), account)
    return str(answer.text)


def test_a_score_is_told_nowhere_before_all_are_in_and_everywhere_after(county: County) -> None:
    entry = _entered(county)
    position = county.position(entry)
    doors = {
        AUDITOR: (
            f"/api/v1/export?from={position}",
            f"/api/v1/events?after={position - 1}",
            f"/api/v1/records/{entry}",
            f"/api/v1/records/{entry}/receipt",
            f"/records/{entry}/history",
        ),
        SECTION: (f"/api/v1/export?from={position}", "/school/inbox", "/school/inbox?office=county:教研室"),
        COLLEAGUE: ("/my/records", f"/api/v1/records/{entry}", f"/records/{entry}"),
    }
    told = {
        (account, address)
        for account, those in doors.items()
        for address in those
        if SCORE in _read(county, account, address)
    }
    assert told == set()
    line = json.loads(_read(county, AUDITOR, doors[AUDITOR][0]).splitlines()[0])
    assert (line["entry"], line["data"]["score"], line["data"]["judge"]) == (entry, None, JUDGE)
    own = _read(county, JUDGE, f"/contests/{CONTEST}/score")
    assert SCORE in own
    other = {"code": CONTEST, "group": GROUP, "teacher": COLLEAGUE, "judge": "000032", "part": "说课", "score": "90"}
    _recorded(county, SECTION, "contest.scored", other | {"on": county.ledger.book.today().isoformat()})
    shown = ((AUDITOR, doors[AUDITOR][0]), (AUDITOR, doors[AUDITOR][2]), (COLLEAGUE, f"/records/{entry}"))
    for account, address in shown:
        assert SCORE in _read(county, account, address), address


def test_a_subject_officer_finds_only_the_own_subject_in_the_inbox(county: County) -> None:
    own = county.waiting(LI)
    answer = county.lesson()
    other = county.send(
        "POST", Sent("/api/v1/records", {"json": answer | {"data": answer["data"] | {"subject": OTHER_SUBJECT}}}), LI
    ).json()["entry"]
    assert SUBJECT != OTHER_SUBJECT
    whole = county.send("GET", Sent("/api/v1/inbox?authority=county:教研室"), SECTION).json()
    assert {own, other} <= {one["entry"] for one in whole}
    seen = county.send("GET", Sent("/api/v1/inbox"), OFFICER).json()
    assert [one["entry"] for one in seen] == [own]
    page = _read(county, OFFICER, "/school/inbox")
    assert own[:8] in page or str(county.position(own)) in page
    assert f"attest:{county.position(other)}" not in page
    assert f'value="{county.position(other)}"' not in page
    assert AWAY not in page
