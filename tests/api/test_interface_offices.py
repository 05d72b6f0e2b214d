"""What offices do over the interface: statements step by step, months confirmed, persons, accounts and roles."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from api.accounts.visitor import Role
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.record import SchoolId, TeacherId
from ledger.records.rotation import RotationStarted
from ledger.submission import Submission
from ledger.vocabulary import RotationKind
from tests.api.programs import OBSERVER, OTHER, TAUGHT, Programs, lesson, programs, with_officers
from tests.api.small_workbook import TERM
from tests.api.test_interface_writes import told
from tests.api.two_schools import two_schools

DRAFT = {"pack": "taikang-2022", "term": TERM, "scope": "school:S001"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two schools with officers of the county; a teacher of the first serves at the second."""
    home = with_officers(two_schools(tmp_path_factory.mktemp("county")))
    with home.opened() as ledger:
        kind = next(iter(RotationKind))
        schools = SchoolId("S001"), SchoolId("S002")
        said = RotationStarted(TeacherId("000004"), *schools, kind, date(2022, 9, 1), date(2023, 7, 10))
        ledger.book.append(HandIn("bureau", COUNTY), Submission([said]))
    return home


@pytest.fixture(scope="module")
def county(home: Home) -> Iterator[Programs]:
    """Their application."""
    with programs(home) as running:
        yield running


def test_a_statement_is_drafted_once_noticed_objected_to_decided_on(county: Programs) -> None:
    officer, teacher = county.of("county"), county.of(TAUGHT)
    assert county.of("clerk1").post("/api/v1/records", json=lesson()).status_code == 201
    drafted = officer.post("/api/v1/statements", json=DRAFT)
    assert drafted.status_code == 201, drafted.text
    where = drafted.headers["location"]
    again = officer.post("/api/v1/statements", json=DRAFT)
    assert (again.status_code, again.json()["id"]) == (200, drafted.json()["id"])
    told(officer.post(f"{where}/final", json={}), 422, "not-noticed")
    told(county.of("clerk1").post(f"{where}/notice", json={"days": 5}), 403, "not-allowed")
    told(county.of("research").post(f"{where}/notice", json={"days": 5}), 403, "not-entitled")
    told(officer.post(f"{where}/notice", json={"days": 5, "fields": ["name", "salary"]}), 422, "unknown-field")
    noticed = officer.post(f"{where}/notice", json={"days": 5})
    assert (noticed.status_code, noticed.json()["state"]) == (200, "notice"), noticed.text
    objection = {"teacher": TAUGHT, "reason": "少算一次公开课"}
    told(county.of(OTHER).post(f"{where}/objections", json=objection), 403, "not-allowed")
    objected = teacher.post(f"{where}/objections", json=objection)
    assert [one["words"] for one in objected.json()["objections"]] == ["少算一次公开课"], objected.text
    assert teacher.post(f"{where}/objections", json=objection).status_code == 200
    decision = {"teacher": TAUGHT, "upheld": False, "reason": "已核对"}
    told(teacher.post(f"{where}/decisions", json=decision), 403, "not-allowed")
    decided = officer.post(f"{where}/decisions", json=decision).json()
    assert [one["decided"]["upheld"] for one in decided["objections"]] == [False]
    told(officer.post(f"{where}/final", json={}), 409, "notice-lasts")
    dropped = officer.post(f"{where}/drop", json={"reason": "重新拟定"}).json()
    assert dropped["state"] == "dropped"
    told(officer.post("/api/v1/statements/JG-99/final", json={}), 404, "unknown-statement")


def test_a_result_without_notice_is_final_at_once_and_only_once(county: Programs) -> None:
    officer = county.of("county")
    issued = officer.post("/api/v1/statements", json=DRAFT | {"unnoticed": "学校自查"})
    assert (issued.status_code, issued.json()["state"]) == (201, "final"), issued.text
    again = officer.post("/api/v1/statements", json=DRAFT | {"unnoticed": "学校自查"})
    assert (again.status_code, again.json()["id"]) == (200, issued.json()["id"])
    told(officer.post("/api/v1/statements", json=DRAFT | {"pack": "../packs/x.yaml"}), 404, "unknown-pack")
    told(officer.post("/api/v1/statements", json=DRAFT | {"term": "2099-1"}), 404, "unknown-term")
    told(officer.post("/api/v1/statements", json=DRAFT | {"as_of": "2999-01-01"}), 422, "future-date")
    told(officer.post("/api/v1/statements", json=DRAFT | {"supersedes": "JG-1"}), 400, "bad-arguments")


def test_a_host_school_confirms_months_once(county: Programs) -> None:
    address, months = "/api/v1/rotations/months", {"host": "S002", "months": ["2022-09", "2022-10"]}
    told(county.of("clerk1").post(address, json=months), 403, "not-allowed")
    told(county.of("head2").post(address, json=months | {"months": ["2022-13"]}), 422, "bad-parameters")
    absent = [{"teacher": "000004", "month": "2022-10"}]
    done = county.of("head2").post(address, json=months | {"absent": absent})
    assert [one["month"] for one in done.json()["confirmed"]] == ["2022-09"], done.text
    assert [one["month"] for one in county.of("head2").post(address, json=months).json()["confirmed"]] == ["2022-10"]
    again = county.of("head2").post(address, json=months).json()
    assert again["confirmed"] == []
    told(county.of("county").post(address, json=months | {"host": "S009"}), 422, "unknown-school")
    told(county.of("head2").post(address, json=months | {"months": ["2099-01"]}), 422, "future-date")


def test_numbers_are_shown_to_those_who_may_and_it_is_recorded(county: Programs, home: Home) -> None:
    address, why = f"/api/v1/persons/{OBSERVER}/numbers", {"reason": "核对职称材料"}
    told(county.of("head1").post(address, json=why), 403, "not-allowed")
    told(county.of("research").post(address, json=why), 403, "not-allowed")
    told(county.of("personnel").post(address, json={"reason": " "}), 409, "no-reason")
    told(county.of("personnel").post(address, json={"reason": "打 13812345678 核对"}), 422, "names-a-person")
    shown = county.of("personnel").post(address, json=why)
    assert (shown.status_code, shown.json()["name"]) == (200, "赵新"), shown.text
    with home.opened() as ledger:
        last = [one for _, one in ledger.vault.access.read() if one.whom == OBSERVER][-1]
    assert (last.actor, last.authority, last.why) == ("personnel", "county:人事股", "核对职称材料")


def test_a_person_is_forgotten_by_two_officers_and_not_by_one(county: Programs) -> None:
    address, why = "/api/v1/persons/000012/forgetting", {"reason": "退休满十年"}
    first, second = county.of("county"), county.of("second")
    told(county.of("personnel").post(address, json=why), 403, "not-allowed")
    told(second.post(f"{address}/confirm"), 404, "unknown-request")
    told(first.post("/api/v1/persons/000099/forgetting", json=why), 404, "unknown-teacher")
    told(first.post(address, json={"reason": "打 13812345678 问过"}), 422, "names-a-person")
    asked = first.post(address, json=why)
    told(second.post(f"{address}/confirm"), 422, "still-employed")
    kept = {"since": "2022-01-01", "years": 0, "document": "教档〔2022〕1号"}
    assert first.post("/api/v1/records", json={"kind": "retention.declared", "data": kept}).status_code == 201
    left = {"teacher": "000012", "on": "2026-03-01", "leaving": "退休"}
    assert (
        county.of("personnel").post("/api/v1/records", json={"kind": "teacher.left", "data": left}).status_code == 201
    )
    assert (asked.status_code, asked.json()["by"]) == (202, "county"), asked.text
    assert [one["teacher"] for one in second.get("/api/v1/persons/forgetting").json()] == ["000012"]
    told(first.post(f"{address}/confirm"), 422, "second-missing")
    done = second.post(f"{address}/confirm")
    assert (done.status_code, done.json().get("teacher")) == (200, "000012"), done.text
    told(second.post(f"{address}/confirm"), 404, "unknown-request")


def test_an_administrator_opens_accounts_and_gives_roles_and_writes_no_records(county: Programs) -> None:
    admin = county.of("admin")
    told(county.of("county").get("/api/v1/accounts"), 403, "not-allowed")
    told(admin.post("/api/v1/records", json=lesson(6)), 403, "not-allowed")
    made = admin.post("/api/v1/accounts", json={"account": "sun", "teacher": "000003"})
    assert (made.status_code, made.json()["new"]) == (201, True), made.text
    assert admin.post("/api/v1/accounts", json={"account": "sun", "teacher": "000003"}).status_code == 200
    assert told(admin.post("/api/v1/accounts", json={"account": "Sun!"}), 422, "bad-account")["fields"]
    role: dict[str, Any] = {"role": Role.SCHOOL_CLERK.value, "scope": "school:S001"}
    given = admin.post("/api/v1/accounts/sun/roles", json=role)
    assert (given.status_code, given.json()["roles"]) == (201, [role | {"subject": ""}]), given.text
    assert admin.post("/api/v1/accounts/sun/roles", json=role).status_code == 200
    clerk = county.of("sun")
    assert clerk.post("/api/v1/records", json=lesson(7)).status_code == 201
    taken = admin.post("/api/v1/accounts/sun/roles/take", json=role)
    assert (taken.json()["roles"], taken.json()["new"]) == ([], True)
    told(clerk.post("/api/v1/records", json=lesson(8)), 403, "not-allowed")
    told(admin.post("/api/v1/accounts/admin/roles", json=role), 403, "own-account")
    assert len(admin.post("/api/v1/accounts/sun/password").json()["password"]) >= 10
    assert admin.post("/api/v1/accounts/sun/close", json={}).status_code == 204
    told(clerk.post("/api/v1/records", json=lesson(8)), 401, "not-signed-in")
    told(admin.post("/api/v1/accounts/sun/close", json={}), 404, "unknown-account")
