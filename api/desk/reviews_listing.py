"""The list of a round drawn up, put on notice, objected to and drawn up again; decided, appealed against, closed."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from api.desk.reviews_announcing import end_of_keeping
from api.desk.reviews_writing import as_the_book_stands, write_acts
from ledger.acts.finding import find
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.records.record import TeacherId
from ledger.records.review_listing import (
    ReviewAppealDecided,
    ReviewAppealed,
    ReviewClosed,
    ReviewDecided,
    ReviewListed,
    ReviewNoticed,
    ReviewObjected,
    ReviewObjectionDecided,
)
from ledger.records.school_year import DayDeclared
from ledger.refusals import Refused
from ledger.working_days import WorkingDays
from projections.reviews.course import Course, course_of
from projections.reviews.listing import result_of
from projections.statements.fingerprint import fingerprint


def list_(ledger: Ledger, who: HandIn, code: str, because: str = "") -> Course:
    """Draw up the list from what the book holds now; from the second on `because` says why it is drawn up again."""

    def draw_up() -> Course:
        course, book = course_of(ledger.book, code), ledger.book
        result = result_of(book, course)
        ledger.statements.keep(result.content)
        rows = fingerprint(book, result.position)
        ledger.statements.keep(rows)
        said = ReviewListed(
            course.code,
            result.revision,
            result.on,
            result.position,
            result.digest,
            result.listed,
            because,
            sha256(rows).hexdigest(),
        )
        # What came in meanwhile may be a sanction: a list holds for the very position that it names.
        return write_acts(ledger, who, course.code, [said], unless=result.position)

    return as_the_book_stands(draw_up)


def notice(ledger: Ledger, who: HandIn, code: str, since: date | None = None, days: int | None = None) -> Course:
    """Put the list that stands on notice from a day on (today), for the working days announced.

    A list drawn up again is on notice for what is left of the days, where the round does not announce them anew; for
    one day at least.
    """
    course, book = course_of(ledger.book, code), ledger.book
    announced, begin = course.announced, since or book.today()
    working = WorkingDays(record for record in book.kept(DayDeclared).records)
    wanted = announced.notice_days if days is None else days
    earlier = [one for one in course.notices if one.revision != course.revision]
    if days is None and earlier and not announced.renotice:
        wanted = max(wanted - working.between(earlier[0].since, _before(begin)), 1)
    until = working.last_of(begin, wanted)
    return write_acts(ledger, who, course.code, [ReviewNoticed(course.code, course.revision, begin, until, wanted)])


def object_(
    ledger: Ledger, who: HandIn, code: str, teacher: str, words: str, about: str = "", on: date | None = None
) -> Course:
    """A teacher objects to the list on notice; `about` the teacher it is about."""
    course = course_of(ledger.book, code)
    day = on or ledger.book.today()
    said = ReviewObjected(course.code, course.revision, TeacherId(teacher), day, words, TeacherId(about))
    return write_acts(ledger, who, course.code, [said])


def decide_objection(
    ledger: Ledger,
    who: HandIn,
    code: str,
    teacher: str,
    *,
    upheld: bool,
    answer: str,
    explanation: str = "",
    corrected: Sequence[str] = (),
    on: date | None = None,
) -> Course:
    """Answer a teacher's open objections; `corrected`: the entries that were put right for it, `explanation` what was
    shown (by default the digest of the list that stood)."""
    course = course_of(ledger.book, code)
    waiting = [one.said for one in course.open_objections() if one.said.teacher == teacher]
    if not waiting:
        raise Refused("not-objected", f"教师 {teacher} 对评审 {course.code} 没有待答复的异议;请核对教师编号。")
    entries = tuple(find(ledger.book.stored, entry).entry.hex() for entry in corrected)
    day = on or ledger.book.today()
    shown = explanation or (course.listed.result if course.listed else "")
    return write_acts(
        ledger,
        who,
        course.code,
        [
            ReviewObjectionDecided(
                course.code, course.revision, one.teacher, one.on, day, upheld, answer, shown, entries
            )
            for one in waiting
        ],
    )


def decide(ledger: Ledger, who: HandIn, code: str) -> Course:
    """Decide on the list that stands. Raises Refused `list-outdated` where it would be another by now.

    So nobody is given anything over whom a veto came into force since the list was drawn up.
    """

    def on_what_stands() -> Course:
        course, book = course_of(ledger.book, code), ledger.book
        result = result_of(book, course)
        if course.listed and result.listed != course.listed.listed:
            gone = [one for one in course.listed.listed if one not in result.listed]
            told = f"{'、'.join(gone)} 现在不能在名单上" if gone else "人选或次序和现在推算的不同"
            raise Refused(
                "list-outdated",
                f"评审 {course.code} 的名单拟定以后情况有变({told}),不能按它作决定;"
                "请先用 shilu review list 重新拟定,写明原因。",
            )
        decided = ReviewDecided(course.code, course.revision, book.today())
        return write_acts(ledger, who, course.code, [decided], unless=result.position)

    return as_the_book_stands(on_what_stands)


def appeal(ledger: Ledger, who: HandIn, code: str, teacher: str, words: str, on: date | None = None) -> Course:
    """A teacher who applied appeals against the decision."""
    course = course_of(ledger.book, code)
    said = ReviewAppealed(course.code, TeacherId(teacher), on or ledger.book.today(), words)
    return write_acts(ledger, who, course.code, [said])


def decide_appeal(
    ledger: Ledger,
    who: HandIn,
    code: str,
    teacher: str,
    *,
    reopens: bool,
    reason: str,
    corrected: Sequence[str] = (),
    on: date | None = None,
) -> Course:
    """Answer a teacher's open appeals; one that reopens the round is followed by another list."""
    course = course_of(ledger.book, code)
    waiting = [one.said for one in course.open_appeals() if one.said.teacher == teacher]
    if not waiting:
        raise Refused("not-appealed", f"教师 {teacher} 对评审 {course.code} 没有待答复的申诉;请核对教师编号。")
    day = on or ledger.book.today()
    entries = tuple(find(ledger.book.stored, entry).entry.hex() for entry in corrected)
    return write_acts(
        ledger,
        who,
        course.code,
        [
            ReviewAppealDecided(course.code, course.revision, one.teacher, one.on, day, reopens, reason, entries)
            for one in waiting
        ],
    )


def close(ledger: Ledger, who: HandIn, code: str, reason: str = "") -> Course:
    """End the round; `reason` where it ends without a decision."""
    course, today = course_of(ledger.book, code), ledger.book.today()
    said = ReviewClosed(course.code, today, end_of_keeping(course.announced, today), reason)
    return write_acts(ledger, who, course.code, [said])


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)
