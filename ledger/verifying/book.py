"""The book verified: every row, the store it is kept in, and the seal over it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ledger.book import Book
from ledger.bulk import no_collection
from ledger.keys import Keys
from ledger.seal import CHECKPOINT, Tree, begun_late
from ledger.seal.tail import strange_in_tail
from ledger.store.faults import STORE_FAULTS
from ledger.store.soundness import faults_of_store
from ledger.verifying.checkpoints import (
    COSIGNED,
    Held,
    Trusted,
    held_elsewhere,
    kept_in,
    newest_of,
    of_succession,
    trusted_keys,
)
from ledger.verifying.key_changes import verify_key_changes, verify_public_keys
from ledger.verifying.leaves import Leaves
from ledger.verifying.report import Report, Told
from ledger.verifying.rows import BookReading
from ledger.verifying.sealed import SealCheck
from ledger.witness import Cosigned

_NEVER_SEALED = (
    "账本没有封存,也没有公钥:早先版本的账本,打开一次(如 shilu status)就会封存;"
    "封存过的,是 seal 和 keys 被删,请用备份恢复。"
)


def verify_book(
    book: Book, seal: Path, keys: Keys, against: Sequence[tuple[str, bytes]], trusted: str, report: Report, told: Told
) -> None:
    """Read the whole book once and report what is wrong with it.

    `against`: checkpoints held elsewhere, name and text. `trusted`: a public key known from elsewhere, or empty.
    The pages and indexes of the store are checked by a thread beside; what is written meanwhile is left out.
    """
    if not (keys.verifier_key or trusted or (seal / CHECKPOINT).exists()):
        report.fault(_NEVER_SEALED)
        known = Trusted(())
        newest = None
    else:
        known = trusted_keys(keys, trusted, report)
        newest = newest_of(seal, known, keys.origin, report)
    others = [
        *kept_in(seal, known, keys.origin, report, Cosigned(seal / COSIGNED, keys).witnesses),
        *of_succession(keys),
    ]
    for called, text in against:
        held = held_elsewhere(text, f"外存的校验点 {called}", known, keys.origin, report)
        others += [held] if held else []
    with ThreadPoolExecutor(1) as beside, no_collection():
        pages = beside.submit(_faults_of_store, book.place)
        tree = Tree(seal)
        written = tree.size
        report.size = last = book.position  # asked after the checkpoint was read: what it seals was there before
        report.sealed = newest.checkpoint.size if newest else 0
        _read(book, tree, last, newest, others, report, told)
        _verify_end(tree, written, last, report)
        verify_key_changes(book, keys, report)
        verify_public_keys(keys, report)
        if newest and (late := begun_late(newest.checkpoint)):
            report.note(f"账本从 {late[0]} 起才有封存,此前的 {late[1]} 条在那之前有没有改动,封存看不出来。")
        for what in pages.result():
            report.fault(what)


def _read(
    book: Book, tree: Tree, last: int, newest: Held | None, others: Sequence[Held], report: Report, told: Told
) -> None:
    held = [newest, *others] if newest else others
    leaves = Leaves(tree, (one.checkpoint.size for one in held), newest.checkpoint.size if newest else None)
    reading = BookReading(book.stored, leaves, report)
    reading.read(last, told)
    SealCheck(leaves, "账本", last, reading.differ, report).check(newest, others)
    reading.check_streams()


def _verify_end(tree: Tree, written: int, last: int, report: Report) -> None:
    """Report where the tree's file, asked before the book, speaks of rows past its end."""
    if written > last >= report.sealed and strange_in_tail(tree, last, lambda after: []):
        report.fault(
            f"树文件 tree.0 在账本最后的第 {last} 条之后还有:尾部被截去,或放回了旧的备份;请用备份恢复。", last + 1
        )


def _faults_of_store(place: Path | str) -> list[str]:
    try:
        return faults_of_store(place)
    except STORE_FAULTS:
        return ["数据库读不出来;请核对磁盘,用备份恢复账本。"]
