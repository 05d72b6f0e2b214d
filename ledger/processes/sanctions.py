"""处分、一票否决: what is in force against a teacher on a day."""

from calendar import monthrange
from datetime import date

from ledger.in_force import InForce
from ledger.processes.in_the_way import entries_named
from ledger.records.conduct import ConductLifted, ConductSanctioned, VetoImposed
from ledger.records.record import Record, TeacherId
from ledger.refusals import Refused
from ledger.vocabulary import VetoEffect

_MONTHS_OF_A_YEAR = 12


def sanctions_on(teacher: TeacherId, day: date, in_force: InForce) -> list[ConductSanctioned]:
    """The sanctions that had not run out on a day, nor been lifted."""
    lifted = {one.natural_key() for one in in_force.by(ConductLifted, "teacher")(teacher) if one.lifted_on <= day}
    given = in_force.by(ConductSanctioned, "teacher")(teacher)
    return [one for one in given if one.on <= day < ends_on(one) and one.natural_key() not in lifted]


def ends_on(sanction: ConductSanctioned) -> date:
    """The first day on which a sanction is no longer in force."""
    return months_after(sanction.on, sanction.months)


def vetoes_on(teacher: TeacherId, day: date, in_force: InForce) -> list[VetoImposed]:
    """The faults that shut a teacher out of everything on a day."""
    return [
        one
        for one in in_force.by(VetoImposed, "teacher")(teacher)
        if one.effect is VetoEffect.VETO and one.on <= day and (one.until is None or day <= one.until)
    ]


def check_nothing_against(said: Record, teacher: TeacherId, day: date, in_force: InForce) -> None:
    """Refuse `veto-in-force` where a sanction or a veto stands against a teacher who is put forward on a day."""
    against: list[Record] = [*sanctions_on(teacher, day, in_force), *vetoes_on(teacher, day, in_force)]
    if against:
        raise Refused(
            "veto-in-force",
            f"教师 {teacher} 在 {day} 有处分或一票否决没有期满,不能登记{said.called};请再拟一版名单,由后面的人递补。",
            see=entries_named(against),
            fields=["listed"],
        )


def months_after(day: date, months: int) -> date:
    """The same day so many months later; of a month too short its last."""
    year, month = divmod(day.year * _MONTHS_OF_A_YEAR + day.month - 1 + months, _MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """The same day so many years later."""
    return months_after(day, years * _MONTHS_OF_A_YEAR)
