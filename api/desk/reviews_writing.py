"""Acts of a round of review written for an office: each checked as any record is, those of one deed all or none."""

from collections.abc import Callable, Sequence

from api.desk.known import Known
from ledger.bounds import check_bounds
from ledger.checks import check_record
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.known import check_known
from ledger.on_roll import check_on_roll
from ledger.records.record import Record
from ledger.refusals import Refused
from ledger.scope import check_scope
from ledger.submission import Submission
from projections.reviews.course import Course, course_of

_TRIES = 3


def write_acts(
    ledger: Ledger, who: HandIn, code: str, records: Sequence[Record], *, unless: int | None = None
) -> Course:
    """Write acts of a round; how it stands then.

    `unless`: a position; Refused `book-moved` where anything was written after it, so that what was derived there
    no longer holds.
    """
    check_acts(ledger, who, records)
    with ledger.book.writing(who) as pen:
        if unless is not None and pen.position != unless:
            raise Refused("book-moved", "刚才有别的记录登记进来,名单要按现在的账本重新推算;请再试一次。")
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome
    return course_of(ledger.book, code)


def as_the_book_stands(write: Callable[[], Course]) -> Course:
    """Derive and write, begun anew where somebody else wrote in between."""
    for _ in range(_TRIES - 1):
        try:
            return write()
        except Refused as refused:
            if refused.code != "book-moved":
                raise
    return write()


def check_acts(ledger: Ledger, who: HandIn, records: Sequence[Record]) -> None:
    """Refuse what any record is refused for; whose it is only where it counts for somebody.

    Which office may do which act of a round is the book's own rule.
    """
    known, today = Known(ledger), ledger.book.today()
    for record in records:
        check_bounds(record)
        check_known(record, known.register)
        check_record(record, known.register, today)
        if record.whose and known.schools_at_first and who.authority != COUNTY:
            check_scope(record, who.authority, known.register, known.stands)
        if record.whose == "teacher":
            check_on_roll(record, known.roll)
