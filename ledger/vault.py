"""The vault: names and ID numbers, each sealed under a key of the person's own, apart from the book.

One SQLite file holds, per person, a key wrapped by the county's vault key, and every version of the person's
particulars sealed by it (AES-256-GCM). The vault key is a file outside it. Whoever destroys a person's wrapped
key has made the particulars unreadable in every copy.
"""

import hmac
import os
import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.records.record import TeacherId
from ledger.refusals import Refused
from ledger.spelling import squeeze

KEY_BYTES = 32
_NONCE = 12
_TABLES = """
CREATE TABLE IF NOT EXISTS person (code TEXT PRIMARY KEY, wrapped_key BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS particulars (
    code TEXT NOT NULL REFERENCES person, identity TEXT NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (code, identity)) STRICT, WITHOUT ROWID;
"""


class Particulars(msgspec.Struct, frozen=True):
    """What the vault keeps of a person."""

    name: str
    id_number: str = ""


class Vault:
    """Names and ID numbers by teacher code; opened with the county's vault key (32 bytes)."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._county = AESGCM(key)
        self._keys: dict[TeacherId, bytes] = {}
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=60)
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + _TABLES)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def begin(self) -> None:
        """Start a batch of `keep`; it ends with `commit` or `undo`."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make the batch durable. The book refers to the vault, so the vault commits first."""
        self._db.execute("COMMIT")

    def undo(self) -> None:
        """Forget the batch."""
        self._db.execute("ROLLBACK")
        self._keys.clear()

    def identity(self, code: TeacherId, particulars: Particulars) -> str:
        """The keyed digest that stands for the particulars in the book: HMAC-SHA256, 32 hexadecimal digits.

        Inside a batch: a person not known yet is given a key.
        """
        return _identity(self._person_key(code), particulars)

    def keep(self, code: TeacherId, particulars: Particulars) -> str:
        """Seal the particulars, if this version is new, inside a batch; returns its identity."""
        identity = self.identity(code, particulars)
        sealed = _seal(AESGCM(self._person_key(code)), msgspec.json.encode(particulars), identity.encode())
        self._db.execute("INSERT OR IGNORE INTO particulars VALUES (?,?,?)", (code, identity, sealed))
        return identity

    def particulars(self, identities: Mapping[TeacherId, str]) -> dict[TeacherId, Particulars]:
        """The particulars behind each code's identity; codes whose key was destroyed are left out."""
        keys = dict(self._db.execute("SELECT code, wrapped_key FROM person"))
        rows = self._db.execute("SELECT code, identity, sealed FROM particulars").fetchall()
        found = {}
        for code, identity, sealed in rows:
            if identities.get(code) == identity and code in keys:
                key = _open(self._county, keys[code], code.encode())
                found[code] = msgspec.json.decode(_open(AESGCM(key), sealed, identity.encode()), type=Particulars)
                if _identity(key, found[code]) != identity:
                    raise _unreadable()
        return found

    def names(self, identities: Mapping[TeacherId, str]) -> dict[TeacherId, str]:
        """The names behind each code's identity."""
        return {code: person.name for code, person in self.particulars(identities).items()}

    def _person_key(self, code: TeacherId) -> bytes:
        if code not in self._keys:
            row = self._db.execute("SELECT wrapped_key FROM person WHERE code=?", (code,)).fetchone()
            if row:
                self._keys[code] = _open(self._county, row[0], code.encode())
            else:
                self._keys[code] = os.urandom(32)
                wrapped = _seal(self._county, self._keys[code], code.encode())
                self._db.execute("INSERT INTO person VALUES (?,?)", (code, wrapped))
        return self._keys[code]


def _identity(key: bytes, particulars: Particulars) -> str:
    said = squeeze(particulars.name) + "\n" + squeeze(particulars.id_number)
    return hmac.new(key, said.encode(), sha256).hexdigest()[:32]


def name_index(names: Mapping[TeacherId, str]) -> dict[str, list[TeacherId]]:
    """Codes by name, width and spacing left out; several codes where several people bear a name."""
    index: dict[str, list[TeacherId]] = {}
    for code, name in names.items():
        index.setdefault(squeeze(name), []).append(code)
    return index


def _seal(key: AESGCM, plain: bytes, label: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + key.encrypt(nonce, plain, label)


def _open(key: AESGCM, sealed: bytes, label: bytes) -> bytes:
    try:
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], label)
    except (InvalidTag, ValueError):  # a nonce cut short is a ValueError
        raise _unreadable() from None


def vault_key(written: str) -> bytes:
    """The county's vault key as its file holds it: 64 hexadecimal digits. Raises Refused `vault-unreadable`."""
    try:
        key = bytes.fromhex(written)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise _unreadable()
    return key


def _unreadable() -> Refused:
    return Refused("vault-unreadable", "姓名库无法解密:密钥文件不对,或姓名库被改动过;请找回原来的密钥文件或备份。")
