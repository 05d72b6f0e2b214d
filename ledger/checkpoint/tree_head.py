"""Checkpoints (C2SP tlog-checkpoint): what a book's seal says in three lines, as the body of a signed note."""

from dataclasses import dataclass

from ledger.checkpoint.note_keys import NoteRefused
from ledger.checkpoint.strict_base64 import from_base64, to_base64

ROOT_BYTES = 32
_LARGEST = 2**63 - 1  # where other programs cannot follow any more


@dataclass(frozen=True)
class Checkpoint:
    """How many events a book held, and the root (32 bytes) of the Merkle tree over them; `origin` names the book."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The body of the note, each line ended by a newline. Raises NoteRefused `bad-checkpoint`."""
        text = "".join(f"{line}\n" for line in (self.origin, self.size, to_base64(self.root), *self.extensions))
        if parse_checkpoint(text) != self:
            raise _bad("内容不能写成校验点")
        return text


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the body of a checkpoint's note, as `open_note` gives it. Raises NoteRefused `bad-checkpoint`."""
    *lines, rest = text.split("\n")
    if rest or len(lines) < 3 or not all(lines):
        raise _bad("应有账本名、条数、根三行,每行都以换行结束")
    origin, size, root, *extensions = lines
    if not (size.isascii() and size.isdigit()) or (size != "0" and size.startswith("0")):
        raise _bad("条数不是十进制数")
    content = from_base64(root) or b""
    if len(content) != ROOT_BYTES:
        raise _bad("根不是 32 字节的 base64")
    if len(size) > 19 or int(size) > _LARGEST:
        raise _bad("条数太大")
    return Checkpoint(origin, int(size), content, tuple(extensions))


def _bad(what: str) -> NoteRefused:
    return NoteRefused("bad-checkpoint", f"这不是校验点:{what};请从原处重新取得。")
