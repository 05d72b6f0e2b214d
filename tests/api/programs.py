"""Programs that ask the interface with a token each, over a county of two schools with accounts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from time import sleep
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.accounts.visitor import Held, Role
from api.http.application import application
from api.http.doorway import Doorway
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.account import AccountOpened, RoleGiven
from ledger.records.record import TeacherId
from ledger.submission import Submission
from tests.api.signed_in import HERE
from tests.api.two_schools import ROLES
from tests.patience import asked_until

OBSERVER, TAUGHT, OTHER = "000001", "000002", "000011"
"""Two teachers of S001, one of S002."""
SECTIONS = {"county": "county", "second": "county", "personnel": "county:人事股", "research": "county:教研室"}


class Programs:
    """The running application, and a client of it for every account."""

    def __init__(self, first: TestClient, app: Any) -> None:
        self._first, self._app = first, app
        self._clients: dict[str, TestClient] = {}

    def of(self, account: str) -> TestClient:
        """The client of an account, which shows a token of its own."""
        if account not in self._clients:
            door = self._app.state.door
            assert isinstance(door, Doorway)
            token = door.credentials.tokens.make(account, "test", 1)
            bearer = {"Authorization": f"Bearer {token}"}
            client = TestClient(self._app, base_url=HERE, headers=bearer, raise_server_exceptions=False)
            self._clients[account] = client
        return self._clients[account]


@contextmanager
def programs(home: Home) -> Iterator[Programs]:
    """The application of a ledger, while it runs."""
    app = application(home)
    with TestClient(app, base_url=HERE, raise_server_exceptions=False) as first:
        yield Programs(first, app)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a free port; its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def job_when_over(ask: Callable[[], Any]) -> Any:
    """A job as it is told when it is over."""
    return asked_until(lambda job: job.get("state") in ("done", "refused", "stopped"), ask)


def with_officers(home: Home) -> Home:
    """The county with accounts of both schools, of teachers, sections of the bureau, an auditor; without passwords."""
    accounts = [(code, Held(Role.TEACHER), code) for code in (OBSERVER, TAUGHT, OTHER)]
    accounts += [
        (f"{name}{number}", Held(role, f"school:S00{number}"), "") for number in (1, 2) for name, role in ROLES.items()
    ]
    accounts += [(name, Held(Role.SECTION, scope), "") for name, scope in SECTIONS.items()]
    accounts.append(("auditor", Held(Role.AUDITOR), ""))
    with home.opened() as ledger:
        today, admin = ledger.book.today(), HandIn("admin", COUNTY)
        for account, held, teacher in accounts:
            opened = AccountOpened(account, today, TeacherId(teacher))
            given = RoleGiven(account, held.role, today, held.scope, held.subject)
            for record in (opened, given):
                ledger.book.append(admin, Submission([record]))
    return home


def lesson(day: int = 5, **changed: Any) -> dict[str, Any]:
    """A record of a lesson observed at S001, as a line or an object says it."""
    data = {
        "on": f"2022-09-{day:02}",
        "period": 3,
        "observer": OBSERVER,
        "teacher": TAUGHT,
        "school": "S001",
        "subject": "数学",
        "grade": "一年级",
        "form": "公开课",
        "notes": "板书清楚",
        "reflection": "可以借鉴",
    }
    return {"kind": "lesson.observed", "data": data | changed}
