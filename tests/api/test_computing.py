"""What takes long is worked out in the background: begun once, told how far, kept while the book stands still."""

from collections.abc import Iterator
from datetime import date
from threading import Event

import pytest
from starlette.testclient import TestClient

from api.desk.computing import Computing, Moment
from api.http.application import application
from api.pages.computed import WORKING
from ledger.home import Home
from ledger.refusals import Refused
from ledger.verifying.report import Told
from tests.api.county_on_the_web import golden_home
from tests.books import ON_POSTGRESQL
from tests.patience import asked_until

AT_ONCE = 0.01
SHOWS_PAGES = {"Accept": "text/html,application/xhtml+xml"}
TRIED = {
    "pack": "taikang-2022",
    "term": "2022-2023-1",
    "as_of": "2023-01-13",
    "path_1": "observe-20.target",
    "value_1": "5",
    "go": "1",
}


class Work:
    """Work that goes on until it is let go, and is counted."""

    def __init__(self) -> None:
        self.begun, self.let_go, self.times = Event(), Event(), 0

    def __call__(self, told: Told) -> int:
        self.times += 1
        told("第一步", 0, 2)
        self.begun.set()
        assert self.let_go.wait(20)
        told("第二步", 1, 2)
        return self.times


class Clock:
    """The moment of a book that moves when it is told to."""

    def __init__(self) -> None:
        self.at = Moment(7, date(2023, 1, 13))

    def __call__(self) -> Moment:
        return self.at

    def move(self) -> None:
        self.at = self.at._replace(position=self.at.position + 1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def computing(clock: Clock) -> Iterator[Computing]:
    found = Computing(clock)
    yield found
    found.stop()


def test_who_asks_again_meanwhile_joins_and_afterwards_is_given_what_is_kept(computing: Computing) -> None:
    work = Work()
    first = computing.ask("a", work, "office", patience=AT_ONCE)
    assert work.begun.wait(20)
    assert (first.is_over, first.what, first.done, first.of) == (False, "第一步", 0, 2)
    assert computing.ask("a", work, "auditor", patience=AT_ONCE) is first
    assert computing.find(first.id, "auditor") is first
    assert computing.find(first.id, "clerk") is None
    work.let_go.set()
    assert computing.ask("a", work, "auditor", patience=None).result == 1
    assert computing.ask("a", work, "clerk", patience=AT_ONCE).result == 1
    assert work.times == 1


def test_when_the_book_has_moved_only_who_waited_is_shown_what_came_out(computing: Computing, clock: Clock) -> None:
    work = Work()
    waited = computing.ask("a", work, "office", patience=AT_ONCE)
    clock.move()
    work.let_go.set()
    assert waited.future.result(20) == 1
    assert computing.ask("a", work, "office", patience=None).result == 1
    assert computing.ask("a", work, "auditor", patience=None).result == 2
    assert computing.ask("a", work, "office", patience=None).result == 2
    clock.at = clock.at._replace(day=date(2023, 1, 14))
    assert computing.ask("a", work, "office", patience=None).result == 3


def test_in_a_county_that_never_stands_still_who_waits_is_shown_something(computing: Computing, clock: Clock) -> None:
    work = Work()

    def writing(told: Told) -> None:
        work(told)
        clock.move()

    first = computing.ask("a", writing, "office", patience=AT_ONCE)
    work.let_go.set()
    first.future.result(20)
    assert computing.ask("a", writing, "office", patience=AT_ONCE) is first


def test_what_is_not_kept_is_worked_out_every_time(computing: Computing) -> None:
    work = Work()
    work.let_go.set()
    for times in (1, 2):
        assert computing.ask("a", work, "office", patience=None, is_kept=False).result == times


def test_a_refusal_is_told_to_who_waited_and_is_not_kept(computing: Computing) -> None:
    work = Work()

    def refusing(told: Told) -> None:
        work(told)
        raise Refused("pack-lost", "不在。")

    computing.ask("a", refusing, "office", patience=AT_ONCE)
    work.let_go.set()
    for times in (1, 2):
        again = computing.ask("a", refusing, "office", patience=None)
        with pytest.raises(Refused, match="不在"):
            _ = again.result
        assert work.times == times


def test_too_many_at_once_are_refused_and_a_stop_waits_for_none_of_them(clock: Clock) -> None:
    computing, work = Computing(clock), Work()
    asked = [computing.ask(number, work, "office", patience=AT_ONCE) for number in range(7)]
    assert [computing.ahead_of(one) for one in asked] == list(range(7))
    with pytest.raises(Refused, match="排队"):
        computing.ask("one more", work, "office", patience=AT_ONCE)
    work.let_go.set()
    computing.stop()
    assert work.times < 7


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = golden_home(tmp_path_factory.mktemp("computing") / "county")
    with TestClient(application(home), base_url="http://127.0.0.1:8000") as client:
        yield client


def test_a_page_says_how_far_it_is_and_then_is_there(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.computed.PATIENCE", 0)
    first = client.get("/policies/simulate", params=TRIED, headers=SHOWS_PAGES)
    assert first.status_code == WORKING
    assert "正在推算" in first.text or "前面还有" in first.text
    [_, progress] = first.text.split('hx-get="', 1)
    address = progress.partition('"')[0]
    assert client.get("/computing/unknown").headers["HX-Refresh"] == "true"
    asked_until(lambda answer: "HX-Refresh" in answer.headers, lambda: client.get(address))
    there = client.get("/policies/simulate", params=TRIED, headers=SHOWS_PAGES)
    assert there.status_code == 200
    assert "受益" in there.text
    assert "\ue000" not in there.text


def test_whoever_shows_no_pages_and_whoever_takes_a_file_waits_for_the_end(client: TestClient) -> None:
    page = client.get("/county/terms", params={"as_of": "2023-01-13"})
    assert (page.status_code, "学期对比" in page.text) == (200, True)
    taken = client.get("/county/terms", params={"as_of": "2023-01-13", "format": "csv"}, headers=SHOWS_PAGES)
    assert taken.content.decode("utf-8-sig").startswith("学期")


@pytest.mark.skipif(ON_POSTGRESQL, reason="the ledger's folder is the same on both stores")
def test_nothing_that_is_kept_names_anybody(client: TestClient) -> None:
    home: Home = client.app.state.home  # type: ignore[attr-defined]
    with home.opened() as ledger:
        names = set(ledger.names(ledger.register()).values())
    client.get("/policies/simulate", params=TRIED)
    kept = client.app.state.computing._known.values()  # type: ignore[attr-defined]
    tables = [str(one.result.tables) for one in kept if one.asked[0] == "simulated"]
    assert tables
    assert not [name for name in names for table in tables if name in table]
