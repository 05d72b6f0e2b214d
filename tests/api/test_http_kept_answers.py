"""What was answered is kept as bytes while nothing changes: with tags for programs, and without names."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.desk.account_changes import take
from api.http import answering
from api.http.kept_answers import Answer, Asked, KeptAnswers, marks, with_names
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.record import TeacherId
from tests.api.county_on_the_web import ASKED, golden_home, visited
from tests.api.signed_in import csrf_in, open_account, sign_in

QUESTION = ASKED | {"as_of": "2022-12-30"}
TEACHER = "000003"


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("kept") / "county")


@pytest.fixture(scope="module")
def client(golden: Home) -> Iterator[TestClient]:
    with visited(golden) as client:
        yield client


def _asked(number: int) -> Asked:
    return Asked(1, 1, f"/{number}", "")


def test_answers_are_kept_up_to_so_many_bytes_and_the_oldest_go_first() -> None:
    kept, large = KeptAnswers(most_bytes=1_000_000), Answer(bytes(400_000), "text/plain")
    for number in range(3):
        kept.keep(_asked(number), large)
    assert kept.find(_asked(0)) is None
    assert kept.find(_asked(2)) == large
    kept.keep(_asked(2), Answer(bytes(200_000), "text/plain"))
    kept.keep(_asked(4), Answer(bytes(300_000), "text/plain"))
    assert kept.find(_asked(1))
    kept.keep(_asked(5), Answer(bytes(1_000_000), "text/plain"))
    kept.keep(_asked(6), Answer(b"1", "text/plain", 404))
    assert [kept.find(_asked(number)) for number in (5, 6)] == [None, None]
    assert [kept.may_have(f"/{number}") for number in range(6)] == [False, True, True, False, True, False]


def test_questions_and_people_count_as_well_and_a_path_of_which_nothing_is_kept_is_forgotten() -> None:
    people = {TeacherId(f"{code:06d}"): f"{code:032x}" for code in range(1_000)}
    of_people = [(_asked(number), Answer(b"", "text/html", people=people)) for number in range(9)]
    of_queries = [(Asked(1, 1, f"/q{number}", "x" * 100_000), Answer(b"", "text/html")) for number in range(9)]
    of_paths = [(_asked(number), Answer(b"", "text/html")) for number in range(2_000)]
    for said in (of_people, of_queries, of_paths):
        kept = KeptAnswers(most_bytes=500_000)
        for asked, answer in said:
            kept.keep(asked, answer)
        found = [kept.find(asked) is not None for asked, _ in said]
        assert found[-1]
        assert not found[0]
        assert [kept.may_have(asked.path) for asked, _ in said] == found


def test_names_are_put_in_where_their_marks_stand() -> None:
    wang, li = TeacherId("000001"), TeacherId("000002")
    page = "".join(["<b>", marks([wang, li])[wang], "</b>", marks([li])[li]]).encode()
    assert with_names(page, {wang: '王<"&'}).decode() == "<b>王&lt;&quot;&amp;</b>000002"


@pytest.mark.parametrize(
    "path", ["/api/v1/evaluations", f"/api/v1/teachers/{TEACHER}", "/api/v1/dashboard", "/dashboard"]
)
def test_whoever_has_the_answer_is_not_sent_it_again(client: TestClient, golden: Home, path: str) -> None:
    first = client.get(path, params=QUESTION)
    again = client.get(path, params=QUESTION)
    assert first.headers["etag"] == again.headers["etag"]
    assert first.content == again.content
    told = client.get(path, params=QUESTION, headers={"If-None-Match": first.headers["etag"]})
    # The same tag; that of an answer that came compressed is said to be weak.
    tags = {one.headers["etag"].removeprefix("W/") for one in (told, first)}
    assert (told.status_code, told.content, len(tags)) == (304, b"", 1)
    assert "no-store" in told.headers["cache-control"]
    assert client.get(path, params=QUESTION, headers={"If-None-Match": '"another"'}).status_code == 200
    with visited(golden) as begun_anew:
        told = begun_anew.get(path, params=QUESTION, headers={"If-None-Match": first.headers["etag"]})
        assert told.status_code == 304


def test_another_question_has_another_tag(client: TestClient) -> None:
    path = "/api/v1/evaluations"
    asked = [
        QUESTION,
        ASKED | {"as_of": "2022-12-29"},
        QUESTION | {"teacher": TEACHER},
        QUESTION | {"known_at": "3000"},
    ]
    assert len({client.get(path, params=one).headers["etag"] for one in asked}) == len(asked)


def test_another_release_has_other_tags(client: TestClient, golden: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may answer the same question in another shape."""
    path = "/api/v1/dashboard"
    etag = client.get(path, params=QUESTION).headers["etag"]
    monkeypatch.setattr(answering, "_RELEASE", "99.0")
    with visited(golden) as upgraded:
        told = upgraded.get(path, params=QUESTION, headers={"If-None-Match": etag})
    assert told.status_code == 200
    assert told.headers["etag"] != etag


def test_a_page_with_names_has_no_tag_and_no_name_is_kept(client: TestClient, golden: Home) -> None:
    with golden.opened() as ledger:
        names = ledger.names(ledger.register())
    pages = [client.get(f"/teachers/{TEACHER}", params=QUESTION) for _ in range(2)]
    assert pages[0].text == pages[1].text
    assert names[TeacherId(TEACHER)] in pages[0].text
    assert "\ue000" not in pages[0].text
    assert "etag" not in pages[0].headers
    desk = client.app.state.desk  # type: ignore[attr-defined]
    kept = b"".join(answer.body for answer in desk.answers._kept.values()).decode()
    assert kept
    assert [name for name in names.values() if name in kept and len(name) > 2] == []


def test_a_problem_is_not_kept(client: TestClient) -> None:
    for _ in range(2):
        answer = client.get("/teachers/999999", params=QUESTION)
        assert answer.status_code == 404
        assert "etag" not in answer.headers


def test_what_was_kept_for_one_account_is_sent_to_no_other_and_forms_keep_their_own_key(golden: Home) -> None:
    """The officer's answers are kept; a teacher who asks for the same at the same position sees only what is theirs."""
    open_account(golden, "officer", Held(Role.SECTION, "county"))
    open_account(golden, "other", Held(Role.SECTION, "county"))
    open_account(golden, TEACHER, Held(Role.TEACHER), teacher=TEACHER)
    with visited(golden) as client:
        page, whole = f"/teachers/{TEACHER}", "/api/v1/evaluations"
        sign_in(client, "officer")
        pages = [client.get(page, params=QUESTION).text for _ in range(2)]
        answers = [client.get(whole, params=QUESTION) for _ in range(2)]
        assert pages[0] == pages[1]
        assert {one.status_code for one in answers} == {200}
        desk = client.app.state.desk  # type: ignore[attr-defined]
        own = csrf_in(pages[0])
        assert own == client.headers["X-CSRF-Token"]
        assert all(own.encode() not in one.body for one in desk.answers._kept.values())
        sign_in(client, "other")
        assert csrf_in(client.get(page, params=QUESTION).text) == client.headers["X-CSRF-Token"] != own
        assert ">officer<" not in client.get(page, params=QUESTION).text
        sign_in(client, TEACHER)
        own_only = client.get(whole, params=QUESTION, headers={"If-None-Match": answers[0].headers["etag"]})
        assert set(own_only.json()["teachers"]) == {TEACHER}
        assert len(answers[0].json()["teachers"]) > 100
        client.cookies.clear()
        assert client.get(whole, params=QUESTION).status_code == 401
        assert client.get(page, params=QUESTION, follow_redirects=False).status_code == 303


def test_whoever_loses_a_role_is_not_sent_what_was_kept_with_it(golden: Home) -> None:
    open_account(golden, "losing", Held(Role.AUDITOR))
    with visited(golden) as client:
        sign_in(client, "losing")
        assert [client.get("/groups", params=QUESTION).status_code for _ in range(2)] == [200, 200]
        with golden.opened() as ledger:
            take(ledger, HandIn("local"), "losing", Held(Role.AUDITOR))
        assert client.get("/groups", params=QUESTION).status_code == 403
