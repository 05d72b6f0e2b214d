"""What people do with their own account: the password changed, the second factor set and removed, tokens, sessions."""

from collections.abc import Iterable

from api.accounts.credentials import Credentials
from api.accounts.sessions import Session
from api.accounts.sign_in_log import SignInLog
from api.accounts.signing_in import SigningIn
from api.accounts.visitor import Held
from ledger.access_log import What
from ledger.refusals import Refused


class OwnAccount:
    """Each is done in a session of the account, never with a token; each is recorded."""

    def __init__(self, credentials: Credentials, signing_in: SigningIn, log: SignInLog) -> None:
        self._credentials, self._signing_in, self._log = credentials, signing_in, log

    def change_password(self, session: Session, old: str, new: str, again: str, machine: str) -> str:
        """A new password; all other sessions of the account end, and this one goes on under a new text.

        Raises Refused `wrong-password`, `wait-before-trying`, `bad-password`.
        """
        self._check_password(session, old, machine)
        if new != again:
            raise Refused("bad-password", "两次填的新密码不一样;请重新填写。", fields=["again"])
        if new == old:
            raise Refused("bad-password", "新密码和原来的一样;请换一个。", fields=["new"])
        self._credentials.set_password(session.account, new, temporary=False)
        self._log.write(What.PASSWORD_CHANGED, session.account)
        return self._credentials.sessions.begin(session.account, second_factor=session.second_factor)

    def set_factor(self, session: Session, code: str, machine: str) -> tuple[str, list[str]]:
        """Put the second factor to use; the session's new text, and the recovery codes, which are told this once.

        Raises Refused `wrong-code`, `factor-set`, `wait-before-trying`.
        """
        mark = self._credentials.mark(f"{session.account} enrolment")
        mine = self._credentials.mark(f"machine {machine}")
        self._credentials.tries.begin(mark, mine)
        codes = self._credentials.second_factors.confirm(session.account, code)
        self._credentials.tries.succeeded(mark, mine)
        self._log.write(What.FACTOR_SET, session.account)
        self._credentials.sessions.end_all(session.account, but=session.digest)
        return self._signing_in.anew(session, second_factor=True), codes

    def remove_factor(self, session: Session, password: str, machine: str) -> None:
        """Do without a second factor, or begin anew with another telephone.

        Raises Refused `wrong-password`, `wait-before-trying`.
        """
        self._check_password(session, password, machine)
        self._credentials.second_factors.remove(session.account)
        self._log.write(What.FACTOR_REMOVED, session.account)
        self._credentials.sessions.end_all(session.account, but=session.digest)

    def make_token(self, session: Session, name: str, days: int, roles: Iterable[Held]) -> str:
        """A token for a program, told this once. Raises Refused `bad-token`, `too-many-tokens`."""
        told = self._credentials.tokens.make(session.account, name, days, roles)
        self._log.write(What.TOKEN_MADE, session.account, f"{days} days")
        return told

    def revoke_token(self, session: Session, number: str) -> None:
        """A token opens nothing any more. Raises Refused `unknown-token`."""
        if not (number and self._credentials.tokens.revoke(session.account, number)):
            raise Refused("unknown-token", "没有这个令牌,可能已经吊销;请刷新页面核对。")
        self._log.write(What.TOKEN_REVOKED, session.account)

    def end_others(self, session: Session) -> int:
        """Sign out everywhere else; how many sessions that were."""
        ended = self._credentials.sessions.end_all(session.account, but=session.digest)
        if ended:
            self._log.write(What.SESSIONS_ENDED, session.account, f"{ended} sessions")
        return ended

    def _check_password(self, session: Session, password: str, machine: str) -> None:
        """Who wants to change what opens the door says the password again: a session left open is not enough."""
        mark, mine = self._credentials.mark(f"{session.account} again"), self._credentials.mark(f"machine {machine}")
        self._credentials.tries.begin(mark, mine)
        if not self._credentials.passwords.fits(session.account, password):
            raise Refused("wrong-password", "现在的密码不对;请核对后再填。", fields=["password"])
        self._credentials.tries.succeeded(mark, mine)
