"""Part B, the three-year plan: schools compared, inspected, tested and supervised, and what follows for them."""

from datetime import date, timedelta
from decimal import Decimal

from ledger.records.contest import ContestAnnounced
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.leadership import ResponsibilityAssigned, TownshipAssigned
from ledger.records.lesson_given import MentalHealthTaught
from ledger.records.post import PostHeld
from ledger.records.qualification import DesignationMade
from ledger.records.record import SchoolId
from ledger.records.registered import SchoolRegistered
from ledger.records.school_inspection import SchoolInspected, SchoolVisited
from ledger.records.school_standing import SchoolAppraised, SchoolHonoured
from ledger.records.school_test import SchoolTestReported, TopPupils
from ledger.records.standard import ResearchRoutineJudged, StandardJudged
from ledger.records.studio import StudioFounded
from ledger.records.supervision import FaultFound, FaultMended, SupervisionReported, SupervisionVisited
from ledger.vocabulary import (
    AppraisalGrade,
    InspectionPart,
    Level,
    Post,
    ReportPeriod,
    SchoolAppraisal,
    StudioKind,
    TownshipRole,
)
from tests.clauses.contests import contest, held
from tests.clauses.county import (
    AUTUMN,
    DEAN,
    DIRECTOR,
    HILL,
    HILL_HEAD,
    JUNIOR,
    JUNIOR_HEAD,
    KINDERGARTEN,
    LEADER,
    MIDDLE,
    NEXT_SPRING,
    OTHER_RESEARCHER,
    PRIMARY_HOMEROOM,
    PRINCIPAL,
    RESEARCHER,
    RIVER,
    SECTION_HEAD,
    SPRING,
    TEACHING_SCHOOLS,
    TERMS,
    TOWN,
    TOWNSHIP,
    VICE,
    WEST,
    WEST_JUNIOR,
    WEST_JUNIOR_HEAD,
    County,
    mean,
    results,
    weekly,
)

COUNTY_TEST = "全县质量检测"


def ranked(means: dict[SchoolId, Decimal]) -> list[SchoolId]:
    """The schools, the best first."""
    return sorted(means, key=lambda school: -means[school])


def test_B1_95_per_cent_of_teachers_and_schools_reach_the_standard_in_2023_2024(county: County) -> None:
    county.say(
        *(
            StandardJudged(NEXT_SPRING.term, teacher, teacher != PRIMARY_HOMEROOM[19], "教研室")
            for teacher in PRIMARY_HOMEROOM
        ),
        *(ResearchRoutineJudged(NEXT_SPRING.term, school, reached=True) for school in TEACHING_SCHOOLS),
    )
    judged = [one.reached for one in county.kept(StandardJudged)]
    assert (judged.count(True), len(judged)) == (19, 20)
    assert judged.count(True) * 100 == 95 * len(judged)
    schools = county.kept(ResearchRoutineJudged)
    assert {one.school for one in schools if one.reached} == set(TEACHING_SCHOOLS)
    assert {one.term for one in schools} == {"2023-2024-2"}


def test_B2_schools_are_compared_in_their_band_township_county_and_with_themselves(county: County) -> None:
    marks = {TOWN: (3000, 3040), HILL: (2000, 2200), RIVER: (2160, 2120), WEST: (2800, 2600)}
    for school, (first, second) in marks.items():
        county.say(results(school, AUTUMN, first, COUNTY_TEST), results(school, SPRING, second, COUNTY_TEST))
    rows = {one.school: one for one in county.kept(SchoolRegistered)}
    tests = county.kept(SchoolTestReported)
    now = {one.school: mean(one) for one in tests if one.term == SPRING.term}
    in_band = {school: score for school, score in now.items() if rows[school].band == "乙方阵"}
    in_township = {school: score for school, score in now.items() if rows[school].township == TOWNSHIP}
    assert ranked(in_band) == [WEST, HILL, RIVER]
    assert ranked(in_township) == [TOWN, HILL, RIVER]
    assert ranked(now) == [TOWN, WEST, HILL, RIVER]
    before = {one.school: mean(one) for one in tests if one.term == AUTUMN.term}
    assert {school for school in now if now[school] > before[school]} == {TOWN, HILL}
    county.say(
        HonourRecommended(HILL_HEAD, "优秀校长", Level.COUNTY, date(2023, 7, 10), "县教育局"),
        SchoolAppraised(HILL, "2022-2023", SchoolAppraisal.ROUTINE, AppraisalGrade.EXCELLENT, date(2023, 7, 10)),
    )
    assert [one.teacher for one in county.kept(HonourRecommended)] == [HILL_HEAD]


def test_B3_routine_is_half_process_supervision_and_half_term_end_inspection(county: County) -> None:
    weights = {InspectionPart.PROCESS: 50, InspectionPart.FINAL: 50}
    county.say(
        SchoolInspected(HILL, AUTUMN.term, InspectionPart.PROCESS, Decimal("87.5"), date(2022, 11, 25)),
        SchoolInspected(HILL, AUTUMN.term, InspectionPart.FINAL, Decimal("92.25"), date(2023, 1, 5)),
    )
    inspected = {one.part: one for one in county.kept(SchoolInspected)}
    assert inspected[InspectionPart.PROCESS].on < date(2022, 12, 1)  # the term's first three months
    assert sum(weights[part] * one.score for part, one in inspected.items()) / 100 == Decimal("89.875")
    year_end = SchoolAppraisal.ROUTINE
    county.say(SchoolAppraised(HILL, "2022", year_end, AppraisalGrade.QUALIFIED, date(2023, 1, 9), Decimal("89.875")))
    assert [one.score for one in county.kept(SchoolAppraised)] == [Decimal("89.875")]


def test_B13_twelve_mental_health_lessons_a_year_in_a_primary_and_fourteen_in_a_secondary_grade(
    county: County,
) -> None:
    days = [*weekly(date(2022, 9, 15), 7), *weekly(date(2023, 3, 2), 7)]
    county.say(
        *(MentalHealthTaught(day, TOWN, "三年级", PRIMARY_HOMEROOM[0], "认识情绪") for day in days[:12]),
        *(MentalHealthTaught(day, JUNIOR, "八年级", JUNIOR_HEAD, "学会求助") for day in days),
    )
    lessons = county.kept(MentalHealthTaught)
    of_grade = {grade: len([one for one in lessons if one.grade == grade]) for grade in ("三年级", "八年级")}
    assert of_grade == {"三年级": 12, "八年级": 14}
    assert all(AUTUMN.start <= one.on <= SPRING.end for one in lessons)


def test_B16_subject_groups_supervise_three_times_a_week_close_each_day_and_report(county: County) -> None:
    monday = date(2022, 9, 12)
    visits = [
        SupervisionVisited("语文组", TOWN, monday, (RESEARCHER,), "新课标落实"),
        SupervisionVisited("语文组", HILL, monday + timedelta(days=2), (RESEARCHER,), "教学管理"),
        SupervisionVisited("数学组", HILL, monday + timedelta(days=2), (OTHER_RESEARCHER,), "教学管理"),
        SupervisionVisited("语文组", JUNIOR, monday + timedelta(days=4), (RESEARCHER, OTHER_RESEARCHER), "作业设计"),
    ]
    found = FaultFound("语文组", HILL, visits[1].on, 1, "作业批改不及时", date(2022, 9, 30))
    county.say(*visits, found, FaultFound("语文组", HILL, visits[1].on, 2, "备课无学情分析"))
    county.say(FaultMended("语文组", HILL, found.on, 1, date(2022, 9, 28), "已补批"))
    reports = (
        (ReportPeriod.DAY, found.on, found.on),
        (ReportPeriod.WEEK, monday, date(2022, 9, 16)),
        (ReportPeriod.MONTH, date(2022, 9, 1), date(2022, 9, 30)),
        (ReportPeriod.TERM, AUTUMN.start, date(2023, 1, 12)),
    )
    county.say(
        *(
            SupervisionReported("语文组", period, start, on, ("作业批改不及时", "备课无学情分析"))
            for period, start, on in reports
        )
    )
    of_week = [one for one in county.kept(SupervisionVisited) if one.on.isocalendar().week == 37]
    assert len([one for one in of_week if one.group == "语文组"]) == 3
    assert len(of_week) == 4
    mended = {one.number for one in county.kept(FaultMended)}
    assert [one.what for one in county.kept(FaultFound) if one.number not in mended] == ["备课无学情分析"]
    summed_up = county.kept(SupervisionReported)
    assert {one.period for one in summed_up} == set(ReportPeriod)
    assert all(len(one.faults) == 2 for one in summed_up)


def test_B23_two_county_tests_a_year_in_which_an_unexcused_absence_is_nought(county: County) -> None:
    county.say(
        results(HILL, AUTUMN, 3000, COUNTY_TEST, absent=4),
        results(HILL, SPRING, 3000, COUNTY_TEST),
        results(RIVER, AUTUMN, 2900, COUNTY_TEST),
        results(JUNIOR, AUTUMN, 2800, COUNTY_TEST, grade="八年级"),
        results(JUNIOR, SPRING, 2800, COUNTY_TEST, grade="八年级"),
    )
    tests = county.kept(SchoolTestReported)
    for school in (HILL, JUNIOR):
        assert len([one for one in tests if one.school == school]) == 2
    hill = next(one for one in tests if one.school == HILL)
    assert (hill.registered, hill.sat, hill.absent) == (40, 36, 4)
    assert mean(hill) == 75  # over all forty, not over the thirty-six who came
    primary = {one.school: mean(one) for one in tests if one.term == AUTUMN.term and one.grade == "三年级"}
    assert ranked(primary) == [HILL, RIVER]


def test_B24_junior_schools_are_ranked_by_mean_top_pupils_and_three_rates(county: County) -> None:
    tops = {
        JUNIOR: (TopPupils(3000, 10), TopPupils(5000, 16), TopPupils(7000, 22)),
        WEST_JUNIOR: (TopPupils(3000, 8), TopPupils(5000, 20), TopPupils(7000, 30)),
    }
    marks = {JUNIOR: 3000, WEST_JUNIOR: 2800}
    county.say(
        *(results(one, SPRING, marks[one], COUNTY_TEST, grade="九年级", tops=tops[one]) for one in tops),
    )
    read = {one.school: {top.within: top.pupils for top in one.tops} for one in county.kept(SchoolTestReported)}
    assert all(set(within) == {3000, 5000, 7000} for within in read.values())
    shares = {
        school: Decimal(40 * within[3000] + 20 * within[5000] + 40 * within[7000]) / 40
        for school, within in read.items()
    }
    assert shares == {JUNIOR: 40, WEST_JUNIOR: 48}
    means = {one.school: mean(one) for one in county.kept(SchoolTestReported)}
    excellent = {school: Decimal(within[3000]) for school, within in read.items()}
    places = {
        school: sum(ranked(one).index(school) + 1 for one in (means, excellent, shares))
        for school in (JUNIOR, WEST_JUNIOR)
    }
    assert places == {JUNIOR: 1 + 1 + 2, WEST_JUNIOR: 2 + 2 + 1}


def test_B25_the_results_of_years_from_which_consequences_follow_and_the_consequences_are_there(
    county: County,
) -> None:
    for term, west in ((SPRING, 2400), (NEXT_SPRING, 2300)):
        county.say(
            results(JUNIOR, term, 3000, "中招", grade="九年级"),
            results(WEST_JUNIOR, term, west, "中招", grade="九年级"),
        )
    county.say(
        SchoolAppraised(
            JUNIOR, "2022-2023", SchoolAppraisal.TARGETS, AppraisalGrade.QUALIFIED, date(2023, 7, 20), commended=True
        ),
        DesignationMade(JUNIOR_HEAD, "中心校校长后备干部", Level.COUNTY, date(2024, 8, 1)),
        PostHeld(WEST_JUNIOR_HEAD, Post.PRINCIPAL, WEST_JUNIOR, date(2018, 9, 1)),
    )
    county.say(PostHeld(WEST_JUNIOR_HEAD, Post.PRINCIPAL, WEST_JUNIOR, date(2018, 9, 1), date(2024, 8, 1)))
    tests = county.kept(SchoolTestReported)
    last = {}
    for term in TERMS:
        means = {one.school: mean(one) for one in tests if one.term == term.term}
        if means:
            last[term.term] = ranked(means)[-1]
    assert last == {SPRING.term: WEST_JUNIOR, NEXT_SPRING.term: WEST_JUNIOR}  # twice, two years running
    assert [one.unit for one in county.kept(SchoolAppraised) if one.appraisal is SchoolAppraisal.TARGETS] == [JUNIOR]
    [removed], [reserve] = county.kept(PostHeld), county.kept(DesignationMade)
    assert (removed.teacher, removed.until) == (WEST_JUNIOR_HEAD, date(2024, 8, 1))
    assert reserve.teacher == JUNIOR_HEAD


def test_B27_leaders_visit_every_school_of_their_township_each_term_and_the_director_all_in_a_year(
    county: County,
) -> None:
    since = date(2022, 9, 1)
    own = [TOWN, HILL, RIVER, JUNIOR, KINDERGARTEN]
    every = [*own, WEST, WEST_JUNIOR]
    county.say(
        TownshipAssigned(LEADER, TOWNSHIP, TownshipRole.LEADER, since),
        TownshipAssigned(SECTION_HEAD, TOWNSHIP, TownshipRole.LEADER, since),
    )
    for leader in (LEADER, SECTION_HEAD):
        for term in (AUTUMN, SPRING):
            days = weekly(term.start + timedelta(days=12), len(own))
            county.say(*(SchoolVisited(leader, school, day) for school, day in zip(own, days, strict=True)))
    days = weekly(date(2022, 10, 13), len(every))
    county.say(*(SchoolVisited(DIRECTOR, school, day) for school, day in zip(every, days, strict=True)))
    visits = county.kept(SchoolVisited)
    register = [one for one in county.kept(SchoolRegistered) if one.stage]
    for assigned in county.kept(TownshipAssigned):
        wanted = {one.school for one in register if one.township == assigned.township}
        for term in (AUTUMN, SPRING):
            of_term = {one.school for one in visits if one.visitor == assigned.leader and one.on <= term.end}
            assert wanted <= of_term
    assert {one.school for one in visits if one.visitor == DIRECTOR} == {one.school for one in register}


def test_B28_routine_contest_and_studio_bear_on_honours_and_contest_winners_come_first(county: County) -> None:
    announced = contest(
        "ZKS-A", "校级教师赛课", Level.COUNTY, groups=("小学组",), judges=(RESEARCHER, OTHER_RESEARCHER)
    )
    winners = PRIMARY_HOMEROOM[:3]
    held(county, announced, {"小学组": winners})
    county.say(
        SchoolInspected(TOWN, AUTUMN.term, InspectionPart.FINAL, Decimal(96), date(2023, 1, 5)),
        SchoolHonoured(TOWN, "常规管理先进单位", Level.COUNTY, date(2023, 1, 10), "县教育局"),
        HonourGranted(JUNIOR_HEAD, "好校长", Level.COUNTY, date(2023, 9, 8), "县教育局"),
        StudioFounded("GZS-B1", winners[0], StudioKind.HOMEROOM, date(2022, 9, 20), TOWN),
        HonourRecommended(winners[0], "优秀班主任", Level.CITY, date(2023, 2, 20), "县教育局"),
        HonourRecommended(winners[0], "优质课评比", Level.CITY, date(2023, 3, 1), "县教研室", announced.code),
    )
    assert [one.school for one in county.kept(SchoolHonoured)] == [TOWN]
    assert [one.honour for one in county.kept(HonourGranted)] == ["好校长"]
    recommended = county.kept(HonourRecommended)
    [first] = [one.teacher for one in recommended if one.contest == announced.code]
    assert first in winners
    [studio] = county.kept(StudioFounded)
    assert studio.leader in {one.teacher for one in recommended if one.honour == "优秀班主任"}
    assert [one.code for one in county.kept(ContestAnnounced)] == [announced.code]


def test_B29_all_teachers_reach_the_basic_requirements_of_their_subject(county: County) -> None:
    county.say(*(StandardJudged(AUTUMN.term, teacher, reached=True, judge="教导处") for teacher in PRIMARY_HOMEROOM))
    judged = county.kept(StandardJudged)
    assert len(judged) == 20
    assert all(one.reached for one in judged)


def test_B30_leaders_sign_for_a_grade_and_middle_leaders_for_a_class(county: County) -> None:
    signed_on = date(2022, 9, 2)
    charges = {PRINCIPAL: "六年级", VICE: "五年级", DEAN: "三(1)班", MIDDLE: "三(2)班"}
    county.say(*(ResponsibilityAssigned(AUTUMN.term, who, TOWN, what, signed_on) for who, what in charges.items()))
    assigned = county.kept(ResponsibilityAssigned)
    assert {one.teacher: one.charge for one in assigned} == charges
    assert {one.signed_on for one in assigned} == {signed_on}
    assert {one.term for one in assigned} == {AUTUMN.term}
