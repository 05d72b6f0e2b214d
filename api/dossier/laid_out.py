"""A dossier laid out for reading: chapters with numbered lines, evidence numbered in the order of the chapters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from api.dossier.chapters import Chapter
from api.pages.record_fields import called, shown_fields
from api.typesetting import in_print
from ledger.event import COUNTY
from ledger.parties import teacher_fields
from ledger.records.record import Record, TeacherId
from projections.dossier import Dossier, DossierLine
from projections.dossier.dossier import Evidence

ENTRY_DIGITS = 8
"""So many digits of an entry's number are printed, as on the pages; commands find it by them."""

_LONGEST = 60
_REMARKS = ("notes", "reflection")
"""What is told at length stays in the record; the dossier names it."""

_NOTHING = object()

Names = Mapping[TeacherId, str]


@dataclass(frozen=True)
class PrintedLine:
    """A record as it is printed: its number in the dossier, day, what it is called and says, who attested it, where it
    stands in the book, and the numbers of the files attached."""

    number: int
    day: str
    called: str
    says: str
    office: str
    entry: str
    position: int
    evidence: tuple[int, ...]


@dataclass(frozen=True)
class PrintedChapter:
    """A chapter with its lines, by day."""

    title: str
    lines: Sequence[PrintedLine]


@dataclass(frozen=True)
class PrintedEvidence:
    """An attached file: its number, the number of the first line that it belongs to, and the file."""

    number: int
    line: int
    entry: str
    file: Evidence


@dataclass(frozen=True)
class LaidOut:
    """All of a dossier that is printed below its head."""

    chapters: Sequence[PrintedChapter]
    evidence: Sequence[PrintedEvidence]


def laid_out(dossier: Dossier, shown: Sequence[DossierLine], chapters: Sequence[Chapter], names: Names) -> LaidOut:
    """The lines that are shown, by chapter; empty chapters are left out. `names`: of the people named in them."""
    by_kind: dict[str, list[DossierLine]] = {}
    for line in shown:
        by_kind.setdefault(line.kind, []).append(line)
    numbers: dict[str, int] = {}
    evidence: list[PrintedEvidence] = []
    printed: list[PrintedChapter] = []
    number = 0
    for chapter in chapters:
        lines = []
        for line in sorted(
            (one for kind in chapter.kinds for one in by_kind.get(kind, [])),
            key=lambda one: (chapter.kinds.index(one.kind), one.day, one.position),
        ):
            number += 1
            for file in line.evidence:
                if file.digest not in numbers:
                    numbers[file.digest] = len(numbers) + 1
                    evidence.append(PrintedEvidence(numbers[file.digest], number, line.entry[:ENTRY_DIGITS], file))
            attached = tuple(numbers[file.digest] for file in line.evidence)
            lines.append(_printed(dossier, line, number, attached, names))
        if lines:
            printed.append(PrintedChapter(chapter.title, lines))
    return LaidOut(printed, evidence)


def _printed(dossier: Dossier, line: DossierLine, number: int, evidence: tuple[int, ...], names: Names) -> PrintedLine:
    return PrintedLine(
        number,
        line.day.isoformat(),
        called(line.kind),
        in_short(dossier, line, names),
        "、".join(dict.fromkeys(office_name(one, dossier) for one in line.attested_by)) or "待审核",
        line.entry[:ENTRY_DIGITS],
        line.position,
        evidence,
    )


def in_short(dossier: Dossier, line: DossierLine, names: Names) -> str:
    """What a record says, without its day and whose dossier it is in; longer remarks are cut."""
    record = line.record
    own = f"{names.get(TeacherId(dossier.teacher), '')} {dossier.teacher}".strip()
    several = len(set(line.roles)) > 1 or _others(line)
    defaults = _defaults(record.__class__)
    school = dossier.person.teacher.school if dossier.person.teacher else ""
    told = []
    for field in shown_fields(record, names, lambda code: dossier.schools.get(code, code)):
        value = getattr(record, field.name)
        if field.name == record.happened_on or field.name in _REMARKS or value == defaults.get(field.name, _NOTHING):
            continue
        if field.said == own:
            if several:
                told.append(f"身份 {field.label}")
            continue
        if field.name == "school" and value == school:
            continue
        said = field.said.replace("\n", " ")
        label = field.label.removesuffix("代码") if field.name == "school" else field.label
        told.append(f"{label} {said if len(said) <= _LONGEST else said[:_LONGEST] + '……'}")
    return in_print(" · ".join(told))


@cache
def _defaults(kind: type[Record]) -> dict[str, Any]:
    """What fields say where nobody says otherwise."""
    return {one.name: one.default for one in msgspec.structs.fields(kind) if one.default is not msgspec.NODEFAULT}


def _others(line: DossierLine) -> bool:
    """Whether the record names other people in fields of their own."""
    return len(teacher_fields(line.record.__class__)) > 1


def office_name(authority: str, dossier: Dossier) -> str:
    """An office as people call it: 县局, a township, a school by its name."""
    if authority == COUNTY:
        return "县局"
    kind, _, name = authority.partition(":")
    if kind == "school":
        return dossier.schools.get(name, name)
    return f"县局{name}" if kind == "county" else name
