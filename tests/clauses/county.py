"""The county of the stories about clauses: its schools and teachers, and the door that records come in by."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from api.desk.batches import EACH_BY_ITSELF, Manner
from api.desk.line_report import LineReport
from api.desk.lines import hand_in_lines
from api.desk.open_lines import opened_lines
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.record import Month, Record, SchoolId, TeacherId, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_test import SchoolTestReported, TopPupils
from ledger.records.school_year import TermAnnounced
from ledger.submission import Submission
from ledger.vocabulary import Post

R = TypeVar("R", bound=Record)

AUTUMN = TermAnnounced(TermId("2022-2023-1"), date(2022, 9, 1), date(2023, 1, 13), 19)
SPRING = TermAnnounced(TermId("2022-2023-2"), date(2023, 2, 13), date(2023, 6, 30), 19)
NEXT_AUTUMN = TermAnnounced(TermId("2023-2024-1"), date(2023, 9, 1), date(2024, 1, 19), 19)
NEXT_SPRING = TermAnnounced(TermId("2023-2024-2"), date(2024, 2, 26), date(2024, 7, 5), 18)
TERMS = (AUTUMN, SPRING, NEXT_AUTUMN, NEXT_SPRING)

TOWNSHIP, OTHER_TOWNSHIP, COUNTY_NAME = "城关镇", "西山乡", "太康县"

TOWN, HILL, RIVER, JUNIOR, KINDERGARTEN = (SchoolId(f"S00{number}") for number in range(1, 6))
WEST, WEST_JUNIOR = SchoolId("S006"), SchoolId("S007")
CENTRAL_OFFICE, BUREAU = SchoolId("S008"), SchoolId("S009")

PRIMARY_GRADES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
JUNIOR_GRADES = ("七年级", "八年级", "九年级")

_SCHOOLS = (
    (TOWN, "城关镇中心小学", TOWNSHIP, "小学", PRIMARY_GRADES, False, "甲方阵"),
    (HILL, "东岗村完全小学", TOWNSHIP, "小学", PRIMARY_GRADES, True, "乙方阵"),
    (RIVER, "河湾村完全小学", TOWNSHIP, "小学", PRIMARY_GRADES, True, "乙方阵"),
    (JUNIOR, "城关镇初级中学", TOWNSHIP, "初中", JUNIOR_GRADES, False, "甲方阵"),
    (KINDERGARTEN, "城关镇中心幼儿园", TOWNSHIP, "幼儿园", (), False, ""),
    (WEST, "西山乡中心小学", OTHER_TOWNSHIP, "小学", PRIMARY_GRADES, False, "乙方阵"),
    (WEST_JUNIOR, "西山乡初级中学", OTHER_TOWNSHIP, "初中", JUNIOR_GRADES, True, "甲方阵"),
    (CENTRAL_OFFICE, "城关镇中心校", TOWNSHIP, "", (), False, ""),
    (BUREAU, "县教育体育局", COUNTY_NAME, "", (), False, ""),
)
TEACHING_SCHOOLS = (TOWN, HILL, RIVER, JUNIOR, WEST, WEST_JUNIOR)


def _codes(first: int, count: int) -> tuple[TeacherId, ...]:
    return tuple(TeacherId(f"{number:06}") for number in range(first, first + count))


DIRECTOR, LEADER, SECTION_HEAD, RESEARCHER, OTHER_RESEARCHER = _codes(1, 5)
(CENTRAL_HEAD,) = _codes(10, 1)
PRINCIPAL, VICE, DEPUTY, DEAN, MIDDLE = LEADERSHIP = _codes(11, 5)
"""The leaders of the central primary school; DEPUTY is the vice-principal for teaching."""
HILL_HEAD, RIVER_HEAD, JUNIOR_HEAD, WEST_HEAD, WEST_JUNIOR_HEAD, KINDERGARTEN_HEAD = HEADS = _codes(21, 6)
LI, WANG, ZHAO = _codes(101, 3)
"""Of the central primary school: a backbone teacher, a young one, and one of no distinction."""
QIAN, SUN = _codes(111, 2)
PRIMARY_HOMEROOM, JUNIOR_HOMEROOM = _codes(201, 20), _codes(301, 20)
"""Homeroom teachers, of the primary schools the first ten in town and the last ten in the village HILL."""

_PERSONS: list[tuple[TeacherId, SchoolId, Post, str]] = [
    (DIRECTOR, BUREAU, Post.DIRECTOR, ""),
    (LEADER, BUREAU, Post.BUREAU_LEADER, ""),
    (SECTION_HEAD, BUREAU, Post.SECTION_HEAD, ""),
    (RESEARCHER, BUREAU, Post.RESEARCHER, "语文"),
    (OTHER_RESEARCHER, BUREAU, Post.RESEARCHER, "数学"),
    (CENTRAL_HEAD, CENTRAL_OFFICE, Post.CENTRAL_PRINCIPAL, ""),
    (PRINCIPAL, TOWN, Post.PRINCIPAL, "数学"),
    (VICE, TOWN, Post.VICE_PRINCIPAL, "语文"),
    (DEPUTY, TOWN, Post.VICE_FOR_TEACHING, "英语"),
    (DEAN, TOWN, Post.DEAN, "数学"),
    (MIDDLE, TOWN, Post.MIDDLE, "语文"),
    (HILL_HEAD, HILL, Post.PRINCIPAL, "数学"),
    (RIVER_HEAD, RIVER, Post.PRINCIPAL, "语文"),
    (JUNIOR_HEAD, JUNIOR, Post.PRINCIPAL, "物理"),
    (WEST_HEAD, WEST, Post.PRINCIPAL, "语文"),
    (WEST_JUNIOR_HEAD, WEST_JUNIOR, Post.PRINCIPAL, "数学"),
    (KINDERGARTEN_HEAD, KINDERGARTEN, Post.KINDERGARTEN_HEAD, ""),
    (LI, TOWN, Post.TEACHER, "语文"),
    (WANG, TOWN, Post.TEACHER, "语文"),
    (ZHAO, TOWN, Post.TEACHER, "数学"),
    (QIAN, HILL, Post.TEACHER, "语文"),
    (SUN, HILL, Post.TEACHER, "数学"),
    *((code, TOWN, Post.HOMEROOM, "语文") for code in PRIMARY_HOMEROOM[:10]),
    *((code, HILL, Post.HOMEROOM, "语文") for code in PRIMARY_HOMEROOM[10:]),
    *((code, JUNIOR, Post.HOMEROOM, "数学") for code in JUNIOR_HOMEROOM),
]
_HIRED = {WANG: date(2021, 8, 20)}


def _register() -> Iterable[Record]:
    yield from TERMS
    for code, name, township, stage, grades, weak, band in _SCHOOLS:
        yield SchoolRegistered(AUTUMN.start, code, name, township, "公办", stage, grades, weak, band)
    for teacher, school, post, subject in _PERSONS:
        hired = _HIRED.get(teacher, date(2008, 8, 20))
        size = 45 if post is Post.HOMEROOM else None
        yield TeacherRegistered(
            AUTUMN.start,
            teacher,
            "0f" * 16,
            "女",
            date(1980, 5, 4),
            hired,
            school,
            subject,
            "三年级",
            post,
            max(hired, date(2018, 9, 1)),
            "一级教师",
            "本科",
            size,
        )


class County:
    """A county whose terms, schools and teachers are registered, and nothing else yet."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        """`folder`: where the files of lines are put that are handed in."""
        self.ledger = ledger
        self.book = ledger.book
        self._folder = folder
        clerk = HandIn("clerk", COUNTY, AUTUMN)
        with self.book.writing(clerk) as pen:
            pen.write([Submission([record]) for record in _register()])

    def say(self, *records: Record) -> None:
        """Hand records in, a line each; every one is accepted, stands as it was said, and said again is a duplicate."""
        first = self._hand_in(records)
        assert not first.rejections, first.rejections[0].message
        assert first.accepted == len(records)
        for record_class in {type(record) for record in records}:
            standing = set(map(repr, self.kept(record_class)))
            lost = [record for record in records if type(record) is record_class and repr(record) not in standing]
            assert not lost, f"{lost[0]} was said and does not stand"
        again = self._hand_in(records)
        assert (again.duplicate, again.position) == (len(records), first.position)

    def kept(self, record_class: type[R]) -> list[R]:
        """What stands of a kind, in the order recorded; all of it attested, as the county's own word is."""
        kept = self.book.kept(record_class)
        assert all(kept.attested)
        return cast("list[R]", kept.records)

    def refusal(self, record: Record) -> str:
        """The code with which a record is refused; empty where it would be taken."""
        tried = self._hand_in([record], Manner(dry_run=True))
        return tried.rejections[0].code if tried.rejections else ""

    def _hand_in(self, records: Sequence[Record], manner: Manner = EACH_BY_ITSELF) -> LineReport:
        """What becomes of records handed in as `shilu append` hands them in."""
        lines = [{"kind": record.kind.partition("/")[0], "data": record} for record in records]
        file = self._folder / f"{self.book.position}.ndjson"
        file.write_bytes(msgspec.json.Encoder().encode_lines(lines))
        with opened_lines(str(file)) as opened:
            return hand_in_lines(self.ledger, opened, HandIn("clerk"), manner)


def month(year: int, number: int) -> Month:
    """A calendar month."""
    return Month(date(year, number, 1))


def months(term: TermAnnounced) -> list[Month]:
    """The calendar months that a term has whole, or more than two weeks of."""
    first = date(term.start.year, term.start.month, 1)
    found = [(first + timedelta(days=31 * number)).replace(day=1) for number in range(5)]
    return [Month(day) for day in found if day + timedelta(days=14) <= term.end]


def weekly(first: date, count: int) -> list[date]:
    """The same day of the week, that many weeks running."""
    return [first + timedelta(weeks=number) for number in range(count)]


def results(
    school: SchoolId,
    term: TermAnnounced,
    marks: int,
    name: str = "学科调测",
    *,
    grade: str = "三年级",
    absent: int = 0,
    tops: tuple[TopPupils, ...] = (),
    baseline: bool = False,
) -> SchoolTestReported:
    """What forty pupils of a grade did in mathematics; `marks` of all of them together."""
    sat = 40 - absent
    return SchoolTestReported(
        school, term.term, name, "数学", grade, 40, sat, 0, absent, Decimal(marks), tops, baseline
    )


def mean(test: SchoolTestReported) -> Decimal:
    """The mean over every pupil registered, whoever is absent without excuse as 0."""
    return test.marks / (test.sat + test.absent)
