"""A round derived again: every dossier that was frozen and every list, digest for digest, or where they differ and why.

Three things can make a difference: the kept bytes were altered, rows of the book were altered (the fingerprint kept
beside tells which), or the software reads a clause otherwise than it did.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec

from ledger.book import Book
from ledger.by_digest import FolderByDigest
from ledger.records.review_applying import ReviewFrozen
from ledger.records.review_listing import ReviewListed
from ledger.refusals import Refused
from projections.dossier import dossiers_of
from projections.reviews.course import Course, course_of
from projections.reviews.listing import result_of_list
from projections.statements.differences import Difference, differences
from projections.statements.fingerprint import altered
from projections.statements.reproducing import Verdict, adopted_pack

_SHOWN = 5


@dataclass
class Again:
    """A digest derived again. `what`: a teacher's code or a list's number; `kept`: sound, altered or missing bytes."""

    what: str
    digest: str
    derived: str
    kept: str
    first: Difference | None = None

    @property
    def same(self) -> bool:
        """Whether what comes out is what was sealed, and what was kept of it was not altered."""
        return self.digest == self.derived and self.kept != "altered"


@dataclass
class RoundReproduction:
    """What came of deriving a round again. `positions`: of the rows that were altered, in runs of 64."""

    code: str
    verdict: Verdict
    why: str = ""
    dossiers: list[Again] = field(default_factory=list)
    lists: list[Again] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "code": self.code,
            "verdict": self.verdict.value,
            "dossiers": [{"teacher": one.what, **_told(one)} for one in self.dossiers],
            "lists": [{"revision": int(one.what), **_told(one)} for one in self.lists],
            "altered": self.positions,
            "why": self.why,
        }


def reproduce_round(book: Book, folder: FolderByDigest, code: str) -> RoundReproduction:
    """Derive a round again. Raises Misuse `unknown-review`."""
    try:
        course = course_of(book, code)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return RoundReproduction(
            code,
            Verdict.CANNOT,
            f"评审 {code} 的登记被改坏,读不出来;请用备份恢复账本。",
            positions=_altered(book, folder, None),
        )
    found = RoundReproduction(course.code, Verdict.SAME)
    try:
        if course.frozen:
            found.dossiers = list(_dossiers(book, folder, course, course.frozen))
        for listed in course.lists:
            found.lists.append(_list(book, folder, course.code, listed))
    except Refused as refused:
        found.verdict, found.why = Verdict.CANNOT, refused.message
    except (msgspec.DecodeError, UnicodeDecodeError):
        found.verdict, found.why = Verdict.CANNOT, "账本里有内容被改坏,读不出来;请用备份恢复账本。"
    found.positions = _altered(book, folder, course)
    if found.verdict is Verdict.SAME:
        _tell(found)
    elif found.positions:
        found.why += f"被改动的在账本第 {_shown(found.positions)} 条之中。"
    return found


def _dossiers(book: Book, folder: FolderByDigest, course: Course, frozen: ReviewFrozen) -> Iterator[Again]:
    announced = course.announced
    pack = adopted_pack(book, announced.pack_digest)
    derived = dossiers_of(
        book,
        [one.teacher for one in frozen.dossiers],
        announced.as_of,
        frozen.position,
        pack=pack,
        term=announced.term,
        afresh=True,
    )
    for one, dossier in zip(frozen.dossiers, derived, strict=True):
        yield _again(folder, one.teacher, one.digest, dossier.digest, dossier.content)


def _list(book: Book, folder: FolderByDigest, code: str, listed: ReviewListed) -> Again:
    """A list from the round as it stood at the list's position."""
    result = result_of_list(book, code, listed)
    again = _again(folder, str(listed.revision), listed.result, result.digest, result.content)
    if again.derived == again.digest and result.listed != listed.listed:
        again.derived = ""  # the record names others than its own result does
        again.first = Difference(("listed",), list(listed.listed), list(result.listed))
    return again


def _again(folder: FolderByDigest, what: str, digest: str, derived: str, content: bytes) -> Again:
    kept = folder.damage(digest) or "sound"
    found = Again(what, digest, derived, kept)
    if digest != derived or kept == "altered":
        found.first = _first(folder.path(digest).read_bytes() if kept != "missing" else b"", content)
    return found


def _first(before: bytes, after: bytes) -> Difference | None:
    """The first place at which kept and derived bytes differ; None where the kept ones cannot be read."""
    try:
        return next(differences(msgspec.json.decode(before), msgspec.json.decode(after)), None)
    except msgspec.DecodeError:
        return None


def _altered(book: Book, folder: FolderByDigest, course: Course | None) -> list[int]:
    """The positions, in runs of 64, of rows that are no longer those of the newest fingerprint that was kept."""
    sealed = [one for one in (course.frozen, *course.lists) if one] if course else []
    for one in reversed(sealed):
        kept = folder.read(one.rows) if one.rows else None
        if kept is not None:
            return [position for run in altered(book, one.position, kept) for position in run]
    return []


def _tell(found: RoundReproduction) -> None:
    """Which differ, where, and what made them differ."""
    wrong = [(one, f"教师 {one.what} 的档案") for one in found.dossiers if not one.same]
    wrong += [(one, f"第 {one.what} 版名单") for one in found.lists if not one.same]
    if not wrong:
        found.why = f"重新算出的 {len(found.dossiers)} 份档案和 {len(found.lists)} 版名单,摘要和当时逐一一致。"
        if found.positions:
            found.why += f"但账本第 {_shown(found.positions)} 条之中有内容被改动过,虽不影响结果;请用备份恢复账本。"
            found.verdict = Verdict.DIFFERS
        elif missing := sum(one.kept == "missing" for one in (*found.dossiers, *found.lists)):
            found.why += f"有 {missing} 份保存的文件不在,可以由账本重新得到。"
        return
    found.verdict = Verdict.DIFFERS
    first, called = wrong[0]
    where = f"第一处不同在 {'/'.join(first.first.place)}。" if first.first else ""
    told = "、".join(name for _, name in wrong[:_SHOWN]) + (f"等 {len(wrong)} 处" if len(wrong) > _SHOWN else "")
    if all(one.digest == one.derived for one, _ in wrong):
        found.why = f"{told}保存的文件被改动过,按账本重新算出的和当时一致;{called}{where}请用备份恢复这些文件。"
    elif found.positions:
        found.why = (
            f"{told}和当时不同;{called}{where}账本的内容被改动过,在第 {_shown(found.positions)} 条之中;"
            "请用备份恢复账本。"
        )
    else:
        found.why = (
            f"{told}和当时不同;{called}{where}账本里封存时的内容没有查出改动:或是登记名单、封存的那条记录被改动,"
            "或是现在的软件算法不同;请运行 shilu verify 核对,并告诉软件的维护者。"
        )


def _told(one: Again) -> dict[str, Any]:
    return {
        "digest": one.digest,
        "derived": one.derived or None,
        "same": one.same,
        "kept": one.kept,
        "first": one.first.to_json() if one.first else None,
    }


def _shown(positions: list[int]) -> str:
    """Positions for a person, a run by its ends."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and runs[-1][1] == position - 1:
            runs[-1][1] = position
        else:
            runs.append([position, position])
    return "、".join(f"{first}–{last}" if last > first else str(first) for first, last in runs[:_SHOWN])
