"""Part A, the programme for weak schools: what each clause speaks of is recorded and read back."""

from datetime import date, timedelta
from decimal import Decimal

from ledger.records.appraisal import PersonAppraised
from ledger.records.leadership import LeaderLinked, TownshipAssigned
from ledger.records.lesson import LessonObserved
from ledger.records.lesson_given import LessonGiven
from ledger.records.mentorship import MentorshipFormed
from ledger.records.pairing import PairingAgreed
from ledger.records.preparation import PreparationHeld
from ledger.records.qualification import DesignationMade, ExaminationPassed
from ledger.records.registered import TeacherRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import RotationCompleted, RotationPlanned
from ledger.records.routine import RoutineChecked
from ledger.records.school_inspection import PlanFiled, SchoolVisited
from ledger.records.school_standing import SchoolAppraised
from ledger.records.school_status import SchoolDesignatedWeak
from ledger.records.school_test import SchoolTestReported
from ledger.records.training import TrainingAttended
from ledger.records.tutoring import PupilsTutored
from ledger.records.workload import LessonsTaught, TeachingAssigned
from ledger.vocabulary import (
    Appraisal,
    AppraisalGrade,
    CheckedItem,
    Grade,
    LessonForm,
    Level,
    PairingField,
    PairingScope,
    PlanKind,
    Post,
    RotationKind,
    SchoolAppraisal,
    TownshipRole,
)
from tests.clauses.county import (
    AUTUMN,
    CENTRAL_HEAD,
    DEAN,
    DEPUTY,
    HILL,
    HILL_HEAD,
    LEADERSHIP,
    LI,
    NEXT_AUTUMN,
    OTHER_TOWNSHIP,
    PRIMARY_GRADES,
    PRINCIPAL,
    QIAN,
    RIVER,
    SECTION_HEAD,
    SPRING,
    SUN,
    TOWN,
    TOWNSHIP,
    ZHAO,
    County,
    mean,
    month,
    months,
    results,
    weekly,
)

PROGRAMME = "薄弱学校提质工程"


def test_A1_the_weak_schools_of_the_programme_are_named_each_spring(county: County) -> None:
    county.say(results(HILL, AUTUMN, 2000, "期末检测"), results(RIVER, AUTUMN, 2160, "期末检测"))
    river = SchoolDesignatedWeak(RIVER, PROGRAMME, date(2023, 3, 1))
    county.say(SchoolDesignatedWeak(HILL, PROGRAMME, date(2023, 3, 1), date(2024, 2, 29)), river)
    county.say(SchoolDesignatedWeak(RIVER, PROGRAMME, date(2023, 3, 1), date(2024, 2, 29)))  # it has caught up
    county.say(SchoolDesignatedWeak(HILL, PROGRAMME, date(2024, 3, 1)))
    named = county.kept(SchoolDesignatedWeak)
    by_spring = {year: {one.school for one in named if one.since.year == year} for year in (2023, 2024)}
    assert by_spring == {2023: {HILL, RIVER}, 2024: {HILL}}
    assert {one.programme for one in named} == {PROGRAMME}
    assert all(one.since.month == 3 for one in named)
    assert {one.school: mean(one) for one in county.kept(SchoolTestReported)} == {HILL: 50, RIVER: 54}


def test_A2_a_midterm_test_is_the_baseline_and_each_township_files_its_plan_by_15_march(county: County) -> None:
    county.say(results(HILL, SPRING, 2000, baseline=True), results(RIVER, SPRING, 2160, baseline=True))
    county.say(results(HILL, NEXT_AUTUMN, 2200))
    county.say(
        PlanFiled(HILL, PlanKind.HELP, "2023", date(2023, 3, 6)),
        PlanFiled(TOWNSHIP, PlanKind.TOWNSHIP, "2023", date(2023, 3, 15)),
        PlanFiled(OTHER_TOWNSHIP, PlanKind.TOWNSHIP, "2023", date(2023, 3, 16)),
    )
    tests = county.kept(SchoolTestReported)
    assert {one.school for one in tests if one.baseline} == {HILL, RIVER}
    before, after = (one for one in tests if one.school == HILL)
    assert (mean(before), mean(after)) == (Decimal(50), Decimal(55))
    plans = [one for one in county.kept(PlanFiled) if one.plan is PlanKind.TOWNSHIP]
    in_time = {one.unit: one.on <= date(2023, 3, 15) for one in plans}
    assert in_time == {TOWNSHIP: True, OTHER_TOWNSHIP: False}


def test_A3_heads_and_deans_are_trained_from_may_to_november(county: County) -> None:
    trained = (CENTRAL_HEAD, DEPUTY, HILL_HEAD, DEAN)
    days = (date(2023, 5, 10), date(2023, 7, 12), date(2023, 8, 3), date(2023, 11, 28))
    county.say(
        *(
            TrainingAttended(
                f"GL-{code}", code, "教学管理与科学提质", Level.COUNTY, day, day + timedelta(days=2), Decimal(18)
            )
            for code, day in zip(trained, days, strict=True)
        )
    )
    posts = {one.teacher: one.post for one in county.kept(TeacherRegistered)}
    attended = county.kept(TrainingAttended)
    assert {posts[one.teacher] for one in attended} == {
        Post.CENTRAL_PRINCIPAL,
        Post.VICE_FOR_TEACHING,
        Post.PRINCIPAL,
        Post.DEAN,
    }
    assert all(5 <= one.start.month <= one.end.month <= 11 for one in attended)


def test_A4_schools_and_township_offices_are_assessed_in_december_and_it_enters_the_post_appraisal(
    county: County,
) -> None:
    day = date(2023, 12, 20)
    county.say(
        SchoolAppraised(
            HILL, "2023", SchoolAppraisal.WEAK_SCHOOL, AppraisalGrade.EXCELLENT, day, Decimal("91.5"), commended=True
        ),
        SchoolAppraised(
            RIVER, "2023", SchoolAppraisal.WEAK_SCHOOL, AppraisalGrade.UNQUALIFIED, day, Decimal(58), criticised=True
        ),
        SchoolAppraised(TOWN, "2023", SchoolAppraisal.CENTRAL_SCHOOL, AppraisalGrade.QUALIFIED, day),
        SchoolAppraised(TOWNSHIP, "2023", SchoolAppraisal.TOWNSHIP, AppraisalGrade.QUALIFIED, day),
        PersonAppraised(HILL_HEAD, "2023", Appraisal.POST, AppraisalGrade.EXCELLENT, date(2023, 12, 29)),
    )
    assessed = county.kept(SchoolAppraised)
    assert {one.appraisal for one in assessed} == {
        SchoolAppraisal.WEAK_SCHOOL,
        SchoolAppraisal.CENTRAL_SCHOOL,
        SchoolAppraisal.TOWNSHIP,
    }
    assert all(one.on.month == 12 for one in assessed)
    assert [one.unit for one in assessed if one.commended] == [HILL]
    assert [one.unit for one in assessed if one.criticised] == [RIVER]
    [appraised] = county.kept(PersonAppraised)
    assert (appraised.appraisal, appraised.year) == (Appraisal.POST, "2023")


def test_A5_every_leader_of_a_central_school_is_linked_with_one_weak_school(county: County) -> None:
    since = date(2023, 3, 1)
    schools = (HILL, RIVER, HILL, RIVER, HILL)
    county.say(*(LeaderLinked(*pair, since, programme=PROGRAMME) for pair in zip(LEADERSHIP, schools, strict=True)))
    linked = county.kept(LeaderLinked)
    assert {one.leader for one in linked} == set(LEADERSHIP)
    assert len(linked) == len(LEADERSHIP)
    county.say(LeaderLinked(PRINCIPAL, HILL, since, date(2024, 2, 29), PROGRAMME))
    assert [one.until for one in county.kept(LeaderLinked) if one.leader == PRINCIPAL] == [date(2024, 2, 29)]


def test_A6_each_weak_school_has_a_posted_target_plan_for_every_grade_and_rises_term_by_term(county: County) -> None:
    county.say(
        *(
            PlanFiled(HILL, PlanKind.TARGETS, "2022-2023", date(2022, 9, 20), grade, posted=True)
            for grade in PRIMARY_GRADES
        )
    )
    county.say(*(results(HILL, term, marks) for term, marks in ((AUTUMN, 2000), (SPRING, 2080), (NEXT_AUTUMN, 2200))))
    plans = county.kept(PlanFiled)
    assert {one.grade for one in plans if one.posted} == set(PRIMARY_GRADES)
    means = {one.term: mean(one) for one in county.kept(SchoolTestReported)}
    assert means[AUTUMN.term] < means[SPRING.term]  # progress within the year
    assert means[AUTUMN.term] < means[NEXT_AUTUMN.term]  # a rise from year to year


def test_A7_excellent_teachers_serve_at_weak_schools_and_distinguished_ones_pair_with_their_teachers(
    county: County,
) -> None:
    start, end = SPRING.start, SPRING.end
    county.say(
        DesignationMade(LI, "县级名师", Level.COUNTY, date(2021, 9, 1)),
        RotationPlanned(LI, TOWN, HILL, RotationKind.FULL_TIME, start, end, "语文"),
        RotationStarted(LI, TOWN, HILL, RotationKind.FULL_TIME, start, end),
        *(RotationMonthConfirmed(LI, start, one) for one in months(SPRING)),
        RotationCompleted(LI, start, end),
        MentorshipFormed(LI, QIAN, "语文", start, end),
    )
    [service], [pair] = county.kept(RotationStarted), county.kept(MentorshipFormed)
    schools = {one.teacher: one.school for one in county.kept(TeacherRegistered)}
    assert (service.home, service.host) == (schools[LI], schools[QIAN]) == (TOWN, HILL)
    assert pair.mentee == QIAN
    assert len(county.kept(RotationMonthConfirmed)) == 5  # February to June
    [designation] = county.kept(DesignationMade)
    assert designation.teacher == service.teacher == pair.mentor


def test_A8_a_good_village_school_pairs_with_a_weak_one(county: County) -> None:
    fields = (PairingField.TEACHING, PairingField.DEVELOPMENT)
    county.say(
        PairingAgreed("JD-A8", RIVER, (HILL,), date(2023, 3, 20), date(2024, 3, 19), PairingScope.WITHIN, fields)
    )
    [pairing] = county.kept(PairingAgreed)
    assert (pairing.strong, pairing.weak, pairing.fields) == (RIVER, (HILL,), fields)
    assert pairing.signed < pairing.until


def test_A9_the_appraisal_of_teachers_joins_routine_checks_with_results(county: County) -> None:
    county.say(
        *(RoutineChecked(month(2023, 3), ZHAO, item, Grade.GOOD) for item in CheckedItem),
        PersonAppraised(ZHAO, "2022-2023", Appraisal.PERFORMANCE, AppraisalGrade.QUALIFIED, date(2023, 7, 5)),
    )
    assert {one.item for one in county.kept(RoutineChecked)} == set(CheckedItem)
    [result] = county.kept(PersonAppraised)
    assert (result.teacher, result.appraisal) == (ZHAO, Appraisal.PERFORMANCE)


def test_A10_principals_teach_and_observe_every_week_and_a_contact_officer_guides_the_township(
    county: County,
) -> None:
    week_days = weekly(date(2023, 3, 6), 4)
    county.say(
        TeachingAssigned(SPRING.term, PRINCIPAL, TOWN, "数学", "三年级", ("三(1)班",), 5, 14),
        LessonsTaught(month(2023, 3), PRINCIPAL, TOWN, 20),
        *(
            LessonObserved(day, 2, PRINCIPAL, ZHAO, TOWN, "数学", "四年级", LessonForm.UNANNOUNCED, "记录", "反思")
            for day in week_days
        ),
        SchoolVisited(PRINCIPAL, HILL, date(2023, 3, 9), "参加教研"),
        SchoolVisited(PRINCIPAL, RIVER, date(2023, 3, 23), "解决困难"),
        TownshipAssigned(SECTION_HEAD, TOWNSHIP, TownshipRole.CONTACT_OFFICER, date(2023, 3, 1)),
        SchoolVisited(SECTION_HEAD, HILL, date(2023, 3, 30), "指导、督查"),
    )
    weeks = {one.on.isocalendar().week for one in county.kept(LessonObserved) if one.observer == PRINCIPAL}
    assert len(weeks) == 4
    [taught], [assigned] = county.kept(LessonsTaught), county.kept(TeachingAssigned)
    assert taught.lessons == 4 * assigned.weekly_lessons
    visits = county.kept(SchoolVisited)
    assert {one.school for one in visits if one.visitor == PRINCIPAL} == {HILL, RIVER}
    [officer] = county.kept(TownshipAssigned)
    assert [one.purpose for one in visits if one.visitor == officer.leader] == ["指导、督查"]


def test_A11_saturday_preparation_model_lessons_and_an_examination_after_training(county: County) -> None:
    saturdays = weekly(date(2023, 3, 4), 3)
    county.say(
        *(PreparationHeld(day, HILL, "数学组", SUN, (SUN, QIAN), 1, (SUN, QIAN)) for day in saturdays),
        DesignationMade(LI, "县级名师", Level.COUNTY, date(2021, 9, 1)),
        LessonGiven(date(2023, 3, 15), 2, LI, LessonForm.MODEL, Level.TOWNSHIP, HILL, "语文", "三年级", "《燕子》", 12),
        TrainingAttended("XK-01", SUN, "数学教材教法", Level.COUNTY, date(2023, 4, 3), date(2023, 4, 5), Decimal(24)),
        ExaminationPassed(SUN, "数学", "教材教法过关考试", date(2023, 4, 22), passed=True, score=Decimal("86.5")),
    )
    assert {one.on.strftime("%a") for one in county.kept(PreparationHeld)} == {"Sat"}
    [lesson], [designated] = county.kept(LessonGiven), county.kept(DesignationMade)
    assert (lesson.form, lesson.teacher) == (LessonForm.MODEL, designated.teacher)
    [training], [examination] = county.kept(TrainingAttended), county.kept(ExaminationPassed)
    assert training.teacher == examination.teacher
    assert examination.on > training.end
    assert examination.passed


def test_A12_pupils_with_difficulties_and_the_lowest_fifth_are_tutored_and_only_counted(county: County) -> None:
    in_class, lowest_fifth = 45, 9
    county.say(PupilsTutored(SPRING.term, ZHAO, lowest_fifth, 12))
    county.say(PupilsTutored(SPRING.term, ZHAO, lowest_fifth + 2, 30))  # two with difficulties of other kinds
    [tutored] = county.kept(PupilsTutored)
    assert (tutored.pupils, tutored.sessions) == (11, 30)
    assert lowest_fifth * 5 == in_class
    assert set(PupilsTutored.__struct_fields__) == {"term", "teacher", "pupils", "sessions"}  # no pupil has a name


def test_A13_every_term_a_subject_test_and_a_school_is_compared_with_itself(county: County) -> None:
    marks = {AUTUMN: (2000, 2160), SPRING: (2080, 2120), NEXT_AUTUMN: (2200, 2200)}
    for term, (hill, river) in marks.items():
        county.say(results(HILL, term, hill), results(RIVER, term, river))
    tests = county.kept(SchoolTestReported)
    assert [one.term for one in tests if one.school == HILL] == [term.term for term in marks]
    changes = {}
    for school in (HILL, RIVER):
        own = [mean(one) for one in tests if one.school == school]
        changes[school] = own[-1] - own[0]
    assert changes == {HILL: 5, RIVER: 1}
