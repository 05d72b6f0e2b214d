"""减免: which duties teachers were relieved of, on whose approval, recorded and attested by whom."""

from collections import defaultdict
from typing import cast

from api.http.register_desk import RegisterDesk
from api.pages.audit.listing import Cell, Listing
from api.pages.audit.who import named, names_of, office
from api.pages.texts import text
from ledger.book import Book
from ledger.event import AnyEvent, Event
from ledger.life import Stream, Version
from ledger.pen import COUNTY_TIME
from ledger.records.exemption import ExemptionApproved
from ledger.records.record import Record, entry_of, stream_of
from ledger.store.codec import decode

BADGE = {"attested": "good", "recorded": "waits", "returned": "mind", "withdrawn": "gone", "voided": "gone"}


def exemptions_listing(book: Book, register: RegisterDesk) -> Listing:
    """Every exemption that was ever recorded, the last first, those taken back too."""
    register = register.at_once
    versions = sorted(_versions(book), key=lambda one: one[0], reverse=True)
    records = [cast("ExemptionApproved", version.event.data) for _, version in versions]
    people = [code for record, (_, one) in zip(records, versions, strict=True) for code in _people(record, one)]
    names = names_of(register, people)
    rows = [
        [
            Cell(named(record.teacher, names), f"/records/{entry_of(record).hex()}/history"),
            Cell(record.duty),
            Cell(_span(record)),
            Cell(record.reason),
            Cell(record.approver),
            Cell(record.document),
            Cell(f"{version.event.recorded_at.astimezone(COUNTY_TIME):%Y-%m-%d}"),
            Cell(f"{named(version.event.actor, names)}({office(version.event.authority, register)})"),
            Cell("、".join(named(one, names) for one in version.attested_by) or _by_itself(version.event)),
            Cell(text(f"state.{version.state.value}"), badge=BADGE[version.state.value]),
        ]
        for record, (_, version) in zip(records, versions, strict=True)
    ]
    columns = ("teacher", "duty", "span", "reason", "approver", "document", "recorded", "actor", "attested", "state")
    return Listing("exemptions", columns, rows)


def _versions(book: Book) -> list[tuple[int, Version]]:
    """Every version of every exemption, with its position."""
    streams = {
        stream_of(event.data) for _, event in book.read([ExemptionApproved.kind]) if isinstance(event.data, Record)
    }
    events: defaultdict[bytes, list[AnyEvent]] = defaultdict(list)
    positions: dict[tuple[bytes, int], int] = {}
    for position, stream, number, name, body in book.stored.standing(sorted(streams)):
        events[stream].append(decode(name, body))
        positions[stream, number] = position
    return [
        (positions[stream, version.number], version)
        for stream, of_stream in events.items()
        for version in Stream(of_stream).versions
    ]


def _people(record: ExemptionApproved, version: Version) -> list[str]:
    return [record.teacher, version.event.actor, *version.attested_by]


def _span(record: ExemptionApproved) -> str:
    if record.until is None:
        return text("exemptions.since", since=record.since.isoformat())
    return text("exemptions.from_to", since=record.since.isoformat(), until=record.until.isoformat())


def _by_itself(event: Event[Record]) -> str:
    """What is said where nobody attested: the county, or a section, stood for an act of its own."""
    return text("exemptions.own_act") if event.attested else ""
