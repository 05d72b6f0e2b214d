"""An export proved against a checkpoint while it is read back: all of it is written, or nothing."""

from collections.abc import Iterable, Iterator, Sequence

from ledger.checkpoint import Checkpoint, body_of, open_note, parse_checkpoint
from ledger.refusals import Refused
from ledger.seal import hashes_of_rows
from ledger.store.rows import Row
from ledger.verifying.roots import Roots


def checkpoint_to_prove(text: str | bytes, keys: Sequence[str]) -> Checkpoint:
    """The checkpoint in a note: one that a key signed, or where none is known, as whoever brings it answers for it.

    Raises NoteRefused where it is none, or the keys did not sign it.
    """
    return parse_checkpoint(open_note(text, keys[0], *keys[1:]).text if keys else body_of(text))


def proved(lots: Iterable[Sequence[Row]], checkpoint: Checkpoint) -> Iterator[Sequence[Row]]:
    """The same lots. Raises Refused `replay-against` after the last unless they begin with the checkpoint's rows."""
    roots = Roots([checkpoint.size])
    for lot in lots:
        roots.add(hashes_of_rows(lot))
        yield lot
    if roots.size < checkpoint.size:
        raise Refused(
            "replay-against",
            f"导出文件只有 {roots.size} 条,校验点封存了 {checkpoint.size} 条;什么也没有写入,请用完整的导出文件。",
        )
    if roots.of.get(checkpoint.size) != checkpoint.root:
        raise Refused(
            "replay-against",
            f"导出文件的前 {checkpoint.size} 条不是校验点所封存的:内容被改动过,或不是同一个账本;什么也没有写入。",
        )
