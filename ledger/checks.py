"""What a record may not say by itself: people paired with themselves, days out of order, days not yet come."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args, get_type_hints

from ledger.records import KINDS
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipFormed
from ledger.records.record import HAPPENED, Record
from ledger.records.rotation import RotationStarted
from ledger.records.school_year import TermAnnounced
from ledger.records.training import TrainingAttended
from ledger.refusals import Refused
from ledger.register import Register


def happened_fields(record: type[Record]) -> list[str]:
    """The fields that hold the day or month of something that happened."""
    hints = get_type_hints(record, include_extras=True)
    return [name for name, hint in hints.items() if HAPPENED in get_args(hint)]


HAPPENED_FIELDS = {record: happened_fields(record) for record in KINDS.values()}


def check_record(record: Record, register: Register, today: date) -> None:
    """Refuse what no record of its kind may say, whatever else the book holds."""
    for name in HAPPENED_FIELDS[record.__class__]:
        if getattr(record, name) > today:
            raise future_date(getattr(record, name), today, name)
    check = _CHECKS.get(record.__class__)
    if check:
        check(record, register)


def _check_lesson(record: LessonObserved, register: Register) -> None:
    if record.observer == record.teacher:
        raise Refused("observes-self", f"听课人和授课人都是 {record.observer};请填写另一位教师。", fields=["teacher"])
    if register.term_on(record.on) is None:
        raise Refused("outside-term", f"{record.on} 不在已登记的任何学期内;请核对日期或先登记学期。", fields=["on"])


def _check_mentorship(record: MentorshipFormed, register: Register) -> None:
    if record.mentor == record.mentee:
        raise Refused("mentors-self", f"师傅和徒弟都是 {record.mentor};请填写另一位教师。", fields=["mentee"])
    _check_span(record.start, record.end, "end")


def _check_own_span(record: TermAnnounced | TrainingAttended | LeaveTaken, register: Register) -> None:
    _check_span(record.start, record.end, "end")


def _check_rotation(record: RotationStarted, register: Register) -> None:
    _check_span(record.start, record.planned_end, "planned_end")


def _check_span(start: date, end: date, field: str) -> None:
    if end < start:
        raise Refused("ends-before-start", f"结束日期 {end} 早于开始日期 {start};请核对。", fields=[field])


_CHECKS: dict[type[Record], Callable[[Any, Register], None]] = {
    LessonObserved: _check_lesson,
    MentorshipFormed: _check_mentorship,
    RotationStarted: _check_rotation,
    TermAnnounced: _check_own_span,
    TrainingAttended: _check_own_span,
    LeaveTaken: _check_own_span,
}


def future_date(day: date, today: date, field: str) -> Refused:
    """The refusal of something said to have happened on a day that has not come."""
    return Refused("future-date", f"{day} 在今天({today})之后,还没有发生;请核对日期。", fields=[field])
