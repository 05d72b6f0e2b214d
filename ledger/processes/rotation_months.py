"""到岗月份: the host confirms whole months for all who serve there, "all present but …"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ledger.in_force import InForce
from ledger.processes.rotation import course_of
from ledger.processes.rotation_course import last_of
from ledger.records.record import Month, Record, SchoolId, TeacherId, entry_of
from ledger.records.rotation import RotationMonthConfirmed, RotationStarted
from ledger.refusals import Refused
from ledger.store.rows import Rows

Absence = tuple[TeacherId, Month | None]
"""Who was not there, and in which of the months; None for all of them."""


@dataclass(frozen=True)
class Attendance:
    """What the host says of one rotation: the months it confirms now, beside those confirmed before."""

    started: RotationStarted
    before: tuple[RotationMonthConfirmed, ...]
    confirmed: tuple[RotationMonthConfirmed, ...]

    @property
    def entry(self) -> list[Record]:
        """The whole entry, as a row of a workbook says it."""
        return [self.started, *self.before, *self.confirmed]


def what_stands(stored: Rows) -> InForce:
    """What stands in a book, for somebody who asks before writing; under the lock the rules look again."""
    standing = InForce()
    standing.follow(lambda kinds, after: [row for row in stored.rows(None, kinds) if row[0] > after], 0)
    return standing


def attendances(
    host: SchoolId, months: Sequence[Month], absences: Collection[Absence], in_force: InForce
) -> list[Attendance]:
    """For each rotation to the host the months to confirm: those it goes on in, confirmed by nobody yet, none excepted.

    Left out are months before the start, after the planned end or the end put to it, and those wholly interrupted.
    Raises Refused `not-at-host` for an absence of somebody who does not serve there in any of the months, and
    `already-confirmed` for one in a month that was confirmed.
    """
    found = []
    serving: set[TeacherId] = set()
    for started in in_force.by(RotationStarted, "host")(host):
        course = course_of(in_force, started.teacher, started.start)
        in_months = [
            month
            for month in sorted(set(months))
            if last_of(month) >= started.start and month <= course.last_day and not course.away_all(month)
        ]
        if in_months:
            serving.add(started.teacher)
        said = {one.month for one in course.months}
        excepted = {month for month in in_months if {(started.teacher, month), (started.teacher, None)} & set(absences)}
        if excepted & said:
            raise Refused(
                "already-confirmed",
                f"教师 {started.teacher} {min(excepted & said):%Y-%m} 已确认过到岗,不能再写成没有到岗;"
                f"如先前有误,请作废那个月的到岗记录。",
                see=[entry_of(started).hex()],
                fields=["month"],
            )
        confirmed = tuple(
            RotationMonthConfirmed(started.teacher, started.start, month)
            for month in in_months
            if month not in said and month not in excepted
        )
        if in_months:
            found.append(Attendance(started, tuple(course.months), confirmed))
    for teacher, _ in absences:
        if teacher not in serving:
            raise Refused(
                "not-at-host",
                f"教师 {teacher} 这几个月不在 {host} 支教;请核对编号、学校和月份。",
                fields=["teacher"],
            )
    return sorted(found, key=lambda one: (one.started.teacher, one.started.start))
