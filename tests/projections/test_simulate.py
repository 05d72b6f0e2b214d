"""Simulation against recorded facts: who gains and loses by a changed value, summed by school and age of service."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.home import Home
from ledger.records.employment import TeacherCareerBegun
from ledger.records.lesson import LessonObserved
from ledger.records.record import TeacherId
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.refusals import Misuse
from ledger.vocabulary import LessonForm, RotationKind
from projections.catalogue import find_pack
from projections.language.changing import changed_pack
from projections.language.loading import PackRefused
from projections.language.pack import Pack
from projections.simulation.simulate import Simulation, service_band, simulate
from tests.clauses.county import AUTUMN, HILL, LI, QIAN, TOWN, WANG, ZHAO, County, month

_DAYS = [AUTUMN.start + timedelta(days=number) for number in range(4, 130) if number % 7 < 5]


def lessons(observer: TeacherId, count: int) -> list[LessonObserved]:
    return [
        LessonObserved(day, 1, observer, ZHAO, TOWN, "语文", "三年级", LessonForm.OPEN, "有", "有")
        for day in _DAYS[:count]
    ]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """LI observed 16 lessons, WANG 20, QIAN 3; LI serves at the weak school for two months."""
    folder: Path = tmp_path_factory.mktemp("county")
    home = Home(folder / "ledger")
    home.make()
    with home.opened() as ledger:
        county = County(ledger, folder)
        county.say(*lessons(LI, 16), *lessons(WANG, 20), *lessons(QIAN, 3))
        county.say(RotationStarted(LI, TOWN, HILL, RotationKind.FULL_TIME, date(2022, 9, 1), date(2023, 1, 13)))
        county.say(*(RotationMonthConfirmed(LI, date(2022, 9, 1), month(2022, number)) for number in (9, 10)))
        county.say(TeacherCareerBegun(QIAN, date(1999, 9, 1)))
        yield county


def _pack() -> Pack:
    return find_pack("taikang-2022")


def _simulated(county: County, *said: str) -> Simulation:
    against, _ = changed_pack(_pack(), said)
    return simulate(county.book, _pack(), against, AUTUMN.term, AUTUMN.end)


def test_a_lower_target_is_met_by_some_and_pays_points_to_them(county: County) -> None:
    found = {one.subject: one for one in _simulated(county, "observe-20.target=16").teachers}
    assert (found[LI].change, found[WANG].change, found[QIAN].change) == ("gains", "changes", "gains")
    assert [shift.to_json() for shift in found[LI].shifts] == [
        {
            "what": "quotas",
            "clause": "observe-20",
            "before": {"done": 16, "target": 20, "met": False},
            "after": {"done": 16, "target": 16, "met": True},
            "change": "gains",
        },
        {"what": "points", "clause": "observation", "before": 16, "after": 20, "change": "changes"},
        {"what": "points", "clause": "total", "before": 26, "after": 30, "change": "gains"},
    ]
    assert found[LI].before["points"] == 26
    assert "observe-20" in found[LI].before["unmet"]
    assert "observe-20" not in found[LI].after["unmet"]


def test_the_same_rules_change_nobody(county: County) -> None:
    found = simulate(county.book, _pack(), _pack(), AUTUMN.term, AUTUMN.end)
    assert (found.teachers, found.others) == ([], [])
    assert found.in_all()["same"] == found.in_all()["teachers"] > 0


def test_a_stricter_target_is_a_loss(county: County) -> None:
    found = {one.subject: one.change for one in _simulated(county, "observe-20.target=40").teachers}
    assert (found[WANG], found[LI]) == ("loses", "loses")


def test_an_allowance_counts_too(county: County) -> None:
    paid = 'rotation-allowance.amount=if(rotation == "全职支教", 500 * months, 0)'
    [one] = _simulated(county, paid).teachers
    assert (one.subject, one.change) == (LI, "gains")
    assert one.shifts[0].to_json() == {
        "what": "allowances",
        "clause": "total",
        "before": 600,
        "after": 1000,
        "change": "gains",
    }


def test_preparation_groups_and_others_are_listed_apart(county: County) -> None:
    result = _simulated(county, "conventions.rounding=half_up_0").to_json(["conventions.rounding=half_up_0"])
    assert result["others"] == []
    assert result["against"] == result["pack"] == "taikang-2022@1"
    assert result["against_digest"] != result["pack_digest"]
    assert result["set"] == ["conventions.rounding=half_up_0"]


def test_ages_of_service_go_by_the_day_teaching_began_else_by_hire(county: County) -> None:
    found = {one.subject: one for one in _simulated(county, "observe-20.target=1").teachers}
    assert (found[LI].service, found[QIAN].service, found[WANG].service) == (14, 23, 1)
    assert [service_band(years) for years in (0, 2, 3, 10, 20, 30, None)] == [
        "不满3年",
        "不满3年",
        "3至9年",
        "10至19年",
        "20至29年",
        "30年及以上",
        "未登记",
    ]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(target=st.integers(0, 30), share=st.integers(0, 30))
def test_totals_add_up_and_the_other_way_round_gains_are_losses(county: County, target: int, share: int) -> None:
    against, _ = changed_pack(_pack(), [f"observe-20.target={target}", f"evaluation-points.parts.awards.value={share}"])
    there = simulate(county.book, _pack(), against, AUTUMN.term, AUTUMN.end)
    back = simulate(county.book, against, _pack(), AUTUMN.term, AUTUMN.end)
    turned = {"gains": "loses", "loses": "gains", "changes": "changes"}
    assert [(one.subject, turned[one.change]) for one in there.teachers] == [
        (one.subject, one.change) for one in back.teachers
    ]
    whole = there.in_all()
    for apart in (there.by_school(), there.by_service()):
        for name, value in whole.items():
            assert sum(Fraction(str(one[name])) for one in apart) == Fraction(str(value)), name
    assert whole["teachers"] == whole["gains"] + whole["loses"] + whole["changes"] + whole["same"]


# -- changing a value ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "observe-20.target=18",
        "observe_20.target = 18",
        "tables.award_points.rows.县级.一等奖=7",
        "conventions.rounding=half_up_1",
        "evaluation-points.parts.awards.value=min(10, award_sum)",
        "observe-20.covers.0=B9",
        "three-ones.readings.0.choice=40天内",
        'people.plain_teachers.if=(post == "教师")',
    ],
)
def test_a_value_is_changed_by_its_way_from_a_clause_or_from_the_root(said: str) -> None:
    changed, _ = changed_pack(_pack(), [said])
    assert changed.digest != _pack().digest
    assert changed.clauses.keys() == _pack().clauses.keys()


def test_examples_that_no_longer_fit_are_told_and_hold_nothing_up() -> None:
    changed, faults = changed_pack(_pack(), ["observe-20.target=18"])
    assert {fault.code for fault in faults} == {"example-fails"}
    assert changed.clauses["observe-20"].target == "18"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "nearest"),
    [
        ("observe-20", "条款.字段=值"),
        ("observe-2O.target=3", "observe-20"),
        ("observe-20.says.zn.x=3", "zh"),
        ("tables.award_points.rows=3", "县级"),
        ("observe-20.readings.9.choice=3", "0"),
        ("observe-20.target.x=3", "已经是一个值"),
    ],
)
def test_a_way_that_leads_nowhere_is_refused_with_the_nearest(said: str, nearest: str) -> None:
    with pytest.raises(Misuse, match=nearest) as refused:
        changed_pack(_pack(), [said])
    assert refused.value.code == "bad-setting"


@pytest.mark.parametrize("said", ["observe-20.targt=18", "conventions.rounding=up", "observe-20.target=nothing * 3"])
def test_a_value_that_makes_the_pack_unsound_is_refused_as_a_pack_is(said: str) -> None:
    with pytest.raises(PackRefused):
        changed_pack(_pack(), [said])
