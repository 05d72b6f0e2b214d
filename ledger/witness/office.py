"""A witness: an office that keeps the last checkpoint it saw of another's book, and signs only what goes on from it.

So a book that shows one history here and another there (a split view), or was cut short and written anew, is found by
whoever compares. A witness keeps one checkpoint and the trusted key of each book; it needs no ledger of its own.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import msgspec

from ledger.checkpoint import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    NoteRefused,
    Signer,
    Verifier,
    add_signatures,
    body_of,
    open_note,
    parse_checkpoint,
)
from ledger.keys import follow
from ledger.locks import alone
from ledger.on_disk import make_folder, write_whole
from ledger.refusals import Misuse, Refused
from ledger.seal import verify_consistency
from ledger.witness.request import WitnessRequest

KEY, PUBLIC, BOOKS, SPLIT = "witness.key", "witness.pub", "books", "split-views"


class Seen(msgspec.Struct, frozen=True):
    """What a witness knows of a book: its key, and the last checkpoint signed (a note; empty before the first)."""

    origin: str
    key: str
    checkpoint: str = ""
    signed_at: str = ""

    @property
    def last(self) -> Checkpoint | None:
        """The checkpoint that the next one must go on from."""
        return parse_checkpoint(body_of(self.checkpoint)) if self.checkpoint else None


@dataclass(frozen=True)
class Witness:
    """The witness that an office is, in a folder: `$SHILU_HOME/witness`."""

    folder: Path

    def make(self, name: str = "") -> str:
        """Make its key, under a name that other offices read; the public key. Raises Misuse `witness-exists`."""
        with self._alone():
            if (self.folder / KEY).exists():
                raise Misuse("witness-exists", f"{self.folder} 里已经有见证密钥;直接使用它,或换一个 SHILU_HOME。")
            try:
                signer = Signer.of(name or f"shilu-witness-{os.urandom(8).hex()}", os.urandom(32), COSIGNATURE)
            except NoteRefused:
                raise Misuse("bad-arguments", f"见证单位的名称“{name}”里不能有空格和加号;请改写。") from None
            write_whole(self.folder / KEY, f"{signer.text}\n".encode(), mode=0o600)
            write_whole(self.folder / PUBLIC, f"{signer.verifier_key}\n".encode())
            return signer.verifier_key

    @property
    def signer(self) -> Signer:
        """What it signs with. Raises Misuse `no-witness`."""
        path = self.folder / KEY
        if not path.is_file():
            raise Misuse("no-witness", f"{self.folder} 里没有见证密钥;请先运行 shilu witness init。")
        return Signer(path.read_text(encoding="utf-8").strip())

    def trust(self, key: str, succession: str = "", *, lost: bool = False) -> Seen:
        """Trust a book's key from now on, given by its office; what is known of the book then.

        Another key than the one trusted so far needs the succession that leads to it, or `lost`: the office said, on
        paper, that the old one is gone. Then too the next checkpoint must go on from the last one signed here.
        Raises Refused `witness-other-key`, NoteRefused, Misuse `no-witness`.
        """
        verifier = Verifier.parse(key)
        if verifier.type != ED25519:
            raise Misuse("bad-arguments", f"“{verifier.name}”的公钥是见证单位的,不是账本的;请向账本单位要公钥。")
        with self._alone():
            seen = self._seen(verifier.name)
            if seen and seen.key != key and not lost and key not in follow(succession, seen.key):
                raise Refused(
                    "witness-other-key",
                    f"“{verifier.name}”原来信任的是另一把公钥;请对方交来 keys/succession,用 --succession 指明;"
                    "对方旧密钥丢失的,核对书面说明后加 --lost。",
                )
            for one in [known for known in self._books() if known.origin.startswith(verifier.name + "/")]:
                self._keep(msgspec.structs.replace(one, key=key))
            trusted = msgspec.structs.replace(seen, key=key) if seen else Seen(verifier.name, key)
            self._keep(trusted)
            return trusted

    def sign(self, request: WitnessRequest, now: datetime) -> str:
        """The checkpoint with this witness's line under it; it is the last one seen from then on.

        Raises NoteRefused, or Refused: `witness-unknown-book`, `witness-old-size` (the proof is from another size),
        `witness-smaller`, `split-view` (it does not go on from what was seen; both are kept as evidence).
        """
        signer = self.signer
        told = parse_checkpoint(body_of(request.checkpoint))
        with self._alone():
            seen = self._trusting(told.origin)
            note = open_note(request.checkpoint, seen.key)
            self._check_goes_on(seen, told, request)
            line = signer.cosign(note.text, int(now.timestamp()))
            signed = add_signatures(f"{note.text}\n{note.signatures[0].line}", line)
            at = now.isoformat(timespec="seconds")
            self._keep(Seen(told.origin, seen.key, signed, at))
            return signed

    def seen(self) -> list[Seen]:
        """What it knows, by the books' names."""
        return sorted(self._books(), key=lambda one: one.origin)

    def _check_goes_on(self, seen: Seen, told: Checkpoint, request: WitnessRequest) -> None:
        last = seen.last
        if last and told.size == last.size and told.root != last.root:
            raise self._split(seen, request, f"同是 {told.size} 条,和上次见过的内容不同")
        if last and told.size < last.size:
            raise Refused(
                "witness-smaller",
                f"“{told.origin}”交来的校验点只有 {told.size} 条,上次见过的有 {last.size} 条:是旧校验点,或账本被截短过;"
                f"请对方运行 shilu checkpoint --old {last.size},做不到就说明账本少了记录。",
            )
        if last and told.size == last.size:
            return
        known = last.size if last else 0
        if request.old != known:
            raise Refused(
                "witness-old-size",
                f"“{told.origin}”上次见过的是 {known} 条,交来的证明从 {request.old} 条起;"
                f"请对方运行 shilu checkpoint --old {known}。",
            )
        if not last or not known:
            if request.proof:
                raise Refused("bad-request", "从 0 条起不需要证明;请对方重新运行 shilu checkpoint --old 0。")
            return
        try:
            verify_consistency(last.size, told.size, list(request.proof), last.root, told.root)
        except Refused:
            raise self._split(seen, request, f"{told.size} 条的校验点不是由上次见过的 {last.size} 条续写的") from None

    def _split(self, seen: Seen, request: WitnessRequest, what: str) -> Refused:
        """What is said where two histories were found; both signed checkpoints are kept as evidence."""
        content = f"{seen.checkpoint}\n{request.text()}".encode()
        path = self.folder / SPLIT / f"{sha256(content).hexdigest()[:16]}.txt"
        make_folder(path.parent)
        write_whole(path, content)
        return Refused(
            "split-view",
            f"发现两本账:“{seen.origin}”{what};没有签名,两份校验点已存为 {path},请和对方当面核对。",
        )

    def _trusting(self, origin: str) -> Seen:
        """The book of that origin; a part of a book, `name/part`, is trusted by the book's key."""
        seen = self._seen(origin)
        if not seen and (whole := self._seen(origin.partition("/")[0])):
            seen = Seen(origin, whole.key)
        if not seen:
            raise Refused(
                "witness-unknown-book",
                f"还没有信任“{origin[:100]}”的公钥;请向这个单位要公钥,核对后运行 shilu witness trust 公钥。",
            )
        return seen

    def _seen(self, origin: str) -> Seen | None:
        path = self._path(origin)
        return _read(path) if path.is_file() else None

    def _books(self) -> Sequence[Seen]:
        return [_read(path) for path in sorted((self.folder / BOOKS).glob("*.json"))]

    def _keep(self, seen: Seen) -> None:
        make_folder(self.folder / BOOKS)
        write_whole(self._path(seen.origin), msgspec.json.format(msgspec.json.encode(seen)) + b"\n")

    def _path(self, origin: str) -> Path:
        return self.folder / BOOKS / f"{sha256(origin.encode()).hexdigest()[:32]}.json"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """From reading what was seen to keeping what is seen, nobody else signs (tlog-witness: no rolling back)."""
        make_folder(self.folder)
        with alone(self.folder, None):
            yield


def _read(path: Path) -> Seen:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Seen)
    except msgspec.DecodeError:
        raise Refused(
            "witness-damaged", f"{path} 读不通:上次见过的校验点坏了;请用备份恢复这个文件,不要删去。"
        ) from None
