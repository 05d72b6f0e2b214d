"""Sessions and tokens: how long they last, what ends them at once, and that other processes see it."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from starlette.testclient import TestClient

from api.accounts.credential_tables import PASSWORD as PASSWORD_TABLE
from api.accounts.credentials import Credentials
from api.accounts.passwords import check_password, new_temporary_password
from api.accounts.sessions import BELIEVED_SECONDS, Lifetimes
from api.accounts.visitor import Held, Role
from api.desk.account_changes import close_account, give, take
from api.http.application import application
from ledger.access_log import What
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.refusals import Refused
from tests.api.signed_in import HERE, PASSWORD, csrf_in, give_password, open_account, sign_in, signed_in_elsewhere
from tests.ledger.stories import SettableClock
from tests.patience import comes_within

CLERK = Held(Role.SCHOOL_CLERK, "school:S001")
AUDITOR = Held(Role.AUDITOR)
LIST = "/teachers"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("sessions") / "county")
    home.make()
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    return home


@pytest.fixture(scope="module")
def running(home: Home) -> Iterator[TestClient]:
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient, home: Home) -> TestClient:
    """A browser in which the school's clerk has just signed in."""
    running.cookies.clear()
    running.headers.pop("X-CSRF-Token", None)
    running.headers.pop("Authorization", None)
    open_account(home, "clerk", CLERK)
    sign_in(running, "clerk")
    return running


def _is_in(client: TestClient) -> bool:
    return client.get(LIST).status_code == 200


def test_a_session_ends_when_it_is_not_used_and_when_it_is_old(tmp_path: Path, clock: SettableClock) -> None:
    home = Home(tmp_path / "county")
    home.make()
    credentials = Credentials(home, clock, Lifetimes(idle=600, whole=3600))
    token = credentials.sessions.begin("clerk")
    for _ in range(6):
        clock.advance(seconds=590)
        sleep(0)
        credentials.sessions.forget()
        assert credentials.sessions.find(token)
    clock.advance(seconds=100)
    assert credentials.sessions.find(token) is None
    token = credentials.sessions.begin("clerk")
    clock.advance(seconds=601)
    assert credentials.sessions.find(token) is None
    assert credentials.sessions.of("clerk") == []
    credentials.close()


def test_a_new_password_ends_every_session_but_the_one_that_it_was_changed_in(client: TestClient, home: Home) -> None:
    other = signed_in_elsewhere(home, "clerk")
    page = client.get("/account/password")
    form = {"csrf": csrf_in(page.text), "old": PASSWORD, "new": "fresh water fish", "again": "fresh water fish"}
    before = client.cookies["shilu"]
    assert client.post("/account/password", data=form).headers["location"] == "/account?done=password"
    assert client.cookies["shilu"] != before
    assert _is_in(client)
    for token in (other, before):
        assert client.get(LIST, headers={"Cookie": f"shilu={token}"}).status_code == 303


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"old": "wrong", "new": "fresh water fish", "again": "fresh water fish"}, "现在的密码不对"),
        ({"old": PASSWORD, "new": "fresh water fish", "again": "another"}, "两次填的新密码不一样"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "至少要 10 个字符"),
        ({"old": PASSWORD, "new": "my-clerk-password", "again": "my-clerk-password"}, "不能有自己的账号"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "和原来的一样"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_to_one_that_is_not_soon_guessed(
    client: TestClient, form: dict[str, str], said: str
) -> None:
    answer = client.post("/account/password", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert _is_in(client)


@pytest.mark.parametrize("bad", ["1234567890", "aaaaaaaaaaaa", "x" * 201, "Password123", "000003-2022-x"])
def test_passwords_that_are_soon_guessed_are_refused(bad: str) -> None:
    with pytest.raises(Refused) as refused:
        check_password("000003", bad)
    assert refused.value.code == "bad-password"


def test_a_temporary_password_opens_only_the_page_that_changes_it(client: TestClient, home: Home) -> None:
    temporary = new_temporary_password()
    check_password("clerk", temporary)
    give_password(home, "clerk", temporary, temporary=True)
    client.cookies.clear()
    sign_in(client, "clerk", temporary)
    for path in (LIST, "/account", "/"):
        assert client.get(path).headers["location"] == "/account/password"
    assert client.get("/api/v1/evaluations").json()["code"] == "password-to-change"
    assert client.post("/account/tokens", data={"name": "x", "days": "30"}).headers["location"] == "/account/password"
    form = {"old": temporary, "new": PASSWORD, "again": PASSWORD}
    assert client.post("/account/password", data=form).status_code == 303
    assert _is_in(client)


def test_a_temporary_password_that_lay_in_a_drawer_opens_nothing(tmp_path: Path, clock: SettableClock) -> None:
    home = Home(tmp_path / "county")
    home.make()
    credentials = Credentials(home, clock)
    slip, own = new_temporary_password(), PASSWORD
    credentials.set_password("clerk", slip)
    credentials.set_password("officer", own, temporary=False)
    clock.advance(days=30)
    assert credentials.passwords.fits("clerk", slip)
    clock.advance(days=1)
    assert not credentials.passwords.fits("clerk", slip)
    assert credentials.passwords.fits("officer", own)
    credentials.close()


def test_a_role_that_is_taken_back_and_an_account_that_is_closed_are_so_at_once(client: TestClient, home: Home) -> None:
    open_account(home, "leaver", AUDITOR)
    client.cookies.clear()
    sign_in(client, "leaver")
    assert _is_in(client)
    with home.opened() as ledger:
        take(ledger, HandIn("admin"), "leaver", AUDITOR)
    assert client.get(LIST).status_code == 403
    with home.opened() as ledger:
        give(ledger, HandIn("admin"), "leaver", AUDITOR)
    assert _is_in(client)
    with home.opened() as ledger:
        close_account(ledger, HandIn("admin"), "leaver", "left")
    assert client.get(LIST).headers["location"].startswith("/sign-in")


def test_what_is_kept_of_an_answer_is_not_sent_to_who_lost_the_role(client: TestClient, home: Home) -> None:
    """The position goes on when a role is taken; of the kept answers themselves it holds at the same position too."""
    assert _is_in(client)
    assert _is_in(client)
    open_account(home, "teacher", Held(Role.TEACHER), teacher="")
    client.cookies.clear()
    sign_in(client, "teacher")
    assert client.get(LIST).status_code == 403


def test_another_process_sees_within_two_seconds_that_a_session_was_ended(client: TestClient, home: Home) -> None:
    assert _is_in(client)
    elsewhere = Credentials(home)
    elsewhere.end_sessions("clerk")
    elsewhere.close()
    assert comes_within(2, lambda: not _is_in(client))
    assert BELIEVED_SECONDS < 2


def test_people_see_where_they_are_signed_in_and_end_the_other_places(client: TestClient, home: Home) -> None:
    other = signed_in_elsewhere(home, "clerk")
    page = client.get("/account").text
    assert "别处" in page
    assert client.post("/account/sessions/end").headers["location"] == "/account?done=sessions"
    assert client.get(LIST, headers={"Cookie": f"shilu={other}"}).status_code == 303
    assert _is_in(client)


def _token(client: TestClient, **form: str) -> str:
    answer = client.post("/account/tokens", data={"name": "timetable", "days": "30", **form})
    assert answer.status_code == 200, answer.text
    return next(word for word in answer.text.replace("<", " ").replace(">", " ").split() if word.startswith("shilu_"))


def test_a_token_is_shown_once_and_opens_the_interface_without_a_cookie(client: TestClient, home: Home) -> None:
    told = _token(client)
    assert told not in client.get("/account").text
    client.cookies.clear()
    client.headers.pop("X-CSRF-Token")
    bearer = {"Authorization": f"Bearer {told}"}
    path = "/api/v1/inbox?authority=school:S001"
    assert client.get(path).status_code == 401
    assert client.get(path, headers=bearer).status_code == 200
    assert client.get(path, headers={"Authorization": f"bearer  {told}"}).status_code == 200
    assert client.get(path, headers={"Authorization": f"Bearer {told[:-1]}"}).status_code == 401
    kept = b"".join(one.read_bytes() for one in home.folder.glob("accounts.sqlite*"))
    assert told.encode() not in kept


def test_a_token_manages_no_account(client: TestClient) -> None:
    bearer = {"Authorization": f"Bearer {_token(client)}"}
    client.cookies.clear()
    for path in ("/account/tokens", "/account/password", "/account/second-factor/remove", "/account/sessions/end"):
        assert client.post(path, data={"name": "x", "days": "1"}, headers=bearer).status_code == 401, path
    assert client.get("/account", headers=bearer).status_code == 401


def test_a_token_of_some_roles_has_no_others_and_none_that_was_taken_back(client: TestClient, home: Home) -> None:
    open_account(home, "both", CLERK, Held(Role.ADMINISTRATOR))
    client.cookies.clear()
    sign_in(client, "both")
    bearer = {"Authorization": f"Bearer {_token(client, role='0')}"}
    client.cookies.clear()
    assert client.get(LIST, headers=bearer).status_code == 200
    assert client.get("/accounts", headers=bearer).status_code == 403
    with home.opened() as ledger:
        take(ledger, HandIn("admin"), "both", CLERK)
    assert client.get(LIST, headers=bearer).status_code == 403


def test_a_token_that_is_revoked_opens_nothing_and_the_log_says_so(client: TestClient, home: Home) -> None:
    told = _token(client, name="school's own")
    [row] = [row for row in client.get("/account").text.split("<tr>") if "school&#39;s own" in row]
    number = row.split('name="number" value="')[1].split('"')[0]
    assert client.post("/account/tokens/revoke", data={"number": number}).status_code == 303
    client.cookies.clear()
    assert client.get(LIST, headers={"Authorization": f"Bearer {told}"}).status_code == 303
    with home.opened() as ledger:
        said = [row.what for _, row in ledger.vault.access.read()]
    assert said[-2:] == [What.TOKEN_MADE, What.TOKEN_REVOKED]


def test_a_token_ends_by_itself_and_with_its_account(tmp_path: Path, clock: SettableClock) -> None:
    home = Home(tmp_path / "county")
    home.make()
    credentials = Credentials(home, clock)
    told = credentials.tokens.make("clerk", "timetable", 30)
    clock.advance(days=29)
    assert credentials.tokens.find(told)
    clock.advance(days=1)
    assert credentials.tokens.find(told) is None
    told = credentials.tokens.make("clerk", "timetable", 30)
    credentials.close_account("clerk")
    assert credentials.tokens.find(told) is None
    for name, days in (("", 1), ("x" * 41, 1), ("x", 0), ("x", 400), ("a\nb", 1)):
        with pytest.raises(Refused):
            credentials.tokens.make("clerk", name, days)
    credentials.close()


def test_a_digest_with_other_parameters_is_made_anew_at_the_next_sign_in(tmp_path: Path) -> None:
    home = Home(tmp_path / "county")
    home.make()
    credentials = Credentials(home)
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setattr("api.accounts.passwords._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        credentials.set_password("clerk", PASSWORD)
    assert credentials.passwords.fits("clerk", PASSWORD)
    assert "m=19456,t=2,p=1" in _digest_of(credentials)
    assert credentials.passwords.fits("clerk", PASSWORD)
    credentials.close()


def _digest_of(credentials: Credentials) -> str:
    with credentials._tables.reading() as tables:
        return str(tables.execute(select(PASSWORD_TABLE.c.digest)).scalar_one())
