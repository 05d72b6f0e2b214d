"""What a record may not say by itself: people paired with themselves, days out of order, days not yet come."""

from datetime import date
from typing import get_args, get_type_hints

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
    for name in HAPPENED_FIELDS[type(record)]:
        if getattr(record, name) > today:
            raise future_date(getattr(record, name), today, name)
    if isinstance(record, LessonObserved):
        if record.observer == record.teacher:
            raise Refused(
                "observes-self",
                f"听课人和授课人都是 {record.observer};请填写另一位教师。",
                fields=["teacher"],
            )
        if register.term_on(record.on) is None:
            raise Refused("outside-term", f"{record.on} 不在已登记的任何学期内;请核对日期或先登记学期。", fields=["on"])
    elif isinstance(record, MentorshipFormed) and record.mentor == record.mentee:
        raise Refused("mentors-self", f"师傅和徒弟都是 {record.mentor};请填写另一位教师。", fields=["mentee"])
    span = _span(record)
    if span and span[1] < span[0]:
        raise Refused(
            "ends-before-start",
            f"结束日期 {span[1]} 早于开始日期 {span[0]};请核对。",
            fields=["planned_end" if isinstance(record, RotationStarted) else "end"],
        )


def future_date(day: date, today: date, field: str) -> Refused:
    """The refusal of something said to have happened on a day that has not come."""
    return Refused("future-date", f"{day} 在今天({today})之后,还没有发生;请核对日期。", fields=[field])


def _span(record: Record) -> tuple[date, date] | None:
    if isinstance(record, RotationStarted):
        return record.start, record.planned_end
    if isinstance(record, TermAnnounced | TrainingAttended | MentorshipFormed | LeaveTaken):
        return record.start, record.end
    return None
