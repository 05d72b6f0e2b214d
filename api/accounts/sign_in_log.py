"""What is done with accounts, written into the sealed access log; never so much that a flood of failures fills it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

from api.accounts.seconds import Clock
from api.accounts.tries import Tries
from ledger.access_log import Access, AccessLog, What
from ledger.home import SEAL, Home
from ledger.seal import Seal
from ledger.store.vault_tables import vault_tables

MOST_FAILURES_A_DAY = 500
"""Rows about failures; after the last of them nothing is said until tomorrow, but what succeeds is."""

ACCOUNTS = "accounts"
"""The authority of these rows: no office acts when somebody signs in."""


class SignInLog:
    """The access log, for what is done with accounts; a connection of its own, since those of the vault are busy."""

    def __init__(self, home: Home, tries: Tries, clock: Clock) -> None:
        self._place: Path | str = home.vault_place
        self._tries, self._clock = tries, clock
        self._tables = vault_tables(self._place, may_make=False)
        self._log = AccessLog(self._tables)

    def write(self, what: What, actor: str, why: str = "", account: str = "") -> None:
        """Write a row durably. Raises Refused `not-recorded`, and what goes wrong with the store."""
        self._log.add(Access(self._clock(), actor, ACCOUNTS, what, why=why, account=account))

    def write_failure(self, what: What, actor: str, why: str) -> None:
        """Write a row about what failed, unless there were too many today."""
        if not self._tries.is_within("failures told", MOST_FAILURES_A_DAY):
            return
        self.write(what, actor, why)

    def close(self) -> None:
        """Close the connection."""
        self._tables.close()

    @contextmanager
    def sealed_beside(self, home: Home, today: Callable[[], date]) -> Iterator[None]:
        """Seal what is written meanwhile within a second; not where the log's seal was taken away."""
        seal = Seal(home.folder / SEAL / "access", self._log, home.keys, today, "/access")
        with seal.beside() if seal.checkpoint is not None else nullcontext():
            yield
