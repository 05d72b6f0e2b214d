"""A ledger restored from a full backup and the increments after it: proved whole first, everything or nothing."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ledger.access_log import AccessLog
from ledger.backup.contents import EVIDENCE, STATEMENTS, TABLES, VAULT, Head, Lacking, is_own_file, read_table
from ledger.backup.empty_place import empty_place
from ledger.backup.frontier import Frontier
from ledger.backup.keys_for import KeysFor
from ledger.backup.proving import Proving, head_of
from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.checkpoint import open_note, parse_checkpoint
from ledger.forgetting import forgotten_by
from ledger.forgotten_list import Forgotten
from ledger.home import KEYS, SEAL, Home
from ledger.keys import SUCCESSION
from ledger.on_disk import IS_FULL, make_folder, why, write_whole
from ledger.records.record import TeacherId
from ledger.refusals import Refused
from ledger.seal import CHECKPOINT, Tree
from ledger.store.rows import Row
from ledger.store.vault_tables import vault_tables
from ledger.vault import Vault

_OF_PERSONS = ("person", "particulars")


@dataclass(frozen=True)
class Restored:
    """What was restored: the last backup's head, how many attached files and results, which of those named it lacks.

    `withheld`: the forgotten whose particulars were in the backups and were not brought back. `listed_until`: the last
    day of the lists of the forgotten that were kept apart from the backups; None where there was none, or an empty one.
    """

    head: Head
    files: int
    lacking: tuple[Lacking, ...]
    withheld: tuple[TeacherId, ...]
    listed_until: date | None


def restore(
    home: Home,
    paths: Sequence[Path],
    keys: KeysFor,
    told: Callable[[int, int], None] = lambda done, rows: None,
    *,
    forgotten: Sequence[Forgotten] = (),
    against: str = "",
) -> Restored:
    """Restore a ledger into an empty place, in files or in a database, from a full backup and its increments in order.

    `forgotten`: persons not to be brought back, besides those that the backups and the keys' folder know of. `against`:
    a checkpoint held elsewhere, which the book must contain. Nothing is left where anything is refused: as `Proving`,
    `empty_place`, and `Vault` do; `backup-against`, `disk-full`, `unwritable-file`.
    """
    heads = [head_of(path, keys) for path in paths]
    for head in heads:
        keys = keys.knowing(head.keys.get(SUCCESSION, ""))
    with empty_place(home):
        try:
            return _Restoring(home, keys, told, heads[-1].last).run(paths, forgotten, against)
        except OSError as error:
            if error.errno in IS_FULL or error.errno is None:  # None: a disk that is nearly full took a part
                raise Refused("disk-full", "磁盘已满,没有恢复,什么也没有留下;请腾出空间后重新运行。") from error
            raise Refused("unwritable-file", f"恢复时无法读写:{why(error)};请核对磁盘和权限。") from error


class _Restoring:
    def __init__(self, home: Home, keys: KeysFor, told: Callable[[int, int], None], rows: int) -> None:
        self._home, self._keys, self._told, self._of = home, keys, told, rows
        self._beside: dict[str, bytes] = {}
        """The small files of the last backup, by name: the county's own, checkpoints, tables of the vault."""
        self._files = {what: FolderByDigest(home.folder / what) for what in (EVIDENCE, STATEMENTS)}
        self._kept: set[str] = set()
        self._lacking: list[Lacking] = []
        self._tree = Tree(home.folder / SEAL)

    def run(self, paths: Sequence[Path], forgotten: Sequence[Forgotten], against: str) -> Restored:
        with closing(Book(self._home.book_place)) as book:
            book.replay(lambda _: self._rows(paths, against))
            said = {line.code for line in forgotten_by(book)}
        last = self._last
        self._tree.sync()
        make_folder(self._home.folder / SEAL)
        write_whole(self._home.folder / SEAL / CHECKPOINT, last.checkpoint.encode())
        for name, content in self._beside.items():
            if is_own_file(name) or name.partition("/")[0] == SEAL:
                make_folder((self._home.folder / name).parent)
                write_whole(self._home.folder / name, content)
        self._keys.put(self._home.folder / KEYS, last.keys, last.checkpoint)
        kept_list = self._home.forgotten
        kept_list.add(forgotten)
        withheld = self._vault(kept_list.codes)
        if self._home.keys.has_vault_key:  # without it the book can be had, and `shilu keys` begins a new vault
            with closing(Vault(self._home.vault_place, self._home.keys.vault_key())) as vault:  # refused if not its key
                vault.withhold(vault.forgotten() - said)  # so that `shilu verify` knows why they are gone
        files = len(self._kept)
        lacking = tuple(one for one in self._lacking if f"{one.what}/{one.digest}" not in self._kept)
        apart = [*forgotten, *self._keys.forgotten]
        return Restored(last, files, lacking, withheld, max((line.day for line in apart), default=None))

    def _rows(self, paths: Sequence[Path], against: str) -> Iterator[list[Row]]:
        """The rows of all backups; what goes beside the book is put there meanwhile, or kept for the end."""
        held = parse_checkpoint(open_note(against, *self._keys.trusted).text) if against else None
        before = Frontier()
        for path in paths:
            self._beside = {}
            proving = Proving(path, self._keys, before)
            for rows, hashes in proving.lots(self._keep):
                self._tree.append(hashes)
                self._told(rows[-1][0], self._of)
                yield rows
            self._lacking += proving.lacking
            self._last, before = proving.head, proving.tree
        if held:
            self._hold_to(held.size, held.root)

    def _hold_to(self, size: int, root: bytes) -> None:
        if size > self._tree.size:
            raise Refused(
                "backup-against",
                f"手里的校验点说到第 {size} 条,备份只到第 {self._tree.size} 条,不能核对;"
                "请再加上后面的备份,或用较早的校验点。",
            )
        if self._tree.root(size) != root:
            raise Refused(
                "backup-against", f"备份的前 {size} 条和手里的校验点不符:两者不是同一段历史;没有恢复,请查明哪一个可信。"
            )

    def _keep(self, name: str, content: bytes) -> None:
        folder = name.partition("/")[0]
        if folder in self._files:
            self._kept.add(f"{folder}/{self._files[folder].keep(content)}")
        else:
            self._beside[name] = content

    def _vault(self, listed: frozenset[TeacherId]) -> tuple[TeacherId, ...]:
        """Fill the vault's tables; who of the forgotten was in the backup."""
        tables = {one: read_table(self._beside.get(f"{VAULT}/{one}.ndjson", b"")) for one in TABLES}
        forgotten = listed | {row[0] for row in tables["forgotten"]}
        withheld = sorted({row[0] for one in _OF_PERSONS for row in tables[one]} & forgotten)
        tables |= {one: [row for row in tables[one] if row[0] not in forgotten] for one in _OF_PERSONS}
        tables["forgotten"] = [(code, 1) for code in sorted(forgotten)]
        with closing(vault_tables(self._home.vault_place)) as vault:
            vault.begin()
            try:
                for one, rows in tables.items():
                    for row in rows:
                        vault.change(f"INSERT INTO {one} VALUES ({','.join('?' * len(row))})", row)
                vault.commit()
            except BaseException:
                vault.undo()
                raise
            access = Tree(self._home.folder / SEAL / "access")
            for hashes in AccessLog(vault).hashes(0):
                access.append(hashes)
            access.sync()
        return tuple(withheld)
