"""A ledger's place: a folder with keys, seal and kept files; book and vault in it, or in a database."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from ledger.acts.evidence import EvidenceFolder
from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.forgetting import destroy_forgotten
from ledger.forgotten_list import ForgottenList
from ledger.in_force import step_names, stored_names
from ledger.keys import Keys
from ledger.on_disk import dated, write_whole
from ledger.pen import COUNTY_TIME
from ledger.personal_text import PersonalText
from ledger.records.personal_data import PersonForgotten
from ledger.records.record import Record, TeacherId
from ledger.records.registered import SchoolRegistered, TeacherRegistered
from ledger.records.school_year import TermAnnounced
from ledger.records.seal_key import SealKeyReplaced
from ledger.records.vault_renewed import VaultRenewed
from ledger.refusals import Misuse
from ledger.register import Register
from ledger.seal import BookLog, CheckpointFiles, Seal, beginning_note
from ledger.store.vault_tables import NoVault, upgrade_vault
from ledger.vault import Vault, name_index

V = TypeVar("V")

BOOK, VAULT, KEYS, SEAL = "book.sqlite", "vault.sqlite", "keys", "seal"
FORGOTTEN = "forgotten"
LAST_BACKUP = "last-backup.json"
EVIDENCE, STATEMENTS = "evidence", "statements"
RESTORING = "restore-unfinished"
"""The file that marks a place in which a restore is at work, or was cut off; nothing there is a ledger."""

DATABASE_URL = "SHILU_DATABASE_URL"


@dataclass(frozen=True)
class Home:
    """The folder of one county's ledger: `$SHILU_HOME`, else `./shilu-data`.

    `database`, by default `$SHILU_DATABASE_URL`: the URL (`postgresql://…`) of the schema that holds book and vault,
    in which `{home}` stands for a name made from the folder's path; empty where they are files in the folder.
    """

    folder: Path
    database: str = field(default_factory=lambda: os.environ.get(DATABASE_URL, ""), repr=False)

    @classmethod
    def from_environment(cls) -> "Home":
        """The folder that the environment names."""
        return cls(Path(os.environ.get("SHILU_HOME") or "shilu-data"))

    @property
    def book_place(self) -> Path | str:
        """The file of the book, or the URL of its database; which may hold a password."""
        return self.database.replace("{home}", name_of(self.folder)) or self.folder / BOOK

    @property
    def vault_place(self) -> Path | str:
        """The file of the vault, or the URL of its database."""
        return self.book_place if self.database else self.folder / VAULT

    @property
    def exists(self) -> bool:
        """Whether a ledger was made here."""
        return self.keys.has_vault_key and self._has_book() and not self._is_half_restored

    @property
    def keys(self) -> Keys:
        """The keys of the ledger."""
        return Keys(self.folder / KEYS)

    def seal_of(self, book: Book) -> Seal:
        """The seal over the ledger's book, which is open; nothing is made by this."""
        return Seal(self.folder / SEAL, BookLog(book.stored), self.keys, book.today)

    def seal_of_access(self, ledger: "Ledger") -> Seal:
        """The seal over the access log of the ledger, which is open; nothing is made by this."""
        return Seal(self.folder / SEAL / "access", ledger.vault.access, self.keys, ledger.book.today, "/access")

    @property
    def forgotten(self) -> ForgottenList:
        """The list, beside the keys, of those whose particulars were destroyed."""
        return ForgottenList(self.folder / KEYS / FORGOTTEN)

    def make(self) -> None:
        """Make an empty ledger: folder, keys (only the owner may read them), vault, book, its seal begun.

        Raises Misuse `ledger-exists` where one is already, `book-lost` where one was, `restore-unfinished`.
        """
        self._check_restored()
        if self._has_book():
            raise Misuse("ledger-exists", f"{self._told} 里已经有一个账本;请换一个文件夹或模式,或直接使用它。")
        files = CheckpointFiles(self.folder / SEAL)
        lost = files.newest is None and files.beginning is None and self.keys.verifier_key
        if files.size or lost:
            raise Misuse(
                "book-lost",
                f"{self.folder} 里的密钥和封存是另一个账本的,{self._told} 里没有它;它在数据库里,就设置 {DATABASE_URL},"
                "丢了就用备份恢复,要新建请换一个文件夹。",
            )
        self.keys.make(_today(), lambda signer: files.let_begin(beginning_note(signer, 0, _today())))
        self._vault().close()  # refused where a vault of another key is; no book is begun beside it then
        with self._open():
            pass

    def renew_vault(self) -> tuple[Path, int]:
        """Begin a new vault where the old one or its key is lost: where its sealed rows were put, how many people's.

        Records stand as they are, under codes; names come back as they are handed in anew. To be written into the
        book, and then `vault_is_renewed`; until then, after a crash, it goes on where it was.
        Raises Misuse as `check_whole`, Refused `key-not-lost`.
        """
        try:
            self.check_whole()
        except Misuse as missing:
            if missing.code != "key-lost":
                raise
        from ledger.store.lost_vault import people_in, put_aside  # only this one command needs it

        if not self._renewing.exists():
            if self.keys.has_vault_key and self._has_lost_vault():
                # Without the vault the key opens nothing, but for a copy of the vault that may still be found.
                self.keys.put_vault_key_aside(_today())
            self.keys.check_vault_key_lost()
            asides = dated(self.folder / "vault-lost-", _today(), ".json")
            write_whole(self._renewing, next(path for path in asides if not path.exists()).name.encode())
        aside = self.folder / self._renewing.read_text()
        if not self.keys.has_vault_key:  # from the moment that it is there, what the vault holds is new
            put_aside(self.vault_place, aside)
            self.keys.renew_vault_key()
        return aside, people_in(aside)

    def vault_is_renewed(self) -> None:
        """The book says so now."""
        self._renewing.unlink()

    @property
    def _renewing(self) -> Path:
        """The file that stands while a vault is renewed; it names the one of the rows put aside."""
        return self.folder / "vault-renewing"

    @property
    def lost_vaults(self) -> list[Path]:
        """The sealed rows that were put aside when the vault's key was lost; forgetting does not reach them."""
        return sorted(self.folder.glob("vault-lost-*.json"))

    @contextmanager
    def opened(self) -> Iterator["Ledger"]:
        """The ledger, open for reading and writing. Raises Misuse where none is, or a part of it is missing."""
        self.check_whole()
        with self._open() as ledger:
            yield ledger

    def upgrade(self) -> tuple[int, int]:
        """Bring the ledger to the present format; the format that it had, and how many events it holds.

        Raises Misuse where no whole ledger is, Refused `ledger-newer`, or `upgrade-differs` (nothing was changed then).
        """
        self.check_whole()
        place = self.book_place
        if isinstance(place, Path):
            from ledger.store.sqlite_upgrade import upgrade  # only this one command needs it

            found = upgrade(place)
            upgrade_vault(self.folder / VAULT)
            return found
        with self._open() as ledger:  # no earlier release wrote into a database
            return ledger.book.stored.format, ledger.book.position

    @contextmanager
    def _open(self) -> Iterator["Ledger"]:
        # The book first: it tells its format, and in a ledger of a later one nothing is touched.
        with closing(Book(self.book_place, derived=self.folder)) as book, closing(self._vault_of(book)) as vault:
            evidence, statements = EvidenceFolder(self.folder / EVIDENCE), FolderByDigest(self.folder / STATEMENTS)
            destroy_forgotten(book, vault, self.forgotten)
            seal = self.seal_of(book)
            self._begin_seal(book, vault, seal)
            ledger = Ledger(book, vault, evidence, statements, self.keys, seal)
            access = self.seal_of_access(ledger)
            begun = self._begin_seal_of_access(ledger, access)
            if ledger.vault.access.size() > access.size:  # the disk was full, or a kill came, before it was sealed
                access.keep_up()
            with seal.beside() if begun else nullcontext():
                yield ledger

    def _begin_seal_of_access(self, ledger: "Ledger", access: Seal) -> bool:
        """Begin the access log's seal where the book's is to begin, and before it; whether it may go on to that.

        At no other time: where the book is sealed, a seal of the log that is missing was taken away, and one begun
        anew would hide it.
        """
        seal = ledger.seal
        if seal.may_begin:
            access.begin()
            seal.standing_still = access.standing_still
            return access.checkpoint is not None
        return True

    def _begin_seal(self, book: Book, vault: Vault, seal: Seal) -> None:
        """A ledger of before there were seals gets its key; the seal follows from the first event on.

        Where anything tells that it was sealed before, its keys are lost, and the seal says so and stands still.
        """
        if seal.checkpoint is not None or self.keys.has_public_key or self._was_sealed(book, vault, seal):
            return
        with suppress(OSError):  # a disk that is read-only: it can be read as ever, and the seal says what is amiss
            self.keys.make(book.today(), seal.allow_beginning)

    def _was_sealed(self, book: Book, vault: Vault, seal: Seal) -> bool:
        """Whether files, book or vault hold what a ledger of before there were seals cannot."""
        beginning = CheckpointFiles(self.folder / SEAL).beginning is not None  # then cut off while keys were made
        since_then = [SealKeyReplaced.kind, PersonForgotten.kind, VaultRenewed.kind]
        return (
            self.keys.are_left(beginning=beginning)
            or (self.folder / LAST_BACKUP).exists()
            or seal.was_begun
            or vault.access.size() > 0
            or bool(book.stored.rows(kinds=since_then))
        )

    def _vault(self, *, may_make: bool = True) -> Vault:
        return Vault(self.vault_place, self.keys.vault_key(), may_make=may_make)

    def _vault_of(self, book: Book) -> Vault:
        """The vault beside an open book. Raises Misuse `vault-lost`: an empty one must not take its place unseen."""
        try:
            return self._vault(may_make=not book.position or self._renewing.exists())
        except NoVault:
            raise Misuse(
                "vault-lost",
                f"{self._told} 里有账本,却没有姓名库(在文件夹里是 {VAULT});请找回原来的姓名库放回原处,"
                "或用备份把账本恢复到空处(shilu restore);都没有了,才用 shilu keys replace --key vault --lost 另建。",
            ) from None

    def _has_lost_vault(self) -> bool:
        """Whether book and key are there, and the vault is not."""
        try:
            with closing(Book(self.book_place)) as book, closing(self._vault_of(book)):
                return False
        except Misuse as missing:
            if missing.code != "vault-lost":
                raise
            return True

    def check_whole(self) -> None:
        """Refuse a ledger of which a part is missing: a new one must not take its place unseen."""
        self._check_restored()
        book, key = self._has_book(), self.keys.has_vault_key
        if book and not key:
            raise Misuse(
                "key-lost",
                f"{self._told} 里有账本,{self.folder} 里却没有姓名库的密钥 {KEYS}/vault.key;请把另存的密钥放回原处,"
                "或用密钥纸质副本运行 shilu keys restore;都没有了,见 shilu keys replace --help。",
            )
        if key and not book:
            raise Misuse("book-lost", f"{self.folder} 里有密钥,{self._told} 里却没有账本;请用备份恢复,或换一处新建。")
        if not book:
            raise Misuse("no-ledger", f"{self._told} 里没有账本;请先运行 shilu init,或用 SHILU_HOME 指明账本所在。")

    @property
    def _is_half_restored(self) -> bool:
        return (self.folder / RESTORING).exists()

    def _check_restored(self) -> None:
        if self._is_half_restored:
            raise Misuse(
                "restore-unfinished",
                f"{self.folder} 里有一次恢复正在做,或没有做完;请等它做完,或再运行一次 shilu restore,它会从头做起。",
            )

    def _has_book(self) -> bool:
        place = self.book_place
        if isinstance(place, Path):
            return place.is_file()
        from ledger.store.postgres import holds_book  # loads psycopg, which a ledger in files does without

        return holds_book(place)

    @property
    def _told(self) -> str:
        """Where book and vault are, as people are told: without a password."""
        place = self.book_place
        if isinstance(place, Path):
            return str(self.folder)
        from ledger.store.postgres_place import postgres_place

        return str(postgres_place(place))


def _today() -> date:
    """The day it is for the county; where no book is open that would say it."""
    return datetime.now(UTC).astimezone(COUNTY_TIME).date()


def name_of(folder: Path) -> str:
    """The name that a folder has in a database: `h` and 16 hexadecimal digits of the SHA-256 of its whole path."""
    return "h" + sha256(os.path.abspath(folder).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Ledger:
    """A county's open ledger: its book and vault, files attached to records, results made official, keys and seal."""

    book: Book
    vault: Vault
    evidence: EvidenceFolder
    statements: FolderByDigest
    keys: Keys
    seal: Seal
    _register: "_WhileUnchanged[Register]" = field(init=False, repr=False, compare=False)
    _text: "_WhileUnchanged[tuple[frozenset[TeacherId], PersonalText]]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_register", _WhileUnchanged(_REGISTER))
        object.__setattr__(self, "_text", _WhileUnchanged([TeacherRegistered]))

    def register(self) -> Register:
        """The codes known now; the caller's own, to be gone on with."""
        return self._register.get(self.book, self._read_register).copy()

    def _read_register(self) -> Register:
        return Register(record for one in _REGISTER for record in self.book.kept(one).records)

    def personal_text(self) -> PersonalText:
        """What looks for the names of the register's teachers in texts; kept in memory while they are the same."""
        forgotten = self.vault.forgotten()

        def made() -> tuple[frozenset[TeacherId], PersonalText]:
            return forgotten, PersonalText(name_index(self.names(self.register())))

        kept = self._text.get(self.book, made)
        if kept[0] != forgotten:  # nobody's name is kept longer than the vault has it
            kept = self._text.get(self.book, made, anew=True)
        return kept[1]

    def names(self, register: Register, term: TermAnnounced | None = None) -> dict[TeacherId, str]:
        """The names of the register's teachers, by code: the newest, or as they stood in a term."""
        rows = register.teachers_in(term) if term else register.teachers
        return self.vault.names({code: row.identity for code, row in rows.items()})


_REGISTER: Sequence[type[Record]] = (TermAnnounced, SchoolRegistered, TeacherRegistered)


class _WhileUnchanged(Generic[V]):
    """What is made from the records of some classes: anew when one of these was written; for any thread."""

    def __init__(self, classes: Sequence[type[Record]]) -> None:
        self._names = [name for one in classes for name in (*stored_names(one), *step_names(one))]
        self._making = Lock()
        self._kept: V | None = None
        self._position = 0

    def get(self, book: Book, make: Callable[[], V], *, anew: bool = False) -> V:
        """As it is now."""
        with self._making:
            position = book.position
            kept = self._kept
            if kept is None or anew or book.wrote_since(self._names, self._position, position):
                kept = self._kept = make()
            self._position = position
            return kept
