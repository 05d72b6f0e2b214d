"""What stands at a position of the book: of every entry the last version, by kind, in the order recorded."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ledger.book import Book
from ledger.bulk import no_collection
from ledger.event import Event
from ledger.records import KINDS
from ledger.records.preparation import PreparationHeld
from ledger.records.record import Record, entry_of
from ledger.records.registered import Registered
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.store.codec import decode_many
from projections.language.scopes import main_kind

ATTENDED = "preparation.attended"


@dataclass
class Kept:
    """The records of one kind that stand, each at the same place of four lists."""

    positions: list[int] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    attested: list[bool] = field(default_factory=list)
    records: list[object] = field(default_factory=list)

    def add(self, position: int, entry: bytes, attested: bool, record: object) -> None:
        """One record more."""
        self.positions.append(position)
        self.entries.append(entry)
        self.attested.append(attested)
        self.records.append(record)


@dataclass
class Standing:
    """All that stands at `position`, by the kind's name without version."""

    position: int
    kinds: dict[str, Kept]

    def records_of(self, kind: str) -> Kept:
        """The records of a kind; none where nobody recorded any."""
        return self.kinds.get(kind) or Kept()

    def mains_of(self, kind: str) -> list[object]:
        """For each record of a kind of parts, the main record of its entry."""
        main = main_kind(kind)
        if main is None:
            return []
        kept = self.records_of(main)
        by_entry = dict(zip(kept.entries, kept.records, strict=True))
        return [by_entry[entry] for entry in self.records_of(kind).entries]

    def terms(self) -> dict[str, TermAnnounced]:
        """The terms announced, by name."""
        return {
            record.term: record
            for record in self.records_of("term.announced").records
            if isinstance(record, TermAnnounced)
        }

    def declared_days(self) -> Iterator[DayDeclared]:
        """The holidays and make-up days declared."""
        for record in self.records_of("day.declared").records:
            if isinstance(record, DayDeclared):
                yield record


def read_standing(book: Book, known_at: int | None = None, kinds: Sequence[str] = ()) -> Standing:
    """What the book held at a position (now, where none is given); of the named kinds only, where some are named."""
    with no_collection():
        return _read(book, known_at, kinds)


def _read(book: Book, known_at: int | None, wanted: Sequence[str]) -> Standing:
    by_kind: defaultdict[str, list[tuple[int, bytes, bytes]]] = defaultdict(list)
    position = 0
    for position, stream, _, kind, body in book.stored.rows(known_at, wanted):
        by_kind[kind].append((position, stream, body))
    kinds: dict[str, Kept] = {}
    for stored_kind, rows in by_kind.items():
        events = decode_many(stored_kind, (body for _, _, body in rows))
        kinds[stored_kind.partition("/")[0]] = _folded(KINDS[stored_kind], rows, events)
    if held := kinds.get("preparation.held"):
        kinds[ATTENDED] = _attendances(held)
    return Standing(position, kinds)


def _folded(record_class: type[Record], rows: list[tuple[int, bytes, bytes]], events: list[Event[Record]]) -> Kept:
    """The last version of each entry, or of each part of one; of the register every row, since each has its day."""
    streams = [stream for _, stream, _ in rows]
    own_stream = record_class.stream_key is Record.stream_key
    entries = streams if own_stream else [entry_of(event.data) for event in events]
    keep: range | list[int] = range(len(rows))
    if not issubclass(record_class, Registered):
        one_each = record_class.part_key is Record.part_key
        keys: list[object] = (
            list(entries)
            if one_each
            else [(entry, event.data.part_key()) for entry, event in zip(entries, events, strict=True)]
        )
        last = {key: place for place, key in enumerate(keys)}
        if len(last) < len(rows):
            keep = sorted(last.values())
    return Kept(
        [rows[place][0] for place in keep],
        [entries[place] for place in keep],
        [events[place].attested for place in keep],
        [events[place].data for place in keep],
    )


def _attendances(held: Kept) -> Kept:
    """One row for each teacher at each meeting."""
    attended = Kept()
    for position, entry, attested, record in zip(
        held.positions, held.entries, held.attested, held.records, strict=True
    ):
        assert isinstance(record, PreparationHeld)
        for attendance in record.attendances():
            attended.add(position, entry, attested, attendance)
    return attended
