"""Part D, summaries of quality campaigns: what each clause speaks of is recorded and read back."""

from datetime import date, timedelta

from ledger.records.appraisal import MeritCommended, PersonAppraised
from ledger.records.award import AwardWon
from ledger.records.conduct import EthicsFiled, VetoImposed
from ledger.records.contest import ContestAnnounced
from ledger.records.honour import HonourGranted
from ledger.records.joint_activity import Evaluation, JointActivityHeld
from ledger.records.lesson import LessonObserved, LessonReviewed
from ledger.records.lesson_given import LessonGiven
from ledger.records.mentorship import MentorshipActed, MentorshipFormed
from ledger.records.preparation import PlanSelected
from ledger.records.record import TeacherId
from ledger.records.research import ProjectUndertaken, ResearchProduced
from ledger.records.routine import DutiesChecked, RoutineChecked
from ledger.vocabulary import (
    Appraisal,
    AppraisalGrade,
    Carrier,
    CheckedItem,
    EvaluationWay,
    Grade,
    JointPath,
    LessonForm,
    Level,
    MentorActivity,
    ProjectRole,
    ResearchForm,
    VetoEffect,
)
from tests.clauses.contests import contest, held
from tests.clauses.county import (
    AUTUMN,
    DEAN,
    DEPUTY,
    HILL,
    LI,
    MIDDLE,
    PRIMARY_HOMEROOM,
    PRINCIPAL,
    SPRING,
    TOWN,
    WANG,
    ZHAO,
    County,
    month,
    months,
    weekly,
)

MONDAY = date(2022, 9, 5)


def observed(observer: TeacherId, teacher: TeacherId, on: date, period: int = 2) -> LessonObserved:
    return LessonObserved(
        on, period, observer, teacher, TOWN, "语文", "三年级", LessonForm.UNANNOUNCED, "过程记录", "反思"
    )


def reviewed(lesson: LessonObserved) -> LessonReviewed:
    return LessonReviewed(lesson.on, lesson.period, lesson.observer, lesson.observer, "评析", lesson.on)


def test_D1_leaders_review_every_lesson_they_observe_and_grades_hold_open_lessons(county: County) -> None:
    leaders = (PRINCIPAL, DEPUTY, DEAN)
    lessons = [observed(who, ZHAO, MONDAY + timedelta(days=day)) for day, who in enumerate(leaders)]
    county.say(*lessons)
    county.say(*map(reviewed, lessons))
    county.say(
        LessonGiven(date(2022, 10, 12), 2, LI, LessonForm.OPEN, Level.SCHOOL, TOWN, "语文", "三年级", "《秋天》", 9),
        LessonGiven(date(2022, 10, 19), 2, ZHAO, LessonForm.OPEN, Level.SCHOOL, TOWN, "数学", "四年级", "《角》", 8),
    )
    keys = {(one.observer, one.on, one.period) for one in county.kept(LessonObserved)}
    reviews = county.kept(LessonReviewed)
    assert {(one.observer, one.on, one.period) for one in reviews} == keys
    assert all(one.reviewed_on == one.on for one in reviews)
    assert {one.grade for one in county.kept(LessonGiven)} == {"三年级", "四年级"}


def test_D2_institute_and_schools_work_on_three_paths_with_three_carriers_judged_in_three_ways(
    county: County,
) -> None:
    ways = tuple(Evaluation(way, Grade.GOOD) for way in EvaluationWay)
    linked = dict(zip(JointPath, Carrier, strict=True))
    county.say(
        *(
            JointActivityHeld(day, path, carrier, "县教师进修学校", (TOWN, HILL), (LI, WANG), "识字教学", ways)
            for day, (path, carrier) in zip(weekly(date(2022, 10, 12), 3), linked.items(), strict=True)
        )
    )
    activities = county.kept(JointActivityHeld)
    assert {one.path for one in activities} == {
        JointPath.TEACHING_RESEARCH,
        JointPath.RESEARCH,
        JointPath.TRAINING,
    }
    assert {one.carrier for one in activities} == {Carrier.LESSON, Carrier.COURSE, Carrier.PROJECT}
    for one in activities:
        assert {judged.way for judged in one.evaluation} == {
            EvaluationWay.PERFORMANCE,
            EvaluationWay.PROCESS,
            EvaluationWay.WHOLE,
        }


def test_D3_weekly_observation_with_review_checks_of_the_six_duties_and_an_ethics_file(county: County) -> None:
    lessons = [lesson for day in weekly(MONDAY, 4) for lesson in (observed(LI, ZHAO, day), observed(ZHAO, LI, day, 3))]
    county.say(*lessons)
    county.say(*map(reviewed, lessons))
    county.say(DutiesChecked(LI, date(2022, 9, 28), Grade.EXCELLENT, "教导处", "备课、批改、辅导齐全"))
    county.say(EthicsFiled(AUTUMN.term, LI, 2, checked=False))
    county.say(EthicsFiled(AUTUMN.term, LI, 4, checked=True))
    county.say(PersonAppraised(LI, "2022", Appraisal.ETHICS, AppraisalGrade.EXCELLENT, date(2023, 1, 10)))
    made = county.kept(LessonObserved)
    for who in (LI, ZHAO):
        assert len({one.on.isocalendar().week for one in made if one.observer == who}) == 4
    assert len(county.kept(LessonReviewed)) == len(made) == 8
    assert [one.grade for one in county.kept(DutiesChecked)] == [Grade.EXCELLENT]
    [filed], [judged] = county.kept(EthicsFiled), county.kept(PersonAppraised)
    assert (filed.entries, filed.checked) == (4, True)
    assert judged.appraisal is Appraisal.ETHICS  # what enters performance pay


def test_D4_all_lessons_observed_by_leaders_and_teachers_are_recorded_and_reviewed(county: County) -> None:
    observers = (PRINCIPAL, MIDDLE, ZHAO)
    lessons = [observed(who, LI, MONDAY + timedelta(days=day)) for day, who in enumerate(observers)]
    county.say(*lessons)
    county.say(*map(reviewed, lessons[:2]))
    made, reviews = county.kept(LessonObserved), county.kept(LessonReviewed)
    assert {one.observer for one in made} == set(observers)
    assert all(one.notes for one in made)
    done = {(one.observer, one.on) for one in reviews}
    assert [one.observer for one in made if (one.observer, one.on) not in done] == [ZHAO]  # still owed
    county.say(reviewed(lessons[2]))
    assert len(county.kept(LessonReviewed)) == 3


def test_D5_the_four_ones_are_a_project_a_notebook_an_experimental_lesson_and_a_paper(county: County) -> None:
    county.say(
        ProjectUndertaken(LI, "识字小课题", Level.SCHOOL, ProjectRole.LEADS, date(2022, 9, 8)),
        ResearchProduced(LI, ResearchForm.NOTES, "实验随笔", Level.SCHOOL, date(2022, 12, 30)),
        LessonGiven(
            date(2022, 11, 9), 2, LI, LessonForm.EXPERIMENT, Level.SCHOOL, TOWN, "语文", "三年级", "《搭船的鸟》", 9
        ),
        ResearchProduced(LI, ResearchForm.PAPER, "识字小课题成果", Level.SCHOOL, AUTUMN.end, characters=3000),
    )
    assert [one.teacher for one in county.kept(ProjectUndertaken)] == [LI]
    assert [one.form for one in county.kept(LessonGiven)] == [LessonForm.EXPERIMENT]
    produced = {one.form: one.on for one in county.kept(ResearchProduced)}
    assert produced.keys() == {ResearchForm.NOTES, ResearchForm.PAPER}
    assert produced[ResearchForm.PAPER] == AUTUMN.end


def test_D6_a_new_teacher_takes_a_mentor_and_meets_twice_a_week(county: County) -> None:
    start = AUTUMN.start
    county.say(MentorshipFormed(LI, WANG, "语文", start, SPRING.end))
    sessions = [
        MentorshipActed(LI, WANG, "语文", start, day + timedelta(days=after), what)
        for day in weekly(MONDAY, 4)
        for after, what in ((0, MentorActivity.DISCUSSION), (4, MentorActivity.STUDY))
    ]
    county.say(*sessions)
    held_by_week: dict[int, set[MentorActivity]] = {}
    for one in county.kept(MentorshipActed):
        held_by_week.setdefault(one.on.isocalendar().week, set()).add(one.what)
    assert len(held_by_week) == 4
    assert all(what == {MentorActivity.DISCUSSION, MentorActivity.STUDY} for what in held_by_week.values())
    assert [one.mentee for one in county.kept(MentorshipFormed)] == [WANG]


def test_D7_preparation_and_homework_are_checked_every_month(county: County) -> None:
    items = (CheckedItem.LESSON_PLANS, CheckedItem.HOMEWORK)
    county.say(*(RoutineChecked(one, LI, item, Grade.GOOD) for one in months(AUTUMN) for item in items))
    county.say(PlanSelected(month(2022, 10), LI, "《秋天》第二课时", Level.SCHOOL))
    checked = {(one.month, one.item) for one in county.kept(RoutineChecked)}
    assert checked == {(one, item) for one in months(AUTUMN) for item in items}
    assert [one.level for one in county.kept(PlanSelected)] == [Level.SCHOOL]


def test_D8_a_grave_fault_vetoes_a_serious_one_bars_from_the_best_grade_and_merit_is_commended(
    county: County,
) -> None:
    until = date(2023, 8, 31)
    county.say(
        VetoImposed(ZHAO, date(2022, 11, 1), "控辍工作失误", VetoEffect.VETO, until),
        VetoImposed(PRIMARY_HOMEROOM[0], date(2022, 11, 1), "控辍工作重大失误", VetoEffect.NOT_EXCELLENT),
        MeritCommended(LI, date(2022, 12, 2), "劝返辍学学生三名", Level.TOWNSHIP),
    )
    effects = {one.teacher: one.effect for one in county.kept(VetoImposed)}
    assert effects == {ZHAO: VetoEffect.VETO, PRIMARY_HOMEROOM[0]: VetoEffect.NOT_EXCELLENT}
    assert [one.until for one in county.kept(VetoImposed)] == [until, None]
    assert [one.teacher for one in county.kept(MeritCommended)] == [LI]


def test_D9_contests_of_lesson_design_told_to_colleagues_and_a_commendation_every_term(county: County) -> None:
    designs = contest("SKE-S1", "说课设计", Level.SCHOOL, TOWN, judges=(PRINCIPAL, DEPUTY), groups=("教师组",))
    held(county, designs, {"教师组": (LI, WANG, ZHAO)})
    ends = (AUTUMN.end, SPRING.end)
    county.say(*(HonourGranted(LI, "质量提升单项表彰", Level.SCHOOL, on, "本校") for on in ends))
    assert [one.series for one in county.kept(ContestAnnounced)] == ["说课设计"]
    assert [one.teacher for one in county.kept(AwardWon)] == [LI, WANG, ZHAO]
    commended = county.kept(HonourGranted)
    assert [one.on for one in commended] == list(ends)
