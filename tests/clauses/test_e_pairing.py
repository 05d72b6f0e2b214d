"""Part E, paired assistance between schools: what each clause speaks of is recorded and read back."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ledger.records.appraisal import MeritCommended
from ledger.records.honour import HonourRecommended
from ledger.records.lesson import LessonObserved, LessonReviewed
from ledger.records.lesson_given import LessonGiven
from ledger.records.mentorship import MentorshipAssessed, MentorshipFormed
from ledger.records.pairing import (
    PairingActivityHeld,
    PairingAgreed,
    PairingAssessed,
    PairingFunded,
    PairingReported,
)
from ledger.records.post import ClassHeaded
from ledger.records.qualification import DesignationMade
from ledger.records.record import SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.research import ResearchProduced
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.rotation_course import (
    LoanMade,
    RotationAssessed,
    RotationCompleted,
    RotationEndedEarly,
    RotationInterrupted,
    RotationPlanned,
    RotationResumed,
)
from ledger.records.routine import RoutineChecked
from ledger.records.school_standing import SchoolAppraised, SchoolVetoed
from ledger.records.workload import LessonsTaught, TeachingAssigned
from ledger.vocabulary import (
    AppraisalGrade,
    CheckedItem,
    Grade,
    LessonForm,
    Level,
    PairedSchooling,
    PairingActivity,
    PairingField,
    PairingScope,
    ResearchForm,
    RotationKind,
    SchoolAppraisal,
)
from projections.catalogue import shipped_packs
from projections.processes.rotations import rotations
from tests.clauses.county import (
    AUTUMN,
    BUREAU,
    DEPUTY,
    HILL,
    HILL_HEAD,
    JUNIOR,
    JUNIOR_GRADES,
    JUNIOR_HOMEROOM,
    KINDERGARTEN,
    LI,
    MIDDLE,
    NEXT_AUTUMN,
    PRIMARY_HOMEROOM,
    PRINCIPAL,
    QIAN,
    RIVER,
    SPRING,
    SUN,
    TOWN,
    WANG,
    WEST,
    WEST_JUNIOR,
    WEST_JUNIOR_HEAD,
    ZHAO,
    County,
    month,
    months,
    weekly,
)

SIGNED, UNTIL = date(2022, 8, 25), date(2025, 6, 30)
SEVEN = tuple(PairingField)


def agreed(
    code: str,
    strong: SchoolId,
    *weak: SchoolId,
    scope: PairingScope = PairingScope.WITHIN,
    schooling: PairedSchooling | None = None,
) -> PairingAgreed:
    return PairingAgreed(code, strong, weak, SIGNED, UNTIL, scope, SEVEN, schooling=schooling)


def activity(
    code: str,
    what: PairingActivity,
    on: date,
    people: int = 0,
    *teachers: TeacherId,
    subject: str = "",
    topic: str = "",
) -> PairingActivityHeld:
    return PairingActivityHeld(code, on, PairingField.TEACHING, what, people, teachers, subject, topic)


def test_E1_two_model_lessons_a_school_year_and_subject_leaders_are_sent(county: County) -> None:
    days = (date(2022, 10, 12), date(2023, 3, 15))
    county.say(agreed("JD-1", TOWN, HILL), DesignationMade(LI, "学科带头人", Level.SCHOOL, date(2022, 9, 1)))
    county.say(
        *(activity("JD-1", PairingActivity.MODEL_LESSON, day, 12, LI, subject="语文") for day in days),
        *(
            LessonGiven(day, 2, LI, LessonForm.MODEL, Level.SCHOOL, HILL, "语文", "三年级", "《富饶的西沙群岛》", 12)
            for day in days
        ),
    )
    done = county.kept(PairingActivityHeld)
    assert [one.on for one in done if one.what is PairingActivity.MODEL_LESSON] == list(days)
    assert {one.school for one in county.kept(LessonGiven)} == {HILL}
    leaders = {one.teacher for one in county.kept(DesignationMade)}
    assert all(set(one.teachers) <= leaders for one in done)


def test_E2_exchanges_model_lessons_training_trips_a_project_a_manager_and_class_heads(county: County) -> None:
    code, start = "JD-2", SPRING.start
    county.say(agreed(code, JUNIOR, WEST_JUNIOR))
    subjects = {"语文": JUNIOR_HOMEROOM[:2], "数学": JUNIOR_HOMEROOM[2:3], "英语": JUNIOR_HOMEROOM[3:5]}
    county.say(
        activity(code, PairingActivity.EXCHANGE, date(2023, 3, 8), 2, *JUNIOR_HOMEROOM[:2]),
        activity(code, PairingActivity.EXCHANGE, date(2023, 5, 10), 3, *JUNIOR_HOMEROOM[:3]),
        *(
            activity(code, PairingActivity.MODEL_LESSON, date(2023, 4, 12), 1, who, subject=subject, topic=f"第{n}节")
            for subject, experts in subjects.items()
            for n, who in enumerate(experts, 1)
        ),
        activity(code, PairingActivity.TRAINING, date(2023, 4, 19), 40),
        activity(code, PairingActivity.STUDY_TRIP, date(2023, 5, 24), 6),
        activity(code, PairingActivity.PROJECT, date(2023, 3, 1), 8, topic="提高课堂参与度"),
        RotationStarted(JUNIOR_HOMEROOM[10], JUNIOR, WEST_JUNIOR, RotationKind.ATTACHMENT, start, SPRING.end),
        *(
            ClassHeaded(who, WEST_JUNIOR, "八年级", f"八({number})班", 46, start, SPRING.end)
            for number, who in enumerate(JUNIOR_HOMEROOM[11:15], 1)
        ),
    )
    done = [one for one in county.kept(PairingActivityHeld) if SPRING.start <= one.on <= SPRING.end]

    def of(what: PairingActivity) -> list[PairingActivityHeld]:
        return [one for one in done if one.what is what]

    assert len(of(PairingActivity.EXCHANGE)) == 2
    assert all(one.people >= 2 for one in of(PairingActivity.EXCHANGE))
    lessons = [one.subject for one in of(PairingActivity.MODEL_LESSON)]
    assert {subject: lessons.count(subject) for subject in subjects} == {"语文": 2, "数学": 1, "英语": 2}
    assert all(len(one.teachers) == 1 for one in of(PairingActivity.MODEL_LESSON))  # each gives one
    assert len(of(PairingActivity.TRAINING)) == 1
    assert 1 <= len(of(PairingActivity.STUDY_TRIP)) <= 2
    assert len(of(PairingActivity.PROJECT)) == 1
    [manager] = county.kept(RotationStarted)
    assert (manager.rotation, manager.host) == (RotationKind.ATTACHMENT, WEST_JUNIOR)
    heads = [one for one in county.kept(ClassHeaded) if one.school == WEST_JUNIOR]
    assert 4 <= len({one.teacher for one in heads}) <= 5


def test_E3_full_time_teachers_of_three_subjects_in_every_grade_part_time_ones_and_pairs(county: County) -> None:
    start, end = AUTUMN.start, AUTUMN.end
    main, as_needed = ("语文", "数学", "英语"), ("物理", "化学", "生物")
    wanted = [(grade, subject) for grade in JUNIOR_GRADES for subject in main]
    full_time = dict(zip(JUNIOR_HOMEROOM, wanted, strict=False))
    part_time = dict(zip(JUNIOR_HOMEROOM[9:], as_needed, strict=False))
    county.say(agreed("JD-3", JUNIOR, WEST_JUNIOR))
    for who, (grade, subject) in full_time.items():
        terms = (who, JUNIOR, WEST_JUNIOR, RotationKind.FULL_TIME, start, end)
        county.say(RotationPlanned(*terms, subject), RotationStarted(*terms))
        county.say(TeachingAssigned(AUTUMN.term, who, WEST_JUNIOR, subject, grade, (f"{grade}一班",), 12, 12))
    for who, subject in part_time.items():
        terms = (who, JUNIOR, WEST_JUNIOR, RotationKind.PART_TIME, start, end)
        county.say(RotationPlanned(*terms, subject), RotationStarted(*terms))
    county.say(
        *(
            MentorshipFormed(mentor, WEST_JUNIOR_HEAD, subject, start, end)
            for mentor, subject in zip(JUNIOR_HOMEROOM[12:15], main, strict=True)
        )
    )
    services = {one.teacher: one.rotation for one in county.kept(RotationStarted)}
    taught = county.kept(TeachingAssigned)
    assert {(one.grade, one.subject) for one in taught} == set(wanted)
    assert len(wanted) == 9
    assert all(services[one.teacher] is RotationKind.FULL_TIME for one in taught)
    planned = {one.teacher: one.subject for one in county.kept(RotationPlanned)}
    assert {planned[who] for who, kind in services.items() if kind is RotationKind.PART_TIME} == set(as_needed)
    pairs = [one.subject for one in county.kept(MentorshipFormed)]
    assert all(1 <= pairs.count(subject) <= 3 for subject in main)


def test_E4_who_was_sent_is_appraised_apart_and_what_pay_and_priority_rest_on_is_there(county: County) -> None:
    """Allowance and lesson pay are computed: 300 yuan a month confirmed, 130 per cent of the lessons taught."""
    start, end = SPRING.start, SPRING.end
    county.say(
        RotationStarted(LI, TOWN, HILL, RotationKind.FULL_TIME, start, end),
        *(RotationMonthConfirmed(LI, start, one) for one in months(SPRING)),
        *(LessonsTaught(one, LI, HILL, 48) for one in months(SPRING)),
        RotationInterrupted(LI, start, date(2023, 4, 10), "病假"),
        RotationResumed(LI, start, date(2023, 4, 17), "返岗"),
        RotationAssessed(LI, start, date(2023, 6, 28), AppraisalGrade.EXCELLENT, TOWN),
        RotationCompleted(LI, start, end),
        HonourRecommended(LI, "优秀教师", Level.COUNTY, date(2023, 7, 3), "县教育局"),
        RotationStarted(ZHAO, TOWN, RIVER, RotationKind.EXCHANGE, start, end),
        RotationEndedEarly(ZHAO, start, date(2023, 3, 31), "调回原校任毕业班"),
        LoanMade(WANG, TOWN, BUREAU, start, end),
    )
    [assessed] = county.kept(RotationAssessed)
    assert (assessed.grade, assessed.by) == (AppraisalGrade.EXCELLENT, TOWN)
    [service] = [one for one in rotations(county.book, shipped_packs().values()) if one.teacher == LI]
    assert (service.months, service.allowance) == (5, Fraction(5 * 300))
    lessons = sum(one.lessons for one in county.kept(LessonsTaught))
    assert Decimal(130) * lessons / 100 == Decimal("312")  # lessons paid for 240 taught
    # Post and pay are kept: the register has the teacher at the school that sent her.
    assert [one.school for one in county.kept(TeacherRegistered) if one.teacher == LI] == [TOWN]
    assert [one.teacher for one in county.kept(HonourRecommended)] == [assessed.teacher]
    assert [one.on for one in county.kept(RotationResumed)] == [date(2023, 4, 17)]
    assert [one.teacher for one in county.kept(RotationEndedEarly)] == [ZHAO]
    assert [one.teacher for one in county.kept(LoanMade)] == [WANG]  # lent, which is no service
    assert WANG not in {one.teacher for one in rotations(county.book, ())}


def test_E5_twenty_to_thirty_thousand_yuan_a_term_of_which_ten_thousand_for_research(county: County) -> None:
    county.say(
        agreed("JD-5", JUNIOR, WEST_JUNIOR),
        PairingFunded("JD-5", AUTUMN.term, Decimal("30000.00"), Decimal("10000.00")),
        PairingFunded("JD-5", SPRING.term, Decimal(20000), Decimal(10000)),
    )
    funded = county.kept(PairingFunded)
    assert [one.term for one in funded] == [AUTUMN.term, SPRING.term]
    assert all(Decimal(20000) <= one.yuan <= Decimal(30000) for one in funded)
    assert {one.research_yuan for one in funded} == {Decimal(10000)}


def test_E6_agreements_of_four_kinds_of_school_in_seven_fields_reported_assessed_and_vetoed(county: County) -> None:
    beyond = SchoolRegistered(
        AUTUMN.start, SchoolId("W001"), "邻县特殊教育学校", "邻县", "外县", "特殊教育", (), False, ""
    )
    county.say(beyond)
    kinds = {
        PairedSchooling.PRESCHOOL: agreed("JD-61", KINDERGARTEN, RIVER, schooling=PairedSchooling.PRESCHOOL),
        PairedSchooling.PRIMARY: agreed("JD-62", TOWN, HILL, RIVER, schooling=PairedSchooling.PRIMARY),
        PairedSchooling.SECONDARY: agreed("JD-63", JUNIOR, WEST_JUNIOR, schooling=PairedSchooling.SECONDARY),
        PairedSchooling.SPECIAL: agreed(
            "JD-64", beyond.school, HILL, scope=PairingScope.ACROSS, schooling=PairedSchooling.SPECIAL
        ),
    }
    county.say(*kinds.values())
    start, end = SPRING.start, SPRING.end
    county.say(
        RotationStarted(MIDDLE, TOWN, HILL, RotationKind.ATTACHMENT, start, end),
        RotationStarted(HILL_HEAD, HILL, TOWN, RotationKind.SHADOWING, start, end),
        PairingReported("JD-62", "2023", date(2023, 11, 28)),
        PairingReported("JD-63", "2023", date(2023, 12, 5)),
        PairingAssessed("JD-62", "2023", AppraisalGrade.EXCELLENT, date(2023, 12, 20)),
        PairingAssessed("JD-63", "2023", AppraisalGrade.UNQUALIFIED, date(2023, 12, 20)),
        SchoolAppraised(TOWN, "2023", SchoolAppraisal.PAIRING, AppraisalGrade.EXCELLENT, date(2023, 12, 20)),
        HonourRecommended(MIDDLE, "结对帮扶先进个人", Level.COUNTY, date(2024, 1, 8), "县教育局"),
        SchoolVetoed(JUNIOR, date(2023, 12, 25), "结对帮扶未到位", date(2024, 12, 24)),
    )
    pairings = county.kept(PairingAgreed)
    assert {one.schooling for one in pairings} == set(kinds)
    assert {len(one.weak) for one in pairings} == {1, 2}  # one to one, one to several
    assert {one.scope for one in pairings} == {PairingScope.WITHIN, PairingScope.ACROSS}
    assert all(len(one.fields) == 7 for one in pairings)
    ways = {(one.home, one.host, one.rotation) for one in county.kept(RotationStarted)}
    assert ways == {(TOWN, HILL, RotationKind.ATTACHMENT), (HILL, TOWN, RotationKind.SHADOWING)}
    in_time = {one.code: one.on < date(2023, 12, 1) for one in county.kept(PairingReported)}
    assert in_time == {"JD-62": True, "JD-63": False}
    grades = {one.code: one.grade for one in county.kept(PairingAssessed)}
    assert grades == {"JD-62": AppraisalGrade.EXCELLENT, "JD-63": AppraisalGrade.UNQUALIFIED}
    assert [one.unit for one in county.kept(SchoolAppraised)] == [TOWN]
    assert [one.school for one in county.kept(SchoolVetoed)] == [JUNIOR]
    assert [one.teacher for one in county.kept(HonourRecommended)] == [MIDDLE]


def test_E7_leaders_meet_every_month_has_an_activity_and_eleven_pairs_are_assessed_at_term_end(
    county: County,
) -> None:
    start, end, code = SPRING.start, SPRING.end, "JD-7"
    county.say(agreed(code, TOWN, HILL))
    mentors, mentees = (LI, *PRIMARY_HOMEROOM[:10]), (QIAN, *PRIMARY_HOMEROOM[10:])
    pairs = list(zip(mentors, mentees, strict=True))
    county.say(*(DesignationMade(who, "名特、高级教师", Level.COUNTY, date(2020, 9, 1)) for who in mentors))
    county.say(*(MentorshipFormed(mentor, mentee, "语文", start, end) for mentor, mentee in pairs))
    monthly = [date(2023, number, 22) for number in range(2, 7)]
    lesson = LessonObserved(
        date(2023, 3, 9), 2, LI, QIAN, HILL, "语文", "三年级", LessonForm.MODEL, "听课笔记", "评课反思"
    )
    county.say(
        activity(code, PairingActivity.LEADERS_MEETING, date(2023, 2, 20), 4, PRINCIPAL, HILL_HEAD),
        activity(code, PairingActivity.LEADERS_MEETING, date(2023, 5, 15), 4, DEPUTY, HILL_HEAD),
        *(activity(code, PairingActivity.MONTHLY, day, 20, topic="集中教研") for day in monthly),
        lesson,
    )
    county.say(
        LessonReviewed(lesson.on, 2, LI, LI, "评课反思齐全", lesson.on),
        *(
            MentorshipAssessed(mentor, mentee, "语文", start, SPRING.term, AppraisalGrade.QUALIFIED, "书面总结")
            for mentor, mentee in pairs
        ),
        ResearchProduced(LI, ResearchForm.SUMMARY, "语文教研组帮扶总结", Level.SCHOOL, date(2023, 6, 26)),
        ResearchProduced(LI, ResearchForm.TALK, "怎样听一节课", Level.SCHOOL, date(2023, 4, 20)),
        *(RoutineChecked(month(2023, 6), who, CheckedItem.OBSERVATION_NOTES, Grade.GOOD) for who in mentors),
        RoutineChecked(month(2023, 6), LI, CheckedItem.LESSON_PLANS, Grade.GOOD),
        *(MeritCommended(who, date(2023, 6, 29), "师徒结对考核合格", Level.SCHOOL) for who in mentors),
        PairingReported(code, "2022-2023-2", date(2023, 6, 30)),
    )
    done = county.kept(PairingActivityHeld)
    assert 1 <= len([one for one in done if one.what is PairingActivity.LEADERS_MEETING]) <= 2
    assert {one.on.month for one in done if one.what is PairingActivity.MONTHLY} == {2, 3, 4, 5, 6}
    formed = county.kept(MentorshipFormed)
    assert len({one.mentor for one in formed}) == len({one.mentee for one in formed}) == 11
    schools = {one.teacher: one.school for one in county.kept(TeacherRegistered)}
    assert {(schools[one.mentor], schools[one.mentee]) for one in formed} == {(TOWN, HILL)}
    assessed = county.kept(MentorshipAssessed)
    passed = {one.mentor for one in assessed if one.grade is AppraisalGrade.QUALIFIED and one.summary}
    assert passed == {one.teacher for one in county.kept(MeritCommended)} == set(mentors)
    assert {one.form for one in county.kept(ResearchProduced)} == {ResearchForm.SUMMARY, ResearchForm.TALK}
    assert {one.item for one in county.kept(RoutineChecked)} == {
        CheckedItem.OBSERVATION_NOTES,
        CheckedItem.LESSON_PLANS,
    }
    assert len(county.kept(LessonReviewed)) == 1
    assert [one.on for one in county.kept(PairingReported)] == [SPRING.end]


def test_E8_three_base_schools_take_full_time_teachers_for_a_whole_year_and_send_theirs(county: County) -> None:
    bases, start, end = (HILL, RIVER, WEST), AUTUMN.start, SPRING.end
    county.say(agreed("JD-8", TOWN, *bases))
    sent = dict(zip((LI, ZHAO), bases, strict=False))
    county.say(
        *(RotationStarted(who, TOWN, host, RotationKind.FULL_TIME, start, end) for who, host in sent.items()),
        *(RotationMonthConfirmed(who, start, one) for who in sent for one in (*months(AUTUMN), *months(SPRING))),
        *(RotationCompleted(who, start, end) for who in sent),
        RotationStarted(SUN, HILL, TOWN, RotationKind.ATTACHMENT, NEXT_AUTUMN.start, NEXT_AUTUMN.end),
        *(
            activity("JD-8", PairingActivity.MONTHLY, day, 15)
            for day in weekly(AUTUMN.start + timedelta(days=13), 17)[::4]
        ),
    )
    [pairing] = county.kept(PairingAgreed)
    assert len(pairing.weak) == 3
    services = county.kept(RotationStarted)
    out = [one for one in services if one.rotation is RotationKind.FULL_TIME]
    assert 1 <= len(out) <= 2
    assert all((one.start, one.planned_end) == (AUTUMN.start, SPRING.end) for one in out)
    assert all(one.host in bases for one in out)
    confirmed = [one.teacher for one in county.kept(RotationMonthConfirmed)]
    assert {confirmed.count(who) for who in sent} == {9}  # January and July are no whole months of a term
    assert [(one.home, one.host) for one in services if one not in out] == [(HILL, TOWN)]
    done = [one.on for one in county.kept(PairingActivityHeld)]
    assert {day.month for day in done} == {9, 10, 11, 12, 1}
