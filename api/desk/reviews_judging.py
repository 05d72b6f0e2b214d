"""What the members of a panel do: declare relations, stand aside, score and vote, each for himself."""

from collections.abc import Mapping
from decimal import Decimal

from api.desk.reviews_writing import write_acts
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.record import Record, TeacherId
from ledger.records.review_panel import (
    ReviewRelationDeclared,
    ReviewScored,
    ReviewStoodAside,
    ReviewTieVoted,
    ReviewVoted,
)
from ledger.spelling import squeeze
from projections.reviews.course import Course, course_of
from projections.reviews.places import decimal


def declare_relation(ledger: Ledger, who: HandIn, code: str, member: str, teacher: str, relation: str) -> Course:
    """A member is related to an applicant, and does not judge him."""
    course, today = course_of(ledger.book, code), ledger.book.today()
    said = ReviewRelationDeclared(course.code, TeacherId(member), TeacherId(teacher), relation, today)
    return write_acts(ledger, who, course.code, [said])


def stand_aside(ledger: Ledger, who: HandIn, code: str, member: str, teacher: str, reason: str = "") -> Course:
    """A member does not judge an applicant."""
    course, today = course_of(ledger.book, code), ledger.book.today()
    said = ReviewStoodAside(course.code, TeacherId(member), TeacherId(teacher), today, reason)
    return write_acts(ledger, who, course.code, [said])


def judge(
    ledger: Ledger,
    who: HandIn,
    code: str,
    member: str,
    number: int,
    scores: Mapping[str, Decimal | str],
    *,
    in_favour: bool | None = None,
) -> Course:
    """A member's scores for parts of one dossier, and the vote on it where one is said: all written, or none."""
    course, today = course_of(ledger.book, code), ledger.book.today()
    course.teacher_of(number)
    records: list[Record] = [
        ReviewScored(course.code, number, TeacherId(member), _part(course, part), _number(given), today)
        for part, given in scores.items()
    ]
    if in_favour is not None:
        records.append(ReviewVoted(course.code, number, TeacherId(member), in_favour, today))
    return write_acts(ledger, who, course.code, records)


def score(ledger: Ledger, who: HandIn, code: str, member: str, number: int, part: str, score: Decimal | str) -> Course:
    """A member's score for a part of the dossier of a number."""
    return judge(ledger, who, code, member, number, {part: score})


def vote(ledger: Ledger, who: HandIn, code: str, member: str, number: int, *, in_favour: bool) -> Course:
    """A member's vote on the dossier of a number."""
    return judge(ledger, who, code, member, number, {}, in_favour=in_favour)


def tie_vote(ledger: Ledger, who: HandIn, code: str, member: str, number: int, *, in_favour: bool) -> Course:
    """A member's vote on one of several equals who have not all a place on the list that stands."""
    course, today = course_of(ledger.book, code), ledger.book.today()
    course.teacher_of(number)
    said = ReviewTieVoted(course.code, course.revision, number, TeacherId(member), in_favour, today)
    return write_acts(ledger, who, course.code, [said])


def _part(course: Course, part: str) -> str:
    return next((one.name for one in course.announced.judged if squeeze(one.name) == squeeze(part)), part)


def _number(given: Decimal | str) -> Decimal:
    return given if isinstance(given, Decimal) else decimal(given)
