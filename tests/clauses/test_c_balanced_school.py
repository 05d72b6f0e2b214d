"""Part C, a school's measures for balanced development: what each clause speaks of is recorded and read back."""

from datetime import date
from decimal import Decimal

from ledger.records.appraisal import PersonAppraised
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced
from ledger.records.home_visits import HomesVisited
from ledger.records.honour import HonourGranted, HonourRevoked
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipActed, MentorshipEnded, MentorshipFormed, MentorshipTermsAnnounced
from ledger.records.pairing import PairingAgreed, PairingEnded
from ledger.records.qualification import DegreeEarned, DesignationMade, TitleHeld
from ledger.records.reading import BookRead
from ledger.records.registered import TeacherRegistered
from ledger.records.research import ProjectUndertaken, ResearchProduced
from ledger.records.training import TrainingAttended
from ledger.vocabulary import (
    Appraisal,
    AppraisalGrade,
    LessonForm,
    Level,
    MentorActivity,
    PairedSchooling,
    PairingField,
    PairingScope,
    ProjectRole,
    ResearchForm,
)
from tests.clauses.contests import contest, held
from tests.clauses.county import (
    AUTUMN,
    DEPUTY,
    LI,
    PRIMARY_HOMEROOM,
    PRINCIPAL,
    RIVER,
    SPRING,
    TOWN,
    WANG,
    WEST,
    ZHAO,
    County,
)

START, END = date(2022, 9, 1), date(2023, 8, 31)


def test_C1_young_teachers_have_a_backbone_teacher_as_mentor_and_both_observe_each_other(county: County) -> None:
    county.say(
        MentorshipTermsAnnounced(date(2022, 8, 1), 3, 5),
        DesignationMade(LI, "骨干教师", Level.COUNTY, date(2021, 9, 1)),
        MentorshipFormed(LI, WANG, "语文", START, END),
        MentorshipActed(LI, WANG, "语文", START, date(2022, 9, 14), MentorActivity.MENTOR_OBSERVES, 2, "板书清楚"),
        MentorshipActed(LI, WANG, "语文", START, date(2022, 9, 15), MentorActivity.MENTEE_OBSERVES, 3, "学会提问"),
        LessonObserved(date(2022, 9, 14), 2, LI, WANG, TOWN, "语文", "三年级", LessonForm.OPEN, "板书清楚", "记下"),
        LessonObserved(date(2022, 9, 15), 3, WANG, LI, TOWN, "语文", "三年级", LessonForm.OPEN, "学会提问", "记下"),
        MentorshipEnded(LI, WANG, "语文", START, date(2023, 7, 1), "期满"),
    )
    young = {one.teacher for one in county.kept(TeacherRegistered) if one.hired > date(2019, 9, 1)}
    pairs = county.kept(MentorshipFormed)
    assert young <= {one.mentee for one in pairs}
    assert {one.mentor for one in pairs} <= {one.teacher for one in county.kept(DesignationMade)}
    assert {one.what for one in county.kept(MentorshipActed)} == {
        MentorActivity.MENTOR_OBSERVES,
        MentorActivity.MENTEE_OBSERVES,
    }
    assert {(one.observer, one.teacher) for one in county.kept(LessonObserved)} == {(LI, WANG), (WANG, LI)}
    [terms] = county.kept(MentorshipTermsAnnounced)
    assert (terms.most_pupils, terms.least_years) == (3, 5)
    assert [one.reason for one in county.kept(MentorshipEnded)] == ["期满"]


def test_C2_models_of_professional_ethics_are_commended_again_and_again(county: County) -> None:
    given = {2022: LI, 2023: ZHAO}
    county.say(*(HonourGranted(who, "师德标兵", Level.SCHOOL, date(year, 9, 9), "本校") for year, who in given.items()))
    county.say(HonourRevoked(ZHAO, "师德标兵", Level.SCHOOL, date(2023, 9, 9), date(2024, 3, 1), "事迹不实"))
    granted = county.kept(HonourGranted)
    assert {one.on.year: one.teacher for one in granted} == given
    assert {one.honour for one in granted} == {"师德标兵"}
    assert [(one.teacher, one.revoked_on) for one in county.kept(HonourRevoked)] == [(ZHAO, date(2024, 3, 1))]


def test_C3_within_two_years_all_teachers_hold_a_bachelors_degree(county: County) -> None:
    own = [one.teacher for one in county.kept(TeacherRegistered) if one.school == TOWN]
    earned = [date(2014, 6, 30)] * (len(own) - 1) + [date(2024, 6, 30)]
    county.say(*(DegreeEarned(who, "本科", "省师范大学", on) for who, on in zip(own, earned, strict=True)))
    county.say(TitleHeld(own[-1], "一级教师", date(2023, 12, 1)))  # what may depend on it, as titles may
    county.say(TitleHeld(own[-1], "一级教师", date(2023, 12, 1), date(2024, 9, 1)))
    degrees = county.kept(DegreeEarned)
    share = {year: Decimal(len([one for one in degrees if one.on.year <= year])) / len(own) for year in (2022, 2024)}
    assert share[2022] < share[2024] == 1
    assert [one.appointed for one in county.kept(TitleHeld)] == [date(2024, 9, 1)]


def test_C4_one_book_on_education_a_term_with_notes(county: County) -> None:
    county.say(
        *(BookRead(term.term, LI, "给教师的建议", plan=False, notes=True, gains=False) for term in (AUTUMN, SPRING)),
        BookRead(AUTUMN.term, ZHAO, "给教师的建议", plan=False, notes=False, gains=False),
    )
    with_notes = [(one.teacher, one.term) for one in county.kept(BookRead) if one.notes]
    assert with_notes == [(LI, AUTUMN.term), (LI, SPRING.term)]


def test_C5_projects_papers_summaries_and_lesson_plans(county: County) -> None:
    forms = (ResearchForm.PAPER, ResearchForm.SUMMARY, ResearchForm.LESSON_PLAN)
    project = ProjectUndertaken(LI, "低年级识字教学研究", Level.SCHOOL, ProjectRole.LEADS, date(2022, 9, 20))
    county.say(
        project,
        ProjectUndertaken(WANG, "低年级识字教学研究", Level.SCHOOL, ProjectRole.TAKES_PART, date(2022, 9, 20)),
        *(ResearchProduced(LI, form, "识字教学", Level.SCHOOL, date(2023, 1, 6)) for form in forms),
    )
    county.say(
        ProjectUndertaken(LI, project.project, project.level, project.role, project.opened, date(2024, 6, 28), "XK-3")
    )
    assert {one.teacher: one.role for one in county.kept(ProjectUndertaken)} == {
        LI: ProjectRole.LEADS,
        WANG: ProjectRole.TAKES_PART,
    }
    assert {one.form for one in county.kept(ResearchProduced)} == set(forms)


def test_C6_the_performance_evaluation_that_promotion_reward_and_appointment_rest_on_is_there(
    county: County,
) -> None:
    """The clause says what an evaluation is used for; recorded is the evaluation."""
    county.say(PersonAppraised(LI, "2022-2023", Appraisal.PERFORMANCE, AppraisalGrade.EXCELLENT, date(2023, 7, 7)))
    [evaluated] = county.kept(PersonAppraised)
    assert (evaluated.appraisal, evaluated.grade) == (Appraisal.PERFORMANCE, AppraisalGrade.EXCELLENT)


def test_C7_the_campaign_compares_lessons_and_visits_families(county: County) -> None:
    lessons = contest("BJX-S1", "比教学访万家", Level.SCHOOL, TOWN, judges=(PRINCIPAL, DEPUTY), groups=("语文组",))
    held(county, lessons, {"语文组": (LI, WANG)})
    county.say(HomesVisited(AUTUMN.term, PRIMARY_HOMEROOM[0], 45, 0))
    [announced] = county.kept(ContestAnnounced)
    assert (announced.level, announced.unit) == (Level.SCHOOL, TOWN)
    assert {one.teacher for one in county.kept(AwardWon)} == {LI, WANG}
    assert [one.pupils for one in county.kept(HomesVisited)] == [45]


def test_C8_a_school_is_paired_with_the_primary_school_of_the_township(county: County) -> None:
    county.say(
        PairingAgreed(
            "JD-C8",
            TOWN,
            (RIVER,),
            date(2022, 9, 6),
            date(2025, 8, 31),
            PairingScope.WITHIN,
            (PairingField.TEACHING,),
            schooling=PairedSchooling.PRIMARY,
        ),
        PairingAgreed(
            "JD-C8-2", TOWN, (WEST,), date(2022, 9, 6), date(2025, 8, 31), PairingScope.WITHIN, (PairingField.TEACHING,)
        ),
        PairingEnded("JD-C8-2", date(2023, 6, 30), "两校另行结对"),
    )
    ended = {one.code for one in county.kept(PairingEnded)}
    [pairing] = [one for one in county.kept(PairingAgreed) if one.code not in ended]
    assert (pairing.strong, pairing.weak, pairing.schooling) == (TOWN, (RIVER,), PairedSchooling.PRIMARY)


def test_C9_backbone_teachers_and_subject_leaders_are_chosen_for_a_time_and_trained(county: County) -> None:
    since, until = date(2022, 9, 1), date(2025, 8, 31)
    county.say(
        DesignationMade(LI, "骨干教师", Level.SCHOOL, since),
        DesignationMade(ZHAO, "学科带头人", Level.SCHOOL, since),
        *(
            TrainingAttended(f"GG-{who}", who, "骨干研修", Level.COUNTY, since, date(2022, 9, 3), Decimal(18))
            for who in (LI, ZHAO)
        ),
    )
    county.say(DesignationMade(LI, "骨干教师", Level.SCHOOL, since, until))
    designated = county.kept(DesignationMade)
    assert {one.teacher: one.designation for one in designated} == {LI: "骨干教师", ZHAO: "学科带头人"}
    assert {one.teacher: one.until for one in designated} == {LI: until, ZHAO: None}
    assert {one.teacher for one in county.kept(TrainingAttended)} == {LI, ZHAO}
