"""Which kinds of record may change what a clause answers: those that it counts, by whatever parts of the pack."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ledger.records import KINDS
from projections.language.listed import LISTED
from projections.language.pack import Pack, spoken
from projections.language.schema import SECTIONS

_ALWAYS = frozenset(
    [
        "day.declared",
        "leave.taken",
        "school.registered",
        "teacher.merged",
        "teacher.registered",
        "term.announced",
    ]
)
"""The register, the calendar and presence bear on every clause."""

_KINDS = frozenset([*(kind.partition("/")[0] for kind in KINDS), *LISTED])
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNREAD = ("says", "source", "examples", "readings", "covers")


def kinds_reached(pack: Pack, clauses: Iterable[str]) -> dict[str, set[str]]:
    """The kinds, by name without version, that these clauses reach; all that the pack counts for no clause (``).

    Of each the fields that say whom a record counts for; none where whoever it names may be concerned.
    """
    parts = {spoken(name): part for name, part in _parts(pack)}
    waiting = [spoken(name) for name in clauses]
    if "" in waiting:
        waiting = list(parts)
    seen: set[str] = set()
    found: dict[str, set[str]] = {kind: set() for kind in _ALWAYS}
    while waiting:
        name = waiting.pop()
        if name in seen or name not in parts:
            continue
        seen.add(name)
        texts = list(_texts(parts[name]))
        for kind in _KINDS.intersection(texts):
            by, listed = getattr(parts[name], "by", ""), LISTED.get(kind)
            fields = found.setdefault(listed.main_kind if listed else kind, set())
            if isinstance(by, str):
                fields |= listed.fields.get(by, set()) if listed else {by}
        waiting.extend(word for text in texts for word in _NAME.findall(text))
    return found


def _parts(pack: Pack) -> Iterator[tuple[str, Any]]:
    """Every named part of a pack: tables, people, measures, totals, clauses …"""
    for section in (*SECTIONS, "clauses"):
        yield from getattr(pack, section).items()


def _texts(part: Any) -> Iterator[str]:
    """Every text in a part that may name another: formulas and names, not what is said to people."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            if name not in _UNREAD:
                yield from _texts(getattr(part, name))
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from (*_texts(key), *_texts(value))
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _texts(item)
