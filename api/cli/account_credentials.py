"""Passwords, second factors and tokens on the command line: asked for without being shown, changed, and recorded."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from api.cli.reading import text_of
from ledger.access_log import Access, What
from ledger.home import Home, Ledger
from ledger.pen import COUNTY_TIME
from ledger.refusals import Misuse, Refused

if TYPE_CHECKING:
    from api.accounts.credentials import Credentials

_WHY = "command line"


class CredentialState(NamedTuple):
    """Whether somebody can come in with an account, and how."""

    password: str
    second_factor: bool
    tokens: int

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {"password": self.password, "second_factor": self.second_factor, "tokens": self.tokens}

    def lines(self, account: str) -> Iterator[str]:
        """The same for people."""
        said = {
            "none": f"还没有,不能登录:shilu account password {account} --temporary",
            "temporary": "一次性的,还没有改",
            "set": "已设",
        }
        yield f"密码:{said[self.password]}。"
        yield f"动态口令:{'已绑定' if self.second_factor else '没有绑定'}。有效的令牌:{self.tokens} 个。"


def password_asked_for(file: Path | None) -> str:
    """A password read from a file or standard input, or typed twice unseen."""
    if file:
        return next(iter(text_of(file).splitlines()), "")
    if not sys.stdin.isatty():
        raise Misuse("bad-arguments", "没有写明密码;请在终端里运行,或用 --password-file、--temporary。")
    password = getpass("新密码:")
    if getpass("再输一遍:") != password:
        raise Refused("passwords-differ", "两遍输入的密码不同;请重新运行。")
    return password


def give_temporary(home: Home, ledger: Ledger, actor: str, account: str) -> str:
    """A new temporary password, kept and told this once."""
    from api.accounts.credentials import new_temporary_password

    password = new_temporary_password()
    with _credentials(home) as credentials:
        credentials.set_password(account, password, temporary=True)
    _record(home, ledger, What.PASSWORD_GIVEN, actor, account)
    return password


def set_password(home: Home, ledger: Ledger, actor: str, account: str, password: str) -> None:
    """Set a password. Raises Refused `bad-password`."""
    with _credentials(home) as credentials:
        credentials.set_password(account, password, temporary=False)
    _record(home, ledger, What.PASSWORD_CHANGED, actor, account)


def has_password(home: Home, account: str) -> bool:
    """Whether an account can be signed in to."""
    with _credentials(home) as credentials:
        return credentials.passwords.has_one(account)


def close_credentials(home: Home, account: str) -> None:
    """Nothing that the account had opens a door any more."""
    with _credentials(home) as credentials:
        credentials.close_account(account)


def credential_state(home: Home, account: str) -> CredentialState:
    """Whether somebody can come in with it, and how."""
    with _credentials(home) as credentials:
        has, temporary = credentials.passwords.has_one(account), credentials.passwords.is_temporary(account)
        return CredentialState(
            ("temporary" if temporary else "set") if has else "none",
            credentials.second_factors.is_set(account),
            len(credentials.tokens.of(account)),
        )


def reset_factor(home: Home, ledger: Ledger, actor: str, account: str) -> bool:
    """Take the second factor off, and sign the account out; whether it had one."""
    with _credentials(home) as credentials:
        had = credentials.second_factors.is_set(account)
        credentials.second_factors.remove(account)
        if had:
            credentials.end_sessions(account)
    if had:
        _record(home, ledger, What.FACTOR_REMOVED, actor, account)
    return had


def tokens_of(home: Home, account: str) -> list[dict[str, Any]]:
    """The tokens of an account that are good."""
    with _credentials(home) as credentials:
        return [
            {
                "number": one.number,
                "name": one.name,
                "made": _day(one.made),
                "expires": _day(one.expires),
                "used": _day(one.used) if one.used else None,
            }
            for one in credentials.tokens.of(account)
        ]


def revoke_tokens(home: Home, ledger: Ledger, actor: str, account: str, number: str) -> list[str]:
    """Revoke a token, or `all`; the names of those that there were. Raises Misuse `unknown-token`."""
    with _credentials(home) as credentials:
        known = [one.number for one in credentials.tokens.of(account)]
        if number != "all" and number not in known:
            raise Misuse("unknown-token", f"账号 {account} 没有编号是“{number}”的令牌;请用 shilu account tokens 核对。")
        revoked = credentials.tokens.revoke(account, "" if number == "all" else number)
    if revoked:
        _record(home, ledger, What.TOKEN_REVOKED, actor, account)
    return revoked


def print_slip(account: str, password: str) -> None:
    """A temporary password for a person, to be handed over."""
    print(f"账号:{account}\n一次性密码:{password}")
    print("只显示这一次;请交给本人,第一次登录时会要求改掉。")


@contextmanager
def _credentials(home: Home) -> Iterator["Credentials"]:
    from api.accounts.credentials import (
        Credentials,  # loads argon2 and SQLAlchemy, which `shilu account list` needs not
    )

    with closing(Credentials(home)) as credentials:
        yield credentials


def _record(home: Home, ledger: Ledger, what: What, actor: str, account: str) -> None:
    """A row of the access log, sealed."""
    from api.accounts.sign_in_log import ACCOUNTS

    ledger.vault.access.add(Access(ledger.book.clock(), actor, ACCOUNTS, what, why=_WHY, account=account))
    seal = home.seal_of_access(ledger)
    if seal.checkpoint is not None:
        seal.keep_up()


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone(COUNTY_TIME).date().isoformat()
