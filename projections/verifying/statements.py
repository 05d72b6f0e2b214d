"""Results made official: the kept bytes are those whose digests the book holds, and each is derived again the same."""

from pathlib import Path

from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.in_force import stored_names
from ledger.records.record import entry_of
from ledger.records.statement import StatementDrafted
from ledger.verifying.evidence import tell_strangers
from ledger.verifying.readable import NOT_AN_EVENT, readable
from ledger.verifying.report import Report, Told
from projections.statements.reproducing import Verdict, reproduce

_DAMAGE = {"missing": "不在结果文件夹里", "altered": "被改动过"}


def verify_statements(book: Book, folder: Path, report: Report, told: Told) -> None:
    """Read what is kept of every statement ever drafted, and derive each again."""
    kept = FolderByDigest(folder)
    rows = book.stored.rows(kinds=stored_names(StatementDrafted))
    named: set[str] = set()
    for done, one in enumerate(readable(rows), 1):
        position, drafted = one.position, one.said
        entry = entry_of(drafted).hex()
        for digest, called in ((drafted.result, "结果文件"), (drafted.rows, "账本指纹")):
            if digest and (damage := kept.damage(digest)):
                report.fault(
                    f"结果 {drafted.statement} 的{called} {digest[:12]} {_DAMAGE[damage]};请用备份恢复。",
                    position,
                    entry,
                )
        named |= {drafted.result, drafted.rows}
        try:
            again = reproduce(book, kept, drafted)
        except NOT_AN_EVENT:
            report.fault(f"结果 {drafted.statement} 没法重新算出:账本里有读不出来的记录;先修账本。", position, entry)
            continue
        if again.verdict is not Verdict.SAME and again.made_by != {"what": "kept_bytes"}:
            report.fault(f"结果 {drafted.statement} 不能原样重新算出:{again.why}", position, entry)
        told("结果", done, len(rows))
    if folder.is_dir():
        tell_strangers(folder, named, "结果文件夹 statements", report)
