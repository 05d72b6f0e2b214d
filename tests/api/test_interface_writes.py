"""What programs write over the interface: records, acts, corrections, evidence; what is refused, and how often."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.http.application import application
from ledger.home import Home
from tests.api.programs import OBSERVER, OTHER, TAUGHT, Programs, lesson, programs, with_officers
from tests.api.signed_in import HERE
from tests.api.two_schools import two_schools

LINES = {"Content-Type": "application/x-ndjson"}
PHOTO = b"\xff\xd8\xff\xe0" + b"a photograph of a lesson" * 50


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    """Two schools with officers of the county, and their application; each test has a period of the day of its own."""
    with programs(with_officers(two_schools(tmp_path_factory.mktemp("county")))) as running:
        yield running


def recorded(county: Programs, account: str = "clerk1", **changed: Any) -> str:
    """A lesson recorded by a clerk; its entry."""
    answer = county.of(account).post("/api/v1/records", json=lesson(**changed))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["entry"])


def told(answer: Any, status: int, code: str) -> Any:
    """A problem of this status and code, in the one shape."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    found = answer.json()
    assert (found["status"], found["code"], found["type"]) == (status, code, f"urn:shilu:problem:{code}"), found
    return found


def test_a_clerk_hands_lines_in_and_again_and_the_second_time_they_are_duplicates(county: Programs) -> None:
    clerk = county.of("clerk1")
    wrong = lesson(8, form="瞎听")
    lines = "\n".join(json.dumps(one) for one in (lesson(5), lesson(6), wrong))
    first = clerk.post("/api/v1/records", content=lines, headers=LINES)
    assert first.status_code == 200, first.text
    said = first.json()
    assert (said["accepted"], said["duplicate"], said["rejected"]) == (2, 0, 1)
    assert [(one["row"], one["column"], one["code"]) for one in said["rejections"]] == [(3, "form", "unknown-value")]
    again = clerk.post("/api/v1/records", content=lines, headers=LINES).json()
    assert (again["accepted"], again["duplicate"], again["position"]) == (0, 2, said["position"])
    array = clerk.post("/api/v1/records", json=[lesson(5), lesson(7)]).json()
    assert (array["accepted"], array["duplicate"]) == (1, 1)


def test_one_record_is_made_once_and_found_again(county: Programs) -> None:
    clerk = county.of("clerk1")
    made = clerk.post("/api/v1/records", json=lesson(9))
    assert made.status_code == 201
    assert made.headers["location"] == f"/api/v1/records/{made.json()['entry']}"
    again = clerk.post("/api/v1/records", json=lesson(9))
    assert (again.status_code, again.json()["new"], again.json()["entry"]) == (200, False, made.json()["entry"])
    told(clerk.post("/api/v1/records", json=lesson(9, teacher="000003")), 409, "clash")
    refused = told(clerk.post("/api/v1/records", json=lesson(10, form="瞎听")), 422, "unknown-value")
    assert refused["fields"] == ["form"]


def test_only_tried_or_all_or_nothing(county: Programs) -> None:
    clerk = county.of("clerk1")
    before = clerk.post("/api/v1/records?dry_run=true", json=[lesson(12)]).json()
    assert before["accepted"] == 1
    refused = told(
        clerk.post("/api/v1/records?atomic=true", json=[lesson(12), lesson(13, form="瞎听")]), 409, "nothing-accepted"
    )
    assert (refused["report"]["accepted"], refused["report"]["rejected"]) == (0, 1)
    assert clerk.post("/api/v1/records", json=[lesson(12)]).json()["duplicate"] == 0


def test_what_is_not_ones_own_is_not_handed_in(county: Programs) -> None:
    other = county.of("clerk2")
    told(other.post("/api/v1/records", json=lesson(14)), 403, "not-allowed")
    mixed = other.post(
        "/api/v1/records", json=[lesson(14, observer=OTHER, teacher="000012", school="S002"), lesson(14)]
    ).json()
    assert (mixed["accepted"], [one["code"] for one in mixed["rejections"]]) == (1, ["not-allowed"])
    told(county.of("auditor").post("/api/v1/records", json=lesson(14)), 403, "not-allowed")
    told(county.of(TAUGHT).post("/api/v1/records", json=lesson(14)), 403, "not-allowed")
    assert county.of(OBSERVER).post("/api/v1/records", json=lesson(14)).status_code == 201


def test_what_a_clerk_recorded_the_office_attests_the_teacher_objects_and_the_county_decides(county: Programs) -> None:
    entry = recorded(county, day=15)
    clerk, office, taught = county.of("clerk1"), county.of("office1"), county.of(TAUGHT)
    told(clerk.post(f"/api/v1/records/{entry}/attest", json={}), 403, "not-allowed")
    told(county.of("office2").post(f"/api/v1/records/{entry}/attest", json={}), 403, "not-allowed")
    done = office.post(f"/api/v1/records/{entry}/attest", json={})
    assert (done.status_code, done.json()["done"]) == (200, 1), done.text
    told(office.post(f"/api/v1/records/{entry}/attest", json={}), 409, "already-attested")
    told(taught.post(f"/api/v1/records/{entry}/object", json={}), 422, "no-reason")
    told(county.of(OTHER).post(f"/api/v1/records/{entry}/object", json={"reason": "不对"}), 403, "not-allowed")
    assert taught.post(f"/api/v1/records/{entry}/object", json={"reason": "那天停课"}).status_code == 200
    told(taught.post(f"/api/v1/records/{entry}/decide", json={"reason": "属实"}), 403, "not-allowed")
    decided = county.of("county").post(
        f"/api/v1/records/{entry}/decide", json={"reason": "查了课表,属实", "upheld": True}
    )
    assert decided.status_code == 200, decided.text
    voided = county.of("county").post(f"/api/v1/records/{entry}/void", json={"reason": "异议成立"})
    assert voided.json()["done"] == 1, voided.text


def test_many_are_attested_and_a_batch_with_its_sample(county: Programs) -> None:
    clerk, office = county.of("clerk1"), county.of("office1")
    batch = clerk.post("/api/v1/records", json=[lesson(day) for day in (19, 20, 21)]).json()
    first, second, _ = batch["entries"]
    other = recorded(county, "clerk2", day=19, observer=OTHER, teacher="000012", school="S002")
    many = office.post("/api/v1/acts", json={"act": "attest", "entries": [first, other]}).json()
    assert (many["done"], [(one["entry"], one["code"]) for one in many["refused"]]) == (1, [(other, "not-allowed")])
    whole = office.post("/api/v1/acts", json={"act": "attest", "batch": batch["batch"], "entries": [second]}).json()
    assert (whole["done"], [one["code"] for one in whole["refused"]]) == (2, ["already-attested"])
    told(office.post("/api/v1/acts", json={"act": "attest"}), 400, "bad-arguments")
    told(office.post("/api/v1/acts", json={"act": "attest", "entries": ["ffffffff"]}), 404, "unknown-entry")
    told(office.post("/api/v1/acts", json={"act": "attest", "batch": "f" * 64}), 404, "unknown-batch")


def test_a_correction_says_which_version_it_is_of(county: Programs) -> None:
    entry = recorded(county, day=22)
    clerk, address = county.of("clerk1"), f"/api/v1/records/{entry}"
    body = {"data": lesson(22, notes="补充了课堂记录")["data"], "reason": "原件上另有记录"}
    told(clerk.put(address, json=body), 428, "if-match-missing")
    told(clerk.put(address, json=body, headers={"If-Match": '"old"'}), 412, "version-changed")
    looked = clerk.get(address)
    assert looked.status_code == 200, looked.text
    tag = looked.headers["etag"]
    county.of("office1").post(f"{address}/attest", json={})
    told(clerk.put(address, json=body, headers={"If-Match": tag}), 412, "version-changed")
    tag = clerk.get(address).headers["etag"]
    corrected = clerk.put(address, json=body, headers={"If-Match": tag})
    assert (corrected.status_code, corrected.json()["entry"]) == (200, entry), corrected.text
    assert corrected.headers["etag"] == clerk.get(address).headers["etag"] != tag
    told(clerk.put(address, json=body, headers={"If-Match": tag}), 412, "version-changed")
    wrong = {"data": lesson(22, form="瞎听")["data"], "reason": "有误"}
    assert told(clerk.put(address, json=wrong, headers={"If-Match": "*"}), 422, "unknown-value")["fields"] == ["form"]
    moved = {"data": lesson(22, period=4)["data"], "reason": "节次写错"}
    other = clerk.put(address, json=moved, headers={"If-Match": "*"})
    assert other.json()["entry"] != entry


def test_a_photograph_is_attached_once_and_shown_to_those_who_may_see_the_record(county: Programs) -> None:
    entry = recorded(county, day=23)
    observer, address = county.of(OBSERVER), f"/api/v1/records/{entry}/evidence"
    made = observer.post(address, files={"file": ("C:\\照片\\../课堂.jpg", PHOTO, "text/html")})
    assert made.status_code == 201, made.text
    said = made.json()
    assert (said["media"], said["name"], said["size"], said["new"]) == ("image/jpeg", "课堂.jpg", len(PHOTO), True)
    again = observer.post(address, files={"file": ("课堂.jpg", PHOTO)})
    assert (again.status_code, again.json()["new"], again.json()["position"]) == (200, False, said["position"])
    got = observer.get(made.headers["location"])
    assert (got.status_code, got.content, got.headers["content-type"]) == (200, PHOTO, "image/jpeg")
    assert got.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E8")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert county.of("office1").get(made.headers["location"]).status_code == 200
    told(county.of(OTHER).get(made.headers["location"]), 404, "unknown-evidence")
    told(county.of("clerk2").get(made.headers["location"]), 404, "unknown-evidence")
    told(observer.post(address, files={"file": ("a.jpg", b"<script>")}), 415, "evidence-type")
    told(county.of(OTHER).post(address, files={"file": ("a.jpg", PHOTO)}), 403, "not-allowed")
    told(observer.post(address, content=b"x", headers={"Content-Type": "image/jpeg"}), 415, "wrong-content-type")


ODD = [
    ("/api/v1/records", b"{", 422),
    ("/api/v1/records", b"[]", 422),
    ("/api/v1/records", b"[1, null]", 422),
    ("/api/v1/records", b"\x00", 422),
    ("/api/v1/records", b'{"kind": "lesson.observed", "data": ' + b"[" * 100_000, 422),
    ("/api/v1/records", b'{"kind": "\\ud800", "data": {}}', 422),
    ("/api/v1/records", json.dumps(lesson(26, notes="\x00")).encode(), 201),
    ("/api/v1/records", json.dumps(lesson(26, period=10**400)).encode(), 422),
    ("/api/v1/records", b"\xff\xfe", 422),
    ("/api/v1/acts", b'{"act": "attest", "entries": ["\\ud800"]}', 422),
    ("/api/v1/acts", b'{"act": "attest", "entries": ["\\u0000"]}', 404),
    ("/api/v1/acts", b'{"act": "attest", "entries": [' + b"[" * 100_000, 400),
    ("/api/v1/acts", b'{"act": "attest", "entries": ["999999999999999"], "upheld": 1e999}', 422),
    ("/api/v1/acts", b'{"act": "return", "entries": ["1"], "reason": "\\u0000"}', 422),
    ("/api/v1/records/%00/attest", b"{}", 404),
    ("/api/v1/records/%FF/attest", b"{}", 404),
    ("/api/v1/records/" + "9" * 5000 + "/attest", b"{}", 422),
]


@pytest.mark.parametrize(("address", "body", "status"), ODD, ids=range(len(ODD)))
def test_odd_input_is_a_problem_and_never_a_fault(county: Programs, address: str, body: bytes, status: int) -> None:
    answer = county.of("county").post(address, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status, answer.text
    if status != 201:
        assert answer.headers["content-type"] == "application/problem+json"
    told(
        county.of("county").post(address, content=body, headers={"Content-Type": "text/xml"}), 415, "wrong-content-type"
    )


def test_a_ledger_without_accounts_is_read_here_and_not_written_to(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.make()
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False) as client:
        assert client.get("/api/v1/schools").status_code == 200
        told(client.post("/api/v1/records", json=lesson()), 403, "not-allowed")
        told(client.post("/api/v1/acts", json={"act": "attest", "entries": ["1"]}), 403, "not-allowed")
