"""Sessions: who signed in and is still there. The browser holds a random text, the tables only its digest.

What was read is believed for a second: so a page with twenty parts asks the tables once, and a session that was ended
in another program is ended here within that second.
"""

from collections.abc import Sequence
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import delete, false, func, insert, select, update

from api.accounts.credential_tables import PASSWORD, SECOND_FACTOR, SESSION, CredentialTables
from api.accounts.seconds import Clock, seconds

BELIEVED_SECONDS = 1.0
_MOST_BELIEVED = 10_000
_SEEN_EVERY = 60
"""Seconds after which it is written down anew that somebody is still there."""


class Lifetimes(NamedTuple):
    """How long a session lasts, in seconds: without being used, and in all."""

    idle: int = 2 * 3600
    whole: int = 12 * 3600


class Session(NamedTuple):
    """Somebody who signed in; `digest` names the session, and opens nothing.

    `second_factor`: a code was given in it. Of the account: `factor_set` it is to be asked for one, `temporary` its
    password is to be changed.
    """

    digest: str
    account: str
    begun: int
    seen: int
    second_factor: bool
    factor_set: bool = False
    temporary: bool = False


_ROWS = (
    select(*SESSION.c, func.coalesce(SECOND_FACTOR.c.confirmed, 0) > 0, func.coalesce(PASSWORD.c.temporary, false()))
    .outerjoin(SECOND_FACTOR, SECOND_FACTOR.c.account == SESSION.c.account)
    .outerjoin(PASSWORD, PASSWORD.c.account == SESSION.c.account)
)


class Sessions:
    """The sessions of a ledger."""

    def __init__(self, tables: CredentialTables, clock: Clock, lifetimes: Lifetimes) -> None:
        self._tables, self._clock, self.lifetimes = tables, clock, lifetimes
        self._believed: dict[str, tuple[float, Session | None]] = {}
        self._looking = Lock()

    def begin(self, account: str, *, second_factor: bool = False) -> str:
        """A new session; the text that the browser is given."""
        token, time = token_urlsafe(32), seconds(self._clock)
        with self._tables.changing() as tables:
            tables.execute(delete(SESSION).where(SESSION.c.begun < time - self.lifetimes.whole))
            begun = {"digest": digest_of(token), "account": account, "begun": time, "seen": time}
            tables.execute(insert(SESSION), begun | {"second_factor": second_factor})
        return token

    def at_hand(self, token: str) -> tuple[bool, Session | None]:
        """What was read of a session within the last second: whether that is so, and the session."""
        with self._looking:
            read, session = self._believed.get(digest_of(token), (0.0, None))
        if monotonic() - read > BELIEVED_SECONDS:
            return False, None
        return True, session if session and self._lives(session) else None

    def find(self, token: str) -> Session | None:
        """The session of a text; None where there is none, or its time is over."""
        known, session = self.at_hand(token)
        if known:
            return session
        digest, time = digest_of(token), seconds(self._clock)
        began = monotonic()
        with self._tables.reading() as tables:
            row = tables.execute(_ROWS.where(SESSION.c.digest == digest)).first()
        session = _session(row) if row else None
        if session and not self._lives(session):
            self.end(session)
            session = None
        if session and time - session.seen >= _SEEN_EVERY:
            session = session._replace(seen=time)
            with self._tables.changing() as tables:
                tables.execute(update(SESSION).where(SESSION.c.digest == digest).values(seen=time))
        with self._looking:
            if len(self._believed) >= _MOST_BELIEVED:
                self._believed.clear()
            self._believed[digest] = (began, session)
        return session

    def of(self, account: str) -> list[Session]:
        """The sessions that an account has, the newest first."""
        with self._tables.reading() as tables:
            rows = tables.execute(_ROWS.where(SESSION.c.account == account).order_by(SESSION.c.begun.desc()))
            return [one for one in (_session(row) for row in rows) if self._lives(one)]

    def end(self, session: Session) -> None:
        """Sign out."""
        with self._tables.changing() as tables:
            tables.execute(delete(SESSION).where(SESSION.c.digest == session.digest))
        self.forget()

    def end_all(self, account: str, *, but: str = "") -> int:
        """End every session of an account, but for the one with a digest; how many."""
        with self._tables.changing() as tables:
            ended = tables.execute(delete(SESSION).where(SESSION.c.account == account, SESSION.c.digest != but))
        self.forget()
        return int(ended.rowcount)

    def forget(self) -> None:
        """Believe nothing that was read: something about accounts was changed."""
        with self._looking:
            self._believed.clear()

    def _lives(self, session: Session) -> bool:
        time = seconds(self._clock)
        return time - session.seen < self.lifetimes.idle and time - session.begun < self.lifetimes.whole


def _session(row: Sequence[Any]) -> Session:
    digest, account, begun, seen, second_factor, factor_set, temporary = row
    return Session(digest, account, begun, seen, bool(second_factor), bool(factor_set), bool(temporary))


def digest_of(token: str) -> str:
    """What is kept of a text of 256 random bits: its SHA-256 in hexadecimal."""
    return sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """What the forms of a session carry: made from its text, and nobody makes the text from it."""
    return sha256(b"csrf " + token.encode()).hexdigest()[:43]
