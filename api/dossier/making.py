"""Makes a teacher's dossier for whoever asks: what is asked for, read from the ledger, with what they may see of it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from api.dossier.chapters import chapters_of
from api.dossier.printing import Printing
from api.dossier.proof import proof_of
from api.pages.record_fields import people_in
from ledger.home import Ledger
from ledger.records.record import Record, TeacherId
from ledger.refusals import Refused
from projections.dossier import Dossier, dossier_of
from projections.language.pack import Pack

Naming = Callable[[Collection[TeacherId]], Mapping[TeacherId, str]]
"""Gives the names of some codes, as whoever asks may see them."""


@dataclass(frozen=True)
class Asked:
    """Which dossier: of a period (`since` to `until`), or of a round of review (its code) as it was frozen.

    `until`: today where it is None; `position`: what the book held (now). `pack` and `term`: what its clauses say.
    """

    teacher: str
    since: date | None = None
    until: date | None = None
    position: int | None = None
    review: str = ""
    pack: Pack | None = None
    term: str = ""


def printing(
    ledger: Ledger,
    home: Path,
    asked: Asked,
    naming: Naming,
    sees: Callable[[Record], bool],
    knows: Callable[[Mapping[str, Any], Pack], Mapping[str, Any]] = lambda answers, pack: answers,
) -> Printing:
    """The dossier asked for, made ready to be printed.

    `sees`: whether who asks may see a record; `knows`: what they may know of a pack's answers. Raises Misuse
    `unknown-teacher`, `unknown-term`, `unknown-review`; Refused `bad-period`, `not-in-review`, `bad-chapters`.
    """
    dossier, pack, remark, heading = _dossier(ledger, asked)
    lines = [line for line in dossier.lines if sees(line.record)]
    people = people_in(line.record for line in lines) | {TeacherId(dossier.teacher)}
    result = dossier.result
    if result is not None and pack is not None:
        result = replace(result, answers=knows(result.answers, pack))
    return Printing(
        dossier, lines, chapters_of(home), naming(people), proof_of(ledger, lines), home, result, pack, heading, remark
    )


def names_of(ledger: Ledger) -> Naming:
    """Gives names straight from the vault, for the county's own use on its own machine."""

    def names(codes: Collection[TeacherId]) -> Mapping[TeacherId, str]:
        rows = ledger.register().teachers
        return ledger.vault.names({code: rows[code].identity for code in codes if code in rows})

    return names


def _dossier(ledger: Ledger, asked: Asked) -> tuple[Dossier, Pack | None, str, str]:
    if asked.review:
        return _of_round(ledger, asked)
    until = asked.until or ledger.book.today()
    if asked.since and asked.since > until:
        raise Refused("bad-period", f"起始日 {asked.since} 在截止日 {until} 之后;请核对后再试。", fields=["from"])
    found = dossier_of(
        ledger.book, asked.teacher, until, asked.position, since=asked.since, pack=asked.pack, term=asked.term
    )
    return found, asked.pack, "", "教师业务档案"


def _of_round(ledger: Ledger, asked: Asked) -> tuple[Dossier, Pack | None, str, str]:
    """The dossier as the round froze it; before it does, as it would be frozen now."""
    from projections.reviews.course import course_of
    from projections.statements.reproducing import adopted_pack

    course = course_of(ledger.book, asked.review)
    announced, frozen = course.announced, course.frozen
    position = frozen.position if frozen else ledger.book.position
    pack = adopted_pack(ledger.book, announced.pack_digest)
    found = dossier_of(
        ledger.book, asked.teacher, announced.as_of, position, pack=pack, term=announced.term, afresh=True
    )
    heading = f"{announced.title}申报材料"
    if frozen is None:
        return found, pack, f"评审 {announced.code} 的档案还没有封存,这是按现在的记录印的。", heading
    sealed = next((one for one in frozen.dossiers if one.teacher == found.teacher), None)
    if sealed is None:
        raise Refused(
            "not-in-review", f"评审 {announced.code} 没有封存教师 {found.teacher} 的档案;请核对编号,或去掉评审再印。"
        )
    if sealed.digest != found.digest:
        remark = f"注意:评审 {announced.code} 封存的摘要是 {sealed.digest[:16]}……,和现在得出的不同;请运行核对查明。"
    else:
        remark = f"和评审 {announced.code} 在 {frozen.on} 封存的档案逐字节相同。"
    return found, pack, remark, heading
