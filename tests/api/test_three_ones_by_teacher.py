"""三个一 by the teacher who was trained: chosen of one's own trainings, recorded, attested; by nobody else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Role
from api.configuration import Configuration
from api.http.application import application
from ledger.records.authority import AuthorityGranted
from ledger.records.training import TrainingAttended
from ledger.vocabulary import Level, Office
from projections.processes.three_ones import three_ones
from tests.api.every_role import LI, PEOPLE
from tests.api.office_web import words
from tests.api.signed_in import HERE
from tests.api.test_interface_lists import write
from tests.api.writes_out_of_scope import COLLEAGUE, County, Sent, made_county

OFFICE = PEOPLE[Role.TEACHING_OFFICE].account
CODE, ADDRESS = "PX-LI-1", "/my/hand-in/training.followed_up"


@pytest.fixture
def county(tmp_path: Path) -> Iterator[County]:
    home = made_county(tmp_path / "county")
    with home.opened() as ledger:
        term = ledger.register().terms["2022-2023-1"]
    write(home, TrainingAttended(CODE, LI, "统编教材培训", Level.COUNTY, term.start, term.start, 24))  # type: ignore[arg-type]
    write(home, AuthorityGranted("training.followed_up", Office.OWN_SCHOOL, term.start))
    with TestClient(application(home, Configuration()), base_url=HERE, raise_server_exceptions=False) as client:
        yield County(client, home)


def done(county: County) -> set[str]:
    return set(next(one for one in three_ones(county.ledger.book) if one.code == CODE).done)


def test_a_teacher_records_one_of_the_three_on_the_page_and_the_school_attests_it(county: County) -> None:
    page = words(county.send("GET", Sent(ADDRESS), LI).text)
    assert "统编教材培训 · 还差：专题汇报、学习心得、汇报课" in page
    assert "统编教材培训" not in words(county.send("GET", Sent(ADDRESS), COLLEAGUE).text)
    fields = county.form(ADDRESS, LI) | {"code": CODE, "part": "学习心得", "on": "2022-10-08"}
    answer = county.send("POST", Sent(ADDRESS, {"data": fields}), LI)
    assert answer.status_code == 303, words(answer.text)
    assert done(county) == {"学习心得"}
    entry = answer.headers["location"].removeprefix("/records/").partition("?")[0]
    at = max(row[0] for row in county.ledger.book.stored.rows())
    for account in ("office-there", "head-there", COLLEAGUE):
        refused = county.send("POST", Sent(f"/api/v1/records/{at}/attest", {"json": {}}), account)
        assert refused.status_code == 403, (account, refused.text)
    attested = county.send("POST", Sent(f"/api/v1/records/{at}/attest", {"json": {}}), OFFICE)
    assert attested.status_code == 200, attested.text
    assert county.send("GET", Sent(f"/records/{entry}"), COLLEAGUE).status_code == 403


def test_nobody_records_one_of_a_training_that_is_not_the_own(county: County) -> None:
    said = {"kind": "training.followed_up", "data": {"code": CODE, "part": "汇报课", "on": "2022-10-08"}}
    before = county.ledger.book.position
    for account in (COLLEAGUE, "clerk-there", "head-there", "office-there"):
        answer = county.send("POST", Sent("/api/v1/records", {"json": said}), account)
        assert answer.status_code == 403, (account, answer.text)
    fields = county.form(ADDRESS, COLLEAGUE) | {"code": CODE, "part": "汇报课", "on": "2022-10-08"}
    page = county.send("POST", Sent(ADDRESS, {"data": fields}), COLLEAGUE)
    assert (page.status_code, f"教师 {LI}" in page.text) == (422, False)
    assert county.ledger.book.position == before
    assert county.send("POST", Sent("/api/v1/records", {"json": said}), LI).status_code == 201
