"""The second factor: six digits that an app on the telephone shows for half a minute (TOTP, RFC 6238).

The secret is sealed with a key made from the vault's, so that the file of credentials alone does not give it away. A
code is good once. Who loses the telephone has ten recovery codes, shown once and each good once.
"""

from hashlib import sha256
from os import urandom
from secrets import choice
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pyotp import TOTP, random_base32
from sqlalchemy import delete, insert, select, update

from api.accounts.credential_tables import RECOVERY_CODE, SECOND_FACTOR, CredentialTables
from api.accounts.seconds import Clock, seconds
from ledger.refusals import Refused

STEP = 30
_LEEWAY = 1
"""Steps that a telephone's clock may be off, either way."""
RECOVERY_CODES = 10
_NONCE = 12
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class Enrolment(NamedTuple):
    """What the app on the telephone is told: the secret in letters, and all of it as the address of a QR code."""

    secret: str
    address: str


class SecondFactors:
    """The second factors of the accounts of a ledger."""

    def __init__(self, tables: CredentialTables, clock: Clock, key: bytes) -> None:
        """`key`: 32 bytes that the secrets are sealed with."""
        self._tables, self._clock, self._key = tables, clock, AESGCM(key)

    def is_set(self, account: str) -> bool:
        """Whether the account is asked for a code."""
        with self._tables.reading() as tables:
            asked = select(SECOND_FACTOR.c.confirmed).where(SECOND_FACTOR.c.account == account)
            return bool(tables.execute(asked).scalar())

    def those_set(self) -> set[str]:
        """Every account that is asked for a code."""
        with self._tables.reading() as tables:
            asked = select(SECOND_FACTOR.c.account).where(SECOND_FACTOR.c.confirmed > 0)
            return set(tables.execute(asked).scalars())

    def enrol(self, account: str, issuer: str) -> Enrolment:
        """Begin: the same secret until a first code was given. Raises Refused `factor-set` where one is in use."""
        with self._tables.changing() as tables:
            row = tables.execute(select(SECOND_FACTOR).where(SECOND_FACTOR.c.account == account)).first()
            if row and row.confirmed:
                raise Refused("factor-set", "动态口令已经启用;要换手机,先停用再重新启用。")
            secret = self._opened(account, row.sealed) if row else ""
            if not secret:
                secret = random_base32()
                tables.execute(delete(SECOND_FACTOR).where(SECOND_FACTOR.c.account == account))
                sealed = self._sealed(account, secret)
                values = {"account": account, "sealed": sealed, "confirmed": 0, "last_step": 0}
                tables.execute(insert(SECOND_FACTOR), values)
        return Enrolment(secret, TOTP(secret, name=account, issuer=issuer).provisioning_uri())

    def confirm(self, account: str, code: str) -> list[str]:
        """Put it to use with a first code; the recovery codes. Raises Refused `wrong-code`, `factor-set`."""
        with self._tables.changing() as tables:
            row = tables.execute(select(SECOND_FACTOR).where(SECOND_FACTOR.c.account == account)).first()
            if row and row.confirmed:
                raise Refused("factor-set", "动态口令已经启用;要换手机,先停用再重新启用。")
            step = self._step_of(account, row.sealed, code) if row else 0
            if not step:
                raise wrong_code()
            codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
            values = {"confirmed": seconds(self._clock), "last_step": step}
            tables.execute(update(SECOND_FACTOR).where(SECOND_FACTOR.c.account == account).values(values))
            tables.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.account == account))
            tables.execute(insert(RECOVERY_CODE), [{"account": account, "digest": _digest(one)} for one in codes])
        return codes

    def take(self, account: str, code: str) -> bool:
        """Take a code that the telephone shows; whether it is good, which each is only once."""
        with self._tables.changing() as tables:
            row = tables.execute(select(SECOND_FACTOR).where(SECOND_FACTOR.c.account == account)).first()
            step = self._step_of(account, row.sealed, code) if row and row.confirmed else 0
            if not step:
                return False
            later = update(SECOND_FACTOR).where(SECOND_FACTOR.c.account == account, SECOND_FACTOR.c.last_step < step)
            return tables.execute(later.values(last_step=step)).rowcount == 1

    def take_recovery(self, account: str, code: str) -> bool:
        """Take a recovery code; whether it is good, which each is only once."""
        mine = RECOVERY_CODE.c.account == account
        with self._tables.changing() as tables:
            taken = tables.execute(delete(RECOVERY_CODE).where(mine, RECOVERY_CODE.c.digest == _digest(code)))
        return taken.rowcount == 1

    def recovery_codes_left(self, account: str) -> int:
        """How many recovery codes are unused."""
        with self._tables.reading() as tables:
            return len(tables.execute(select(RECOVERY_CODE).where(RECOVERY_CODE.c.account == account)).all())

    def remove(self, account: str) -> None:
        """The account is no longer asked for a code."""
        with self._tables.changing() as tables:
            tables.execute(delete(SECOND_FACTOR).where(SECOND_FACTOR.c.account == account))
            tables.execute(delete(RECOVERY_CODE).where(RECOVERY_CODE.c.account == account))

    def _step_of(self, account: str, sealed: bytes, code: str) -> int:
        """The step of time whose code it is; 0 for none."""
        secret, given = self._opened(account, sealed), code.replace(" ", "")
        if not (secret and given.isascii() and given.isdigit() and len(given) == 6):
            return 0
        now = seconds(self._clock) // STEP
        generator = TOTP(secret)
        steps = range(now - _LEEWAY, now + _LEEWAY + 1)
        return next((step for step in steps if generator.generate_otp(step) == given), 0)

    def _sealed(self, account: str, secret: str) -> bytes:
        nonce = urandom(_NONCE)
        return nonce + self._key.encrypt(nonce, secret.encode(), account.encode())

    def _opened(self, account: str, sealed: bytes) -> str:
        """The secret; empty where the vault's key is another since, and the secret has to be made anew."""
        try:
            return self._key.decrypt(sealed[:_NONCE], sealed[_NONCE:], account.encode()).decode()
        except InvalidTag:
            return ""


def wrong_code() -> Refused:
    """The code is not the one that the telephone shows now."""
    return Refused(
        "wrong-code", "动态口令不对,或已经用过;请等手机上换出新的六位数字再填,并核对手机时间。", fields=["code"]
    )


def _recovery_code() -> str:
    return "-".join("".join(choice(_LETTERS) for _ in range(5)) for _ in range(2))


def _digest(code: str) -> str:
    """50 random bits need no slow digest once the number of tries is limited; case and hyphens do not matter."""
    return sha256(code.strip().lower().replace("-", "").replace(" ", "").encode()).hexdigest()
