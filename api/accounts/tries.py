"""Tries to sign in: after some that failed, an account or a machine has to wait, each time longer.

A try counts as failed from its beginning, so that a hundred at once are not a hundred free guesses. Accounts that do
not exist are counted as those that do, under a keyed digest: what people type there is sometimes their password.
"""

from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from api.accounts.credential_tables import TRY, CredentialTables
from api.accounts.seconds import Clock, seconds
from ledger.refusals import Refused

_DAY = 24 * 3600


class Patience(NamedTuple):
    """How many may fail before there is a wait; how long the first and the longest are, and what is forgotten when."""

    free: int
    first_wait: int
    longest_wait: int
    forgotten_after: int

    def wait(self, failures: int) -> int:
        """Seconds to wait after so many: twice as long each time."""
        over = failures - self.free
        return 0 if over < 0 else int(min(self.first_wait * 2 ** min(over, 20), self.longest_wait))


OF_ACCOUNT = Patience(free=5, first_wait=30, longest_wait=900, forgotten_after=_DAY)
OF_MACHINE = Patience(free=30, first_wait=10, longest_wait=900, forgotten_after=3600)
"""A whole school may sit behind one address."""


class Counted(NamedTuple):
    """A try that may go on: how many failed in a row with it, and the wait that it begins if it fails too."""

    account_failures: int
    account_wait: int
    machine_failures: int
    machine_wait: int


class Tries:
    """The tries of late."""

    def __init__(self, tables: CredentialTables, clock: Clock) -> None:
        self._tables, self._clock = tables, clock

    def begin(self, account: str, machine: str) -> Counted:
        """Count a try as failed before it is made. Raises Refused `wait-before-trying`, and counts nothing then."""
        time = seconds(self._clock)
        with self._tables.changing() as tables:
            _one_at_a_time(tables, account, machine)
            _check_wait(tables, (account, machine), time)
            mine = _count(tables, account, OF_ACCOUNT, time)
            its = _count(tables, machine, OF_MACHINE, time)
            tables.execute(delete(TRY).where(TRY.c.last < time - _DAY))
        return Counted(mine, OF_ACCOUNT.wait(mine), its, OF_MACHINE.wait(its))

    def check(self, account: str, machine: str) -> None:
        """Whether there is no wait now. Raises Refused `wait-before-trying`."""
        with self._tables.reading() as tables:
            _check_wait(tables, (account, machine), seconds(self._clock))

    def succeeded(self, account: str, machine: str) -> None:
        """The try did not fail after all."""
        with self._tables.changing() as tables:
            tables.execute(delete(TRY).where(TRY.c.of == account))
            one_less = {"failures": TRY.c.failures - 1, "wait_until": 0}
            tables.execute(update(TRY).where(TRY.c.of == machine, TRY.c.failures > 0).values(one_less))

    def forget(self, account: str) -> None:
        """An administrator gave a new password: the account need not wait any longer."""
        with self._tables.changing() as tables:
            tables.execute(delete(TRY).where(TRY.c.of == account))

    def is_within(self, what: str, most: int) -> bool:
        """Whether something has happened no more than so often today, this time counted."""
        with self._tables.changing() as tables:
            _one_at_a_time(tables, what)
            time = seconds(self._clock)
            return _count(tables, what, Patience(most, 0, 0, _DAY), time, anew_from=time - time % _DAY) <= most


def _one_at_a_time(tables: Connection, *of: str) -> None:
    """Two tries of the same account wait for each other; SQLite has one writer anyhow."""
    if tables.dialect.name == "postgresql":
        for one in sorted(of):
            tables.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (f"shilu try {one}",))


def _check_wait(tables: Connection, of: tuple[str, ...], time: int) -> None:
    until = max((row[0] for row in tables.execute(select(TRY.c.wait_until).where(TRY.c.of.in_(of)))), default=0)
    if until > time:
        left = until - time
        said = f"{-(-left // 60)} 分钟" if left > 60 else f"{left} 秒"
        raise Refused("wait-before-trying", f"没有登录成功的次数太多;请过 {said}再试,忘了密码请找管理员。")


def _count(tables: Connection, of: str, patience: Patience, time: int, anew_from: int | None = None) -> int:
    row = tables.execute(select(TRY.c.failures, TRY.c.last).where(TRY.c.of == of)).first()
    since = time - patience.forgotten_after if anew_from is None else anew_from
    failures = row[0] + 1 if row and row[1] >= since else 1
    wait = patience.wait(failures)
    values = {"failures": failures, "last": time, "wait_until": time + wait if wait else 0}
    if row:
        tables.execute(update(TRY).where(TRY.c.of == of).values(values))
    else:
        tables.execute(insert(TRY), {"of": of, **values})
    return failures
