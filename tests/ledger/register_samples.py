"""One record of each kind about schools, the terms and who is employed where, every field filled in."""

from datetime import date

from ledger.records.employment import TeacherArrived, TeacherCareerBegun, TeacherEmployed, TeacherLeft, TeacherMerged
from ledger.records.leadership import LeaderLinked, ResponsibilityAssigned, TownshipAssigned
from ledger.records.post import ClassHeaded, PostHeld, PostsPublished
from ledger.records.record import Month, Record, TermId
from ledger.records.school_status import SchoolClosed, SchoolDesignatedWeak, SchoolMerged
from ledger.records.school_year import WeekDeclared
from ledger.records.standard import ResearchRoutineJudged
from ledger.records.workload import LessonsTaught, TeachingAssigned
from ledger.vocabulary import Employment, Leaving, Post, TownshipRole
from tests.ledger.people import HILL, LI, TOWN, WANG

_TERM = TermId("2022-2023-1")
_SINCE, _UNTIL = date(2022, 9, 1), date(2023, 6, 30)

REGISTER_SAMPLES: dict[str, Record] = {
    record.kind: record
    for record in (
        WeekDeclared(_TERM, 1, date(2022, 9, 1), date(2022, 9, 4)),
        SchoolDesignatedWeak(HILL, "薄弱学校质量提升", _SINCE, _UNTIL),
        SchoolMerged(HILL, TOWN, date(2023, 2, 1)),
        SchoolClosed(HILL, date(2023, 2, 1)),
        TeacherEmployed(LI, TOWN, TOWN, HILL, Employment.ON_ROLL, _SINCE, _UNTIL),
        TeacherCareerBegun(LI, date(2012, 9, 1)),
        TeacherArrived(LI, "邻县实验小学", date(2022, 8, 20), "教人〔2022〕18号"),
        TeacherLeft(LI, date(2023, 1, 20), Leaving.TRANSFERRED, "市第三小学", "教人〔2023〕2号"),
        TeacherMerged(WANG, LI, date(2022, 9, 15), "同一人两次建档"),
        PostHeld(LI, Post.HOMEROOM, TOWN, _SINCE, _UNTIL, "教人〔2022〕20号"),
        PostsPublished(TOWN, _TERM, date(2022, 9, 5), "校务公开栏"),
        ClassHeaded(LI, TOWN, "一年级", "一(1)班", 45, _SINCE, _UNTIL),
        TeachingAssigned(_TERM, LI, TOWN, "语文", "一年级", ("一(1)班", "一(2)班"), 12, 14),
        LessonsTaught(Month(date(2022, 9, 1)), LI, TOWN, 24),
        LeaderLinked(LI, HILL, _SINCE, _UNTIL, "薄弱学校质量提升"),
        TownshipAssigned(LI, "城关镇", TownshipRole.CONTACT_OFFICER, _SINCE, _UNTIL),
        ResponsibilityAssigned(_TERM, LI, TOWN, "一年级", date(2022, 9, 2)),
        ResearchRoutineJudged(_TERM, TOWN, True),
    )
}

REGISTER_KEYS = {
    "week.declared/1": {"term", "number"},
    "school.designated_weak/1": {"school", "programme", "since"},
    "school.merged/1": {"school"},
    "school.closed/1": {"school"},
    "teacher.employed/1": {"teacher", "since"},
    "teacher.career_begun/1": {"teacher"},
    "teacher.arrived/1": {"teacher", "on"},
    "teacher.left/1": {"teacher", "on"},
    "teacher.merged/1": {"teacher"},
    "post.held/1": {"teacher", "post", "school", "since"},
    "post.published/1": {"school", "term"},
    "class.headed/1": {"teacher", "school", "grade", "class_name", "since"},
    "teaching.assigned/1": {"teacher", "term", "school", "subject", "grade"},
    "lessons.taught/1": {"teacher", "month", "school"},
    "leader.linked/1": {"leader", "school", "since"},
    "township.assigned/1": {"leader", "township", "since"},
    "responsibility.assigned/1": {"teacher", "school", "term", "charge"},
    "research_routine.judged/1": {"school", "term"},
}

REGISTER_DAYS = {
    "teacher.career_begun/1": ["on"],
    "teacher.arrived/1": ["on"],
    "teacher.left/1": ["on"],
    "teacher.merged/1": ["on"],
    "post.published/1": ["on"],
    "lessons.taught/1": ["month"],
    "responsibility.assigned/1": ["signed_on"],
}
