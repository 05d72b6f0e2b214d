"""The vault: names, ID numbers and telephone numbers, sealed under a key of each person's own, apart from the book.

It holds, per person, a key wrapped by the county's vault key, and every version of the person's particulars sealed by
it (AES-256-GCM): in an SQLite file of its own, or in tables beside the book's in PostgreSQL. The vault key is a file
outside it. Whoever destroys a person's wrapped key has made the particulars unreadable (docs/privacy.md).
"""

import hmac
import os
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.access_log import Access, AccessLog
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from ledger.spelling import squeeze
from ledger.store.vault_tables import vault_tables

_NONCE = 12
_FITS = b"vault"
_ASKED_ONE_BY_ONE = 500


class Particulars(msgspec.Struct, frozen=True):
    """What the vault keeps of a person."""

    name: str
    id_number: str = ""
    telephone: str = ""


class Vault:
    """Who the people behind the teachers' codes are; opened with the county's vault key (32 bytes)."""

    def __init__(self, place: Path | str, key: bytes, *, may_make: bool = True) -> None:
        """Open, or make, the vault in an SQLite file or in the schema that a URL names.

        Raises Refused `vault-unreadable` where it was made with another key; NoVault where there is none and none may
        be made.
        """
        self._county = AESGCM(key)
        self._keys: dict[TeacherId, bytes] = {}
        self._tables = vault_tables(place, may_make=may_make)
        try:
            self._check_key()
        except BaseException:
            self.close()
            raise

    def _check_key(self) -> None:
        """Refuse another ledger's key: with it new names would be sealed that the right one cannot open."""
        kept = "SELECT sealed FROM vault_key"
        if not self._tables.select(kept):
            for code, wrapped in self._tables.select("SELECT code, wrapped_key FROM person LIMIT 1"):
                _open(self._county, wrapped, code.encode())
            self._tables.insert("INSERT INTO vault_key VALUES (1,?)", (_seal(self._county, b"", _FITS),))
        said = _open(self._county, self._tables.select(kept)[0][0], _FITS).decode().split()
        self._begins_after = int(said[0]) if said else 0
        self._withheld = frozenset(map(TeacherId, said[1:]))

    @property
    def begins_after(self) -> int:
        """The position up to which the book was put back from an export, which holds no names; 0 for a ledger's own."""
        return self._begins_after

    def begin_after(self, position: int) -> None:
        """Say, sealed with the county's key, that the vault of an export put back never held whom it names up to there.

        Without it, or where somebody writes it who has not the key, an empty vault counts as an emptied one.
        """
        self._say(position, self._withheld)

    @property
    def withheld(self) -> frozenset[TeacherId]:
        """Whom a restore did not bring back, as the list of the forgotten said, though the book does not say so."""
        return self._withheld

    def withhold(self, codes: Collection[TeacherId]) -> None:
        """Say of some people, sealed with the county's key, that a restore did not bring them back."""
        if not self._withheld.issuperset(codes):
            self._say(self._begins_after, self._withheld.union(codes))

    def _say(self, begins_after: int, withheld: frozenset[TeacherId]) -> None:
        self.begin()
        try:
            said = " ".join([str(begins_after), *sorted(withheld)]).encode()
            self._tables.change("UPDATE vault_key SET sealed=? WHERE one=1", (_seal(self._county, said, _FITS),))
            self.commit()
        except BaseException:
            self.undo()
            raise
        self._begins_after, self._withheld = begins_after, withheld

    def close(self) -> None:
        """Close it."""
        self._tables.close()

    @cached_property
    def access(self) -> AccessLog:
        """Who was shown what of whom."""
        return AccessLog(self._tables)

    def begin(self) -> None:
        """Start a batch of `keep`; it ends with `commit` or `undo`, by the same thread. Another thread waits."""
        self._tables.begin()
        self._keys.clear()  # another program may have destroyed one since

    def commit(self) -> None:
        """Make the batch durable. The book refers to the vault, so the vault commits first."""
        try:
            self._tables.commit()
        except BaseException:
            self.undo()
            raise

    def undo(self) -> None:
        """Forget the batch."""
        self._keys.clear()
        self._tables.undo()

    def identity(self, code: TeacherId, particulars: Particulars) -> str:
        """The keyed digest that stands for the particulars in the book: HMAC-SHA256, 32 hexadecimal digits.

        Inside a batch: a person not known yet is given a key. Raises Refused `person-forgotten`.
        """
        return _identity(self._person_key(code), particulars)

    def keep(self, code: TeacherId, particulars: Particulars) -> str:
        """Seal the particulars, if this version is new, inside a batch; returns its identity."""
        identity = self.identity(code, particulars)
        sealed = _seal(AESGCM(self._person_key(code)), msgspec.json.encode(particulars), identity.encode())
        self._tables.insert("INSERT INTO particulars VALUES (?,?,?)", (code, identity, sealed))
        return identity

    def particulars(self, identities: Mapping[TeacherId, str]) -> dict[TeacherId, Particulars]:
        """The particulars behind each code's identity; codes whose key was destroyed are left out.

        For comparing, and for names. Numbers are shown to somebody through `show` alone.
        """
        keys = dict(self._of_codes("SELECT code, wrapped_key FROM person", identities))
        found = {}
        for code, identity, sealed in self._of_codes("SELECT code, identity, sealed FROM particulars", identities):
            if identities.get(code) == identity and code in keys:
                found[code] = self._opened(code, keys[code], identity, sealed)
        return found

    def _opened(self, code: TeacherId, wrapped: bytes, identity: str, sealed: bytes) -> Particulars:
        """A row unsealed, and held to its identity. Raises Refused `vault-unreadable`."""
        key = _open(self._county, wrapped, code.encode())
        try:
            found = msgspec.json.decode(_open(AESGCM(key), sealed, identity.encode()), type=Particulars)
        except msgspec.DecodeError:
            raise _unreadable() from None
        if _identity(key, found) != identity:
            raise _unreadable()
        return found

    def show(self, code: TeacherId, identity: str, showing: Access) -> Particulars:
        """What the vault has of a person, to be shown to somebody; recorded in the access log before it is given.

        Raises Refused `person-forgotten` where nothing is left, and then nothing is recorded.
        """
        found = self.particulars({code: identity})
        if code not in found:
            raise _is_forgotten(code)
        self.access.add(showing)
        return found[code]

    def ever_kept(self, codes: Collection[TeacherId]) -> list[Particulars]:
        """Every version of the particulars of some people, for looking whether a text names them."""
        rows = self._of_codes("SELECT code, identity FROM particulars", codes)
        return [one for code, identity in rows if code in codes for one in self.particulars({code: identity}).values()]

    def check_whole(self) -> Iterator[tuple[TeacherId, str, str]]:
        """Code and identity of every version that is kept, and what is wrong with it: nothing where it is sound.

        A key under which nothing is kept is told only where it is wrong, with an empty identity.

        `no-key`: the person's key is not there; `unreadable`: key or particulars were altered, or put elsewhere.
        """
        both = self._tables.select(  # in one statement, so that nobody registers or forgets somebody in between
            "SELECT 0, code, '', wrapped_key FROM person UNION ALL SELECT 1, code, identity, sealed FROM particulars"
        )
        keys = {code: wrapped for table, code, _, wrapped in both if table == 0}
        rows = [(code, identity, sealed) for table, code, identity, sealed in both if table == 1]
        for code in keys.keys() - {code for code, _, _ in rows}:
            try:
                _open(self._county, keys[code], code.encode())
            except Refused:
                yield code, "", "unreadable"
        for code, identity, sealed in rows:
            wrong = "" if code in keys else "no-key"
            try:
                if code in keys:
                    self._opened(code, keys[code], identity, sealed)
            except Refused:
                wrong = "unreadable"
            yield code, identity, wrong

    def forgotten(self) -> frozenset[TeacherId]:
        """The codes whose keys were destroyed."""
        return frozenset(code for (code,) in self._tables.select("SELECT code FROM forgotten"))

    def forget(self, codes: Collection[TeacherId]) -> None:
        """Destroy the keys and everything sealed under them, durably, so that no file of the vault holds them.

        Outside a batch. Done again it does nothing; interrupted, it is finished by doing it again.
        """
        done = {code for (code,) in self._tables.select("SELECT code FROM forgotten WHERE erased=1")}
        left = {code for (code,) in self._of_codes("SELECT code FROM person", codes)} & set(codes)
        again = sorted((set(codes) - done) | left)
        if not again:
            return
        self.begin()
        try:
            for code in again:
                self._tables.change("DELETE FROM person WHERE code=?", (code,))
                self._tables.change("DELETE FROM particulars WHERE code=?", (code,))
                self._tables.change("DELETE FROM forgotten WHERE code=?", (code,))
                self._tables.change("INSERT INTO forgotten VALUES (?,0)", (code,))
            self.commit()
            self._tables.erase()
            self.begin()
            for code in again:
                self._tables.change("UPDATE forgotten SET erased=1 WHERE code=?", (code,))
            self.commit()
        except BaseException:
            self.undo()
            raise

    def _of_codes(self, select: str, codes: Collection[TeacherId]) -> list[tuple[Any, ...]]:
        """The rows of a table for some people; the whole table where many are asked for."""
        if len(codes) > _ASKED_ONE_BY_ONE:
            return self._tables.select(select)
        marks = ",".join("?" * len(codes))
        return self._tables.select(f"{select} WHERE code IN ({marks})", tuple(codes)) if codes else []

    @property
    def is_quick(self) -> bool:
        """Whether it answers at once: a file of this machine that nobody writes to."""
        return self._tables.is_quick

    def names(self, identities: Mapping[TeacherId, str]) -> dict[TeacherId, str]:
        """The names behind each code's identity."""
        return {code: person.name for code, person in self.particulars(identities).items()}

    def _person_key(self, code: TeacherId) -> bytes:
        if code not in self._keys:
            found = self._tables.select("SELECT wrapped_key FROM person WHERE code=?", (code,))
            if found:
                self._keys[code] = _open(self._county, found[0][0], code.encode())
            elif self._tables.select("SELECT 1 FROM forgotten WHERE code=?", (code,)):
                raise _is_forgotten(code)
            else:
                self._keys[code] = os.urandom(32)
                wrapped = _seal(self._county, self._keys[code], code.encode())
                self._tables.insert("INSERT INTO person VALUES (?,?)", (code, wrapped))
        return self._keys[code]


def _identity(key: bytes, particulars: Particulars) -> str:
    said = squeeze(particulars.name) + "\n" + squeeze(particulars.id_number)
    if particulars.telephone:  # what earlier releases wrote keeps its identity
        said += "\n" + squeeze(particulars.telephone)
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


def _is_forgotten(code: TeacherId) -> Refused:
    return Refused(
        "person-forgotten",
        f"教师编号 {code} 的个人信息已经依规定删除,这个编号不能再登记姓名,也没有可以查看的;"
        "新来或回来的教师请另用一个新编号。",
        fields=["teacher"],
    )


def _unreadable() -> Refused:
    return Refused("vault-unreadable", "姓名库无法解密:密钥文件不对,或姓名库被改动过;请找回原来的密钥文件或备份。")
