"""Signing in, step by step: the password, the second factor, the temporary password changed; each step is recorded."""

from api.accounts.credentials import Credentials
from api.accounts.register import AccountsInForce
from api.accounts.second_factor import wrong_code
from api.accounts.sessions import Session
from api.accounts.sign_in_log import SignInLog
from api.accounts.tries import Counted
from ledger.access_log import What
from ledger.refusals import Refused


class SigningIn:
    """The way in of one ledger."""

    def __init__(self, credentials: Credentials, accounts: AccountsInForce, log: SignInLog) -> None:
        self._credentials, self._accounts, self._log = credentials, accounts, log

    def with_password(self, account: str, password: str, machine: str) -> str:
        """A session of whoever knows the password of an open account; the text that the browser is given.

        `machine`: the address asked from. Whether a second factor is lacking yet is not decided here.
        Raises Refused `wrong-password` (for whatever is wrong), `wait-before-trying`.
        """
        account = account.strip().lower()
        mark = self._credentials.mark(account)
        counted = self._credentials.tries.begin(mark, self._machine(machine))
        fits = self._credentials.passwords.fits(account, password)
        known = self._accounts.of(account) is not None
        if not (fits and known):
            self._failed(account if known else "", counted, machine, "password")
            raise Refused(
                "wrong-password", "账号或密码不对;请核对大小写后再试,忘了密码请找管理员。", fields=["password"]
            )
        self._credentials.tries.succeeded(mark, self._machine(machine))
        self._log.write(What.SIGNED_IN, account, self._told(machine, counted.account_failures - 1))
        return self._credentials.sessions.begin(account)

    def with_code(self, session: Session, code: str, machine: str) -> str:
        """The session anew, with its second factor: a code of the telephone, or a recovery code.

        Raises Refused `wrong-code`, `wait-before-trying`.
        """
        account = session.account
        mark = self._credentials.mark(f"{account} code")
        counted = self._credentials.tries.begin(mark, self._machine(machine))
        factors = self._credentials.second_factors
        if not factors.take(account, code):
            if not factors.take_recovery(account, code):
                self._failed(account, counted, machine, "code")
                raise wrong_code()
            self._log.write(What.RECOVERY_CODE_USED, account, self._told(machine))
        self._credentials.tries.succeeded(mark, self._machine(machine))
        return self.anew(session, second_factor=True)

    def anew(self, session: Session, *, second_factor: bool) -> str:
        """A new session in the place of another: its text changes with what it may do."""
        self._credentials.sessions.end(session)
        return self._credentials.sessions.begin(session.account, second_factor=second_factor)

    def sign_out(self, session: Session, machine: str) -> None:
        """End a session."""
        self._credentials.sessions.end(session)
        self._log.write(What.SIGNED_OUT, session.account, self._told(machine))

    def _failed(self, account: str, counted: Counted, machine: str, what: str) -> None:
        """Told are the first failure of an account, and every wait that is begun."""
        if counted.account_wait and account:
            why = f"{what}, {counted.account_failures} failed, waits {counted.account_wait} s, {self._told(machine)}"
            self._log.write_failure(What.LOCKED_OUT, account, why)
        elif counted.account_failures == 1 and account:
            self._log.write_failure(What.SIGN_IN_FAILED, account, f"{what}, {self._told(machine)}")
        if counted.machine_wait:
            why = f"{counted.machine_failures} failed, waits {counted.machine_wait} s, {self._told(machine)}"
            self._log.write_failure(What.LOCKED_OUT, "", why)

    def _machine(self, machine: str) -> str:
        return self._credentials.mark(f"machine {machine}")

    def _told(self, machine: str, failed: int = 0) -> str:
        """How a row says by which machine: by a mark, the same for the same address, and no address."""
        said = f"machine {self._machine(machine)[:8]}"
        return f"{said}, {failed} failed before" if failed else said
