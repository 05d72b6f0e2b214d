"""Part B, the three-year plan: what leaders and teachers teach, observe, prepare, learn and are checked on."""

from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from ledger.records.conduct import ConductLifted, ConductSanctioned
from ledger.records.employment import TeacherCareerBegun, TeacherEmployed
from ledger.records.home_visits import HomesVisited
from ledger.records.lesson import LessonObserved, LessonReviewed, ObservationsCounted
from ledger.records.lesson_given import LessonGiven
from ledger.records.post import ClassHeaded, PostsPublished
from ledger.records.preparation import PlanSelected, PreparationHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.routine import RoutineChecked
from ledger.records.school_year import WeekDeclared
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.records.workload import LessonsTaught, TeachingAssigned
from ledger.vocabulary import CheckedItem, Employment, Grade, LessonForm, Level, ThreeOnesPart
from projections.catalogue import shipped_packs
from tests.clauses.county import (
    AUTUMN,
    BUREAU,
    CENTRAL_HEAD,
    DEPUTY,
    LI,
    MIDDLE,
    PRIMARY_HOMEROOM,
    PRINCIPAL,
    SUN,
    TOWN,
    TOWNSHIP,
    VICE,
    WANG,
    ZHAO,
    County,
    month,
    months,
    weekly,
)

MONDAY = date(2022, 9, 5)


def observed(
    observer: TeacherId,
    teacher: TeacherId,
    on: date,
    period: int = 2,
    *,
    school: SchoolId = TOWN,
    grade: str = "三年级",
    form: LessonForm = LessonForm.UNANNOUNCED,
) -> LessonObserved:
    return LessonObserved(on, period, observer, teacher, school, "语文", grade, form, "过程记录完整", "学会了等待")


def reviewed(lesson: LessonObserved) -> LessonReviewed:
    return LessonReviewed(lesson.on, lesson.period, lesson.observer, lesson.observer, "提问有层次", lesson.on)


def test_B4_leaders_teach_a_share_of_a_full_load_and_all_on_the_roll_work_at_the_post(county: County) -> None:
    loads = {PRINCIPAL: (5, 14), VICE: (5, 15), DEPUTY: (5, 15), MIDDLE: (7, 14), ZHAO: (14, 14)}
    county.say(
        *(
            TeachingAssigned(AUTUMN.term, who, TOWN, "数学", "三年级", ("三(1)班",), weekly_lessons, full)
            for who, (weekly_lessons, full) in loads.items()
        ),
        LessonsTaught(month(2022, 9), PRINCIPAL, TOWN, 12),
    )
    county.say(LessonsTaught(month(2022, 9), PRINCIPAL, TOWN, 20))  # four weeks of five
    county.say(
        TeacherEmployed(ZHAO, TOWN, TOWN, TOWN, Employment.ON_ROLL, date(2012, 9, 1)),
        TeacherEmployed(LI, TOWN, TOWN, BUREAU, Employment.ON_ROLL, date(2022, 3, 1)),
        PostsPublished(TOWN, AUTUMN.term, date(2022, 9, 8), "校务公开栏"),
    )
    assigned = {one.teacher: one for one in county.kept(TeachingAssigned)}
    for leader in (PRINCIPAL, VICE, DEPUTY):
        assert assigned[leader].weekly_lessons * 3 >= assigned[leader].full_load
    assert assigned[MIDDLE].weekly_lessons * 2 >= assigned[MIDDLE].full_load
    assert assigned[ZHAO].weekly_lessons == assigned[ZHAO].full_load
    [taught] = county.kept(LessonsTaught)
    assert taught.lessons == 4 * assigned[PRINCIPAL].weekly_lessons
    elsewhere = [one.teacher for one in county.kept(TeacherEmployed) if one.works_at != one.roll_unit]
    assert elsewhere == [LI]  # on the roll, and not at the post
    assert [one.where for one in county.kept(PostsPublished)] == ["校务公开栏"]


def test_B5_the_head_of_a_central_school_observes_in_every_band_of_every_school_of_the_township(
    county: County,
) -> None:
    band = shipped_packs()["taikang-2022"].head.conventions.grade_bands.band
    schools = [one for one in county.kept(SchoolRegistered) if one.township == TOWNSHIP and one.grades]
    teachers = {one.school: one.teacher for one in county.kept(TeacherRegistered)}
    wanted = {(one.school, band(one.stage, grade)): grade for one in schools for grade in one.grades}
    days = [MONDAY + timedelta(days=number) for number in range(len(wanted))]
    lessons = [
        observed(CENTRAL_HEAD, teachers[school], day, school=school, grade=grade)
        for ((school, _), grade), day in zip(wanted.items(), days, strict=True)
    ]
    county.say(*lessons)
    county.say(*map(reviewed, lessons))
    stages = {one.school: one.stage for one in schools}
    made = county.kept(LessonObserved)
    assert {(one.school, band(stages[one.school], one.grade)) for one in made} == wanted.keys()
    assert all(one.form is LessonForm.UNANNOUNCED and one.notes for one in made)
    assert len(county.kept(LessonReviewed)) == len(made)


def test_B6_a_principal_observes_and_reviews_every_teacher_of_the_school(county: County) -> None:
    own = [
        one.teacher for one in county.kept(TeacherRegistered) if (one.school, one.teacher != PRINCIPAL) == (TOWN, True)
    ]
    days = [MONDAY + timedelta(days=5 * number) for number in range(len(own))]
    lessons = [observed(PRINCIPAL, teacher, day) for teacher, day in zip(own, days, strict=True)]
    county.say(*lessons)
    county.say(*map(reviewed, lessons))
    made = [one for one in county.kept(LessonObserved) if one.observer == PRINCIPAL]
    assert {one.teacher for one in made} == set(own)
    assert all(one.form is LessonForm.UNANNOUNCED and one.notes for one in made)
    assert {(one.on, one.period) for one in county.kept(LessonReviewed)} == {(one.on, one.period) for one in made}
    weeks = {one.on.isocalendar().week for one in made}
    assert weeks == set(range(min(weeks), max(weeks) + 1))  # some every week


def test_B7_the_vice_principal_for_teaching_makes_four_fifths_of_the_principals_number(county: County) -> None:
    lessons = [observed(PRINCIPAL, ZHAO, day) for day in weekly(MONDAY, 15)]
    own = [observed(DEPUTY, LI, day, 3) for day in weekly(MONDAY, 12)]
    county.say(*lessons, *own)
    county.say(*map(reviewed, own))
    made = [one.observer for one in county.kept(LessonObserved)]
    assert made.count(DEPUTY) == ceil(Decimal(80) * made.count(PRINCIPAL) / 100) == 12
    assert len([one for one in county.kept(LessonReviewed) if one.reviewer == DEPUTY]) == 12


def test_B8_every_teacher_observes_twenty_lessons_a_term(county: County) -> None:
    county.say(*(observed(ZHAO, LI, day, period) for day in weekly(MONDAY, 10) for period in (2, 3)))
    assert len(county.kept(LessonObserved)) == 20
    by_notebook = [ObservationsCounted(one, LI, 5, "教导处") for one in months(AUTUMN)[:4]]
    county.say(*by_notebook[:3], ObservationsCounted(month(2022, 12), LI, 2, "教导处"))
    county.say(ObservationsCounted(month(2022, 12), LI, 5, "教导处"))
    counted = county.kept(ObservationsCounted)
    assert sum(one.lessons for one in counted) == 20
    assert {one.seen_by for one in counted} == {"教导处"}


def test_B9_who_has_taught_less_than_three_years_observes_two_a_week(county: County) -> None:
    weeks = [
        WeekDeclared(AUTUMN.term, 2 + number, day, day + timedelta(days=6))
        for number, day in enumerate(weekly(MONDAY, 4))
    ]
    county.say(
        *weeks,
        TeacherCareerBegun(WANG, date(2021, 9, 1)),
        TeacherCareerBegun(SUN, date(2015, 9, 1)),  # taught elsewhere before being hired here
        *(observed(WANG, LI, week.start + timedelta(days=day)) for week in weeks for day in (1, 3)),
    )
    begun = {one.teacher: one.on for one in county.kept(TeacherCareerBegun)}
    young = {teacher for teacher, on in begun.items() if on > date(2019, 9, 1)}
    assert young == {WANG}
    made = county.kept(LessonObserved)
    for week in county.kept(WeekDeclared):
        assert len([one for one in made if week.start <= one.on <= week.end]) == 2


def test_B10_every_observation_has_a_record_and_a_reflection(county: County) -> None:
    bare = LessonObserved(MONDAY, 4, ZHAO, LI, TOWN, "语文", "三年级", LessonForm.OPEN)
    half = LessonObserved(MONDAY, 5, ZHAO, LI, TOWN, "语文", "三年级", LessonForm.OPEN, "过程记录完整")
    county.say(observed(ZHAO, LI, MONDAY, 3), half, bare)
    made = county.kept(LessonObserved)
    assert [one.period for one in made if one.notes and one.reflection] == [3]
    assert [one.period for one in made if not one.notes] == [4]


def test_B11_a_class_head_visits_every_home_and_holds_a_parents_meeting(county: County) -> None:
    head = PRIMARY_HOMEROOM[0]
    county.say(
        ClassHeaded(head, TOWN, "三年级", "三(1)班", 45, date(2022, 9, 1)),
        HomesVisited(AUTUMN.term, head, 20, 0),
    )
    county.say(HomesVisited(AUTUMN.term, head, 45, 1))
    [headed], [visited] = county.kept(ClassHeaded), county.kept(HomesVisited)
    assert visited.pupils == headed.pupils == 45
    assert visited.meetings == 1


def test_B12_forbidden_conduct_is_sanctioned_and_a_sanction_may_be_lifted(county: County) -> None:
    offences = ("有偿补课", "体罚学生", "强制订购教辅", "校外兼职代课", "歧视、侮辱学生")
    on = date(2022, 11, 7)
    county.say(*(ConductSanctioned(ZHAO, on, offence, "警告", 6) for offence in offences))
    county.say(ConductLifted(ZHAO, on, "有偿补课", date(2023, 5, 8), "教纪〔2023〕4号"))
    sanctioned = county.kept(ConductSanctioned)
    assert {one.offence for one in sanctioned} == set(offences)
    assert {one.months for one in sanctioned} == {6}
    [lifted] = county.kept(ConductLifted)
    assert (lifted.offence, lifted.lifted_on) == ("有偿补课", date(2023, 5, 8))


def test_B18_a_group_prepares_twice_a_week_with_two_model_plans_and_everybody_reflects(county: County) -> None:
    group = (LI, WANG, VICE)
    days = [day + timedelta(days=extra) for day in weekly(MONDAY, 3) for extra in (1, 3)]
    county.say(*(PreparationHeld(day, TOWN, "语文组", LI, group, 1, group) for day in days))
    met = county.kept(PreparationHeld)
    weeks = [one.on.isocalendar().week for one in met]
    assert {weeks.count(week) for week in weeks} == {2}
    assert sum(one.model_plans or 0 for one in met) == 2 * len(set(weeks))
    assert {one.leader for one in met} == {LI}
    assert all(attendance.reflected for one in met for attendance in one.attendances())


def test_B19_after_training_elsewhere_a_report_a_reflection_and_a_report_lesson(county: County) -> None:
    county.say(
        TrainingAttended("PX-7", LI, "新课标研修", Level.CITY, date(2022, 10, 8), date(2022, 10, 10), Decimal(24))
    )
    done = {
        ThreeOnesPart.REPORT: date(2022, 10, 14),
        ThreeOnesPart.REFLECTION: date(2022, 10, 17),
        ThreeOnesPart.LESSON: date(2022, 10, 21),
    }
    county.say(*(TrainingFollowedUp("PX-7", part, on) for part, on in done.items()))
    county.say(
        LessonGiven(
            done[ThreeOnesPart.LESSON],
            3,
            LI,
            LessonForm.REPORT,
            Level.SCHOOL,
            TOWN,
            "语文",
            "三年级",
            "《搭船的鸟》",
            16,
        )
    )
    [training] = county.kept(TrainingAttended)
    followed = county.kept(TrainingFollowedUp)
    assert {one.part for one in followed} == set(ThreeOnesPart)
    assert len(ThreeOnesPart) == 3
    assert all(one.on > training.end for one in followed)
    [lesson] = county.kept(LessonGiven)
    assert (lesson.form, lesson.on) == (LessonForm.REPORT, done[ThreeOnesPart.LESSON])


def test_B20_one_or_two_books_a_term_and_an_essay_of_two_thousand_characters(county: County) -> None:
    county.say(
        BookRead(AUTUMN.term, LI, "给教师的建议", plan=True, notes=True, gains=True),
        BookRead(AUTUMN.term, LI, "陶行知教育文集", plan=True, notes=True, gains=True),
        BookRead(AUTUMN.term, WANG, "给教师的建议", plan=True, notes=True, gains=False),
        EssayWritten(AUTUMN.term, LI, 2000),
    )
    books = [one for one in county.kept(BookRead) if one.plan and one.notes and one.gains]
    assert [one.teacher for one in books] == [LI, LI]
    assert [one.characters for one in county.kept(EssayWritten)] == [2000]


def test_B21_plans_homework_and_notes_are_checked_every_month_and_the_best_are_exchanged(county: County) -> None:
    county.say(*(RoutineChecked(one, LI, item, Grade.EXCELLENT) for one in months(AUTUMN) for item in CheckedItem))
    levels = (Level.SCHOOL, Level.TOWNSHIP, Level.COUNTY)
    county.say(
        *(PlanSelected(month(2022, 9), LI, "《秋天》第一课时", level) for level in levels),
        *(PlanSelected(month(2022, 9), LI, "《秋天》分层作业", level, CheckedItem.HOMEWORK) for level in levels),
    )
    checks = county.kept(RoutineChecked)
    for one in months(AUTUMN):
        assert {check.item for check in checks if check.month == one} == {
            CheckedItem.LESSON_PLANS,
            CheckedItem.HOMEWORK,
            CheckedItem.OBSERVATION_NOTES,
        }
    assert {check.grade for check in checks} <= set(Grade)
    selected = county.kept(PlanSelected)
    for item in (CheckedItem.LESSON_PLANS, CheckedItem.HOMEWORK):
        assert [one.level for one in selected if one.item is item] == list(levels)


def test_B22_the_routine_that_points_are_computed_from_is_there(county: County) -> None:
    """Points are no record: they follow from these by `evaluation-points`."""
    inputs = (
        PreparationHeld(MONDAY, TOWN, "语文组", LI, (LI, WANG), 1, (LI, WANG)),
        observed(LI, ZHAO, MONDAY),
        RoutineChecked(month(2022, 9), LI, CheckedItem.HOMEWORK, Grade.GOOD),
        RoutineChecked(month(2022, 9), LI, CheckedItem.LESSON_PLANS, Grade.EXCELLENT),
        BookRead(AUTUMN.term, LI, "给教师的建议", plan=True, notes=True, gains=True),
        EssayWritten(AUTUMN.term, LI, 2000),
        TrainingAttended("PX-8", LI, "新课标研修", Level.CITY, date(2022, 10, 8), date(2022, 10, 10), Decimal(24)),
    )
    county.say(*inputs)
    counted = {measure.of for measure in shipped_packs()["taikang-2022"].measures.values()}
    stood = {type(one).kind.partition("/")[0] for one in inputs if county.kept(type(one))}
    assert stood == {
        "preparation.held",
        "lesson.observed",
        "routine.checked",
        "book.read",
        "essay.written",
        "training.attended",
    }
    assert stood - {"training.attended", "preparation.held"} <= counted
