"""The administrator at work: an account opened at the page and its slip handed over, roles given and taken, closed."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from api.accounts.register import AccountsInForce
from api.accounts.visitor import Held, Role
from api.http.application import application
from ledger.access_log import What
from ledger.home import Home
from tests.api.county_on_the_web import golden_home
from tests.api.signed_in import HERE, PASSWORD, open_account, sign_in

CLERK = Held(Role.SCHOOL_CLERK, "school:S001")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = golden_home(tmp_path_factory.mktemp("accounts") / "county")
    open_account(home, "admin", Held(Role.ADMINISTRATOR))
    open_account(home, "second", Held(Role.ADMINISTRATOR))
    open_account(home, "auditor", Held(Role.AUDITOR))
    return home


@pytest.fixture(scope="module")
def running(home: Home) -> Iterator[TestClient]:
    with TestClient(application(home), base_url=HERE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client


@pytest.fixture
def admin(running: TestClient) -> TestClient:
    sign_in(running, "admin")
    return running


def _held(home: Home, account: str) -> tuple[Held, ...] | None:
    with home.opened() as ledger:
        found = AccountsInForce(ledger.book).of(account)
        return found.held if found else None


def _password_on(slip: str) -> str:
    found = re.search(r"<dd>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</dd>", slip)
    assert found, slip
    return found[1]


def test_a_clerk_is_given_an_account_and_comes_in_with_the_slip(admin: TestClient, home: Home) -> None:
    form = {"account": "S001-Clerk", "teacher": "", "role": Role.SCHOOL_CLERK.value, "scope": "s001", "subject": ""}
    slip = admin.post("/accounts", data=form)
    assert slip.status_code == 200
    assert "s001-clerk" in slip.text
    assert HERE in slip.text
    password = _password_on(slip.text)
    assert _held(home, "s001-clerk") == (CLERK,)
    page = admin.get("/accounts/s001-clerk").text
    assert password not in page
    assert "学校经办人" in page
    sign_in(admin, "s001-clerk", password)
    assert admin.get("/teachers").headers["location"] == "/account/password"
    assert (
        admin.post("/account/password", data={"old": password, "new": PASSWORD, "again": PASSWORD}).status_code == 303
    )
    assert admin.get("/teachers").status_code == 200
    assert admin.get("/accounts").status_code == 403
    with home.opened() as ledger:
        rows = [row for _, row in ledger.vault.access.read() if row.what is What.PASSWORD_GIVEN]
    assert [(row.actor, row.account) for row in rows] == [("admin", "s001-clerk")]
    assert password not in str(rows)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"account": "王小明"}, "账号"),
        ({"account": "000003", "teacher": "999999"}, "999999"),
        ({"account": "nobody", "role": "校长", "scope": "S999"}, "S999"),
        ({"account": "nobody", "role": "国王"}, "没有“国王”这个角色"),
        ({"account": "second", "role": "审计"}, "早已开立"),
        ({"account": "new"}, "那是一个网页的名称"),
    ],
)
def test_what_cannot_be_is_told_on_the_page_with_what_was_filled_in(
    admin: TestClient, form: dict[str, str], said: str
) -> None:
    answer = admin.post("/accounts", data=form)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert f'value="{form["account"]}"' in answer.text


def test_a_role_is_given_and_taken_at_the_page_and_counts_at_once(admin: TestClient, home: Home) -> None:
    open_account(home, "officer", Held(Role.AUDITOR))
    give = {"role": Role.SECTION.value, "scope": "人事股", "subject": ""}
    assert admin.post("/accounts/officer/roles", data=give).headers["location"].endswith("?done=given")
    assert admin.post("/accounts/officer/roles", data=give).headers["location"].endswith("?done=given_already")
    assert _held(home, "officer") == (Held(Role.AUDITOR), Held(Role.SECTION, "county:人事股"))
    page = admin.get("/accounts/officer?done=given").text
    assert "角色已授予" in page
    assert "股室 · 人事股" in page
    take = {"role": Role.AUDITOR.value, "scope": "", "subject": ""}
    assert admin.post("/accounts/officer/roles/take", data=take).status_code == 303
    assert _held(home, "officer") == (Held(Role.SECTION, "county:人事股"),)
    assert "没有这个角色" not in admin.get("/accounts/officer").text
    wrong = admin.post("/accounts/officer/roles", data={"role": Role.PRINCIPAL.value, "scope": "S999"})
    assert (wrong.status_code, "S999" in wrong.text) == (422, True)


def test_nobody_gives_a_role_to_themselves_and_the_last_administrator_stays(admin: TestClient, home: Home) -> None:
    assert "不能给自己授予角色" in admin.get("/accounts/admin").text
    assert admin.post("/accounts/admin/roles", data={"role": Role.AUDITOR.value}).status_code == 422
    take = {"role": Role.ADMINISTRATOR.value, "scope": "", "subject": ""}
    assert admin.post("/accounts/second/roles/take", data=take).status_code == 303
    assert admin.post("/accounts/admin/roles/take", data=take).status_code == 422
    assert _held(home, "admin") == (Held(Role.ADMINISTRATOR),)


def test_an_account_that_is_closed_opens_nothing_and_its_page_is_gone(admin: TestClient, home: Home) -> None:
    open_account(home, "leaver", CLERK)
    sign_in(admin, "leaver")
    cookie = admin.cookies["shilu"]
    sign_in(admin, "admin")
    assert (
        admin.post("/accounts/leaver/close", data={"reason": "调离"}).headers["location"] == "/accounts?closed=leaver"
    )
    assert "leaver 已停用" in admin.get("/accounts?closed=leaver").text
    assert _held(home, "leaver") is None
    assert admin.get("/accounts/leaver").status_code == 404
    assert admin.get("/teachers", headers={"Cookie": f"shilu={cookie}"}).headers["location"].startswith("/sign-in")


def test_a_reason_names_nobody(admin: TestClient, home: Home) -> None:
    open_account(home, "named", CLERK)
    with home.opened() as ledger:
        name = next(iter(ledger.names(ledger.register()).values()))
    assert admin.post("/accounts/named/close", data={"reason": f"{name}老师调离"}).status_code == 422
    assert _held(home, "named") == (CLERK,)


def test_the_list_is_searched_by_word_and_role(admin: TestClient, home: Home) -> None:
    for number in range(3):
        open_account(home, f"judge-{number}", Held(Role.PANEL, f"review:R{number}"))
    page = admin.get("/accounts", params={"q": "JUDGE-1"}).text
    assert "/accounts/judge-1" in page
    assert "/accounts/judge-2" not in page
    assert "共 3 个账号" in admin.get("/accounts", params={"role": Role.PANEL.value}).text
    assert "没有符合条件的账号" in admin.get("/accounts", params={"q": "nothing"}).text


@pytest.mark.parametrize("account", ["auditor", "s001-clerk-2"])
def test_only_administrators_see_and_change_accounts(running: TestClient, home: Home, account: str) -> None:
    open_account(home, account, Held(Role.AUDITOR) if account == "auditor" else CLERK)
    sign_in(running, account)
    assert running.get("/accounts").status_code == 403
    assert running.get("/accounts/admin").status_code == 403
    for path in ("/accounts", "/accounts/admin/password", "/accounts/admin/close", "/accounts/admin/roles/take"):
        assert running.post(path, data={"account": "new", "role": Role.ADMINISTRATOR.value}).status_code == 403, path
    assert _held(home, "admin") == (Held(Role.ADMINISTRATOR),)


def test_every_teacher_of_a_school_is_given_an_account_at_once(admin: TestClient, home: Home) -> None:
    page = admin.get("/accounts/of-school").text
    code, count = re.findall(r'name="school" value="(\w+)"><button[^>]*>开 (\d+) 个账号', page)[-1]
    slips = admin.post("/accounts/of-school", data={"school": code}).text
    given = re.findall(r"<dd>(\d{6})</dd>\s*<dt>临时密码</dt><dd>([a-z0-9-]{14})</dd>", slips)
    assert len(given) == int(count)
    assert _held(home, given[0][0]) == (Held(Role.TEACHER),)
    assert f'value="{code}"' not in admin.get("/accounts/of-school").text
    sign_in(admin, *given[-1])
    assert admin.get("/my").headers["location"] == "/account/password"
