"""Accounts opened and closed, roles given and taken: each an event of the book, by an administrator.

Nobody gives a role to themselves. What is so already is a duplicate: nothing is written.
"""

from collections.abc import Iterable, Sequence

from api.accounts.register import AccountsInForce, OpenAccount
from api.accounts.visitor import Held, Role
from api.desk.checking import check_brought, check_written
from api.desk.known import Known
from api.desk.showing import check_names_nobody
from ledger.event import COUNTY
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.processes.account import no_account
from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.record import Record, TeacherId
from ledger.refusals import Refused
from ledger.submission import Submission


def open_account(ledger: Ledger, who: HandIn, account: str, teacher: str = "") -> bool:
    """Open an account, for a teacher where one is named; whether anything was written.

    Raises Refused `bad-account`, `account-open` (open already, for somebody else), `unknown-teacher`.
    """
    accounts = AccountsInForce(ledger.book)
    standing = accounts.of(account)
    if standing and standing.teacher == teacher:
        return False
    said = AccountOpened(account, ledger.book.today(), TeacherId(teacher), accounts.turns(account) + 1)
    _write(ledger, who, [said])
    return True


def open_for_teachers(ledger: Ledger, who: HandIn, teachers: Iterable[TeacherId]) -> list[TeacherId]:
    """Open an account, with the role of a teacher, for each who has none, under the teacher's code; for whom.

    All or none. A teacher who has an account under another word, or whose code is another's word, is left out.
    """
    accounts, today = AccountsInForce(ledger.book), ledger.book.today()
    taken = {one.teacher for one in accounts.all()} | {TeacherId(one.account) for one in accounts.all()}
    new = [code for code in dict.fromkeys(teachers) if code not in taken]
    held = Held(Role.TEACHER)
    opened = [AccountOpened(code, today, code, accounts.turns(code) + 1) for code in new]
    given = [RoleGiven(code, held.role, today, turn=accounts.times_given(code, held) + 1) for code in new]
    _write(ledger, who, [*opened, *given])
    return new


def close_account(ledger: Ledger, who: HandIn, account: str, reason: str = "") -> list[Held]:
    """Close an account, its roles taken back with it; the roles. Raises Refused `no-account`, `last-administrator`."""
    opened = _opened(ledger, account)
    accounts = AccountsInForce(ledger.book)
    check_names_nobody(ledger, {"reason": reason})
    today = ledger.book.today()
    taken = [_taken(accounts, ledger, account, held) for held in opened.held]
    _write(ledger, who, [*taken, AccountClosed(account, today, reason, opened.turn)])
    return list(opened.held)


def give(ledger: Ledger, who: HandIn, account: str, held: Held) -> bool:
    """Give a role; whether anything was written. Raises Refused `own-account`, `no-account`, `unknown-scope`."""
    opened = _opened(ledger, account)
    _not_oneself(who, opened)
    if held in opened.held:
        return False
    if held.role is Role.TEACHER and not opened.teacher:
        raise Refused(
            "no-teacher",
            f"账号 {account} 没有写明是哪位教师的,不能有教师角色;请另开一个账号,用 --teacher 写明教师编号。",
            fields=["teacher"],
        )
    turn = AccountsInForce(ledger.book).times_given(account, held) + 1
    said = RoleGiven(account, held.role, ledger.book.today(), held.scope, held.subject, turn)
    _write(ledger, who, [said])
    return True


def take(ledger: Ledger, who: HandIn, account: str, held: Held) -> bool:
    """Take a role back; whether anything was written. Raises Refused `no-account`, `last-administrator`."""
    opened = _opened(ledger, account)
    if held not in opened.held:
        return False
    _write(ledger, who, [_taken(AccountsInForce(ledger.book), ledger, account, held)])
    return True


def _taken(accounts: AccountsInForce, ledger: Ledger, account: str, held: Held) -> RoleTaken:
    turn = accounts.times_given(account, held)
    return RoleTaken(account, held.role, ledger.book.today(), held.scope, held.subject, turn)


def _opened(ledger: Ledger, account: str) -> OpenAccount:
    opened = AccountsInForce(ledger.book).of(account)
    if opened is None:
        raise no_account(account[:40])
    return opened


def _not_oneself(who: HandIn, opened: OpenAccount) -> None:
    if who.actor in (opened.account, opened.teacher):
        raise Refused("own-account", f"{who.actor} 不能给自己授予角色;请由另一位账号管理员办理。", fields=["account"])


def _write(ledger: Ledger, who: HandIn, records: Sequence[Record]) -> None:
    """Write them all or none."""
    known = Known(ledger)
    for record in records:
        check_written(record, known.register)
        check_brought(known, record, [record], who.authority, ledger.book.today())
    assert who.authority == COUNTY
    with ledger.book.writing(who) as pen:
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome
