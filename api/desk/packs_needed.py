"""What packs need, told by a command and over the web: which records and fields, and how much rests on traces."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ledger.home import Ledger
from ledger.records import KINDS
from projections.about_packs.idle_fields import idle_fields
from projections.about_packs.needs import needs_of
from projections.about_packs.traces import Traces
from projections.catalogue import adopted_packs, find_pack, shipped_packs
from projections.evaluation import evaluate
from projections.language.pack import Pack
from projections.standing import read_standing


def needs_told(
    ledger: Ledger | None, packs: Sequence[Pack], term: str | None, as_of: date | None, position: int | None
) -> dict[str, Any]:
    """What packs (none named: all in force) ask for; with a ledger also what is recorded and used by none.

    With a term, which needs a ledger, also what everybody scored. Raises Misuse `unknown-term`.
    """
    packs = packs or _in_force(ledger)
    needs = needs_of(packs)
    results: list[Any] = [None] * len(packs)
    if ledger and term:
        results = [evaluate(ledger.book, pack, term, as_of, position).to_json() for pack in packs]
    idle = idle_fields(read_standing(ledger.book, position), needs) if ledger else None
    return {
        "packs": [f"{pack.head.id}@{pack.head.version}" for pack in packs],
        "term": term,
        "kinds": [{"kind": kind, "called": _called(kind), "fields": sorted(needs[kind])} for kind in sorted(needs)],
        "idle": None if idle is None else [one.to_json() for one in idle],
        "traces": [Traces(pack, result).to_json() for pack, result in zip(packs, results, strict=True)],
    }


def _in_force(ledger: Ledger | None) -> list[Pack]:
    book = ledger.book if ledger else None
    adopted = {one.pack for one in adopted_packs(book)} if book else set()
    known = [*shipped_packs().values(), *(find_pack(name, book) for name in sorted(adopted - shipped_packs().keys()))]
    return [pack for pack in known if pack.head.status == "in_force"]


def _called(kind: str) -> str:
    return next((record.called for name, record in KINDS.items() if name.partition("/")[0] == kind), kind)
