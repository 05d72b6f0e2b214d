"""A title review with forty applicants for nine places, from announcement to archive, and derived again afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.desk import reviews
from ledger.home import Ledger
from ledger.records.qualification import TitleHeld
from projections.reviews.course import RoundState
from projections.reviews.listing import result_of, standing_result
from projections.reviews.ranking import Outcome
from projections.reviews.reproducing import reproduce_round
from projections.statements.reproducing import Verdict
from tests.api.review_rounds import OFFICE, TITLE, Round, morning, of_title, refused
from tests.api.three_years import copied_county, county_time
from tests.ledger.stories import SettableClock

PLACES = 9


@pytest.fixture
def clock() -> Iterator[SettableClock]:
    with county_time() as clock:
        yield clock


@pytest.fixture
def ledger(clock: SettableClock, tmp_path: Path) -> Iterator[Ledger]:
    with copied_county(tmp_path / "county").opened() as ledger:
        yield ledger


def given(member: str, number: int, part: str) -> str:
    most = 100 if part == "讲课" else 50
    return str(most * (60 + (number * 7 + int(member) * 3) % 40) / 100)


def test_forty_applicants_for_nine_places(ledger: Ledger, clock: SettableClock) -> None:
    panel = of_title(ledger, "正高级教师")[:5]
    applicants = of_title(ledger, "一级教师")[:40]

    title = Round(ledger, TITLE, panel)
    assert title.course.announced.places[0].places == PLACES
    title.apply(applicants)
    morning(clock, 9, 6)
    assert refused(reviews.freeze, ledger, OFFICE, title.code) == "not-checked"
    title.check()
    title.freeze()
    morning(clock, 9, 14)
    assert refused(reviews.list_, ledger, OFFICE, title.code) == "scores-missing"
    assert refused(standing_result, ledger.book, title.code) == "scores-missing"  # nobody sees what others gave
    title.judge(given, lambda number: number % 11 != 0)

    course = title.list()
    assert course.listed is not None
    assert 0 < len(course.listed.listed) <= PLACES
    result = result_of(ledger.book, title.course, course.listed.position, on=course.listed.on, revision=1)
    assert result.digest == course.listed.result
    by_place = [one for one in result.ranked if one.place is not None]
    assert [one.place for one in by_place] == sorted(one.place for one in by_place if one.place)
    assert all(one.total is not None for one in by_place)
    assert {one.outcome for one in result.ranked if one.number % 11 == 0} <= {
        Outcome.VOTED_DOWN,
        Outcome.NOT_ELIGIBLE,
        Outcome.VETOED,
    }

    morning(clock, 9, 19)
    title.notice()
    assert refused(reviews.decide, ledger, OFFICE, title.code) == "notice-lasts"
    morning(clock, 9, 26)
    assert title.decide().state is RoundState.DECIDED
    reviews.give(ledger, OFFICE, title.code, document="县职改〔2023〕6号")
    held = [one.teacher for one in ledger.book.kept(TitleHeld).records if one.title == "高级教师"]
    assert sorted(held) == sorted(course.listed.listed)
    assert refused(reviews.close, ledger, OFFICE, title.code) == "outside-step"
    morning(clock, 11, 1)
    assert reviews.close(ledger, OFFICE, title.code).state is RoundState.CLOSED

    told = reproduce_round(ledger.book, ledger.statements, title.code)
    assert told.verdict is Verdict.SAME, told.to_json()
    assert len(told.dossiers) == 40
    assert all(one.same for one in (*told.dossiers, *told.lists))
