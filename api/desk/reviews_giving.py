"""What a decided round gives, recorded: titles held, honours granted, recommendations made."""

from datetime import date

from api.desk.reviews_writing import write_acts
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.honour import HonourGranted, HonourRecommended
from ledger.records.qualification import TitleHeld
from ledger.records.record import Record, TeacherId
from ledger.refusals import Refused
from ledger.vocabulary import Gives
from projections.reviews.course import Course, RoundState, course_of


def give(ledger: Ledger, who: HandIn, code: str, *, document: str = "") -> Course:
    """Record what the decision gives to everybody on its list; what is recorded already is not written again.

    `document`: number of the paper by which it is given. Raises Refused `not-decided`.
    """
    course = course_of(ledger.book, code)
    is_decided = course.decided and course.decided[-1].revision == course.revision
    if not is_decided or course.listed is None or course.state is RoundState.REOPENED:
        raise Refused("not-decided", f"评审 {course.code} 还没有决定,不能颁发;请先用 shilu review decide 作出决定。")
    given = [_given_to(course, one, document) for one in course.listed.listed]
    # Who was given it by a decision before an appeal, by another paper, keeps that.
    earlier = {one.natural_key() for one in given if getattr(one, one.happened_on) < course.decided[-1].on}
    if earlier:
        earlier &= {one.natural_key() for one in ledger.book.kept(type(given[0])).records}
    return write_acts(ledger, who, course.code, [one for one in given if one.natural_key() not in earlier])


def _decided_on(course: Course, teacher: TeacherId) -> date:
    """The day of the decision since which the teacher was on every list that was decided on."""
    lists = {one.revision: one.listed for one in course.lists}
    since = course.decided[-1].on
    for decision in reversed(course.decided):
        if teacher not in lists[decision.revision]:
            break
        since = decision.on
    return since


def _given_to(course: Course, teacher: TeacherId, document: str) -> Record:
    """What a teacher on the list is given, on the day of the decision."""
    announced, on = course.announced, _decided_on(course, teacher)
    if announced.gives is Gives.TITLE:
        return TitleHeld(teacher, announced.named, on, document=document)
    if announced.gives is Gives.HONOUR:
        return HonourGranted(teacher, announced.named, announced.level, on, announced.unit, document=document)
    return HonourRecommended(teacher, announced.named, announced.level, on, announced.unit)
