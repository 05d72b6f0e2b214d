"""签名密钥更换: what the book says of them, and what the signed succession says, are the same; and the public keys."""

from ledger.book import Book
from ledger.checkpoint import NoteRefused
from ledger.keys import Keys
from ledger.records.seal_key import SealKeyReplaced
from ledger.store.rows import Row
from ledger.verifying.readable import readable
from ledger.verifying.report import Report


def verify_key_changes(book: Book, keys: Keys, report: Report) -> None:
    """Report where a change of the signing key was taken out of the succession, or put into it."""
    try:
        signed, present, rows = _of_one_moment(book, keys)
    except (NoteRefused, ValueError):
        return  # told of where the keys are read
    told = [one.said for one in readable(rows)]
    if len(told) < len(rows):
        return  # told of where the rows are read
    recorded = [(one.old, one.new, one.lost) for one in told]
    if recorded and recorded[:-1] == signed and present == recorded[-1][0]:  # still the old one's turn
        report.note(f"第 {rows[-1][0]} 条登记的签名密钥更换还没有完成;请再运行一次 shilu keys replace。")
    elif recorded != signed:
        at = next((row[0] for row, one, other in zip(rows, recorded, signed, strict=False) if one != other), None)
        report.fault("密钥交接记录 keys/succession 和账本里登记的更换不符;请用备份恢复,并查明密钥是谁换的。", at)


def _of_one_moment(book: Book, keys: Keys, tries: int = 5) -> tuple[list[tuple[str, str, bool]], str, list[Row]]:
    """The signed steps, the present key and the rows that tell of steps, with no replacement in between."""
    signed, present = _signed(keys)
    rows = book.stored.rows(kinds=[SealKeyReplaced.kind])
    if tries > 1 and _signed(keys) != (signed, present):
        return _of_one_moment(book, keys, tries - 1)
    return signed, present, rows


def _signed(keys: Keys) -> tuple[list[tuple[str, str, bool]], str]:
    return [(one.old, one.new, one.lost) for one in keys.steps], keys.verifier_key


def verify_public_keys(keys: Keys, report: Report) -> None:
    """Report where the public key of a secret one is not beside it: backups would be for whoever put it there."""
    for name in set(keys.unfit_public_keys()) & set(keys.unfit_public_keys()):  # one may be replaced in this moment
        report.fault(f"公钥 {name} 不在,或和密钥不是一对,被改动或换过;请用备份恢复,并查明是谁换的。")
