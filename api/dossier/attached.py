"""Attached files bound into a dossier: those that can be printed, and how many pages each has."""

from pathlib import Path
from typing import NamedTuple

import typst

from ledger.acts.evidence import EvidenceFolder
from ledger.home import Ledger
from projections.dossier.dossier import Evidence

PRINTED = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf"}
"""What can be bound in, and how typst calls it; other files are listed only."""

_MOST_PAGES = 200


class Bound(NamedTuple):
    """A file as it is bound in: where it is below the folder of attached files, its form, how many pages it takes."""

    path: str
    form: str
    pages: int


NOT_BOUND = Bound("", "", 0)


def bound(ledger: Ledger, folder: Path, file: Evidence) -> Bound:
    """How a file is bound in; not at all where it is of another type, or cannot be read as what it says it is.

    Raises Refused `evidence-missing`, `evidence-altered`.
    """
    form = PRINTED.get(file.media)
    if form is None:
        return NOT_BOUND
    content = _checked(ledger.evidence, file.digest)
    del content
    path = f"/{file.digest[:2]}/{file.digest}"
    if not _can_be_set(folder, path, form, 1):
        return NOT_BOUND
    return Bound(path, form, _pages(folder, path) if form == "pdf" else 1)


def _checked(evidence: EvidenceFolder, digest: str) -> bytes:
    return evidence.read(digest)


def _pages(folder: Path, path: str) -> int:
    """How many pages a PDF has: the last that can be set, found by halving."""
    low, high = 1, 2
    while high <= _MOST_PAGES and _can_be_set(folder, path, "pdf", high):
        low, high = high, high * 2
    while low + 1 < high:
        middle = (low + high) // 2
        if _can_be_set(folder, path, "pdf", middle):
            low = middle
        else:
            high = middle
    return low


def _can_be_set(folder: Path, path: str, form: str, page: int) -> bool:
    asked = f", page: {page}" if form == "pdf" else ""
    try:
        typst.Compiler(
            f'#image("{path}", format: "{form}"{asked})'.encode(), root=folder, ignore_system_fonts=True
        ).compile(format="pdf")
    except typst.TypstError:
        return False
    return True
