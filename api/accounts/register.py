"""Accounts and roles in force, folded from the book: who may come in, and as what."""

from datetime import date
from threading import Lock
from typing import NamedTuple

from api.accounts.visitor import Held
from api.accounts.written_since import written_since
from ledger.book import Book
from ledger.records.account import AccountClosed, AccountOpened, RoleGiven, RoleTaken
from ledger.records.record import TeacherId

_KINDS = [record.kind for record in (AccountOpened, AccountClosed, RoleGiven, RoleTaken)]


class OpenAccount(NamedTuple):
    """An account that is open: whose (empty: no teacher's), what it holds in the order given, since when."""

    account: str
    teacher: TeacherId
    held: tuple[Held, ...]
    since: date
    turn: int = 1


class AccountsInForce:
    """The accounts of a book as they are now, for any thread; what was read is kept, and gone on from."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._reading = Lock()
        self._position = 0
        self._open: dict[str, OpenAccount] = {}
        self._turns: dict[str, int] = {}
        self._given: dict[tuple[str, Held], int] = {}

    @property
    def exist(self) -> bool:
        """Whether an account was ever opened: from then on nobody comes in without one."""
        if self._turns:  # asked for every request, and never untrue again
            return True
        with self._reading:
            self._follow()
            return bool(self._turns)

    @property
    def position(self) -> int:
        """The book's last position as whoever came last was looked up: no question of theirs need ask for it again."""
        return self._position

    def of(self, account: str) -> OpenAccount | None:
        """An account; None where it was never opened, or is closed."""
        with self._reading:
            self._follow()
            return self._open.get(account)

    def all(self) -> list[OpenAccount]:
        """Every open account, by its word."""
        with self._reading:
            self._follow()
            return [opened for _, opened in sorted(self._open.items())]

    def turns(self, account: str) -> int:
        """How many times an account was opened."""
        with self._reading:
            self._follow()
            return self._turns.get(account, 0)

    def times_given(self, account: str, held: Held) -> int:
        """How many times a role was given to an account."""
        with self._reading:
            self._follow()
            return self._given.get((account, held), 0)

    def _follow(self) -> None:
        position = self._book.position
        if position > self._position:
            for _, event in written_since(self._book, _KINDS, self._position, position):
                self._take(event.data)
            self._position = position

    def _take(self, said: object) -> None:
        match said:
            case AccountOpened():
                self._turns[said.account] = said.turn
                self._open[said.account] = OpenAccount(said.account, said.teacher, (), said.on, said.turn)
            case AccountClosed():
                self._open.pop(said.account, None)
            case RoleGiven() | RoleTaken():
                held = Held(said.role, said.scope, said.subject)
                opened = self._open.get(said.account)
                others = tuple(one for one in opened.held if one != held) if opened else ()
                if isinstance(said, RoleGiven):
                    self._given[said.account, held] = said.turn
                    others = (*others, held)
                if opened:
                    self._open[said.account] = opened._replace(held=others)


def held_of(record: RoleGiven | RoleTaken) -> Held:
    """The role that a record gives or takes, with its scope."""
    return Held(record.role, record.scope, record.subject)
