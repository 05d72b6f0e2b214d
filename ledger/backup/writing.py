"""A backup made while writing goes on: rows up to a sealed position, the files they name, the vault as it is then."""

import struct
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from ledger.backup.archive import Archive
from ledger.backup.contents import (
    END,
    EVIDENCE,
    FORMAT,
    HEAD,
    OWN_FILES,
    ROWS,
    STATEMENTS,
    TABLES,
    VAULT,
    Head,
    Lacking,
    end_of,
    named_files,
    written_rows,
    written_table,
)
from ledger.backup.encryption import check_recipient, encrypt
from ledger.backup.frontier import Frontier
from ledger.backup.keys_for import PUBLIC_FILES
from ledger.backup.last import LastBackup, remember
from ledger.backup.placing import check_free, placed
from ledger.by_digest import FolderByDigest
from ledger.checkpoint import Checkpoint, NoteRefused, body_of, open_note, parse_checkpoint, sign_note
from ledger.home import SEAL, Home, Ledger
from ledger.refusals import Misuse, Refused
from ledger.seal import CHECKPOINT, hashes_of_rows
from ledger.store.rows import Row
from ledger.store.vault_tables import vault_tables

Told = Callable[[int, int], None]
"""Called with the rows done and the rows there are."""


@dataclass(frozen=True)
class Made:
    """A backup that was made: its head, its size in bytes and SHA-256, how many files it holds, and what it lacks."""

    head: Head
    bytes: int
    digest: str
    evidence: int
    statements: int
    lacking: tuple[Lacking, ...]


def write_backup(
    home: Home,
    path: Path,
    told: Told = lambda done, rows: None,
    *,
    after: Head | None = None,
    first: int = 1,
    also_to: Sequence[str] = (),
) -> Made:
    """Make a backup of the ledger at `path`, of the positions from `first` on or of those after another backup.

    Encrypted to the ledger's own recipient and to those of `also_to`. Files that rows name and that are missing or
    altered are left out and told. Raises Misuse `backup-exists`, `bad-recipient`, `bad-arguments`; Refused
    `not-sealed`, `book-damaged`, `backup-foreign`, `backup-fork`, `disk-full`, `unwritable-file`, and as `Home.opened`
    does.
    """
    check_free(path)
    for one in also_to:
        check_recipient(one)
    with home.opened() as ledger:
        writing = _Writing(home, ledger, after, first, told)
        recipients = dict.fromkeys((writing.keys.backup_recipient, *also_to))
        with placed(path) as file:
            encrypt(writing.pieces(), file, list(recipients))
        made = writing.made(file.size, file.digest)
        head = made.head
        with suppress(OSError):  # on a disk that cannot be written the backup stands all the same
            remember(home.folder, LastBackup(head.at, path.name, head.first, head.last, made.bytes, made.digest))
        return made


class _Writing:
    """One backup as it is made."""

    def __init__(self, home: Home, ledger: Ledger, after: Head | None, first: int, told: Told) -> None:
        self.keys = home.keys
        self._home, self._ledger, self._told = home, ledger, told
        self._signer = self.keys.signing()
        self._tree = ledger.seal.tree
        note, checkpoint = self._sealed()
        first = after.last + 1 if after else first
        if first < 1 or first > checkpoint.size + 1:
            raise Misuse("bad-arguments", f"账本到第 {checkpoint.size} 条,不能从第 {first} 条开始备份;请核对位置。")
        before = Frontier.of_tree(self._tree, first - 1)
        if after:
            _check_follows(after, checkpoint.origin, before)
        self.head = Head(
            FORMAT,
            checkpoint.origin,
            ledger.book.clock(),
            first,
            checkpoint.size,
            note,
            tuple(b64encode(root).decode() for root in before.roots),
            {name: text for name in PUBLIC_FILES if (text := _text_of(self.keys.folder / name)) is not None},
        )
        self._archive = Archive(int(self.head.at.timestamp()))
        self._named: dict[tuple[str, str], None] = {}
        self._lacking: list[Lacking] = []

    def made(self, size: int, digest: str) -> Made:
        """What was made, when all is written."""
        kinds = [what for what, _ in self._named]
        return Made(self.head, size, digest, kinds.count(EVIDENCE), kinds.count(STATEMENTS), tuple(self._lacking))

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the archive."""
        file = self._archive.file
        yield from file(HEAD, msgspec.json.format(msgspec.json.encode(self.head)) + b"\n")
        yield from self._rows()
        yield from self._files()
        for name, content in (*self._own_files(), *self._checkpoints()):
            yield from file(name, content)
        # The vault commits before the book: what the rows refer to is there by now.
        with closing(vault_tables(self._home.vault_place)) as tables:
            for table in TABLES:
                rows = sorted(tables.select(f"SELECT * FROM {table}"))
                yield from file(f"{VAULT}/{table}.ndjson", written_table(rows))
        end = sign_note(end_of(self.head, self._archive.list(), self._lacking), self._signer)
        yield from self._archive.digests()
        yield from self._archive.end(END, end.encode())

    def _sealed(self) -> tuple[str, Checkpoint]:
        """The newest checkpoint, after all that is in the book now was sealed."""
        seal = self._ledger.seal
        seal.keep_up(wait=10.0)
        seal.look()
        if seal.standing_still or seal.checkpoint is None:
            why = seal.standing_still.rstrip("。") or "还没有封存过"
            raise Refused("not-sealed", f"账本现在不能封存({why}),备份就无法证明;请先运行 shilu verify 查明。")
        note = seal.checkpoint
        return note, parse_checkpoint(open_note(note, *self.keys.verifier_keys).text)

    def _rows(self) -> Iterator[bytes]:
        """The rows, each held to the tree that the checkpoint seals."""
        done, last = self.head.first - 1, self.head.last
        for lot in self._ledger.book.stored.lots(self.head.first):
            rows = [row for row in lot if row[0] <= last]
            if rows:
                if _hashed(rows) != self._tree.hashes(0, done, len(rows)):
                    altered = (at for at, row in enumerate(rows, done) if _hashed([row]) != self._tree.leaf(at))
                    raise _damaged(next(altered) + 1)
                self._named |= named_files(rows)
                yield from self._archive.file(f"{ROWS}/{done + 1:012d}.txt", written_rows(rows))
                done += len(rows)
                self._told(done - self.head.first + 1, last - self.head.first + 1)
            if done == last:
                return
        if done < last:
            raise _damaged(done + 1)

    def _files(self) -> Iterator[bytes]:
        """The attached files and official results that the rows name."""
        for what, digest in list(self._named):
            content = FolderByDigest(self._home.folder / what).read(digest)
            if content is None:
                del self._named[what, digest]
                self._lacking.append(Lacking(what, digest))
            else:
                yield from self._archive.file(f"{what}/{digest[:2]}/{digest}", content)

    def _own_files(self) -> Iterator[tuple[str, bytes]]:
        folder = self._home.folder
        for path in (path for own in OWN_FILES for path in sorted(folder.glob(own)) if path.is_file()):
            yield path.relative_to(folder).as_posix(), path.read_bytes()

    def _checkpoints(self) -> Iterator[tuple[str, bytes]]:
        """The checkpoints kept beside the tree, but the newest, which the head says, and those that came meanwhile."""
        folder = self._home.folder / SEAL
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            passed_over = path.name.startswith(("tree.", "lock")) or path.suffix == ".partial" or name == CHECKPOINT
            if path.is_file() and not passed_over:
                content = path.read_bytes()
                size = _size_of(content)
                if size is not None and (size <= self.head.last or name.startswith("access/")):
                    yield f"{SEAL}/{name}", content


def _size_of(note: bytes) -> int | None:
    """How many entries a checkpoint speaks of; None where a file is none."""
    try:
        return parse_checkpoint(body_of(note)).size
    except NoteRefused:
        return None


def _check_follows(after: Head, origin: str, before: Frontier) -> None:
    """Refuse to go on after a backup of another ledger, or of another course of this one."""
    if after.origin != origin:
        raise Refused("backup-foreign", f"前一份备份是另一个账本({after.origin})的;请核对文件。")
    if parse_checkpoint(body_of(after.checkpoint)).root != before.root:
        raise Refused(
            "backup-fork",
            f"前一份备份到第 {after.last} 条和现在的账本不同;请先运行 shilu verify 查明。",
        )


def _text_of(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _hashed(rows: list[Row]) -> bytes:
    """The hashes of leaves, joined; none for a row that none can be made of."""
    try:
        return b"".join(hashes_of_rows(rows))
    except (ValueError, struct.error):
        return b""


def _damaged(position: int) -> Refused:
    return Refused("book-damaged", f"账本第 {position} 条和封存时不同,没有备份;请运行 shilu verify 找出被改动的地方。")
