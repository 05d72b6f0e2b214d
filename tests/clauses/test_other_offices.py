"""What policies of other offices count: every kind for it is recorded and read back. Numbers are invented."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import pytest

from ledger.records.activity import ActivityDone
from ledger.records.clause_reading import ReadingDecided
from ledger.records.continuing_education import TrainingCredited
from ledger.records.exemption import ExemptionApproved
from ledger.records.fixed_list import ListFixed
from ledger.records.leave import LeaveTaken
from ledger.records.mark import MarkGiven
from ledger.records.record import Record, TeacherId
from ledger.records.result import ResultReached
from ledger.records.service import ServiceServed
from ledger.records.training import TrainingAttended
from ledger.vocabulary import Level, Raters, TrainingMode, TrainingUnit, Where
from projections.catalogue import find_pack
from projections.evaluation import evaluate
from projections.facts import Facts
from projections.processes.three_ones import three_ones
from projections.standing import read_standing
from tests.clauses.county import AUTUMN, DEAN, HILL, LI, PRINCIPAL, RESEARCHER, TOWN, WANG, ZHAO, County
from tests.ledger.stories import changed

JANUARY = date(2023, 1, 9)


def credited(
    teacher: TeacherId, title: str, on: date, attended: str, unit: TrainingUnit = TrainingUnit.PERIOD, area: str = ""
) -> TrainingCredited:
    return TrainingCredited(teacher, title, on, unit, Decimal(attended), area)


def mark(raters: Raters, score: str, rater: str = "", item: str = "爱岗敬业") -> MarkGiven:
    return MarkGiven("师德测评", LI, item, raters, Decimal(score), Decimal(10), JANUARY, rater, "2022-2023-1")


def test_hours_and_credits_of_continuing_education_by_area_and_unit(county: County) -> None:
    blended = changed(
        credited(LI, "校园安全研修", date(2022, 9, 24), "10.5", area="安全"),
        until=date(2022, 9, 25),
        mode=TrainingMode.BLENDED,
        planned=Decimal(12),
        where=Where.OUTSIDE,
        organiser="市教师发展中心",
        grade="优秀",
    )
    county.say(
        blended,
        credited(LI, "校园安全研修", date(2022, 9, 24), "1.5", area="心理"),
        credited(LI, "校本研修", date(2022, 10, 12), "2", TrainingUnit.HALF_DAY),
        credited(WANG, "网络课程", date(2022, 11, 5), "0.5", TrainingUnit.CREDIT),
    )
    attended: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in county.kept(TrainingCredited):
        attended[one.teacher, one.unit] += one.attended
    assert attended == {(LI, "学时"): Decimal("12.0"), (LI, "半天"): 2, (WANG, "学分"): Decimal("0.5")}
    assert blended.planned is not None
    assert blended.attended / blended.planned < Decimal("0.9")


def test_what_a_course_of_hours_says_is_not_counted_as_training_elsewhere(county: County) -> None:
    """One course may be both: the journey that owes the three ones, and hours of continuing education."""
    journey = TrainingAttended(
        "PX-1", ZHAO, "新课标研修", Level.CITY, date(2022, 10, 8), date(2022, 10, 10), Decimal(24)
    )
    county.say(journey)
    pack, day = find_pack("taikang-2022"), date(2023, 1, 13)
    before = evaluate(county.book, pack, AUTUMN.term, day)
    county.say(
        credited(ZHAO, "新课标研修", date(2022, 10, 8), "24"), credited(WANG, "网络课程", date(2022, 11, 5), "8")
    )
    after = evaluate(county.book, pack, AUTUMN.term, day)
    assert (after.of_teacher(ZHAO), after.of_teacher(WANG)) == (before.of_teacher(ZHAO), before.of_teacher(WANG))
    assert [one.code for one in three_ones(county.book, day)] == ["PX-1"]
    facts = Facts(read_standing(county.book))
    assert [facts.table(kind).length for kind in ("training.attended", "training.credited")] == [1, 2]


def test_activities_that_only_the_office_has_a_word_for(county: County) -> None:
    book = ActivityDone(LI, "编写校本课程", "《家乡的河》", date(2022, 10, 20), "主编")
    county.say(
        changed(book, quantity=Decimal("3.5"), unit="万字", place_in_list=1, authors=3, approver="教研室主任"),
        changed(book, teacher=WANG, role="参编", quantity=Decimal("1.2"), unit="万字", place_in_list=3, authors=3),
        ActivityDone(ZHAO, "监考", "中考", date(2023, 1, 12), where=Where.OUTSIDE, organiser="县招办"),
        ActivityDone(ZHAO, "急救演练", "三年级演练", date(2022, 12, 1), follows="急救员培训"),
    )
    said = {one.work: one for one in county.kept(ActivityDone) if one.teacher == ZHAO}
    assert said["三年级演练"].follows == "急救员培训"
    assert (said["中考"].quantity, said["中考"].where) == (Decimal(1), Where.OUTSIDE)
    assert county.refusal(changed(book, grade="二等")) == "clash"


def test_what_self_school_and_bureau_give_never_overwrites_one_another(county: County) -> None:
    marks = [
        mark(Raters.SELF, "10"),
        mark(Raters.SCHOOL, "9"),
        mark(Raters.BUREAU, "8.5"),
        mark(Raters.COLLEAGUES, "9", "座位1"),
        mark(Raters.COLLEAGUES, "7.5", "座位2"),
        mark(Raters.COLLEAGUES, "8", "座位1", "为人师表"),
    ]
    county.say(*marks)
    by_raters = Counter(one.raters for one in county.kept(MarkGiven))
    assert by_raters == {Raters.SELF: 1, Raters.SCHOOL: 1, Raters.BUREAU: 1, Raters.COLLEAGUES: 3}
    assert county.refusal(mark(Raters.SELF, "9.5")) == "clash"


def test_an_exemption_is_approved_beside_the_leave_that_it_is_for(county: County) -> None:
    county.say(
        LeaveTaken(LI, date(2022, 9, 1), date(2023, 1, 13), "产假"),
        ExemptionApproved(LI, "听课节数", date(2022, 9, 1), "产假超过 110 天", "县人事股", date(2023, 1, 13)),
        ExemptionApproved(DEAN, "继续教育学时", date(2022, 9, 1), "援疆", "县人事股"),
    )
    assert [one.until for one in county.kept(ExemptionApproved)] == [date(2023, 1, 13), None]
    county.say(ExemptionApproved(DEAN, "继续教育学时", date(2022, 9, 1), "援疆", "县人事股", date(2024, 8, 31)))
    assert [one.until for one in county.kept(ExemptionApproved)] == [date(2023, 1, 13), date(2024, 8, 31)]


def test_a_jury_and_a_peer_population_are_fixed_on_a_day_with_stage_place_and_post(county: County) -> None:
    day = date(2022, 10, 1)
    jury = ListFixed("2022年职称评委", RESEARCHER, day, "小学", "教研员", "县城", "语文", "主任委员", "语文组")
    county.say(
        jury,
        changed(jury, member=PRINCIPAL, post="校长", role="委员"),
        changed(jury, member=DEAN, post="教务主任", role="回避"),
        ListFixed("2022年一级教师同级人群", LI, day, "小学", "教师", "城关镇"),
    )
    members = [one for one in county.kept(ListFixed) if one.list_name == "2022年职称评委"]
    assert [one.role for one in members] == ["主任委员", "委员", "回避"]
    assert county.refusal(changed(jury, on=date(2022, 10, 2))) == "clash"


def test_how_a_clause_is_read_is_decided_by_somebody_on_a_day(county: County) -> None:
    day = date(2022, 9, 15)
    decided = ReadingDecided("taikang-2022", "observe-20", "同一天两节算几节", "两节", "县局", day, "文件写的是节")
    county.say(decided, changed(decided, clause="three-ones", question="返校后几天", choice="30 天"))
    assert county.refusal(changed(decided, choice="一节")) == "clash"


def test_spells_of_service_before_and_beside_what_the_register_knows(county: County) -> None:
    village = ServiceServed(LI, "乡村任教", date(2008, 9, 1), date(2014, 8, 31), HILL, proven_by="原校长证明")
    county.say(
        village,
        ServiceServed(LI, "年级组长", date(2014, 9, 1)),
        ServiceServed(WANG, "班主任", date(2018, 9, 1), date(2021, 7, 31), place="邻县西河镇", document="档字22号"),
    )
    assert [one.served_at for one in county.kept(ServiceServed)] == [HILL, "", ""]
    county.say(ServiceServed(LI, "年级组长", date(2014, 9, 1), date(2020, 8, 31), proven_by="任职文件"))
    assert county.refusal(changed(village, until=date(2008, 8, 1))) == "ends-before-start"


def test_results_of_teaching_with_their_rank_among_how_many(county: County) -> None:
    ranked = ResultReached(LI, "语文统考,三(2)班", date(2023, 1, 18), "2022-2023-1", 3, 41, Decimal("87.25"), "县级")
    county.say(ranked, ResultReached(ZHAO, "数学统考,三(2)班", date(2023, 1, 18), value=Decimal("79.5")))
    assert [(one.rank, one.of) for one in county.kept(ResultReached)] == [(3, 41), (0, 0)]


@pytest.mark.parametrize(
    "record",
    [
        credited(TeacherId("999999"), "研修", JANUARY, "3"),
        ListFixed("评委", TeacherId("999999"), JANUARY),
        ServiceServed(LI, "支教", JANUARY, served_at=type(TOWN)("S999")),
    ],
)
def test_codes_that_are_not_on_the_register_are_refused(county: County, record: Record) -> None:
    assert county.refusal(record) in ("unknown-teacher", "unknown-school")
