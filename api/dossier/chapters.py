"""The chapters of a dossier, in the order that the county prescribes: which kinds stand in which."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from api.dossier.written import Unreadable, read_written
from ledger.nearest import did_you_mean
from ledger.refusals import Refused
from projections.dossier.reading import kinds_told

FOLDER = "dossier"
"""In the ledger's folder: the county's own chapters, templates and fonts."""
FILE = "chapters.yaml"
OTHER = "其他"

_SHIPPED = Path(__file__).parent / FILE


class Chapter(NamedTuple):
    """A chapter: its title, and the kinds (without version) in it."""

    title: str
    kinds: tuple[str, ...]


class _Told(msgspec.Struct, forbid_unknown_fields=True):
    title: str
    kinds: tuple[str, ...]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    chapters: tuple[_Told, ...]


def chapters_of(home: Path | None = None) -> Sequence[Chapter]:
    """The county's own chapters, else those that come with Shilu; at the end one for what is named in none.

    Raises Refused `bad-chapters` for a file that is not in the form of docs/own-templates.md.
    """
    own = home / FOLDER / FILE if home else None
    path = own if own and own.is_file() else _SHIPPED
    try:
        told = read_written(path, _File)
    except Unreadable as fault:
        raise _bad(path, str(fault)) from None
    known = {*kinds_told(), "certificate.issued", "certificate.revoked"}
    named: set[str] = set()
    for chapter in told.chapters:
        for kind in chapter.kinds:
            if kind not in known:
                raise _bad(path, f"“{chapter.title}”里的 {kind} 不是业务档案里的记录种类,{did_you_mean(kind, known)}")
            if kind in named:
                raise _bad(path, f"{kind} 在两处列出")
            named.add(kind)
    rest = tuple(kind for kind in kinds_told() if kind not in named)
    return [*(Chapter(one.title, one.kinds) for one in told.chapters), Chapter(OTHER, rest)]


def _bad(path: Path, what: str) -> Refused:
    return Refused("bad-chapters", f"章节文件 {path.name} 用不上:{what};请照 docs/own-templates.md 改好再印。")
