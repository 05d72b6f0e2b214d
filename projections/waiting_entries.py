"""What waits for an office, told whole: each record, who handed it in and from where, what was attached to it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from ledger.book import Book
from ledger.event import AnyEvent, Authority, Event, Source
from ledger.life import Stream, standing_of
from ledger.records.record import Record
from ledger.steps import Evidenced, Objected, Returned
from ledger.store.codec import decode


@dataclass(frozen=True)
class WaitingEntry:
    """A version of a record that waits for an office.

    `waits_for`: attestation, mending, decision; `along`: everything of its entry that stands; `reason`: why it was
    returned, or objected to; `evidence`: what was attached to it.
    """

    position: int
    waits_for: str
    entry: str
    number: int
    record: Record
    along: tuple[Record, ...]
    actor: str
    authority: Authority
    recorded_at: datetime
    source: Source | None
    evidence: tuple[Evidenced, ...]
    attested_by: tuple[str, ...]
    objected_by: str
    reason: str


def waiting_entries(book: Book, waiting: Sequence[Mapping[str, Any]]) -> list[WaitingEntry]:
    """The entries of what `projections.views.asking.inbox` told, in the same order; what is not there any more is
    left out."""
    rows = {row[0]: row for row in book.stored.at(sorted({one["position"] for one in waiting}))}
    streams = defaultdict[bytes, list[AnyEvent]](list)
    for _, stream, _, kind, body in book.stored.standing(sorted({row[1] for row in rows.values()})):
        streams[stream].append(decode(kind, body))
    return [_told(one, rows[at][1], rows[at][2], streams) for one in waiting if (at := one["position"]) in rows]


def _told(
    waiting: Mapping[str, Any], stream: bytes, number: int, streams: Mapping[bytes, list[AnyEvent]]
) -> WaitingEntry:
    events = streams[stream]
    event = cast("Event[Record]", events[number - 1])
    versions = Stream(events).versions
    version = next(one for one in versions if one.number == number)
    about = [one for one in events if number in getattr(one.data, "of", ())]
    wanted = Objected if waiting["waits_for"] == "decision" else Returned
    return WaitingEntry(
        position=waiting["position"],
        waits_for=waiting["waits_for"],
        entry=waiting["entry"],
        number=number,
        record=event.data,
        along=tuple(standing_of(versions, version.part[0])),
        actor=event.actor,
        authority=event.authority,
        recorded_at=event.recorded_at,
        source=event.source,
        evidence=tuple(one.data for one in about if isinstance(one.data, Evidenced)),
        attested_by=tuple(version.attested_by),
        objected_by=version.objected_by,
        reason=next((one.reason for one in reversed(about) if isinstance(one.data, wanted)), ""),
    )
