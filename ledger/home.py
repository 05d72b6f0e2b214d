"""A ledger's place on disk: the book, the vault, and the vault's key, each a file of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.acts.evidence import EvidenceFolder
from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.records.record import TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.refusals import Misuse
from ledger.register import Register
from ledger.vault import Vault, vault_key

BOOK, VAULT, KEYS, EVIDENCE, STATEMENTS = "book.sqlite", "vault.sqlite", "keys", "evidence", "statements"


@dataclass(frozen=True)
class Home:
    """The folder of one county's ledger: `$SHILU_HOME`, else `./shilu-data`."""

    folder: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The folder that the environment names."""
        return cls(Path(os.environ.get("SHILU_HOME") or "shilu-data"))

    @property
    def exists(self) -> bool:
        """Whether a ledger was made here."""
        return (self.folder / BOOK).is_file() and self._key_file.is_file()

    def make(self) -> None:
        """Make an empty ledger: folder, vault key (only the owner may read it), vault, book.

        Raises Misuse `ledger-exists` where one is already.
        """
        if (self.folder / BOOK).exists():
            raise Misuse("ledger-exists", f"{self.folder} 里已经有一个账本;请换一个文件夹,或直接使用它。")
        self._key_file.parent.mkdir(parents=True, exist_ok=True)
        if not self._key_file.exists():
            self._key_file.touch(mode=0o600)
            self._key_file.write_text(os.urandom(32).hex() + "\n")
        with self._open():
            pass

    @contextmanager
    def opened(self) -> Iterator["Ledger"]:
        """The ledger, open for reading and writing."""
        self._check_whole()
        if not self.exists:
            raise Misuse("no-ledger", f"{self.folder} 里没有账本;请先运行 shilu init,或用 SHILU_HOME 指明账本所在。")
        with self._open() as ledger:
            yield ledger

    @contextmanager
    def _open(self) -> Iterator["Ledger"]:
        vault = Vault(self.folder / VAULT, vault_key(self._key_file.read_text()))
        book = Book(self.folder / BOOK)
        try:
            yield Ledger(book, vault, EvidenceFolder(self.folder / EVIDENCE), FolderByDigest(self.folder / STATEMENTS))
        finally:
            vault.close()
            book.close()

    def _check_whole(self) -> None:
        """Refuse a ledger of which a part is missing: a new one must not take its place unseen."""
        book, key = (self.folder / BOOK).is_file(), self._key_file.is_file()
        if book and not key:
            raise Misuse(
                "key-lost", f"{self.folder} 里有账本,却没有姓名库的密钥 {KEYS}/vault.key;请把另存的密钥放回原处。"
            )
        if key and not book:
            raise Misuse("book-lost", f"{self.folder} 里有密钥,却没有账本 {BOOK};请用备份恢复,或换一个文件夹新建。")

    @property
    def _key_file(self) -> Path:
        return self.folder / KEYS / "vault.key"


@dataclass(frozen=True)
class Ledger:
    """A county's open ledger: its book, its vault, the files attached to its records, the results made official."""

    book: Book
    vault: Vault
    evidence: EvidenceFolder
    statements: FolderByDigest

    def register(self) -> Register:
        """The codes known now."""
        classes = (TermAnnounced, SchoolRegistered, TeacherRegistered)
        return Register(record for one in classes for record in self.book.kept(one).records)

    def names(self, register: Register, term: TermAnnounced | None = None) -> dict[TeacherId, str]:
        """The names of the register's teachers, by code: the newest, or as they stood in a term."""
        rows = register.teachers_in(term) if term else register.teachers
        return self.vault.names({code: row.identity for code, row in rows.items()})
