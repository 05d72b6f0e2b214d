"""The access log: who was shown an ID number or a telephone number, whose and what for; who came in, and how.

It is no part of the book: bookkeeping is no fact of school life. Its rows stand beside the vault's, positions
1, 2, 3 … without a gap, and are sealed as the book's are, by a tree of their own.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import msgspec

from ledger.records.record import TeacherId
from ledger.refusals import Refused
from ledger.seal import hashes_in_order
from ledger.store.rows import Row
from ledger.store.vault_tables import VaultTables

KIND = "access/1"
"""The name that a row is sealed under, as the kind of a row of the book is."""

STREAM = sha256(b"shilu access log").digest()[:16]
"""The stream that all of it is sealed as; a row's version in it is its position."""

LOT = 5_000


class What(StrEnum):
    """What somebody got at, or how somebody came in or failed to."""

    NUMBERS = "numbers"
    """身份证号和电话号码 of one person, shown."""
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    """The first of several in a row; how many there were is told by the next lock-out or sign-in."""
    LOCKED_OUT = "locked_out"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_GIVEN = "password_given"
    """A temporary one, by an administrator."""
    FACTOR_SET = "factor_set"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODE_USED = "recovery_code_used"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"


class Access(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row: when (UTC), who, for which office, what, whose, and why. No name, no number.

    Of what is done with an account, `actor` is the account that did it, `account` the one that it was done to where
    that is another, and `why` says by which machine or token.
    """

    at: datetime
    actor: str
    authority: str
    what: What
    whom: TeacherId = TeacherId("")
    why: str = ""
    account: str = ""


class AccessLog:
    """The log of one vault, as kept, and as the log that a seal is made over."""

    def __init__(self, tables: VaultTables) -> None:
        self._tables = tables

    def add(self, access: Access) -> int:
        """Write a row durably, under the vault's lock; its position. No row is older than the one before it.

        Raises Refused `not-recorded` where the database says that it was written, and it is not there.
        """
        self._tables.begin()
        try:
            last = self._last()
            if last:
                access = msgspec.structs.replace(access, at=max(access.at, _read(last[1]).at))
            position = last[0] + 1 if last else 1
            body = _written(access)
            self._tables.change("INSERT INTO access VALUES (?,?)", (position, body))
            # A trigger that somebody put there may swallow or alter it, of which nothing is said. Read back inside the
            # batch: a look beside it, on the connection that threads share, made the next one's beginning fail as busy.
            if self._tables.select("SELECT body FROM access WHERE position=?", (position,)) != [(body,)]:
                raise Refused(
                    "not-recorded",
                    "查看记录写下以后读不回来,所以没有显示;请运行 shilu verify 查明姓名库被谁改动过。",
                )
            self._tables.commit()
        except BaseException:
            self._tables.undo()
            raise
        return position

    def size(self) -> int:
        """The last position; 0 where nothing was written yet."""
        last = self._last()
        return last[0] if last else 0

    def read(self) -> list[tuple[int, Access]]:
        """Every row with its position, in order."""
        return [(row[0], _read(row[4])) for lot in self.rows() for row in lot]

    def before_first(self) -> list[int]:
        """Positions that no row has which was written here: they begin at 1."""
        return [position for (position,) in self._tables.select("SELECT position FROM access WHERE position<1")]

    def rows(self, after: int = 0) -> Iterator[list[Row]]:
        """The rows after a position as they are stored and sealed, in lots."""
        asked = "SELECT position, body FROM access WHERE position>? ORDER BY position LIMIT ?"
        while found := self._tables.select(asked, (after, LOT)):
            yield [(position, STREAM, position, KIND, body) for position, body in found]
            after = found[-1][0]

    def hashes(self, after: int) -> Iterator[list[bytes]]:
        """The leaf hashes of the rows after a position, in lots, for the seal."""
        return hashes_in_order(self.rows(after), after)

    def _last(self) -> tuple[int, bytes] | None:
        found = self._tables.select("SELECT position, body FROM access ORDER BY position DESC LIMIT 1")
        return (found[0][0], found[0][1]) if found else None


_written = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(Access).decode
