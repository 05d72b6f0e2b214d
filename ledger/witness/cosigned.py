"""What a ledger keeps of its witnesses: the public keys it trusts, and the checkpoints that they signed."""

from dataclasses import dataclass
from pathlib import Path

from ledger.checkpoint import (
    COSIGNATURE,
    Checkpoint,
    Note,
    NoteRefused,
    Verifier,
    add_signatures,
    body_of,
    open_note,
    parse_checkpoint,
)
from ledger.keys import WITNESSES, Keys
from ledger.on_disk import make_folder, write_whole
from ledger.refusals import Misuse, Refused
from ledger.seal import Tree


@dataclass(frozen=True)
class Cosigned:
    """The folder of cosigned checkpoints (`seal/cosigned`, one file a size), beside the ledger's keys."""

    folder: Path
    keys: Keys

    @property
    def witnesses(self) -> tuple[str, ...]:
        """The trusted witnesses' keys, in the order of trusting (`keys/witnesses`)."""
        path = self.keys.folder / WITNESSES
        return tuple(path.read_text(encoding="utf-8").split()) if path.is_file() else ()

    def trust(self, key: str) -> str:
        """Trust a witness's key from now on; its name. Raises NoteRefused `bad-key`, Misuse for a ledger's key."""
        verifier = Verifier.parse(key)
        if verifier.type != COSIGNATURE:
            raise Misuse("bad-arguments", f"“{verifier.name}”的公钥是账本的,不是见证单位的;请向见证单位要公钥。")
        known = dict.fromkeys([*self.witnesses, verifier.text])
        write_whole(self.keys.folder / WITNESSES, "".join(f"{one}\n" for one in known).encode())
        return verifier.name

    def take(self, text: str, tree: Tree) -> Note:
        """Keep a checkpoint that trusted witnesses signed, after holding it to the tree; their signatures.

        Raises Refused `no-witness-trusted`, `not-our-book` (it is of another ledger, or says something else than the
        tree: the book was altered since, or the witness was shown another one), NoteRefused.
        """
        if not self.witnesses:
            raise Refused(
                "no-witness-trusted",
                "还没有信任见证单位的公钥;请向见证单位要公钥,核对后运行 shilu witness trust 公钥。",
            )
        own, signed = open_note(text, *self._own_keys()), open_note(text, *self.witnesses)
        told = parse_checkpoint(signed.text)
        if told.origin != self.keys.origin:
            raise _not_ours(told, f"它是账本“{told.origin}”的")
        if told.size > tree.size:
            raise _not_ours(told, f"账本现在只封存了 {tree.size} 条,比它少")
        if tree.root(told.size) != told.root:
            raise _not_ours(told, "同样的条数,内容不同")
        make_folder(self.folder)
        lines = self._lines(told.size) | {one.verifier_key: one.line for one in (*own.signatures, *signed.signatures)}
        write_whole(self.folder / str(told.size), add_signatures(f"{signed.text}\n", *lines.values()).encode())
        return signed

    def _lines(self, size: int) -> dict[str, str]:
        """The lines that are kept for a size, by the key that made them; none of a file that was damaged."""
        if size not in self.sizes():
            return {}
        try:
            kept = open_note(self.kept(size), *self._own_keys(), *self.witnesses)
        except NoteRefused:
            return {}
        return {one.verifier_key: one.line for one in kept.signatures}

    def sizes(self) -> list[int]:
        """The sizes of the checkpoints kept, ascending."""
        if not self.folder.is_dir():
            return []
        return sorted(int(path.name) for path in self.folder.iterdir() if path.name.isascii() and path.name.isdigit())

    def kept(self, size: int) -> str:
        """The cosigned checkpoint of a size, as it is kept."""
        return (self.folder / str(size)).read_text(encoding="utf-8", errors="replace")

    def with_cosignatures(self, checkpoint: str) -> str:
        """A checkpoint with the witnesses' lines that are kept for the same body."""
        size = parse_checkpoint(body_of(checkpoint)).size
        if size not in self.sizes() or body_of(kept := self.kept(size)) != body_of(checkpoint):
            return checkpoint
        return add_signatures(checkpoint, *kept.rpartition("\n\n")[2].splitlines(keepends=True))

    def _own_keys(self) -> tuple[str, ...]:
        keys = self.keys.verifier_keys
        if not keys:
            raise Refused(
                "seal-key-lost", f"{self.keys.folder} 里没有本账本的公钥;请用密钥纸质副本运行 shilu keys restore。"
            )
        return keys


def _not_ours(told: Checkpoint, what: str) -> NoteRefused:
    return NoteRefused(
        "not-our-book",
        f"这份 {told.size} 条的校验点和本账本对不上:{what};不是拿错了文件,就是账本被改动或截短过,请运行 shilu verify。",
    )
