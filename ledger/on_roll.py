"""调入、离职: on which days a teacher is on the roll, and the refusal of what is said to have happened on others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import get_args, get_type_hints

from ledger.parties import teacher_fields
from ledger.records.employment import TeacherArrived, TeacherLeft
from ledger.records.record import Month, Record, TeacherId, family
from ledger.refusals import Refused

_ALSO_AFTERWARDS = frozenset(
    [
        "account",
        "activity",
        "authority",
        "award",
        "conduct",
        "contradiction",
        "degree",
        "designation",
        "ethics",
        "honour",
        "list",
        "loan",
        "merit",
        "person",
        "post",
        "research",
        "responsibility",
        "result",
        "school",
        "service",
        "teacher",
        "title",
        "veto",
    ]
)
"""Families of records that may be of somebody who is not on the roll that day: the register's own, what was granted
for earlier work or done elsewhere, and what came to light later."""


class Roll:
    """Who came and left, and when."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._moves: defaultdict[TeacherId, dict[tuple[date, bool], None]] = defaultdict(dict)
        for record in records:
            self.apply(record)

    def __bool__(self) -> bool:
        """Whether anybody came or left at all."""
        return bool(self._moves)

    def apply(self, record: Record) -> None:
        """Take in a record that was written; records of other kinds change nothing."""
        if isinstance(record, TeacherArrived | TeacherLeft):
            self._moves[record.teacher][record.on, isinstance(record, TeacherArrived)] = None

    def absence(self, teacher: TeacherId, day: date) -> str:
        """Why a teacher is not on the roll on a day, in words; empty where the teacher is.

        On the day of leaving no longer, on the day of arriving already.
        """
        moves = sorted(self._moves.get(teacher, ()))
        if not moves:
            return ""
        before = [move for move in moves if move[0] <= day]
        if before:
            on, arrived = before[-1]
            return "" if arrived else f"已于 {on} 离职"
        on, arrived = moves[0]
        return f"{on} 才调入" if arrived else ""


def check_on_roll(record: Record, roll: Roll) -> None:
    """Refuse `not-on-roll` where a teacher in the record was not on the roll on its day.

    Of a month one day of the roll is enough. Records without a day, and those that may come afterwards, pass.
    """
    if not roll or not record.happened_on or family(record.kind) in _ALSO_AFTERWARDS:
        return
    days = _days(record)
    for name in teacher_fields(record.__class__):
        said = getattr(record, name)
        for teacher in said if isinstance(said, tuple) else (said,):
            absences = [roll.absence(teacher, day) for day in days]
            if all(absences):
                raise Refused(
                    "not-on-roll",
                    f"教师 {teacher} {absences[0]},{days[0]} 不在册;请核对教师和日期。",
                    fields=[name, record.happened_on],
                )


def _days(record: Record) -> Sequence[date]:
    """The record's day; of a month the first and the last."""
    day: date = getattr(record, record.happened_on)
    hint = get_type_hints(record.__class__)[record.happened_on] if day.day == 1 else date
    if Month not in (hint, *get_args(hint)):
        return (day,)
    return day, (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)
