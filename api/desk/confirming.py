"""The months of all who serve at a school confirmed at once, "all present but …", for a command or a visitor."""

from collections.abc import Collection, Sequence

from ledger.checks import future_date
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.nearest import did_you_mean
from ledger.processes.rotation_months import Absence, Attendance, attendances, what_stands
from ledger.records.record import Month, SchoolId
from ledger.refusals import Refused
from ledger.scope import school_of
from ledger.submission import Submission


def confirm_months(
    ledger: Ledger, who: HandIn, host: SchoolId, months: Sequence[Month], absences: Collection[Absence]
) -> list[Attendance]:
    """Confirm them in one transaction; where one is refused, none is written. Those of whom there was something to do.

    Raises Refused `unknown-school`, `not-the-host`, `future-date`, `not-at-host`, `already-confirmed` and what a
    month is refused for.
    """
    register = ledger.register()
    if host not in register.schools:
        near = did_you_mean(host, register.schools)
        raise Refused("unknown-school", f"学校代码“{host}”没有登记;{near}。请核对代码或先登记学校。", fields=["host"])
    _check_host(host, who.authority)
    if max(months) > ledger.book.today():
        raise future_date(max(months), ledger.book.today(), "month")
    found = attendances(host, months, absences, what_stands(ledger.book.stored))
    confirmed = [one for one in found if one.confirmed]
    with ledger.book.writing(who) as pen:
        for outcome in pen.write([Submission(one.entry) for one in confirmed]):
            if isinstance(outcome, Refused):
                raise outcome
    return confirmed


def _check_host(host: SchoolId, authority: Authority) -> None:
    bringing = school_of(authority)
    if bringing is not None and bringing != host:
        raise Refused("not-the-host", f"{bringing} 不是受援学校 {host};到岗月份由受援学校确认,或由县局代为登记。")
