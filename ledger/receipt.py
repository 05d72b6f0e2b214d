"""凭据: that an entry is in the book of a checkpoint, in a file that anybody can check with the public key alone."""

import re
from contextlib import suppress
from pathlib import Path
from struct import error as StructError  # noqa: N812
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec

from ledger.acts.finding import find
from ledger.book import Book
from ledger.checkpoint import Checkpoint, from_base64, open_note, parse_checkpoint, to_base64
from ledger.event import AnyEvent
from ledger.records.record import entry_of
from ledger.refusals import Misuse, Refused
from ledger.seal import BookLog, ProofWrong, Seal, Tree, leaf_hash, leaf_of, verify_inclusion
from ledger.steps import Step
from ledger.store.codec import decode
from ledger.store.rows import Row

FORM = "shilu/1"

_POSITION = re.compile(r"[1-9][0-9]{0,14}")
_NO_EVENT = (KeyError, ValueError, RecursionError, msgspec.MsgspecError)


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says, in the form of docs/json-forms.md.

    `stream` and `entry` in hexadecimal; `event` is the stored text; `index` counts from 0, `size` is that of the
    checkpoint, whose text stands whole in `checkpoint`; `proof` are hashes in base 64, from the leaf upwards.
    """

    receipt: str
    position: int
    entry: str
    stream: str
    version: int
    kind: str
    event: str
    index: int
    size: int
    proof: list[str]
    checkpoint: str

    def row(self) -> Row:
        """The row of the book. Raises ValueError where the stream is not written in hexadecimal."""
        return self.position, bytes.fromhex(self.stream), self.version, self.kind, self.event.encode()


class Checked(NamedTuple):
    """A receipt that holds; `signed_by`: the public keys that signed its checkpoint.

    `event` is None, and the number of the entry not proved, where this release does not know the kind.
    """

    receipt: Receipt
    checkpoint: Checkpoint
    signed_by: tuple[str, ...]
    event: AnyEvent | None


def receipt_for(book: Book, seal: Seal, asked: str, version: int | None = None) -> Receipt:
    """The receipt of an entry, or of what was written at a position; what is not sealed yet is sealed first.

    Of an entry the newest record, or the event that is the `version`-th of its stream. Digits alone are a position
    where the book reaches so far: whether a number begins so too is not looked for, which takes longest.
    Raises Misuse `unknown-entry`, `ambiguous-entry`, `unknown-version`; Refused `not-sealed`, or `receipt-impossible`
    where the book is not as sealed, `seal-broken` where the tree's files are not, and what `Seal.believed` raises.
    """
    row = _row_of(book, asked, version)
    if row[0] > seal.size:
        seal.keep_up(wait=5.0)
    if row[0] > seal.size:
        why = seal.standing_still or "另一个程序正在封存"
        raise Refused("not-sealed", f"第 {row[0]} 条还没有封存:{why};请稍后再试,或运行 shilu status 看原因。")
    text, checkpoint = seal.believed()
    try:
        proof = seal.tree.inclusion(row[0] - 1, checkpoint.size)
        verify_inclusion(leaf_hash(leaf_of(row)), row[0] - 1, checkpoint.size, proof, checkpoint.root)
    except (ProofWrong, IndexError) as error:
        raise _impossible(book, seal, row, checkpoint) from error
    position, stream, number, kind, body = row
    return Receipt(
        FORM,
        position,
        _entry(decode(kind, body)),
        stream.hex(),
        number,
        kind,
        body.decode(),
        position - 1,
        checkpoint.size,
        [to_base64(one) for one in proof],
        text,
    )


def check_receipt(content: bytes | str, key: str, *more_keys: str) -> Checked:
    """Check a receipt with public keys alone, any of which may have signed.

    Raises Refused: `bad-receipt` (no receipt), `receipt-altered` (its parts do not fit each other), `proof-wrong`
    (the event, or the proof, is not the one of the checkpoint), and what `open_note` raises of the checkpoint:
    `note-altered`, `note-of-others`, `bad-note`, `bad-key`.
    """
    receipt = _read(content)
    try:
        row, proof = receipt.row(), [from_base64(one) for one in receipt.proof]
        leaf = leaf_of(row)
    except (ValueError, StructError) as error:  # text that is no UTF-8 is a ValueError
        raise _bad("记录的位置、流或版本不成形") from error
    note = open_note(receipt.checkpoint, key, *more_keys)
    checkpoint = parse_checkpoint(note.text)
    if receipt.size != checkpoint.size:
        raise _altered(f"它写的条数是 {receipt.size},校验点是 {checkpoint.size}")
    if receipt.index != receipt.position - 1:
        raise _altered(f"它的位置是 {receipt.position},证明的却是第 {receipt.index + 1} 条")
    if None in proof:
        raise _bad("证明不是 base64")
    whole = [one for one in proof if one is not None]
    verify_inclusion(leaf_hash(leaf), receipt.index, receipt.size, whole, checkpoint.root)
    event = _event(receipt)
    if event is not None and _entry(event) != receipt.entry:
        raise _altered(f"记录号写的是 {receipt.entry},内容却是记录 {_entry(event)} 的")
    return Checked(receipt, checkpoint, tuple(one.verifier_key for one in note.signatures), event)


def _impossible(book: Book, seal: Seal, row: Row, checkpoint: Checkpoint) -> Refused:
    """What is wrong where a row does not lead to the root: the row, another one, or the files of the tree alone."""
    if _root_of(book, checkpoint.size) == checkpoint.root:
        what = f"第 {row[0]} 条和封存时相同,但 {seal.folder} 里封存的树坏了,证明做不出来"
        return Refused("seal-broken", f"{what};请先运行 shilu rebuild --seal,由账本重新生成,再取凭据。")
    with suppress(IndexError):
        if seal.tree.leaf(row[0] - 1) == leaf_hash(leaf_of(row)):
            what = f"第 {row[0]} 条和封存的树相同,但账本里有别的记录和封存时不同,不能给出凭据"
            return Refused("receipt-impossible", f"{what};请运行 shilu verify 查明。")
    return Refused("receipt-impossible", f"第 {row[0]} 条和封存时不同,不能给出凭据;请运行 shilu verify 查明。")


def _root_of(book: Book, size: int) -> bytes:
    """The root over the first rows as the book holds them now; none where they cannot be read as rows."""
    with TemporaryDirectory() as folder, suppress(Refused, ValueError, StructError):
        anew = Tree(Path(folder))
        for hashes in BookLog(book.stored).hashes(0):
            anew.append(hashes[: size - anew.size])
            if anew.size >= size:
                return anew.root(size)
    return b""


def _row_of(book: Book, asked: str, version: int | None) -> Row:
    if version is None and _POSITION.fullmatch(asked.strip()) and (rows := book.stored.at([int(asked)])):
        return rows[0]
    place = find(book.stored, asked)
    own = [row for row in book.stored.stream(place.stream) if _entry(decode(row[3], row[4])) == place.entry.hex()]
    records = [row for row in own if "#" not in row[3]]
    if version is None:
        return records[-1]
    found = next((row for row in own if row[2] == version), None)
    if found is None:
        known = "、".join(str(row[2]) for row in own)
        raise Misuse("unknown-version", f"记录 {place.entry.hex()} 没有第 {version} 版;可以写 {known}。")
    return found


def _entry(event: AnyEvent) -> str:
    """The entry, in hexadecimal, that an event is of."""
    return event.data.entry if isinstance(event.data, Step) else entry_of(event.data).hex()


def _event(receipt: Receipt) -> AnyEvent | None:
    try:
        return decode(receipt.kind, receipt.event.encode())
    except _NO_EVENT:
        return None


def _read(content: bytes | str) -> Receipt:
    try:
        receipt = msgspec.json.decode(content, type=Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _bad("不是完整的 JSON,或缺少、多出了内容") from error
    if receipt.receipt != FORM:
        raise _bad(f"形式是“{receipt.receipt}”,这里只认“{FORM}”")
    return receipt


def _bad(what: str) -> Refused:
    return Refused("bad-receipt", f"这不是能核对的凭据:{what};请向出具的单位重新取得。")


def _altered(what: str) -> Refused:
    return Refused("receipt-altered", f"凭据被改动过:{what};请向出具的单位重新取得。")
