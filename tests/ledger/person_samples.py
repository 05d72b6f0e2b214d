"""One record of each further kind about what a teacher did, achieved and was judged, every field filled in."""

from datetime import date
from decimal import Decimal

from ledger.records.appraisal import MeritCommended, PersonAppraised
from ledger.records.conduct import ConductLifted, EthicsFiled, VetoImposed
from ledger.records.honour import HonourGranted, HonourRecommended, HonourRevoked
from ledger.records.lesson import LessonReviewed, ObservationsCounted
from ledger.records.lesson_given import LessonGiven, MentalHealthTaught
from ledger.records.preparation import PlanSelected
from ledger.records.qualification import DegreeEarned, DesignationMade, ExaminationPassed, TitleHeld
from ledger.records.record import Month, Record, TermId
from ledger.records.research import ProjectUndertaken, ResearchProduced
from ledger.records.routine import DutiesChecked
from ledger.records.standard import StandardJudged
from ledger.records.tutoring import PupilsTutored
from ledger.vocabulary import (
    Appraisal,
    AppraisalGrade,
    CheckedItem,
    Grade,
    LessonForm,
    Level,
    ProjectRole,
    ResearchForm,
    VetoEffect,
)
from tests.ledger.people import HILL, LI, TOWN

_TERM = TermId("2022-2023-1")
_SEPTEMBER = Month(date(2022, 9, 1))

REVIEW = LessonReviewed(date(2022, 9, 5), 3, LI, LI, "提问有层次,板书可更简。", date(2022, 9, 6))
HONOUR = HonourGranted(LI, "优秀班主任", Level.COUNTY, date(2022, 9, 10), "县教育局", "荣字12号", "教发〔2022〕30号")
REVOKED = HonourRevoked(LI, "优秀班主任", Level.COUNTY, date(2022, 9, 10), date(2023, 1, 9), "申报材料不实")
LIFTED = ConductLifted(LI, date(2022, 9, 9), "有偿补课", date(2023, 1, 9), "教纪〔2023〕1号")

PERSON_SAMPLES: dict[str, Record] = {
    record.kind: record
    for record in (
        TitleHeld(LI, "一级教师", date(2020, 12, 1), date(2021, 3, 1), "职字7号", "人社〔2020〕9号"),
        DegreeEarned(LI, "本科", "省师范大学", date(2012, 6, 30), "汉语言文学", "学字3号"),
        DesignationMade(LI, "骨干教师", Level.COUNTY, date(2022, 9, 1), date(2025, 8, 31), "教发〔2022〕21号"),
        ExaminationPassed(LI, "语文", "教材教法考试", date(2022, 11, 5), True, Decimal("86.5")),
        REVIEW,
        ObservationsCounted(_SEPTEMBER, LI, 8, "教研室"),
        LessonGiven(date(2022, 10, 12), 2, LI, LessonForm.MODEL, Level.COUNTY, HILL, "语文", "一年级", "《秋天》", 35),
        MentalHealthTaught(date(2022, 10, 13), TOWN, "一年级", LI, "认识情绪"),
        PlanSelected(_SEPTEMBER, LI, "《秋天》第一课时", Level.TOWNSHIP, CheckedItem.LESSON_PLANS),
        PupilsTutored(_TERM, LI, 4, 16),
        ProjectUndertaken(
            LI, "低年级识字教学研究", Level.CITY, ProjectRole.LEADS, date(2022, 9, 20), date(2024, 6, 30), "KT-7"
        ),
        ResearchProduced(
            LI, ResearchForm.PAPER, "谈随文识字", Level.PROVINCE, date(2022, 12, 1), 2, 3, "省教育学刊", 4200
        ),
        StandardJudged(_TERM, LI, True, "教研室"),
        PersonAppraised(LI, "2022", Appraisal.YEAR, AppraisalGrade.EXCELLENT, date(2023, 1, 10), "教人〔2023〕1号"),
        MeritCommended(LI, date(2022, 11, 2), "劝返辍学学生", Level.TOWNSHIP),
        HONOUR,
        REVOKED,
        LIFTED,
        VetoImposed(LI, date(2022, 10, 9), "班内学生失学", VetoEffect.VETO, date(2023, 8, 31), "教纪〔2022〕5号"),
        EthicsFiled(_TERM, LI, 3, True),
        DutiesChecked(LI, date(2022, 11, 3), Grade.GOOD, "教导处", "批改及时,辅导有记录。"),
        HonourRecommended(LI, "优秀班主任", Level.CITY, date(2022, 12, 20), "县教育局", "JB-2022-X"),
    )
}

PERSON_KEYS = {
    "title.held/1": {"teacher", "title", "obtained"},
    "degree.earned/1": {"teacher", "degree", "on"},
    "designation.made/1": {"teacher", "designation", "level", "since"},
    "examination.passed/1": {"teacher", "subject", "examination", "on"},
    "lesson.reviewed/1": {"observer", "on", "period"},
    "observation.counted/1": {"teacher", "month"},
    "lesson.given/1": {"teacher", "on", "period"},
    "mental_health.taught/1": {"school", "grade", "on", "teacher"},
    "plan.selected/1": {"teacher", "month", "title_of_plan", "level", "item"},
    "pupils.tutored/1": {"teacher", "term"},
    "project.undertaken/1": {"teacher", "project", "level"},
    "research.produced/1": {"teacher", "form", "title_of_work", "level"},
    "standard.judged/1": {"teacher", "term"},
    "person.appraised/1": {"teacher", "year", "appraisal"},
    "merit.commended/1": {"teacher", "on", "merit"},
    "honour.granted/1": {"teacher", "honour", "level", "on"},
    "honour.revoked/1": {"teacher", "honour", "level", "on"},
    "conduct.lifted/1": {"teacher", "on", "offence"},
    "veto.imposed/1": {"teacher", "on", "ground"},
    "ethics.filed/1": {"teacher", "term"},
    "duties.checked/1": {"teacher", "on"},
    "honour.recommended/1": {"teacher", "honour", "level", "on"},
}

PERSON_DAYS = {
    "title.held/1": ["obtained"],
    "degree.earned/1": ["on"],
    "examination.passed/1": ["on"],
    "lesson.reviewed/1": ["on", "reviewed_on"],
    "observation.counted/1": ["month"],
    "lesson.given/1": ["on"],
    "mental_health.taught/1": ["on"],
    "plan.selected/1": ["month"],
    "project.undertaken/1": ["opened"],
    "research.produced/1": ["on"],
    "person.appraised/1": ["on"],
    "merit.commended/1": ["on"],
    "honour.granted/1": ["on"],
    "honour.revoked/1": ["on", "revoked_on"],
    "conduct.lifted/1": ["on", "lifted_on"],
    "veto.imposed/1": ["on"],
    "duties.checked/1": ["on"],
    "honour.recommended/1": ["on"],
}
