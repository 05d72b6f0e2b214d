"""What the stories of contests are told with: 校长讲校, 班主任讲班 as announced in the documents, who takes part."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ledger.book import Book
from ledger.records.award import AwardWon
from ledger.records.contest import ContestAnnounced, ContestPart, EntryTerms, PrizePlaces
from ledger.records.contest_course import ContestClosed, ContestEntered, ContestPromoted, ContestScored
from ledger.records.record import Record, SchoolId, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.refusals import Refused
from ledger.vocabulary import DropRule, Level, Post, Prize, TieRule
from tests.ledger.stories import SCHOOL, TEACHER, changed, clerk, row

PRIMARY, SECONDARY = "小学组", "中学组"
JUDGES = tuple(TeacherId(f"0009{number:02d}") for number in range(1, 6))
OPENS, CLOSES, CLOSED, GIVEN = date(2022, 11, 1), date(2022, 11, 30), date(2022, 11, 21), date(2022, 11, 25)

FIVE_PARTS = tuple(
    ContestPart(name, Decimal(20)) for name in ("育人故事", "带班育人方略", "主题班会", "班级管理答辩", "个人才艺展示")
)
HEADS_AT_TOWNSHIP = ContestAnnounced(
    "JB-XZ",
    "班主任讲班",
    Level.TOWNSHIP,
    "城关镇",
    date(2022, 10, 8),
    date(2022, 10, 20),
    (PRIMARY, SECONDARY),
    EntryTerms((Post.HOMEROOM,)),
    FIVE_PARTS,
    JUDGES,
    DropRule.NONE,
    TieRule.SHARED,
    (),
    2,
)
HEADS_AT_COUNTY = ContestAnnounced(
    "JB-X",
    "班主任讲班",
    Level.COUNTY,
    "太康县",
    OPENS,
    CLOSES,
    (PRIMARY, SECONDARY),
    EntryTerms((Post.HOMEROOM,), 50, 3, "JB-XZ"),
    FIVE_PARTS,
    JUDGES,
    DropRule.EXTREMES,
    TieRule.SHARED_TAKING_PLACES,
    tuple(
        PrizePlaces(group, prize, places)
        for group in (PRIMARY, SECONDARY)
        for prize, places in ((Prize.FIRST, 8), (Prize.SECOND, 12))
    ),
    0,
)
"""B15: five parts of 20 %, homeroom teachers of 50 or under with three years, outstanding at township stage."""

PRINCIPALS_AT_COUNTY = ContestAnnounced(
    "XZ-X",
    "校长讲校",
    Level.COUNTY,
    "太康县",
    OPENS,
    CLOSES,
    (PRIMARY, SECONDARY, "幼儿园组"),
    EntryTerms((Post.PRINCIPAL, Post.VICE_PRINCIPAL, Post.VICE_FOR_TEACHING, Post.KINDERGARTEN_HEAD)),
    (ContestPart("演讲", Decimal(80)), ContestPart("答辩", Decimal(20))),
    JUDGES,
    DropRule.NONE,
    TieRule.SHARED,
    (PrizePlaces(PRIMARY, Prize.FIRST, 1),),
    0,
)
"""B14: the county score is 80 % speech and 20 % defence; for principals, vice-principals and kindergarten heads."""

OPEN_TO_ALL = changed(HEADS_AT_COUNTY, code="GK", series="说课", entry=EntryTerms())
"""A contest that whoever teaches may enter, with the prizes of B15."""


def teacher(number: int) -> TeacherId:
    """One of the teachers who take part."""
    return TeacherId(f"{number:06d}")


def registered(number: int, **fields: object) -> TeacherRegistered:
    """A homeroom teacher of 32 at the town's first school, in the post since 2018, unless said otherwise."""
    return changed(TEACHER, teacher=teacher(number), **fields)


def entered(number: int, code: str = "GK", group: str = PRIMARY, on: date = OPENS) -> ContestEntered:
    return ContestEntered(code, group, teacher(number), on)


def scored(
    number: int, part: str = "育人故事", score: str = "90", judge: TeacherId = JUDGES[0], code: str = "GK"
) -> ContestScored:
    return ContestScored(code, PRIMARY, teacher(number), judge, part, Decimal(score), date(2022, 11, 20))


def award(number: int, prize: Prize = Prize.FIRST, of: ContestAnnounced = OPEN_TO_ALL, coded: bool = True) -> AwardWon:
    contest = of.code if coded else ""
    return AwardWon(of.series, of.level, PRIMARY, teacher(number), prize, GIVEN, contest=contest)


def closed(code: str = "GK", on: date = CLOSED) -> ContestClosed:
    return ContestClosed(code, on)


def promoted(number: int, code: str, to: str, on: date = GIVEN, group: str = PRIMARY) -> ContestPromoted:
    return ContestPromoted(code, group, teacher(number), to, on)


def school(code: str, township: str) -> SchoolRegistered:
    return changed(SCHOOL, school=SchoolId(code), township=township)


def write(book: Book, *records: Record) -> None:
    """Each in a row of its own; all are written."""
    with book.writing(clerk()) as pen:
        outcomes = pen.write([row(record, number=2 + i) for i, record in enumerate(records)])
    assert outcomes == [[record] for record in records], [one for one in outcomes if isinstance(one, Refused)]


def refused(book: Book, record: Record, correcting: str = "") -> str:
    """The code a record is refused with; empty where it was written. The sentence and the fields are there."""
    hand_in = clerk()
    hand_in.correcting = correcting
    with book.writing(hand_in) as pen:
        [outcome] = pen.write([row(record, file="b")])
    if not isinstance(outcome, Refused):
        return ""
    assert outcome.fields
    assert outcome.message.endswith("。")
    return outcome.code


def refusals(book: Book, records: Sequence[Record]) -> list[str]:
    return [refused(book, record) for record in records]


BELOW = AwardWon("班主任讲班", Level.TOWNSHIP, PRIMARY, teacher(1), Prize.FIRST, date(2022, 10, 25), contest="JB-XZ")
"""What teacher 1 won at township stage."""


def begin(book: Book) -> None:
    """A contest open to all, that ten entered, runs."""
    write(book, OPEN_TO_ALL, *(entered(number) for number in range(1, 11)))
