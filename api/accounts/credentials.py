"""All that opens a door of one ledger, together: passwords, sessions, second factors, tokens, and tries to come in."""

import hmac
from hashlib import sha256

from api.accounts.credential_tables import CredentialTables
from api.accounts.passwords import Passwords
from api.accounts.passwords import new_temporary_password as new_temporary_password
from api.accounts.second_factor import SecondFactors
from api.accounts.seconds import Clock, now
from api.accounts.sessions import Lifetimes, Sessions
from api.accounts.tokens import Tokens
from api.accounts.tries import Tries
from ledger.home import Home


class Credentials:
    """The credentials of a ledger's accounts; whether an account is open is not their business but the book's."""

    def __init__(self, home: Home, clock: Clock = now, lifetimes: Lifetimes | None = None) -> None:
        """Nothing is made or opened by this but the vault's key read. Raises Misuse `key-lost`."""
        self._tables = CredentialTables(home.book_place if home.database else home.folder)
        self._digesting = _made_from(home.keys.vault_key(), "marks of accounts and machines")
        self.passwords = Passwords(self._tables, clock)
        self.sessions = Sessions(self._tables, clock, lifetimes or Lifetimes())
        self.second_factors = SecondFactors(self._tables, clock, _made_from(home.keys.vault_key(), "second factors"))
        self.tokens = Tokens(self._tables, clock)
        self.tries = Tries(self._tables, clock)

    @property
    def is_quick(self) -> bool:
        """Whether they are in a file of this machine."""
        return self._tables.is_quick

    def set_password(self, account: str, password: str, *, temporary: bool = True) -> None:
        """Give an account a password; whoever is signed in with the old one is so no longer.

        Raises Refused `bad-password`.
        """
        self.passwords.set(account, password, temporary=temporary)
        self.end_sessions(account)
        self.tries.forget(self.mark(account))

    def end_sessions(self, account: str) -> int:
        """Sign an account out everywhere; in how many places it was in."""
        return self.sessions.end_all(account)

    def close_account(self, account: str) -> None:
        """Nothing that the account had opens a door any more."""
        self.end_sessions(account)
        self.tokens.revoke(account)

    def mark(self, of: str) -> str:
        """What stands for the name of an account or the address of a machine: 16 digits, which nobody turns back."""
        return hmac.new(self._digesting, of.encode(), sha256).hexdigest()[:16]

    def close(self) -> None:
        """Close the connections."""
        self._tables.close()


def _made_from(key: bytes, what_for: str) -> bytes:
    """A key of 32 bytes for one purpose, from another (HKDF with SHA-256, without salt, one block: RFC 5869)."""
    drawn = hmac.digest(bytes(32), key, "sha256")
    return hmac.digest(drawn, f"shilu {what_for}".encode() + b"\x01", "sha256")
