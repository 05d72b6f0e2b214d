"""The second factor: set up with a telephone, asked for at sign-in, a code good once, recovery codes if it is lost."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from time import time

import pytest
from pyotp import TOTP
from starlette.testclient import TestClient

from api.accounts.credentials import Credentials
from api.accounts.second_factor import RECOVERY_CODES, STEP
from api.accounts.visitor import Held, Role
from api.configuration import Configuration, SecondFactor
from api.http.application import application
from ledger.access_log import What
from ledger.home import Home
from ledger.refusals import Refused
from tests.api.signed_in import HERE, PASSWORD, csrf_in, open_account, sign_in
from tests.ledger.stories import SettableClock

LIST = "/teachers"
OFFICERS = Configuration(second_factor=SecondFactor.OFFICERS)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("factor") / "county")
    home.make()
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    return home


@pytest.fixture(scope="module")
def running(home: Home) -> Iterator[TestClient]:
    """A server that asks officers for a second factor."""
    client = TestClient(application(home, OFFICERS), base_url=HERE, raise_server_exceptions=False)
    client.follow_redirects = False
    with client:
        yield client


def _secret(client: TestClient) -> str:
    page = client.get("/second-factor").text
    found = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert found, page
    return found[1].replace(" ", "")


def _set_up(client: TestClient) -> tuple[str, list[str]]:
    """The secret that the telephone was told, and the recovery codes; set up with the code before the present one."""
    secret = _secret(client)
    answer = client.post("/second-factor/set", data={"code": _code(secret, -1)})
    assert answer.status_code == 200, answer.text
    client.headers.pop("X-CSRF-Token")
    return secret, re.findall(r"<li>([a-z0-9]{5}-[a-z0-9]{5})</li>", unescape(answer.text))


def _code(secret: str, steps: int = 0) -> str:
    return TOTP(secret).at(int(time()) + steps * STEP)


def _give(client: TestClient, code: str, going_to: str = "/") -> int:
    page = client.get("/second-factor")
    form = {"code": code, "csrf": csrf_in(page.text), "next": going_to}
    return client.post("/second-factor", data=form).status_code


def test_an_officer_sets_it_up_at_the_first_sign_in_and_is_asked_at_the_next(running: TestClient, home: Home) -> None:
    open_account(home, "auditor", Held(Role.AUDITOR))
    sign_in(running, "auditor")
    assert running.get(LIST).headers["location"].startswith("/second-factor")
    assert running.get("/api/v1/inbox").json()["code"] == "second-factor-needed"
    picture = running.get("/second-factor/qr.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert b"style=" not in picture.content
    secret, codes = _set_up(running)
    assert len(set(codes)) == RECOVERY_CODES
    assert running.get(LIST).status_code == 200
    assert running.get("/second-factor").headers["location"] == "/account"
    assert running.get("/second-factor/qr.svg").status_code == 409

    sign_in(running, "auditor")
    assert running.get("/groups?page=2").headers["location"] == "/second-factor?next=/groups%3Fpage%3D2"
    assert running.get("/account/password").status_code == 303
    running.headers.pop("X-CSRF-Token")
    assert _give(running, "000000") == 422
    before = running.cookies["shilu"]
    assert _give(running, _code(secret)) == 303
    assert running.cookies["shilu"] != before
    assert running.get(LIST).status_code == 200
    assert running.get(LIST, headers={"Cookie": f"shilu={before}"}).status_code == 303


def test_a_code_is_good_once(running: TestClient, home: Home) -> None:
    open_account(home, "panel", Held(Role.PANEL, "review:R1"))
    sign_in(running, "panel")
    secret, _ = _set_up(running)
    code = _code(secret)
    for status in (303, 422):
        sign_in(running, "panel")
        running.headers.pop("X-CSRF-Token")
        assert _give(running, code) == status


def test_a_recovery_code_is_good_once_and_the_log_says_that_one_was_used(running: TestClient, home: Home) -> None:
    open_account(home, "officer", Held(Role.SECTION, "county"))
    sign_in(running, "officer")
    _, codes = _set_up(running)
    for given, status in ((codes[0], 303), (codes[0].upper(), 422), (codes[1].replace("-", " ").upper(), 303)):
        sign_in(running, "officer")
        running.headers.pop("X-CSRF-Token")
        assert _give(running, given) == status
    assert f"还有 {RECOVERY_CODES - 2} 个备用码" in running.get("/account").text
    with home.opened() as ledger:
        said = [row.what for _, row in ledger.vault.access.read() if row.actor == "officer"]
    assert said.count(What.RECOVERY_CODE_USED) == 2
    assert What.FACTOR_SET in said


def test_a_teacher_is_asked_only_after_setting_it_up(running: TestClient, home: Home) -> None:
    open_account(home, "clerk", Held(Role.SCHOOL_CLERK, "school:S001"))
    sign_in(running, "clerk")
    assert running.get(LIST).status_code == 200
    secret, _ = _set_up(running)
    sign_in(running, "clerk")
    assert running.get(LIST).headers["location"].startswith("/second-factor")
    running.headers.pop("X-CSRF-Token")
    assert _give(running, _code(secret)) == 303

    csrf = csrf_in(running.get("/account").text)
    wrong = running.post("/account/second-factor/remove", data={"csrf": csrf, "password": "wrong"})
    assert (wrong.status_code, "现在的密码不对" in wrong.text) == (422, True)
    assert running.post("/account/second-factor/remove", data={"csrf": csrf, "password": PASSWORD}).status_code == 303
    sign_in(running, "clerk")
    assert running.get(LIST).status_code == 200


def test_guessing_codes_has_to_wait(running: TestClient, home: Home) -> None:
    open_account(home, "township", Held(Role.TOWNSHIP, "township:X"))
    sign_in(running, "township")
    secret, _ = _set_up(running)
    sign_in(running, "township")
    running.headers.pop("X-CSRF-Token")
    assert [_give(running, "000000") for _ in range(6)] == [422] * 5 + [429]
    page = running.get("/second-factor")
    late = running.post("/second-factor", data={"code": _code(secret), "csrf": csrf_in(page.text)})
    assert late.status_code == 429


def test_an_administrator_takes_it_off_for_who_lost_the_telephone(running: TestClient, home: Home) -> None:
    open_account(home, "loser", Held(Role.AUDITOR))
    sign_in(running, "loser")
    _set_up(running)
    lost = running.cookies["shilu"]
    sign_in(running, "admin")
    secret, _ = _set_up(running)
    csrf = csrf_in(running.get("/accounts/loser").text)
    assert running.post("/accounts/loser/second-factor/remove", data={"csrf": csrf}).status_code == 303
    assert running.get(LIST, headers={"Cookie": f"shilu={lost}"}).headers["location"].startswith("/sign-in")
    assert secret
    sign_in(running, "loser")
    assert running.get(LIST).headers["location"].startswith("/second-factor")
    with home.opened() as ledger:
        [row] = [row for _, row in ledger.vault.access.read() if row.what is What.FACTOR_REMOVED and row.account]
    assert (row.actor, row.account) == ("admin", "loser")


def test_the_clock_of_the_telephone_may_be_half_a_minute_off_and_no_more(tmp_path: Path, clock: SettableClock) -> None:
    home = Home(tmp_path / "county")
    home.make()
    credentials = Credentials(home, clock)
    factors = credentials.second_factors
    secret = factors.enrol("clerk", "Shilu").secret
    now = int(clock().timestamp())
    factors.confirm("clerk", TOTP(secret).at(now - STEP))
    assert not factors.take("clerk", TOTP(secret).at(now - 2 * STEP))
    assert not factors.take("clerk", TOTP(secret).at(now + 2 * STEP))
    assert factors.take("clerk", TOTP(secret).at(now + STEP))
    assert not factors.take("clerk", TOTP(secret).at(now))
    with pytest.raises(Refused):
        factors.enrol("clerk", "Shilu")
    credentials.close()


@pytest.mark.sqlite_only(reason="looks into the file")
def test_the_file_alone_does_not_give_the_secret_away(tmp_path: Path) -> None:
    home = Home(tmp_path / "county")
    home.make()
    credentials = Credentials(home)
    secret = credentials.second_factors.enrol("clerk", "Shilu").secret
    assert credentials.second_factors.enrol("clerk", "Shilu").secret == secret
    credentials.close()
    kept = b"".join(path.read_bytes() for path in home.folder.glob("accounts.sqlite*"))
    assert b"clerk" in kept
    assert secret.encode() not in kept
