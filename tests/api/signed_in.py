"""An account made for a test, and somebody who signs in with it through the real page."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager

from starlette.testclient import TestClient

from api.accounts.credentials import Credentials
from api.accounts.register import AccountsInForce
from api.accounts.sessions import csrf_of
from api.accounts.visitor import Held, Role
from api.configuration import Configuration
from api.http.application import application
from ledger.event import COUNTY, Authority
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.account import AccountOpened, RoleGiven
from ledger.records.record import Record, TeacherId
from ledger.submission import Submission

PASSWORD = "horse battery staple"
HERE = "http://127.0.0.1:8000"
_FIELD = re.compile(r'name="csrf" value="([0-9a-f]+)"')


def open_account(home: Home, account: str, *held: Held, teacher: str = "", password: str = PASSWORD) -> None:
    """An account with roles and a password of its own, given as an administrator gives them."""
    with home.opened() as ledger:
        today = ledger.book.today()
        there = AccountsInForce(ledger.book).of(account)
        records: list[Record] = [] if there else [AccountOpened(account, today, TeacherId(teacher))]
        new = [one for one in held if there is None or one not in there.held]
        records += [RoleGiven(account, one.role, today, one.scope, one.subject) for one in new]
        for record in records:
            ledger.book.append(HandIn("admin", Authority(COUNTY)), Submission([record]))
    give_password(home, account, password)


def give_password(home: Home, account: str, password: str = PASSWORD, *, temporary: bool = False) -> None:
    """A password for an account."""
    credentials = Credentials(home)
    credentials.set_password(account, password, temporary=temporary)
    credentials.close()


def signed_in_elsewhere(home: Home, account: str) -> str:
    """The text of a session that an account has on another machine."""
    with closing(Credentials(home)) as credentials:
        return credentials.sessions.begin(account)


def csrf_in(page: str) -> str:
    """What the form of a page carries."""
    found = _FIELD.search(page)
    assert found, "the page has no form of ours"
    return found[1]


def sign_in(client: TestClient, account: str, password: str = PASSWORD) -> None:
    """Sign in through the page, as a browser does; the client carries session and form key from then on."""
    client.headers.pop("X-CSRF-Token", None)
    client.cookies.clear()
    page = client.get("/sign-in")
    form = {"account": account, "password": password, "csrf": csrf_in(page.text), "next": "/"}
    answer = client.post("/sign-in", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    client.headers["X-CSRF-Token"] = csrf_of(client.cookies["shilu"])


@contextmanager
def signed_in(
    home: Home,
    role: Role,
    scope: str = "",
    *,
    teacher: str = "",
    subject: str = "",
    account: str = "",
    configuration: Configuration | None = None,
) -> Iterator[TestClient]:
    """A client of the running application, signed in under an account made for one role.

    The header X-CSRF-Token is set, so that it may send forms and JSON as a page of ours does. Named after
    the role (`school-clerk`), or a teacher's code, where `account` does not say otherwise.
    """
    named = account or teacher or role.name.lower().replace("_", "-")
    open_account(home, named, Held(role, scope, subject), teacher=teacher)
    with TestClient(application(home, configuration), base_url=HERE, raise_server_exceptions=False) as client:
        sign_in(client, named)
        yield client
