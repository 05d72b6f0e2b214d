"""The access log held against its own seal, as the book is against the book's."""

from pathlib import Path

from ledger.access_log import AccessLog
from ledger.keys import Keys
from ledger.seal import CHECKPOINT, Tree, hashes_of_rows
from ledger.verifying.checkpoints import kept_in, newest_of, trusted_keys
from ledger.verifying.leaves import Leaves
from ledger.verifying.report import Report, Told
from ledger.verifying.rows import are_of_form
from ledger.verifying.sealed import SealCheck

CALLED = "查阅登记"


def verify_access_log(log: AccessLog, seal: Path, keys: Keys, trusted: str, report: Report, told: Told) -> None:
    """Read the whole log and report what is wrong with it; `seal`: the folder of its seal, in that of the book's.

    It is begun before the book's is: where the book is sealed, a seal of the log that is missing was taken away.
    """
    for position in log.before_first():
        report.fault(f"{CALLED}里有位置 {position} 的一行,位置应从 1 起;请用备份恢复姓名库。")
    found = Report()
    known = trusted_keys(keys, trusted, Report())  # what is wrong with the keys is told with the book
    if not any((place / CHECKPOINT).exists() for place in (seal.parent, seal)) and not log.size():
        return  # never sealed: told with the book
    origin = f"{keys.origin}/access"
    newest = newest_of(seal, known, origin, found)
    others = kept_in(seal, known, origin, found)
    last = log.size()  # asked after the checkpoint was read: what it seals was there before
    held = [newest, *others] if newest else others
    leaves = Leaves(Tree(seal), (one.checkpoint.size for one in held), newest.checkpoint.size if newest else None)
    differ: dict[int, str | None] = {}
    for rows in log.rows():
        for row in rows:
            if are_of_form([row]):
                differ |= dict.fromkeys(leaves.take(row[0], hashes_of_rows([row])))
            else:
                found.fault(f"{CALLED}里有不成形的一条(位置 {row[0]});请用备份恢复。", row[0])
        told(CALLED, rows[-1][0], last)
    leaves.skip_to(max(last, leaves.in_tree) + 1)
    SealCheck(leaves, CALLED, last, differ, found).check(newest, others)
    for _, _, what in found.found:  # its positions are not those of the book
        report.fault(what if what.startswith(CALLED) else f"{CALLED}:{what}")
    report.notes += found.notes
