"""A backup read from first byte to last, and proved on the way: nothing of it may be believed before its end."""

import struct
from base64 import b64decode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from ledger.backup.archive import DIGESTS, files_in, line_of
from ledger.backup.contents import (
    END,
    EVIDENCE,
    FORMAT,
    HEAD,
    ROWS,
    STATEMENTS,
    Head,
    Lacking,
    end_of,
    named_files,
    read_rows,
)
from ledger.backup.encryption import decrypted
from ledger.backup.frontier import Frontier
from ledger.backup.keys_for import KeysFor
from ledger.checkpoint import Checkpoint, NoteRefused, body_of, open_note, parse_checkpoint
from ledger.keys import SUCCESSION
from ledger.refusals import Refused
from ledger.seal import hashes_of_rows
from ledger.store.rows import Row

Keep = Callable[[str, bytes], None]
"""Called with name and content of every file that is no head, rows or end."""


def head_of(path: Path, keys: KeysFor) -> Head:
    """The head of a backup; only the first part of the file is read. Nothing but its encryption was checked.

    Raises Refused: `unreadable-file`, `backup-key`, `backup-damaged`, `backup-newer`.
    """
    with decrypted(path, keys.identities) as archive:
        name, content = next(files_in(archive), ("", b""))
        return _head(path, name, content)


def _head(path: Path, name: str, content: bytes) -> Head:
    try:
        head = msgspec.json.decode(content, type=Head)
        parse_checkpoint(body_of(head.checkpoint))
    except (msgspec.DecodeError, NoteRefused):
        raise _altered(path, "没有开头的说明") from None
    if name != HEAD:
        raise _altered(path, "没有开头的说明")
    if head.format != FORMAT:
        raise Refused("backup-newer", f"备份 {path} 的格式是 {head.format[:40]},这一版师录读不了;请换较新的版本。")
    return head


class Proving:
    """One backup as it is read: first `lots` to its end, then `lacking` and the rest may be believed."""

    def __init__(self, path: Path, keys: KeysFor, before: Frontier | None = None) -> None:
        """`before`: the tree over what was read before it; None to take its own word for that."""
        self._path, self._keys = path, keys
        self._tree = before
        self._named: dict[tuple[str, str], None] = {}
        self._found: set[tuple[str, str]] = set()
        self._digests: list[str] = []
        self.lacking: tuple[Lacking, ...] = ()
        self.head: Head
        self.checkpoint: Checkpoint
        self._signers: tuple[str, ...] = ()

    @property
    def tree(self) -> Frontier:
        """The tree over all that was read so far."""
        assert self._tree
        return self._tree

    def lots(self, keep: Keep) -> Iterator[tuple[list[Row], list[bytes]]]:
        """The rows in lots with the hashes of their leaves; every other file is handed to `keep` as it comes.

        Raises Refused: `backup-altered`, `backup-gap`, `backup-foreign`, `backup-fork`, and as `head_of`.
        """
        with decrypted(self._path, self._keys.identities) as archive:
            files = files_in(archive)
            name, content = next(files, ("", b""))
            self.head = _head(self._path, name, content)
            self._digests.append(line_of(name, content))
            self._begin()
            for name, content in files:
                if name == DIGESTS:
                    self._end(content, files)
                    return
                self._digests.append(line_of(name, content))
                folder, _, rest = name.partition("/")
                if folder == ROWS:
                    yield self._rows(content)
                else:
                    if folder in (EVIDENCE, STATEMENTS):
                        self._take(folder, rest, content)
                    keep(name, content)
        raise _altered(self._path, "没有结尾")

    def _begin(self) -> None:
        head = self.head
        try:
            said = Frontier(head.first - 1, [b64decode(root, validate=True) for root in head.before])
            if not 1 <= head.first <= head.last + 1:
                raise ValueError
        except ValueError:
            raise _altered(self._path, "开头的位置不对") from None
        if self._tree is None:
            self._tree = said
        elif self._tree.size != head.first - 1:
            raise Refused(
                "backup-gap",
                f"备份 {self._path} 从第 {head.first} 条开始,而前面的到第 {self._tree.size} 条为止;"
                "请从一份完整备份开始,按次序写出每一份,中间不缺不重。",
            )
        elif self._tree.roots != said.roots:
            raise Refused(
                "backup-fork",
                f"备份 {self._path} 接不上前面的:第 {self._tree.size} 条以前的内容不同,不是同一个账本的同一段历史。",
            )
        if head.origin != self._keys.origin:
            raise Refused(
                "backup-foreign",
                f"备份 {self._path} 是另一个账本({head.origin})的,不是这些密钥的账本的;请核对文件和密钥。",
            )
        self._signers = self._keys.knowing(head.keys.get(SUCCESSION, "")).trusted
        self.checkpoint = parse_checkpoint(self._opened(head.checkpoint))
        if (self.checkpoint.origin, self.checkpoint.size) != (head.origin, head.last):
            raise _altered(self._path, "校验点说的不是这些位置")

    def _rows(self, content: bytes) -> tuple[list[Row], list[bytes]]:
        try:
            rows = read_rows(content)
            hashes = hashes_of_rows(rows)
            named = named_files(rows)
        except (ValueError, OverflowError, struct.error, msgspec.DecodeError):
            rows, hashes, named = [], [], {}
        if not rows:
            raise _altered(self._path, "有一段记录读不通")
        for number, row in enumerate(rows, self.tree.size + 1):
            if row[0] != number:
                raise _altered(self._path, f"第 {number} 条不在它的位置上")
        self.tree.append(hashes)
        self._named |= named
        return rows, hashes

    def _take(self, folder: str, rest: str, content: bytes) -> None:
        digest = sha256(content).hexdigest()
        if rest != f"{digest[:2]}/{digest}":
            raise _altered(self._path, f"文件 {rest[-64:][:12]} 的内容不对")
        self._found.add((folder, digest))

    def _end(self, digests: bytes, files: Iterator[tuple[str, bytes]]) -> None:
        """Hold all that was read to the checkpoint and to the signed end."""
        rest = list(files)
        if [name for name, _ in rest] != [END] or digests != "".join(self._digests).encode():
            raise _altered(self._path, "里面的文件和清单不符")
        if self._found - self._named.keys():
            raise _altered(self._path, "有记录没有提到的文件")
        self.lacking = tuple(Lacking(*one) for one in self._named if one not in self._found)
        if self._opened(rest[0][1]) != end_of(self.head, digests, self.lacking):
            raise _altered(self._path, "结尾的签名说的不是这些内容")
        if (self.tree.size, self.tree.root) != (self.checkpoint.size, self.checkpoint.root):
            raise _altered(self._path, "由记录算出的树根不是校验点的树根")

    def _opened(self, note: str | bytes) -> str:
        try:
            return open_note(note, *self._signers).text
        except NoteRefused as refused:
            raise _altered(self._path, f"签名不对({refused.message.rstrip('。')})") from None


def _altered(path: Path, what: str) -> Refused:
    return Refused("backup-altered", f"备份 {path} 的内容不可信:{what};请换一份没有改动过的备份。")
