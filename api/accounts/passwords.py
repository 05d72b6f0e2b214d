"""Passwords: how they are kept, which are refused, and the temporary ones that an administrator hands out.

Argon2id with 19 MiB and two passes (OWASP's least; 0.07 s on two old cores): an office machine with 4 GB can check
several at once, and whoever steals the file pays the same for every guess.
"""

from secrets import choice

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from sqlalchemy import delete, insert, select, update

from api.accounts.credential_tables import PASSWORD, CredentialTables
from api.accounts.seconds import Clock, seconds
from ledger.refusals import Refused

SHORTEST = 10
LONGEST = 200
"""Characters. Nobody needs more, and a text of megabytes would only keep the machine busy."""

TEMPORARY_DAYS = 30
"""A slip that lay in a drawer for longer opens nothing."""

_DAY = 24 * 3600

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
_NOBODYS = _hasher.hash("nobody has this password")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""None of them is taken for another when it is read aloud or off a slip of paper."""
_COMMON = (
    "1234567890 0123456789 12345678910 1234567891 11111111111 1111111111 0000000000 8888888888 6666666666 qwertyuiop "
    "q1w2e3r4t5 1q2w3e4r5t 1qaz2wsx3edc abcdefghij password123 password12 administrator admin12345 woaini1314 "
    "woaini520 5201314520 1314520520 a123456789 123456789a aa12345678 asdfghjkl123 1234567890a"
)
"""Of the passwords that are tried first those that are long enough."""


class Passwords:
    """The passwords of the accounts of a ledger."""

    def __init__(self, tables: CredentialTables, clock: Clock) -> None:
        self._tables, self._clock = tables, clock

    def set(self, account: str, password: str, *, temporary: bool) -> None:
        """Keep a password; a temporary one is to be changed at the first sign-in. Raises Refused `bad-password`."""
        check_password(account, password)
        row = {
            "account": account,
            "digest": _hasher.hash(password),
            "temporary": temporary,
            "changed": seconds(self._clock),
        }
        with self._tables.changing() as tables:
            tables.execute(delete(PASSWORD).where(PASSWORD.c.account == account))
            tables.execute(insert(PASSWORD), row)

    def fits(self, account: str, password: str) -> bool:
        """Whether it is the account's; as long to answer for an account that there is not."""
        with self._tables.reading() as tables:
            row = tables.execute(select(PASSWORD).where(PASSWORD.c.account == account)).first()
        kept = row.digest if row else None
        try:
            _hasher.verify(kept or _NOBODYS, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        if row is None or (row.temporary and row.changed < seconds(self._clock) - TEMPORARY_DAYS * _DAY):
            return False
        if _hasher.check_needs_rehash(row.digest):
            anew = update(PASSWORD).where(PASSWORD.c.account == account, PASSWORD.c.digest == kept)
            with self._tables.changing() as tables:
                tables.execute(anew.values(digest=_hasher.hash(password)))
        return True

    def is_temporary(self, account: str) -> bool:
        """Whether it is to be changed before anything else is done."""
        with self._tables.reading() as tables:
            found = tables.execute(select(PASSWORD.c.temporary).where(PASSWORD.c.account == account)).scalar()
        return bool(found)

    def states(self) -> dict[str, bool]:
        """Of every account that has a password whether it is a temporary one."""
        with self._tables.reading() as tables:
            return {
                account: bool(one) for account, one in tables.execute(select(PASSWORD.c.account, PASSWORD.c.temporary))
            }

    def has_one(self, account: str) -> bool:
        """Whether an account can be signed in to."""
        with self._tables.reading() as tables:
            return tables.execute(select(PASSWORD.c.account).where(PASSWORD.c.account == account)).first() is not None


def check_password(account: str, password: str) -> None:
    """Refuse a password that is soon guessed: Refused `bad-password`."""
    wrong = ""
    if len(password) < SHORTEST:
        wrong = f"密码至少要 {SHORTEST} 个字符"
    elif len(password) > LONGEST:
        wrong = f"密码最多 {LONGEST} 个字符"
    elif account and account.casefold() in password.casefold():
        wrong = "密码里不能有自己的账号"
    elif f" {password.casefold()} " in f" {_COMMON} " or len(set(password)) < 4:
        wrong = "这个密码太容易猜到"
    if wrong:
        raise Refused("bad-password", f"{wrong};请换一个,例如几个不相干的词连起来。", fields=["password"])


def new_temporary_password() -> str:
    """A password to be handed over on paper, and changed at the first sign-in: 60 random bits."""
    return "-".join("".join(choice(_LETTERS) for _ in range(4)) for _ in range(3))
