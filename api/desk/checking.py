"""What every record must pass, handed in or put in place of another: days and codes, whose it is, and when."""

from collections.abc import Iterable
from datetime import date

from api.desk.known import Known
from ledger.bounds import check_bounds
from ledger.checks import check_record
from ledger.event import Authority
from ledger.home import Ledger
from ledger.known import check_known
from ledger.on_roll import check_on_roll
from ledger.records.record import Record
from ledger.records.registered import TeacherRegistered
from ledger.register import Register
from ledger.scope import check_scope


def check_written(record: Record, register: Register) -> None:
    """Refuse days and numbers that nobody means, and codes that are not on the register.

    For doors that take fields as they are written; a workbook's cells are read with these checks.
    """
    check_bounds(record)
    check_known(record, register)


def check_brought(known: Known, main: Record, records: Iterable[Record], authority: Authority, today: date) -> None:
    """Refuse what some records may not say, and what may not be brought of whom their main record is about."""
    for record in records:
        check_record(record, known.register, today)
    if known.schools_at_first:
        check_scope(main, authority, known.register, known.stands)
    check_on_roll(main, known.roll)


def check_replacing(ledger: Ledger, main: Record, record: Record, authority: Authority) -> None:
    """Refuse a record in place of another where it would be refused as a new one.

    `main`: the main record of the entry that `record` is a part of, else `record` itself.
    """
    known = Known(ledger)
    check_written(record, known.register)
    check_brought(known, main, [record], authority, ledger.book.today())
    if isinstance(record, TeacherRegistered):
        person = ledger.vault.particulars({record.teacher: record.identity}).get(record.teacher)
        if person is not None:
            known.look_up(again=False)
            known.check_id_number(record.teacher, person)
