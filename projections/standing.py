"""What stands at a position of the book: of every entry the last version, by kind, in the order recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ledger.book import Book
from ledger.bulk import no_collection
from ledger.event import COUNTY, Event
from ledger.records import KINDS
from ledger.records.preparation import PreparationHeld
from ledger.records.record import Record, entry_of
from ledger.records.registered import Registered
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.store.codec import decode_many
from ledger.store.rows import Row
from projections.language.scopes import main_kind

ATTENDED = "preparation.attended"


@dataclass
class Kept:
    """The records of one kind that stand, each at the same place of four lists."""

    positions: list[int] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    attested: list[bool] = field(default_factory=list)
    records: list[object] = field(default_factory=list)


class Standing:
    """All that stands at a position of the book, by the kind's name without version.

    A kind is read when it is first asked for: nobody waits for what no clause counts. The book only grows, so
    what stood at a position reads the same whenever it is read; the book must still be open.
    """

    def __init__(self, book: Book, position: int) -> None:
        self.position = position
        self._book = book
        self._kinds: dict[str, Kept] = {}

    def records_of(self, kind: str) -> Kept:
        """The records of a kind; none where nobody recorded any."""
        if kind not in self._kinds:
            with no_collection():
                self._kinds[kind] = self._read(kind)
        return self._kinds[kind]

    def _read(self, kind: str) -> Kept:
        if kind == ATTENDED:
            return _attendances(self.records_of("preparation.held"))
        stored_kind = next(name for name in KINDS if name.partition("/")[0] == kind)
        rows = self._book.stored.rows(self.position, [stored_kind])
        events = decode_many(stored_kind, (body for _, _, _, _, body in rows))
        return _folded(KINDS[stored_kind], rows, events)

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


def read_standing(book: Book, known_at: int | None = None) -> Standing:
    """What the book held at a position (now, where none is given)."""
    return Standing(book, book.position if known_at is None else known_at)


def _folded(record_class: type[Record], rows: list[Row], events: list[Event[Record]]) -> Kept:
    """The last version of each entry, or of each part of one; of the register every row, since each has its day."""
    own_stream = record_class.stream_key is Record.stream_key
    entries = [row[1] for row in rows] if own_stream else [entry_of(event.data) for event in events]
    kept = Kept(
        [row[0] for row in rows],
        entries,
        [event.authority == COUNTY for event in events],
        [event.data for event in events],
    )
    if issubclass(record_class, Registered) or all(row[2] == 1 for row in rows):
        return kept
    keys = [(entry, event.data.part_key()) for entry, event in zip(entries, events, strict=True)]
    last = sorted({key: place for place, key in enumerate(keys)}.values())
    return Kept(*([column[place] for place in last] for column in vars(kept).values()))


def _attendances(held: Kept) -> Kept:
    """One row for each teacher at each meeting."""
    attended = Kept()
    for place, record in enumerate(held.records):
        assert isinstance(record, PreparationHeld)
        there = record.attendances()
        attended.records += there
        attended.positions += [held.positions[place]] * len(there)
        attended.entries += [held.entries[place]] * len(there)
        attended.attested += [held.attested[place]] * len(there)
    return attended
