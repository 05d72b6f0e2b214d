"""A whole ledger verified: what was recorded, and what is made from it. Nothing is changed by it."""

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from ledger.book import Book
from ledger.home import EVIDENCE, SEAL, STATEMENTS, Home
from ledger.on_disk import why
from ledger.refusals import Refused
from ledger.seal import CHECKPOINT
from ledger.store.faults import STORE_FAULTS, why_unreadable
from ledger.store.soundness import SINCE_SEALED, VAULT_KEY_ALTERED, faults_of_vault, lacking_in_vault
from ledger.vault import Vault
from ledger.verifying.access import verify_access_log
from ledger.verifying.book import verify_book
from ledger.verifying.evidence import verify_evidence
from ledger.verifying.report import Report, Told
from ledger.verifying.vault import verify_vault

PARTS = ("book", "vault", "evidence", "statements", "facts", "views")
"""What can be verified by itself, in the order in which all of it is."""

Part = Callable[[Report, Told], None]


def verify(
    home: Home,
    against: Sequence[tuple[str, bytes]] = (),
    *,
    trusted: str = "",
    only: Collection[str] = PARTS,
    told: Told = lambda what, done, of: None,
) -> Report:
    """Read everything that a ledger keeps and report what is not as it was recorded.

    `against`: checkpoints held elsewhere, name and text each. `trusted`: a public key known from elsewhere, which
    must have signed, or handed over to the key that did. `only`: some of `PARTS`. What another writes meanwhile is
    left out. Raises Misuse `no-ledger`.
    """
    report = Report()
    with ExitStack() as stack:
        try:
            home.check_whole()
            book = stack.enter_context(closing(Book(home.book_place, derived=home.folder)))
        except Refused as refused:
            if refused.code == "no-ledger":
                raise
            report.fault(refused.message)
            return report
        except STORE_FAULTS as error:
            report.fault(f"账本读不出来({why_unreadable(error)});请核对磁盘,用备份恢复账本。")
            return report
        for name, part in _parts(home, book, against, trusted).items():
            if name in only:
                _guarded(part, report, told)
        if "book" in only:
            _tell_standing_still(home, book, report)
        else:
            report.size = book.position
    return report


def _tell_standing_still(home: Home, book: Book, report: Report) -> None:
    """Say it where nothing more is sealed: all that was recorded may be sound, and what comes is guarded by nothing."""
    if not _is_of_before_seals(home):
        seal = home.seal_of(book)
        seal.look()
        if seal.standing_still:
            report.note(f"封存停下了,新登记的不会再封存:{seal.standing_still}")


def _is_of_before_seals(home: Home) -> bool:
    return not (home.keys.verifier_key or (home.folder / SEAL / CHECKPOINT).exists())


def _parts(home: Home, book: Book, against: Sequence[tuple[str, bytes]], trusted: str) -> dict[str, Part]:
    def of_vault(report: Report, told: Told) -> None:
        _verify_vault(home, book, trusted, report, told)

    def of_statements(report: Report, told: Told) -> None:
        from projections.verifying.statements import verify_statements  # loads pandas and pyarrow

        verify_statements(book, home.folder / STATEMENTS, report, told)

    def of_facts(report: Report, told: Told) -> None:
        from projections.verifying.facts import verify_facts

        verify_facts(book, report, told)

    def of_views(report: Report, told: Told) -> None:
        from projections.views.verifying import verify_views  # loads SQLAlchemy

        verify_views(book, report, told)

    return {
        "book": lambda report, told: verify_book(book, home.folder / SEAL, home.keys, against, trusted, report, told),
        "vault": of_vault,
        "evidence": lambda report, told: verify_evidence(book, home.folder / EVIDENCE, report, told),
        "statements": of_statements,
        "facts": of_facts,
        "views": of_views,
    }


def _verify_vault(home: Home, book: Book, trusted: str, report: Report, told: Told) -> None:
    place = home.vault_place
    if isinstance(place, Path) and not place.is_file():
        report.fault(f"姓名库 {place.name} 不见了;请用备份恢复。")
        return
    lacking = lacking_in_vault(place)
    if lacking == SINCE_SEALED and _is_of_before_seals(home):
        # Of an earlier release. Where the book was read, too, that is told as its fault.
        tell = report.note if report.count else report.fault
        tell("姓名库是早先版本的,没有核对;请先打开一次账本(如 shilu status),再核对一次。")
        return
    faults = faults_of_vault(place)
    for what in faults:
        report.fault(what)
    if lacking or VAULT_KEY_ALTERED in faults:
        return  # opening the vault would write anew what is not there
    with closing(Vault(place, home.keys.vault_key())) as vault:
        verify_vault(book, vault, home.forgotten, report, told)
        for aside in home.lost_vaults:
            report.note(f"{aside.name} 里是姓名库重建以前封存的内容,删除个人信息删不到它;旧密钥确定找不回的,请删去它。")
        verify_access_log(vault.access, home.folder / SEAL / "access", home.keys, trusted, report, told)


def _guarded(part: Part, report: Report, told: Told) -> None:
    """One part; what cannot be read at all is a fault, and the other parts are still looked at."""
    try:
        part(report, told)
    except Refused as refused:
        report.fault(refused.message)
    except STORE_FAULTS as error:
        report.fault(f"数据库读不出来({why_unreadable(error)});请核对磁盘,用备份恢复。")
    except OSError as error:
        report.fault(f"{error.filename or '文件'} 读不出来({why(error)});请核对磁盘和权限。")
