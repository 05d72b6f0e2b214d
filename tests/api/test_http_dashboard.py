"""The county at a glance says what its teachers' answers say together, and knows of a new event at once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from starlette.testclient import TestClient

from ledger.book import Book
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Home
from ledger.records.lesson import LessonObserved
from ledger.records.school_year import TermAnnounced
from ledger.submission import Submission
from projections.catalogue import find_pack
from projections.evaluation import Evaluation, evaluate
from tests.api.county_on_the_web import ASKED, TERM, golden_home, visited

DAY = "2022-12-30"
QUESTION = ASKED | {"as_of": DAY}
OBSERVER = "000003"


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return golden_home(tmp_path_factory.mktemp("dashboard") / "county")


@pytest.fixture(scope="module")
def client(golden: Home) -> Iterator[TestClient]:
    with visited(golden) as client:
        yield client


def _fresh(book: Book) -> Evaluation:
    return evaluate(book, find_pack(ASKED["pack"]), TERM, date.fromisoformat(DAY))


def _counted(evaluation: Evaluation) -> dict[str, tuple[int, int]]:
    """Of each duty of teachers how many have it and how many have done it, counted teacher by teacher."""
    found: dict[str, tuple[int, int]] = {}
    for answers in evaluation.teachers.values():
        for clause, quota in answers["quotas"].items():
            of, done = found.get(clause, (0, 0))
            found[clause] = of + 1, done + quota["met"]
    return found


def _dashboard(client: TestClient) -> dict[str, Any]:
    told: dict[str, Any] = client.get("/api/v1/dashboard", params=QUESTION).json()
    return told


def _of_teachers(told: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """The same as the dashboard tells it."""
    return {one["clause"]: (one["of"], one["reached"]) for one in told["duties"] if one["per"] == "teacher"}


def test_every_figure_is_the_sum_of_what_is_said_of_each(client: TestClient, golden: Home) -> None:
    with golden.opened() as ledger:
        evaluation = _fresh(ledger.book)
        told = _dashboard(client)
        assert _of_teachers(told) == _counted(evaluation)
        totals = sorted(said["points"]["total"] for said in evaluation.teachers.values() if "total" in said["points"])
        [points] = told["points"]
        assert [points[name] for name in ("of", "lowest", "median", "highest")] == [
            len(totals), totals[0], totals[(len(totals) - 1) // 2], totals[-1]
        ]  # fmt: skip
        assert [bar["count"] for bar in points["bars"]] == [
            sum(bar["from"] <= total < bar["to"] for total in totals) for bar in points["bars"]
        ]
        eligible = [
            clause
            for said in evaluation.teachers.values()
            for clause, one in said["eligibility"].items()
            if one["eligible"]
        ]
        assert {one["clause"]: one["reached"] for one in told["eligible"]} == {
            one["clause"]: eligible.count(one["clause"]) for one in told["eligible"]
        }
        assert told["digest"] == evaluation.digest


def test_the_schools_furthest_behind_come_first(client: TestClient, golden: Home) -> None:
    behind = _dashboard(client)["behind"]
    shares = [one["done"] / one["duties"] for one in behind]
    assert len(behind) > 3
    assert shares == sorted(shares)
    with golden.opened() as ledger:
        evaluation = _fresh(ledger.book)
        of_school = {row.teacher: row.school for row in evaluation.county.teachers.records}
        first = behind[0]
        duties = [
            quota["met"]
            for code, said in evaluation.teachers.items()
            if of_school[code] == first["school"]
            for quota in said["quotas"].values()
        ]
        assert (first["duties"], first["done"]) == (len(duties), sum(duties))


def test_a_new_event_is_in_the_dashboard_and_in_the_teachers_answers_at_once(client: TestClient, golden: Home) -> None:
    before = _dashboard(client)
    answers = client.get(f"/api/v1/teachers/{OBSERVER}", params=QUESTION).json()["answers"]
    with golden.opened() as ledger:
        [term] = ledger.book.kept(TermAnnounced).records
        lessons = ledger.book.kept(LessonObserved).records

        def observed(period: int) -> Evaluation:
            lesson = replace(lessons[0], observer=OBSERVER, on=date(2022, 9, 7), period=period)
            with ledger.book.writing(HandIn("clerk", COUNTY, term)) as pen:
                pen.write([Submission([lesson])])
            fresh = _fresh(ledger.book)
            told = client.get(f"/api/v1/teachers/{OBSERVER}", params=QUESTION).json()
            assert (told["known_at"], told["digest"]) == (ledger.book.position, fresh.digest)
            assert told["answers"] == fresh.teachers[OBSERVER]
            return fresh

        *_, fresh = map(observed, range(1, 7))
        assert fresh.teachers[OBSERVER] != answers
        after = _dashboard(client)
        assert _of_teachers(after) == _counted(fresh) != _of_teachers(before)
        assert after["last_recorded"][0]["position"] == ledger.book.position
        then = client.get("/api/v1/dashboard", params=QUESTION | {"known_at": str(before["known_at"])}).json()
        assert then == before


def test_the_page_shows_the_county_and_leads_to_its_lists(client: TestClient) -> None:
    page = client.get("/dashboard", params=QUESTION)
    told = _dashboard(client)
    assert page.status_code == 200
    assert "<h1>全县一览</h1>" in page.text
    for one in told["duties"]:
        assert f'value="{one["reached"]}"' in page.text
    assert f"school={told['behind'][0]['school']}" in page.text
    assert 'href="/groups?' in page.text
    assert 'aria-current="page">全县一览' in page.text


def test_an_empty_ledger_has_no_county_to_show(tmp_path: Path) -> None:
    home = Home(tmp_path / "county")
    home.make()
    with visited(home) as client:
        assert client.get("/dashboard").status_code == 200
        assert client.get("/api/v1/dashboard", params=ASKED).status_code == 404
