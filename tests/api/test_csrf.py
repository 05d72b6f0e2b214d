"""No other site sends a form in somebody's name: every route that changes something asks whether the form is ours."""

import re
from collections.abc import Iterator
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.http.application import application
from api.http.door import SAFE
from ledger.home import Home
from tests.api.every_role import routes_of
from tests.api.signed_in import HERE, PASSWORD, csrf_in, open_account, sign_in

TAKES_BACK: tuple[str, dict[str, str]] = ("/account/sessions/end", {})
EVIL = "https://evil.test"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("csrf") / "county")
    home.make()
    open_account(home, "county", Held(Role.SECTION, "county"), Held(Role.ADMINISTRATOR))
    return home


@pytest.fixture(scope="module")
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        sign_in(client, "county")
        yield client


def _unsafe(client: TestClient) -> list[tuple[str, str]]:
    """Every route that may change something, with something in the place of what stands in braces."""
    routes = routes_of(cast("FastAPI", client.app))
    return [(method, re.sub(r"{\w+(:path)?}", "1", path)) for method, path, _ in routes if method not in SAFE]


def test_every_route_that_changes_something_refuses_a_form_that_is_not_ours(client: TestClient) -> None:
    asked = _unsafe(client)
    assert len(asked) > 10
    own = client.headers.pop("X-CSRF-Token")
    wrong = [("", ""), ("X-CSRF-Token", "0" * 43), ("X-CSRF-Token", own[:-1]), ("X-CSRF-Token", "é")]
    try:
        for method, path in asked:
            for name, value in wrong:  # in the header, in a form's field, in a body of another kind
                headers = {name.encode(): value.encode()} if name else {}
                for content in ({"data": {"csrf": "0" * 43}}, {"json": {"csrf": own}}, {"content": b""}):
                    answer = client.request(method, path, headers=headers, **content)
                    assert answer.status_code in (403, 405), (method, path, name, content, answer.status_code)
                    assert "form-not-ours" in answer.text, (method, path, answer.text[:300])
    finally:
        client.headers["X-CSRF-Token"] = own


def test_a_form_of_ours_is_taken_with_the_field_or_with_the_header(client: TestClient) -> None:
    path, form = TAKES_BACK
    assert client.post(path, data=form).status_code == 303
    own = client.headers.pop("X-CSRF-Token")
    try:
        page = client.get("/account")
        assert csrf_in(page.text) == own
        assert client.post(path, data={**form, "csrf": own}).status_code == 303
        assert client.post(path, files={"some": b"file"}, data={"csrf": own}).status_code == 303
    finally:
        client.headers["X-CSRF-Token"] = own


@pytest.mark.parametrize(
    "says",
    [
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8001"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": HERE},
    ],
)
def test_what_a_browser_says_comes_from_elsewhere_is_refused_even_with_the_right_field(
    client: TestClient, says: dict[str, str]
) -> None:
    path, form = TAKES_BACK
    assert client.post(path, data=form, headers=says).status_code == 403
    assert client.post(path, data=form, headers={"Origin": HERE, "Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_a_sign_in_from_another_site_is_refused_too(home: Home) -> None:
    """Else somebody would work on in an account that is not theirs, and tell it what nobody else is to know."""
    with TestClient(application(home), base_url=HERE, follow_redirects=False) as client:
        form = {"account": "county", "password": PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 403
        csrf = csrf_in(client.get("/sign-in").text)
        assert client.post("/sign-in", data={**form, "csrf": csrf}, headers={"Origin": EVIL}).status_code == 403
        before = client.cookies["shilu-before"]
        client.cookies.clear()
        assert client.post("/sign-in", data={**form, "csrf": csrf}).status_code == 403
        answer = client.post("/sign-in", data={**form, "csrf": csrf}, headers={"Cookie": f"shilu-before={before}"})
        assert answer.status_code == 303


def test_a_form_of_another_session_is_not_ours(client: TestClient, home: Home) -> None:
    own, cookie = client.headers["X-CSRF-Token"], client.cookies["shilu"]
    sign_in(client, "county")
    assert client.post(TAKES_BACK[0], headers={"X-CSRF-Token": own}).status_code == 403
    assert client.cookies["shilu"] != cookie


def test_a_program_with_a_token_needs_none(client: TestClient) -> None:
    page = client.post("/account/tokens", data={"name": "timetable", "days": "30"}).text
    told = next(word for word in page.replace("<", " ").replace(">", " ").split() if word.startswith("shilu_"))
    with_token = {"Authorization": f"Bearer {told}", "Cookie": "", "X-CSRF-Token": "", "Origin": EVIL}
    answer = client.post("/accounts/none/roles", data={"role": "审计"}, headers=with_token)
    assert answer.status_code == 404


def test_without_accounts_another_site_makes_this_machine_write_nothing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = Home(tmp_path_factory.mktemp("here") / "county")
    home.make()
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        for method, path in _unsafe(client):
            assert client.request(method, path, headers={"Origin": EVIL}).status_code in (403, 405), path
