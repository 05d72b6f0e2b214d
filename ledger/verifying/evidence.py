"""附件: every file that the book names is there with the bytes that were attached; others are told."""

from collections.abc import Collection
from pathlib import Path

from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.event import Act, stored_name
from ledger.records import EARLIER, KINDS
from ledger.verifying.readable import readable
from ledger.verifying.report import Report, Told

_NAMES = [stored_name(kind, Act.EVIDENCED) for kind in KINDS | EARLIER]
_DAMAGE = {"missing": "不在附件文件夹里", "altered": "内容被改动过"}


def verify_evidence(book: Book, folder: Path, report: Report, told: Told) -> None:
    """Read every attached file and report those that are missing or altered."""
    named: dict[str, tuple[int, str]] = {}
    for one in readable(book.stored.rows(kinds=_NAMES)):
        named.setdefault(one.said.digest, (one.position, one.said.entry))
    kept = FolderByDigest(folder)
    for done, (digest, (position, entry)) in enumerate(named.items(), 1):
        if damage := kept.damage(digest):
            report.fault(f"第 {position} 条的附件 {digest[:12]} {_DAMAGE[damage]};请用备份恢复原件。", position, entry)
        told("附件", done, len(named))
    tell_strangers(folder, named.keys(), "附件文件夹 evidence", report)


def tell_strangers(folder: Path, named: Collection[str], called: str, report: Report) -> None:
    """Note the files in a folder that the book does not name."""
    strangers = [path for path in folder.rglob("*") if path.is_file() and path.name not in named]
    if strangers:
        shown = "、".join(sorted(path.name[:12] for path in strangers)[:5])
        report.note(f"{called} 里有 {len(strangers)} 个账本没有记到的文件({shown});没有登记成的附件会这样留下。")
