"""The sheets that a workbook can have: the sixteen of the term workbook, and one for every other kind of record."""

from datetime import date
from functools import cache
from typing import cast

from api.workbook import cells
from api.workbook.columns import can_be_read, field_types
from api.workbook.sheet import Beside, Extras, Sheet
from ledger.records import KINDS
from ledger.records.award import AwardWon
from ledger.records.conduct import ConductSanctioned
from ledger.records.home_visits import HomesVisited
from ledger.records.leave import LeaveTaken
from ledger.records.lesson import LessonObserved
from ledger.records.mentorship import MentorshipFormed
from ledger.records.official import OFFICIAL
from ledger.records.preparation import PreparationHeld
from ledger.records.reading import BookRead, EssayWritten
from ledger.records.record import HappenedMonth, Month, Record, TermId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.records.routine import RoutineChecked
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.records.training import TrainingAttended, TrainingFollowedUp
from ledger.vault import Particulars
from ledger.vocabulary import ThreeOnesPart


def _three_ones(record: Record, extras: Extras) -> list[Record]:
    assert isinstance(record, TrainingAttended)
    done = [(part, extras[part]) for part in ThreeOnesPart]
    return [TrainingFollowedUp(record.code, part, on) for part, on in done if on is not None]


def _months(record: Record, extras: Extras) -> list[Record]:
    assert isinstance(record, RotationStarted)
    months = cast("tuple[Month, ...]", extras["months"] or ())
    return [RotationMonthConfirmed(record.teacher, record.start, month) for month in sorted(months)]


def particulars(extras: Extras) -> Particulars:
    """What a row of the sheet 教师 gives into the vault."""
    return Particulars(extras["name"], extras["id_number"] or "", extras["telephone"] or "")


def _part_column(part: ThreeOnesPart) -> Beside:
    return Beside(part.value, date, lambda codes: cells.day, may_be_empty=True, happened=True)


_NAME = Beside("name", str, lambda codes: cells.text)
_ID_NUMBER = Beside("id_number", str, lambda codes: cells.identity_number, may_be_empty=True)
_TELEPHONE = Beside("telephone", str, lambda codes: cells.telephone, may_be_empty=True, unasked=True)
_MONTHS = Beside(
    "months", tuple[HappenedMonth, ...], lambda codes: cells.list_of(cells.month), may_be_empty=True, happened=True
)

SHEETS = [
    Sheet(TermAnnounced),
    Sheet(DayDeclared),
    Sheet(SchoolRegistered, of_term="in_effect", unsaid=("in_effect",)),
    Sheet(
        TeacherRegistered,
        beside={"姓名": _NAME, "身份证号": _ID_NUMBER, "联系电话": _TELEPHONE},
        of_term="in_effect",
        unsaid=("in_effect", "identity"),
    ),
    Sheet(LessonObserved, later=("topic", "lessons")),
    Sheet(PreparationHeld, may_be_empty=("group",)),
    Sheet(TrainingAttended, beside={part.value: _part_column(part) for part in ThreeOnesPart}, parts=_three_ones),
    Sheet(BookRead, of_term="term", unsaid=("term",)),
    Sheet(EssayWritten, of_term="term", unsaid=("term",)),
    Sheet(RoutineChecked),
    Sheet(MentorshipFormed),
    Sheet(RotationStarted, beside={"到岗月份": _MONTHS}, parts=_months),
    Sheet(AwardWon, later=("contest", "document", "issuer")),
    Sheet(ConductSanctioned),
    Sheet(LeaveTaken, later=("days", "document")),
    Sheet(HomesVisited, of_term="term", unsaid=("term",)),
]
"""The term workbook of the first form, in the order in which it is read: later sheets refer to earlier ones."""


HELD_WITHIN: dict[type[Record], type[Record]] = {
    TrainingFollowedUp: TrainingAttended,
    RotationMonthConfirmed: RotationStarted,
}
"""Kinds that stand beside others in the rows of those; their own sheets are for whoever brings them alone."""


@cache
def further_sheets() -> list[Sheet]:
    """A sheet for every other kind whose fields each fit a cell, in the order of kinds."""
    known = {sheet.record for sheet in SHEETS}
    others = dict.fromkeys(record for record in KINDS.values() if record not in known and record not in OFFICIAL)
    return [_sheet_of(record) for record in others if _fits(record)]


@cache
def all_sheets() -> dict[str, Sheet]:
    """Every sheet by name, in the order in which they are read."""
    return {sheet.name: sheet for sheet in (*SHEETS, *further_sheets())}


def _fits(record: type[Record]) -> bool:
    return bool(record.called) and all(map(can_be_read, field_types(record).values()))


def _sheet_of(record: type[Record]) -> Sheet:
    """The sheet of a kind by itself; a term that it does not say is the workbook's."""
    types = field_types(record)
    term = next((name for name, found in types.items() if found.plain is TermId and not found.is_list), "")
    return Sheet(record, of_term=term, may_be_empty=(term,) if term else ())
