"""A statement derived again: the same byte by byte, or where it differs first and what made it so, or why it cannot be.

Three things can make a difference: the kept bytes were altered, rows of the book were altered (the fingerprint kept
with the draft tells which), or the software reads a clause otherwise than it did.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

import msgspec

from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.parties import teachers_in
from ledger.records.record import Record, entry_of
from ledger.records.statement import StatementDrafted
from ledger.refusals import Refused
from ledger.steps import Step
from ledger.store.codec import decode
from ledger.verifying.report import Told
from projections.canonical import canonical
from projections.catalogue import adopted_packs, pack_adopted
from projections.evaluation import Evaluation, find_term
from projections.language.pack import Pack
from projections.standing import read_standing
from projections.statements.differences import Difference, differences
from projections.statements.fingerprint import altered, covers
from projections.statements.scoped import Result, scoped


class Verdict(StrEnum):
    """复算结论: what came of deriving a statement again."""

    SAME = "same"
    DIFFERS = "differs"
    CANNOT = "cannot"


@dataclass
class Reproduction:
    """What came of it. `made_by`: what made the difference, and the positions and entries that were altered."""

    drafted: StatementDrafted
    verdict: Verdict
    why: str
    derived: str | None = None
    kept: str = "sound"
    first: Difference | None = None
    made_by: dict[str, Any] | None = None
    content: bytes = field(default=b"", repr=False)

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "id": self.drafted.statement,
            "verdict": self.verdict.value,
            "digest": self.drafted.result,
            "derived": self.derived,
            "kept": self.kept,
            "first": self.first.to_json() if self.first else None,
            "made_by": self.made_by,
            "why": self.why,
        }


def adopted_pack(book: Book, digest: str) -> Pack:
    """The pack of a digest, from the text in the book. Raises Refused where it is not there, or no longer loads."""
    found = next((one for one in adopted_packs(book) if one.digest == digest), None)
    if found is None:
        raise Refused("pack-lost", f"账本里没有摘要为 {digest[:12]} 的考核办法全文;请用备份恢复账本。")
    if sha256(found.text.encode()).hexdigest() != digest:
        raise Refused(
            "pack-altered", f"账本里 {found.pack}@{found.version} 的全文被改动过,和采用时的摘要不同;请用备份恢复账本。"
        )
    return pack_adopted(found)


def derived(book: Book, drafted: StatementDrafted, known_at: int | None = None) -> Evaluation:
    """The evaluation that a draft is of, at the draft's position, or at another. Raises Refused."""
    position = drafted.position if known_at is None else known_at
    if position > book.position:
        raise Refused(
            "book-shorter",
            f"结果 {drafted.statement} 按账本第 {position} 条为止算出,现在只有 {book.position} 条;请用备份恢复账本。",
        )
    pack = adopted_pack(book, drafted.pack_digest)
    standing = read_standing(book, position, afresh=True)  # the bytes that are stored now, and no copy of them
    return Evaluation(pack, standing, find_term(standing, drafted.term), drafted.as_of)


def official_result(book: Book, folder: FolderByDigest, drafted: StatementDrafted) -> bytes:
    """The canonical bytes of a statement's result: those kept, or where they are lost, those derived again.

    Raises Refused `result-lost` where neither are the bytes that were made official.
    """
    kept = folder.read(drafted.result)
    if kept is not None:
        return kept
    again = reproduce(book, folder, drafted)
    if again.derived != drafted.result:
        raise Refused(
            "result-lost",
            f"结果 {drafted.statement} 保存的文件不在或被改动过,也不能原样重新算出;请用备份恢复 statements 文件夹。",
        )
    return again.content


def reproduce(
    book: Book, folder: FolderByDigest, drafted: StatementDrafted, told: Told = lambda what, done, of: None
) -> Reproduction:
    """Derive a statement again and hold it against what was made official."""
    told("按起草时的账本", 0, 2)
    kept = folder.damage(drafted.result) or "sound"
    try:
        evaluation = derived(book, drafted)
        content = canonical(scoped(evaluation, drafted.scope))
    except Refused as refused:
        return Reproduction(drafted, Verdict.CANNOT, refused.message, kept=kept)
    except (msgspec.DecodeError, UnicodeDecodeError):
        where = _unreadable(book, drafted.position)
        return Reproduction(
            drafted,
            Verdict.CANNOT,
            f"账本第 {'、'.join(map(str, where))} 条的内容被改坏,读不出来;请用备份恢复账本。",
            kept=kept,
            made_by={"what": "altered_rows", "positions": where, "entries": []},
        )
    told("和公布的结果对照", 1, 2)
    digest = sha256(content).hexdigest()
    found = Reproduction(drafted, Verdict.SAME, "", digest, kept, content=content)
    if digest != drafted.result:
        _tell_difference(found, book, folder, evaluation)
    elif kept == "altered":
        found.verdict = Verdict.DIFFERS
        found.first = _first_in_kept(folder.path(drafted.result).read_bytes(), content)
        found.made_by = {"what": "kept_bytes"}
        found.why = "按账本重新算出的结果和公布时一致,而保存的结果文件被改动过;请用备份恢复这个文件。"
    else:
        found.why = "重新算出的结果和公布时逐字节一致。"
        if kept == "missing":
            found.why += "保存的结果文件不在,可以用 shilu statement show --out 重新写出。"
    return found


def _tell_difference(found: Reproduction, book: Book, folder: FolderByDigest, evaluation: Evaluation) -> None:
    drafted = found.drafted
    found.verdict = Verdict.DIFFERS
    before = folder.read(drafted.result)
    if before is not None:
        found.first = next(differences(msgspec.json.decode(before), msgspec.json.decode(found.content)), None)
    rows = folder.read(drafted.rows)
    if _draft_altered(found, folder, before, rows):
        found.made_by = {"what": "altered_draft"}
        found.why = f"登记结果 {drafted.statement} 草案的那条记录被改动过,和当时保存的结果对不上;请用备份恢复账本。"
        return
    runs = altered(book, drafted.position, rows) if rows is not None else []
    clause = found.first.clause(evaluation.pack) if found.first else ""
    where = (
        f"第一处不同在 {'/'.join(found.first.place)}。"
        if found.first
        else "保存的结果文件不在或被改动过,说不出是哪一处。"
    )
    if runs:
        positions, entries = _suspects(book, runs, found.first)
        found.made_by = {"what": "altered_rows", "positions": positions, "entries": entries, "clause": clause or None}
        found.why = f"{where}账本的内容被改动过,在第 {_shown(positions)} 条之中;请用备份恢复账本。"
    elif rows is None:
        found.made_by = {"what": "unknown", "clause": clause or None}
        found.why = f"{where}保存的账本指纹不在或被改动过,说不出是账本被改动,还是算法变了;请用备份恢复。"
    else:
        says = evaluation.pack.clauses[clause].says.zh if clause else ""
        found.made_by = {"what": "clause" if clause else "software", "clause": clause or None, "says": says or None}
        told = f"现在的软件对条款 {clause}({says})的算法和当时不同" if clause else "现在的软件的算法和当时不同"
        found.why = f"{where}账本没有被改动,{told};请用当时的版本核对,并告诉软件的维护者。"


def _draft_altered(found: Reproduction, folder: FolderByDigest, before: bytes | None, rows: bytes | None) -> bool:
    """Whether the draft's own record no longer says what was kept when it was drawn up."""
    drafted = found.drafted
    if before is None:  # under another digest there is the very result that comes out now
        return bool(found.derived) and folder.read(str(found.derived)) == found.content
    said: Result = msgspec.json.decode(before)
    asked = (drafted.pack_digest, drafted.term, drafted.as_of.isoformat())
    if (said["pack_digest"], said["term"], said["as_of"]) != asked:
        return True
    return rows is not None and not covers(rows, drafted.position)


def _first_in_kept(before: bytes, after: bytes) -> Difference | None:
    try:
        said: Result = msgspec.json.decode(before)
    except msgspec.DecodeError:
        return None
    return next(differences(said, msgspec.json.decode(after)), None)


def _unreadable(book: Book, up_to: int) -> list[int]:
    """The positions whose rows cannot be read."""
    found = []
    for position, _, _, name, body in book.stored.rows(up_to):
        try:
            decode(name, body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            found.append(position)
    return found


def _suspects(book: Book, runs: list[range], first: Difference | None) -> tuple[list[int], list[str]]:
    """The altered rows that are about the subject of the first difference; where none is, all rows of those runs."""
    subject = first.subject[-1].partition("/")[0] if first and first.subject else ""
    positions, entries = [], []
    events = book.at([position for run in runs for position in run])
    if gone := [position for run in runs for position in run if position not in events]:
        return gone, []
    for position, event in events.items():
        record = event.data
        if isinstance(record, Record) and subject and subject in (*teachers_in(record), _school_in(record)):
            positions.append(position)
            entries.append(entry_of(record).hex())
        elif isinstance(record, Step) and not subject:
            entries.append(record.entry)
    if positions:
        return positions, entries
    return [position for run in runs for position in run], []


def _school_in(record: Record) -> str:
    return str(getattr(record, "school", ""))


def _shown(positions: list[int]) -> str:
    """Positions for a person; a long run by its ends."""
    if len(positions) > 8 and positions == list(range(positions[0], positions[-1] + 1)):
        return f"{positions[0]}–{positions[-1]}"
    return "、".join(map(str, positions))
