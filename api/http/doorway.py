"""The doorway of a server: all that is needed to tell who asks, open from start to stop with the ledger."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from starlette.types import Scope

from api.accounts.arriving import NOBODY, Arrival, Arriving
from api.accounts.circle import BookCircle
from api.accounts.credentials import Credentials
from api.accounts.for_others import ForOthers
from api.accounts.own_account import OwnAccount
from api.accounts.register import AccountsInForce
from api.accounts.sign_in_log import SignInLog
from api.accounts.signing_in import SigningIn
from api.configuration import Configuration
from api.http.cookies import Cookies, cookies_in
from ledger.home import Home, Ledger

ARRIVAL = "shilu.arrival"
_BEARER = b"bearer "
_asking = CapacityLimiter(4)
"""Threads of its own: who asks is told while all others make answers."""


@dataclass(frozen=True)
class Doorway:
    """What tells who asks, and lets them in."""

    configuration: Configuration
    credentials: Credentials
    accounts: AccountsInForce
    log: SignInLog
    arriving: Arriving
    signing_in: SigningIn
    own_account: OwnAccount
    for_others: ForOthers
    cookies: Cookies

    async def arrival(self, scope: Scope) -> Arrival:
        """Who sends a request; asked once for each."""
        found = scope.get(ARRIVAL)
        if not isinstance(found, Arrival):
            found = scope[ARRIVAL] = await self._arrival(scope)
        return found

    async def _arrival(self, scope: Scope) -> Arrival:
        shown = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        if shown:
            if shown[: len(_BEARER)].lower() != _BEARER:
                return NOBODY
            told = shown[len(_BEARER) :].decode("latin-1").strip()
            return await to_thread.run_sync(self.arriving.with_token, told, limiter=_asking)
        text = cookies_in(scope["headers"]).get(self.cookies.session, "")
        if self.credentials.is_quick:
            if not text:
                return self.arriving.without_anything()
            if at_once := self.arriving.at_once(text):
                return at_once
        if not text:
            return await to_thread.run_sync(self.arriving.without_anything, limiter=_asking)
        return await to_thread.run_sync(self.arriving.with_session, text, limiter=_asking)


@contextmanager
def doorway(home: Home, ledger: Ledger, configuration: Configuration) -> Iterator[Doorway]:
    """The doorway of an open ledger; what is done with accounts is sealed within a second."""
    credentials = Credentials(home, ledger.book.clock, configuration.lifetimes)
    accounts = AccountsInForce(ledger.book)
    log = SignInLog(home, credentials.tries, ledger.book.clock)
    with closing(credentials), closing(log), log.sealed_beside(home, ledger.book.today):
        circle = BookCircle(ledger.book)
        arriving = Arriving(credentials, accounts, circle, configuration.asked_of, is_open=configuration.is_open)
        signing_in = SigningIn(credentials, accounts, log)
        own_account = OwnAccount(credentials, signing_in, log)
        yield Doorway(
            configuration,
            credentials,
            accounts,
            log,
            arriving,
            signing_in,
            own_account,
            ForOthers(credentials, log),
            Cookies(https=configuration.https),
        )
