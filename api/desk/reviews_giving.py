"""What a decided round gives, recorded: titles held, honours granted, recommendations made."""

from api.desk.reviews_writing import write_acts
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record, TeacherId
from ledger.refusals import Refused
from ledger.vocabulary import Gives
from projections.reviews.course import Course, course_of


def give(ledger: Ledger, who: HandIn, code: str, *, document: str = "") -> Course:
    """Record what the decision gives to everybody on its list; what is recorded already is not written again.

    `document`: number of the paper by which it is given. Raises Refused `not-decided`.
    """
    course = course_of(ledger.book, code)
    if not course.decided or course.listed is None or course.decided[-1].revision != course.revision:
        raise Refused("not-decided", f"评审 {course.code} 还没有决定,不能颁发;请先用 shilu review decide 作出决定。")
    return write_acts(ledger, who, course.code, [given_to(course, one, document) for one in course.listed.listed])


def given_to(course: Course, teacher: TeacherId, document: str) -> Record:
    """What a teacher on the list is given, on the day of the decision."""
    announced, on = course.announced, course.decided[-1].on
    if announced.gives is Gives.TITLE:
        return TitleHeld(teacher, announced.named, on, document=document)
    if announced.gives is Gives.HONOUR:
        return HonourGranted(teacher, announced.named, announced.level, on, announced.unit, document=document)
    return HonourRecommended(teacher, announced.named, announced.level, on, announced.unit)
