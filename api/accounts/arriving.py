"""Who somebody is who arrives, with a session, a token, or neither; and what is lacking before they may in."""

from enum import StrEnum
from typing import NamedTuple

from api.accounts.credentials import Credentials
from api.accounts.register import AccountsInForce, OpenAccount
from api.accounts.sessions import Session, csrf_of
from api.accounts.visitor import HERE, Circle, Held, Role, Visitor, Way
from api.configuration import SecondFactor

_NO_OFFICERS = frozenset({Role.TEACHER, Role.SCHOOL_CLERK, Role.TEACHING_OFFICE, Role.PRINCIPAL, Role.JUDGE})


class Lacks(StrEnum):
    """What somebody has to do before anything else."""

    NOTHING = "nothing"
    SIGN_IN = "sign_in"
    CODE = "code"
    """Give the code of the second factor that is set."""
    PASSWORD = "password"
    """Change the temporary password."""
    ENROLMENT = "enrolment"
    """Set up a second factor, without which the account's roles are not used."""


class Arrival(NamedTuple):
    """Somebody who asks; `visitor` where nothing is lacking, `session` and its `text` where somebody signed in."""

    lacks: Lacks
    visitor: Visitor | None = None
    session: Session | None = None
    text: str = ""

    @property
    def csrf(self) -> str:
        """What the forms of the session carry."""
        return csrf_of(self.text) if self.text else ""


NOBODY = Arrival(Lacks.SIGN_IN)


class Arriving:
    """Tells who arrives at one ledger; asked for every request."""

    def __init__(
        self,
        credentials: Credentials,
        accounts: AccountsInForce,
        circle: Circle,
        second_factor: SecondFactor,
        *,
        is_open: bool,
    ) -> None:
        """`is_open`: others than this machine can ask, so that nobody is let in without an account."""
        self._credentials, self._accounts, self._circle = credentials, accounts, circle
        self._second_factor, self._is_open = second_factor, is_open

    def at_once(self, text: str) -> Arrival | None:
        """Who has a session, if that is known without asking any table; None if not."""
        if not self._accounts.exist:
            return self.without_anything()
        known, session = self._credentials.sessions.at_hand(text)
        return self._with(session, text) if known else None

    def with_session(self, text: str) -> Arrival:
        """Who has the session of a text."""
        if not self._accounts.exist:
            return self.without_anything()
        return self._with(self._credentials.sessions.find(text), text)

    def with_token(self, told: str) -> Arrival:
        """Who shows a token: the account's roles, or those of them that it is narrowed to."""
        token = self._credentials.tokens.find(told)
        account = self._accounts.of(token.account) if token else None
        if token is None or account is None:
            return NOBODY
        held = tuple(one for one in account.held if one in token.roles) if token.roles else account.held
        visitor = Visitor(account.account, Way.TOKEN, held, account.teacher, circle=self._circle.for_a_visit())
        return Arrival(Lacks.NOTHING, visitor)

    def without_anything(self) -> Arrival:
        """Somebody who shows nothing: whoever sits at this machine, while the ledger has no accounts."""
        return NOBODY if self._accounts.exist or self._is_open else Arrival(Lacks.NOTHING, HERE)

    def _with(self, session: Session | None, text: str) -> Arrival:
        account = self._accounts.of(session.account) if session else None
        if session is None or account is None:
            return NOBODY
        lacks = self._lacks(session, account)
        if lacks is not Lacks.NOTHING:
            return Arrival(lacks, None, session, text)
        visitor = Visitor(
            account.account,
            Way.SESSION,
            account.held,
            account.teacher,
            session.second_factor,
            csrf_of(text),
            self._circle.for_a_visit(),
        )
        return Arrival(Lacks.NOTHING, visitor, session, text)

    def _lacks(self, session: Session, account: OpenAccount) -> Lacks:
        if session.factor_set and not session.second_factor:
            return Lacks.CODE
        if session.temporary:
            return Lacks.PASSWORD
        if not session.factor_set and needs_factor(self._second_factor, account.held):
            return Lacks.ENROLMENT
        return Lacks.NOTHING


def needs_factor(asked_of: SecondFactor, held: tuple[Held, ...]) -> bool:
    """Whether somebody with these roles must have a second factor."""
    if asked_of is SecondFactor.ENROLLED:
        return False
    return asked_of is SecondFactor.EVERYBODY or any(one.role not in _NO_OFFICERS for one in held)
