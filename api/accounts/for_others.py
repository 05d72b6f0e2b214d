"""What an administrator does for somebody else's account, where it is about what opens the door; each is recorded."""

from api.accounts.credentials import Credentials
from api.accounts.passwords import new_temporary_password
from api.accounts.sign_in_log import SignInLog
from ledger.access_log import What


class ForOthers:
    """Passwords given, second factors and tokens taken back. Whether somebody may is asked before."""

    def __init__(self, credentials: Credentials, log: SignInLog) -> None:
        self._credentials, self._log = credentials, log

    def give_password(self, actor: str, account: str) -> str:
        """A temporary password, told this once; whoever is signed in under the account is so no longer."""
        password = new_temporary_password()
        self._log.write(What.PASSWORD_GIVEN, actor, account=account)
        self._credentials.set_password(account, password, temporary=True)
        return password

    def remove_factor(self, actor: str, account: str) -> bool:
        """For somebody who lost the telephone and the recovery codes; whether there was a second factor."""
        if not self._credentials.second_factors.is_set(account):
            return False
        self._log.write(What.FACTOR_REMOVED, actor, account=account)
        self._credentials.second_factors.remove(account)
        self._credentials.end_sessions(account)
        return True

    def revoke_tokens(self, actor: str, account: str) -> int:
        """Every token of an account; how many there were."""
        names = self._credentials.tokens.revoke(account)
        if names:
            self._log.write(What.TOKEN_REVOKED, actor, f"{len(names)} tokens", account)
        return len(names)

    def end_sessions(self, actor: str, account: str) -> int:
        """Sign an account out everywhere; in how many places it was in."""
        ended = self._credentials.end_sessions(account)
        if ended:
            self._log.write(What.SESSIONS_ENDED, actor, f"{ended} sessions", account)
        return ended

    def closed(self, account: str) -> None:
        """The account was closed, which the book records: nothing that it had opens a door any more."""
        self._credentials.close_account(account)
