"""Signing in at the page: who comes in, who does not and why, and what the sealed access log says of it."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from time import process_time

import pytest
from starlette.testclient import TestClient

from api.accounts.credentials import Credentials
from api.accounts.sessions import csrf_of
from api.accounts.sign_in_log import MOST_FAILURES_A_DAY, SignInLog
from api.accounts.tries import OF_ACCOUNT, OF_MACHINE
from api.accounts.visitor import Held, Role
from api.http.application import application
from ledger.access_log import Access, What
from ledger.home import Home
from ledger.refusals import Refused
from projections.verifying.whole import verify
from tests.api.signed_in import HERE, PASSWORD, csrf_in, give_password, open_account, sign_in
from tests.ledger.stories import SettableClock


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("signing") / "county")
    home.make()
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    return home


@pytest.fixture(scope="module")
def running(home: Home) -> Iterator[TestClient]:
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client(running: TestClient, home: Home) -> TestClient:
    """A browser that nobody is signed in with, at a server where nobody failed of late."""
    running.cookies.clear()
    running.headers.pop("X-CSRF-Token", None)
    give_password(home, "clerk")
    return running


@pytest.fixture
def quiet(tmp_path: Path) -> Home:
    """A ledger that nobody else signs in to."""
    home = Home(tmp_path / "quiet")
    home.make()
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    return home


def _try(client: TestClient, account: str, password: str, going_to: str = "/") -> tuple[int, str]:
    """Status, and the page or where it leads."""
    page = client.get("/sign-in")
    form = {"account": account, "password": password, "next": going_to, "csrf": csrf_in(page.text)}
    answer = client.post("/sign-in", data=form)
    return answer.status_code, answer.headers.get("location", answer.text)


def _log(home: Home) -> list[Access]:
    with home.opened() as ledger:
        return [access for _, access in ledger.vault.access.read()]


def test_before_there_are_accounts_this_machine_reads_and_the_page_of_signing_in_leads_on(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    home.make()
    with TestClient(application(home), base_url=HERE, follow_redirects=False) as client:
        assert client.get("/teachers").status_code == 200
        assert client.get("/sign-in").headers["location"] == "/"
        assert client.get("/account").status_code == 403


def test_who_is_not_signed_in_is_sent_to_the_page_and_back_afterwards(client: TestClient) -> None:
    away = client.get("/teachers?page=2")
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?next=/teachers%3Fpage%3D2")
    assert 'value="/teachers?page=2"' in client.get(away.headers["location"]).text
    assert _try(client, "clerk", PASSWORD, "/teachers?page=2") == (303, "/teachers?page=2")
    assert client.get("/teachers?page=2").status_code == 200


def test_programs_are_told_that_they_are_not_signed_in(client: TestClient) -> None:
    for path in ("/api/v1/evaluations", "/api/v1/none", "/api/v1/openapi.json"):
        answer = client.get(path)
        assert answer.status_code == 401
        assert answer.json()["code"] == "not-signed-in"
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/api/v1/evaluations", headers={"Authorization": "Basic YTpi"}).status_code == 401


def test_what_watches_over_the_server_and_the_style_sheet_need_no_account(client: TestClient) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code in (200, 503)
    assert client.get("/static/shilu.css").status_code == 200


def test_what_was_searched_for_does_not_go_into_another_address(client: TestClient) -> None:
    assert client.get("/teachers?q=%E7%8E%8B").headers["location"] == "/sign-in?next=/teachers"


@pytest.mark.parametrize("bad", ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "/a\\b", ""])
def test_signing_in_leads_to_no_other_site(client: TestClient, bad: str) -> None:
    assert _try(client, "clerk", PASSWORD, bad) == (303, "/")


@pytest.mark.parametrize(("account", "password"), [("clerk", "wrong password"), ("nobody", PASSWORD), ("", PASSWORD)])
def test_whatever_is_wrong_is_told_in_the_same_words(client: TestClient, account: str, password: str) -> None:
    status, page = _try(client, account, password)
    assert status == 401
    assert "账号或密码不对" in page
    assert password not in page
    assert client.get("/teachers").status_code == 303


def test_an_account_is_meant_whatever_the_size_of_its_letters(client: TestClient) -> None:
    assert _try(client, " Clerk ", PASSWORD)[0] == 303


def test_the_session_has_another_name_after_every_sign_in(client: TestClient) -> None:
    assert client.get("/teachers", headers={"Cookie": "shilu=chosen-by-somebody-else"}).status_code == 303
    assert _try(client, "clerk", PASSWORD)[0] == 303
    first = client.cookies["shilu"]
    client.cookies.clear()
    _try(client, "clerk", PASSWORD)
    assert client.cookies["shilu"] != first


def test_the_cookie_is_kept_from_scripts_and_from_forms_of_other_sites(client: TestClient) -> None:
    page = client.get("/sign-in")
    form = {"account": "clerk", "password": PASSWORD, "csrf": csrf_in(page.text)}
    [cookie] = [one for one in client.post("/sign-in", data=form).headers.get_list("set-cookie") if "shilu=" in one]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


@pytest.mark.sqlite_only(reason="looks into the file")
def test_of_a_session_only_a_digest_is_kept(client: TestClient, home: Home) -> None:
    _try(client, "clerk", PASSWORD)
    token = client.cookies["shilu"]
    kept = b"".join(path.read_bytes() for path in home.folder.glob("accounts.sqlite*"))
    assert token.encode() not in kept
    assert b"clerk" in kept
    assert PASSWORD.encode() not in kept
    assert {path.stat().st_mode & 0o077 for path in home.folder.glob("accounts.sqlite*")} == {0}


def test_signing_out_ends_the_session(client: TestClient) -> None:
    sign_in(client, "clerk")
    cookie = client.cookies["shilu"]
    assert client.post("/sign-out").status_code == 303
    assert "shilu" not in client.cookies
    client.cookies.set("shilu", cookie, domain="127.0.0.1", path="/")
    assert client.get("/teachers").status_code == 303


def test_after_some_failures_an_account_has_to_wait_longer_each_time_and_the_right_password_does_not_help(
    quiet: Home, clock: SettableClock
) -> None:
    credentials = Credentials(quiet, clock)
    waits = []
    for _ in range(OF_ACCOUNT.free + 3):
        counted = credentials.tries.begin("clerk", "machine")
        if counted.account_wait:
            waits.append(counted.account_wait)
            with pytest.raises(Refused) as refused:
                credentials.tries.begin("clerk", "another machine")
            assert refused.value.code == "wait-before-trying"
            clock.now += timedelta(seconds=counted.account_wait)
    assert waits == [30, 60, 120, 240]
    credentials.close()


def test_too_many_failures_lock_out_at_the_page_and_a_new_password_opens_again(client: TestClient, home: Home) -> None:
    said = [_try(client, "clerk", "wrong password")[0] for _ in range(OF_ACCOUNT.free + 1)]
    assert said == [401] * OF_ACCOUNT.free + [429]
    status, page = _try(client, "clerk", PASSWORD)
    assert status == 429
    # Seconds may have gone by since the failure that the waiting began with.
    left = re.search(r"请过 (\d+) 秒再试", page)
    assert left
    assert 0 < int(left[1]) <= 30
    give_password(home, "clerk", "another good one")
    assert _try(client, "clerk", "another good one")[0] == 303


def test_one_machine_that_tries_many_accounts_has_to_wait(quiet: Home, clock: SettableClock) -> None:
    credentials = Credentials(quiet, clock)
    for number in range(OF_MACHINE.free):
        credentials.tries.begin(f"account {number}", "machine")
    with pytest.raises(Refused):
        credentials.tries.begin("account of somebody else", "machine")
    credentials.tries.begin("account of somebody else", "another machine")
    clock.now += timedelta(seconds=OF_MACHINE.first_wait)
    credentials.tries.begin("account of somebody else", "machine")
    credentials.close()


def test_many_guesses_at_once_are_not_many_free_guesses(quiet: Home) -> None:
    credentials = Credentials(quiet)

    def guess(number: int) -> bool:
        try:
            credentials.tries.begin("clerk", f"machine {number}")
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(16) as many:
        let_through = sum(many.map(guess, range(64)))
    credentials.close()
    assert let_through == OF_ACCOUNT.free


def test_an_account_that_is_not_there_takes_as_long_as_one_that_is(home: Home) -> None:
    credentials = Credentials(home)

    def seconds(account: str) -> float:
        begun = process_time()  # of the processor: by the clock it depends on who else is at work
        assert not credentials.passwords.fits(account, "wrong password")
        return process_time() - begun

    known, unknown = (min(seconds(account) for _ in range(5)) for account in ("clerk", "nobody"))
    credentials.close()
    assert 0.5 < known / unknown < 2


def test_the_access_log_says_who_came_in_and_who_failed_and_it_verifies(quiet: Home) -> None:
    with TestClient(application(quiet), base_url=HERE, follow_redirects=False) as client:
        _try(client, "typed a password here", "into the wrong field")
        for password in ("wrong password", "wrong again", PASSWORD):
            _try(client, "clerk", password)
        client.post("/sign-out", headers={"X-CSRF-Token": csrf_of(client.cookies["shilu"])})
    rows = _log(quiet)
    assert [(one.what, one.actor) for one in rows] == [
        (What.SIGN_IN_FAILED, "clerk"),
        (What.SIGNED_IN, "clerk"),
        (What.SIGNED_OUT, "clerk"),
    ]
    assert "2 failed before" in rows[1].why
    assert "testclient" not in str(rows)
    report = verify(quiet)
    assert report.ok, report.faults


def test_a_flood_of_failures_fills_the_log_only_so_far(quiet: Home, clock: SettableClock) -> None:
    credentials = Credentials(quiet, clock)
    log = SignInLog(quiet, credentials.tries, clock)
    for _ in range(MOST_FAILURES_A_DAY + 50):
        log.write_failure(What.SIGN_IN_FAILED, "clerk", "")
    assert len(_log(quiet)) == MOST_FAILURES_A_DAY
    clock.now += timedelta(days=1)
    log.write_failure(What.SIGN_IN_FAILED, "clerk", "")
    assert len(_log(quiet)) == MOST_FAILURES_A_DAY + 1
    log.close()
    credentials.close()


def test_rows_of_before_there_were_accounts_are_read_as_ever(quiet: Home) -> None:
    old = (
        b'{"at":"2026-11-02T03:04:05.000006Z","actor":"officer","authority":"county","what":"numbers","whom":"000123",'
    )
    with quiet.opened() as ledger:
        tables = ledger.vault.access._tables
        tables.begin()
        tables.change("INSERT INTO access VALUES (?,?)", (1, old + b'"whom":"000123","why":"review"}'))
        tables.commit()
        [(_, row)] = ledger.vault.access.read()
    assert (row.what, row.whom, row.why, row.account) == (What.NUMBERS, "000123", "review", "")
