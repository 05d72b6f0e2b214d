"""Whose records a school or township may bring: pure rules over a record, an authority and the register."""

from datetime import date

import pytest

from ledger.event import Authority
from ledger.records import KINDS
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipFormed
from ledger.records.record import Record, SchoolId, TeacherId, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationStarted
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Refused
from ledger.register import Register
from ledger.scope import COUNTY_ONLY, check_scope, school_of
from ledger.vocabulary import LessonForm, Post, RotationKind

S1, S2, S3 = SchoolId("S001"), SchoolId("S002"), SchoolId("S003")
HERE, THERE, HEAD = TeacherId("000001"), TeacherId("000002"), TeacherId("000003")
START = date(2022, 8, 29)


def school(code: SchoolId, township: str) -> SchoolRegistered:
    return SchoolRegistered(START, code, code, township, "完小", "小学", ("一年级",), False, "A")


def teacher(code: TeacherId, at: SchoolId, post: Post = Post.TEACHER, since: date = START) -> TeacherRegistered:
    born = date(1990, 1, 1)
    return TeacherRegistered(since, code, code, "女", born, born, at, "语文", "一年级", post, START, "一级教师", "本科")


REGISTER = Register(
    [
        TermAnnounced(TermId("2022-2023-1"), START, date(2023, 1, 13), 19),
        *(school(S1, "东镇"), school(S2, "东镇"), school(S3, "西镇")),
        *(teacher(HERE, S1), teacher(THERE, S3), teacher(HEAD, S1, Post.CENTRAL_PRINCIPAL)),
    ]
)


def lesson(observer: TeacherId = HERE, at: SchoolId = S1) -> LessonObserved:
    return LessonObserved(date(2022, 9, 5), 3, observer, THERE, at, "语文", "一年级", LessonForm.OPEN)


def rotation(home: SchoolId, host: SchoolId) -> RotationStarted:
    return RotationStarted(THERE, home, host, RotationKind.FULL_TIME, START, date(2023, 7, 1))


def refusal(record: Record, authority: str) -> str:
    try:
        check_scope(record, Authority(authority), REGISTER)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(
    ("record", "authority", "code"),
    [
        (lesson(), "school:S001", ""),
        (lesson(), "school:Ｓ００１", ""),
        (lesson(at=S2), "school:S001", "wrong-school"),
        (lesson(THERE), "school:S001", "out-of-scope"),
        (lesson(HEAD, S2), "school:S001", ""),
        (lesson(HEAD, S3), "school:S001", "wrong-school"),
        (lesson(), "township:东镇", ""),
        (lesson(at=S3), "township:东镇", "out-of-scope"),
        (lesson(), "township:西镇", "out-of-scope"),
        (rotation(S3, S1), "school:S001", ""),
        (rotation(S3, S2), "school:S001", "out-of-scope"),
        (MentorshipFormed(THERE, HERE, "语文", START, START), "school:S001", ""),
        (LeaveTaken(TeacherId("000099"), START, START, "病假"), "school:S001", "out-of-scope"),
        (teacher(TeacherId("000099"), S1), "school:S001", ""),
        (teacher(TeacherId("000099"), S3), "school:S001", "wrong-school"),
        (teacher(THERE, S1), "school:S001", "out-of-scope"),
        (school(S1, "东镇"), "school:S001", ""),
        (school(S3, "西镇"), "school:S001", "wrong-school"),
        (school(S3, "西镇"), "county", ""),
        (lesson(THERE, S3), "office:教研室", ""),
        (TermAnnounced(TermId("2022-2023-2"), START, START, 1), "township:东镇", "out-of-scope"),
    ],
)
def test_who_may_bring_what(record: Record, authority: str, code: str) -> None:
    assert refusal(record, authority) == code


def test_who_has_moved_away_since_is_still_of_the_school_in_the_term_it_was() -> None:
    moved = Register([*REGISTER.terms.values(), *REGISTER.schools.values(), *REGISTER.teachers.values()])
    moved.apply(teacher(HERE, S3, since=date(2023, 2, 1)))
    check_scope(lesson(), Authority("school:S001"), moved)


def test_what_stands_already_may_be_said_by_anybody() -> None:
    check_scope(school(S3, "西镇"), Authority("school:S001"), REGISTER, lambda record: True)


def test_kinds_that_only_the_county_brings_exist() -> None:
    assert {kind.partition("/")[0] for kind in KINDS} >= COUNTY_ONLY


def test_the_school_that_an_authority_is() -> None:
    assert [school_of(Authority(one)) for one in ("school:S001", "county", "township:东镇")] == ["S001", None, None]
