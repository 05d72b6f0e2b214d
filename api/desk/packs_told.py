"""What is told of packs, by commands and over the web: the list, and one with its clauses."""

from typing import Any

from projections.catalogue import shipped_packs
from projections.language.pack import Pack


def packs_listed() -> list[dict[str, Any]]:
    """The packs that come with Shilu."""
    return [
        {
            "id": pack.head.id,
            "title": pack.head.title.zh,
            "version": pack.head.version,
            "digest": pack.digest,
            "status": pack.head.status,
        }
        for pack in shipped_packs().values()
    ]


def pack_told(pack: Pack) -> dict[str, Any]:
    """One pack with its clauses."""
    head = pack.head
    clauses = [
        {
            "id": name,
            "kind": clause.__struct_config__.tag,
            "covers": clause.covers,
            "says": clause.says.zh,
            "section": clause.source.section,
            "origin": clause.origin,
            "trace": clause.trace,
            "readings": [
                {"question": one.question, "choice": one.choice, "by": one.by, "why": one.why}
                for one in clause.readings
            ],
        }
        for name, clause in pack.clauses.items()
    ]
    return {
        "id": head.id,
        "title": head.title.zh,
        "version": head.version,
        "digest": pack.digest,
        "status": head.status,
        "issuer": head.issuer,
        "document": {"name": head.document.name, "date": head.document.date.isoformat()},
        "clauses": clauses,
    }
