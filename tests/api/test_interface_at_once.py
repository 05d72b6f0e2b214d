"""Several programs that write at the same moment: one record, one correction, one attestation; judges' scores."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from api.accounts.visitor import Held, Role
from api.http.application import application
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.account import AccountOpened, RoleGiven
from ledger.records.record import TeacherId
from ledger.submission import Submission
from tests.api.programs import lesson, served, with_officers
from tests.api.test_interface_writes import told
from tests.api.two_schools import two_schools

HANDS = 6
CONTEST = "YZK-2022"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Two schools with officers of the county."""
    return with_officers(two_schools(tmp_path_factory.mktemp("county")))


@pytest.fixture(scope="module")
def county(home: Home) -> Iterator["Served"]:
    """Their application, asked over the network: clients of one process would share one loop of events."""
    app = application(home)
    with served(app) as address:
        running = Served(app, address)
        yield running
        running.close()


class Served:
    """The running application, and a client of it for every account."""

    def __init__(self, app: FastAPI, address: str) -> None:
        self._app, self._address = app, address
        self._clients: dict[str, httpx2.Client] = {}

    def of(self, account: str) -> httpx2.Client:
        """The client of an account, which shows a token of its own."""
        if account not in self._clients:
            token = self._app.state.door.credentials.tokens.make(account, "test", 1)
            bearer = {"Authorization": f"Bearer {token}"}
            self._clients[account] = httpx2.Client(base_url=self._address, headers=bearer, timeout=30, trust_env=False)
        return self._clients[account]

    def close(self) -> None:
        """Let go of every connection."""
        for client in self._clients.values():
            client.close()


def at_once(do: Callable[[int], Any]) -> list[Any]:
    """What several threads are answered that begin together."""
    ready = Barrier(HANDS)

    def begin(number: int) -> Any:
        ready.wait()
        return do(number)

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(begin, range(HANDS)))


def test_the_same_record_sent_by_several_at_once_is_one_record(county: Served) -> None:
    clerk = county.of("clerk1")
    for day in range(5, 9):

        def record(number: int, day: int = day) -> Any:
            return clerk.post("/api/v1/records", json=lesson(day))

        answers = at_once(record)
        assert sorted(one.status_code for one in answers) == [200] * (HANDS - 1) + [201]
        assert len({one.json()["entry"] for one in answers}) == 1


def test_of_several_corrections_of_one_version_one_is_written(county: Served) -> None:
    clerk = county.of("clerk1")
    entry = clerk.post("/api/v1/records", json=lesson(12)).json()["entry"]
    for turn in range(3):
        tag = clerk.get(f"/api/v1/records/{entry}").headers["etag"]

        def correct(number: int, tag: str = tag, turn: int = turn) -> Any:
            body = {"data": lesson(12, notes=f"{turn} {number}")["data"], "reason": "补写"}
            return clerk.put(f"/api/v1/records/{entry}", json=body, headers={"If-Match": tag})

        answers = at_once(correct)
        assert sorted(one.status_code for one in answers) == [200] + [412] * (HANDS - 1)


def test_of_several_who_attest_one_does(county: Served) -> None:
    entry = county.of("clerk1").post("/api/v1/records", json=lesson(13)).json()["entry"]
    office = county.of("office1")
    answers = at_once(lambda number: office.post(f"/api/v1/records/{entry}/attest", json={}))
    assert sorted(one.status_code for one in answers) == [200] + [409] * (HANDS - 1)


def test_a_file_that_is_attached_several_times_at_once_is_attached_once(county: Served) -> None:
    entry = county.of("clerk1").post("/api/v1/records", json=lesson(15)).json()["entry"]
    clerk = county.of("clerk1")
    file = {"file": ("a.jpg", bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9"))}
    answers = at_once(lambda number: clerk.post(f"/api/v1/records/{entry}/evidence", files=file))
    assert sorted(one.status_code for one in answers) == [200] * (HANDS - 1) + [201]
    steps = clerk.get(f"/api/v1/records/{entry}").json()["steps"]
    assert [one["act"] for one in steps].count("evidenced") == 1


def with_judges(home: Home, *judges: str) -> None:
    """Accounts of teachers who judge the contest."""
    with home.opened() as ledger:
        today, admin = ledger.book.today(), HandIn("admin", COUNTY)
        for judge in judges:
            held = Held(Role.JUDGE, f"contest:{CONTEST}")
            opened = AccountOpened(f"judge-{judge}", today, TeacherId(judge))
            given = RoleGiven(f"judge-{judge}", held.role, today, held.scope, held.subject)
            for record in (opened, given):
                ledger.book.append(admin, Submission([record]))


def test_a_contest_is_announced_entered_and_scored_by_each_judge_for_oneself(county: Served, home: Home) -> None:
    officer = county.of("research")

    def record(account: str, kind: str, **data: Any) -> Any:
        return county.of(account).post("/api/v1/records", json={"kind": kind, "data": data})

    announced = record(
        "research",
        "contest.announced",
        code=CONTEST,
        series="优质课大赛",
        level="县级",
        unit="太康县",
        opens="2022-10-10",
        closes="2022-10-20",
        groups=["小学组"],
        entry={},
        parts=[{"name": "说课", "weight": "40"}, {"name": "上课", "weight": "60"}],
        judges=["000003", "000004"],
        drop="不去",
        ties="并列占位",
        prizes=[{"group": "小学组", "prize": "一等奖", "places": 1}],
    )
    assert announced.status_code == 201, announced.text
    with_judges(home, "000003", "000004")
    entered = {"code": CONTEST, "group": "小学组", "teacher": "000001", "on": "2022-10-11"}
    joined = record("research", "contest.entered", **entered)
    assert joined.status_code == 201, joined.text
    score = {"code": CONTEST, "group": "小学组", "teacher": "000001", "part": "说课", "on": "2022-10-12"}
    mine = {"judge": "000003", "score": "92.5"}
    assert record("judge-000003", "contest.scored", **score, **mine).status_code == 201
    assert record("judge-000003", "contest.scored", **score, **mine).status_code == 200
    told(record("judge-000003", "contest.scored", **score, **mine | {"score": "99"}), 409, "clash")
    told(record("judge-000004", "contest.scored", **score, **mine | {"score": "99"}), 403, "not-allowed")
    told(record("judge-000003", "contest.entered", **entered | {"teacher": "000002"}), 403, "not-allowed")
    told(record("judge-000004", "lesson.observed", **lesson(14)["data"]), 403, "not-allowed")
    assert officer.get("/api/v1/contests").status_code == 200
