"""Tokens for programs: shown once, named, for some months, with all roles of the account or some of them."""

import json
from collections.abc import Iterable
from secrets import token_urlsafe
from threading import Lock
from time import monotonic
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, update

from api.accounts.credential_tables import TOKEN, CredentialTables
from api.accounts.seconds import Clock, seconds
from api.accounts.sessions import BELIEVED_SECONDS, digest_of
from api.accounts.visitor import Held, Role
from ledger.refusals import Refused

BEGINS = "shilu_"
"""So that whoever finds one in a file knows what it is."""
_DAY = 24 * 3600
LONGEST_DAYS = 366
_MOST = 20
_USED_EVERY = 3600
_MOST_BELIEVED = 10_000


class Token(NamedTuple):
    """A token as its owner sees it; `roles` empty for all that the account holds, `used` 0 for never."""

    digest: str
    account: str
    name: str
    roles: tuple[Held, ...]
    made: int
    expires: int
    used: int

    @property
    def number(self) -> str:
        """Names it in forms."""
        return self.digest[:16]


class Tokens:
    """The tokens of a ledger."""

    def __init__(self, tables: CredentialTables, clock: Clock) -> None:
        self._tables, self._clock = tables, clock
        self._believed: dict[str, tuple[float, Token | None]] = {}
        self._looking = Lock()

    def make(self, account: str, name: str, days: int, roles: Iterable[Held] = ()) -> str:
        """A new token, which is told this once. Raises Refused `bad-token`."""
        name, time = name.strip(), seconds(self._clock)
        if not 1 <= len(name) <= 40 or not name.isprintable():
            raise Refused("bad-token", "令牌要有名称,最多 40 个字;请写明是哪个程序用的。", fields=["name"])
        if not 1 <= days <= LONGEST_DAYS:
            raise Refused("bad-token", f"令牌的有效期是 1 到 {LONGEST_DAYS} 天;请改天数。", fields=["days"])
        told = BEGINS + token_urlsafe(32)
        row = {
            "digest": digest_of(told),
            "account": account,
            "name": name,
            "roles": json.dumps([list(one) for one in roles], ensure_ascii=False) if roles else "",
            "made": time,
            "expires": time + days * _DAY,
            "used": 0,
        }
        mine = TOKEN.c.account == account
        with self._tables.changing() as tables:
            tables.execute(delete(TOKEN).where(mine, TOKEN.c.expires < time))
            if tables.execute(select(func.count()).select_from(TOKEN).where(mine)).scalar_one() >= _MOST:
                raise Refused("too-many-tokens", f"一个账号最多 {_MOST} 个令牌;请先吊销不用的。")
            tables.execute(insert(TOKEN), row)
        return told

    def find(self, told: str) -> Token | None:
        """The token that somebody shows; None for one that is not known, was revoked, or is too old."""
        digest, began, time = digest_of(told), monotonic(), seconds(self._clock)
        with self._looking:
            read, token = self._believed.get(digest, (0.0, None))
        if began - read > BELIEVED_SECONDS:
            token = self._read(digest, time)
            with self._looking:
                if len(self._believed) >= _MOST_BELIEVED:
                    self._believed.clear()
                self._believed[digest] = (began, token)
        return token if token and time < token.expires else None

    def _read(self, digest: str, time: int) -> Token | None:
        with self._tables.reading() as tables:
            row = tables.execute(select(TOKEN).where(TOKEN.c.digest == digest)).first()
        if row and time - row.used >= _USED_EVERY:
            with self._tables.changing() as tables:
                tables.execute(update(TOKEN).where(TOKEN.c.digest == digest).values(used=time))
        return _token(row) if row else None

    def of(self, account: str) -> list[Token]:
        """The tokens of an account that are good, the newest first, those of one second by name."""
        asked = select(TOKEN).where(TOKEN.c.account == account, TOKEN.c.expires > seconds(self._clock))
        with self._tables.reading() as tables:
            return [_token(row) for row in tables.execute(asked.order_by(TOKEN.c.made.desc(), TOKEN.c.name))]

    def revoke(self, account: str, number: str = "") -> list[str]:
        """Revoke a token of an account, or all of them; the names of those that there were."""
        mine = (TOKEN.c.account == account) & TOKEN.c.digest.startswith(number, autoescape=True)
        with self._tables.changing() as tables:
            names = list(tables.execute(select(TOKEN.c.name).where(mine)).scalars())
            tables.execute(delete(TOKEN).where(mine))
        with self._looking:
            self._believed.clear()
        return names


def _token(row: object) -> Token:
    token = Token(*row)  # type: ignore[misc]
    said = json.loads(token.roles) if token.roles else []  # type: ignore[arg-type]
    return token._replace(roles=tuple(Held(Role(role), *where) for role, *where in said))
