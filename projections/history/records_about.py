"""What was written about some teachers and schools, event by event: when it was recorded, corrected, voided."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from itertools import takewhile
from typing import NamedTuple, cast

from ledger.book import Book
from ledger.event import Act, Event
from ledger.parties import teachers_in
from ledger.pen import COUNTY_TIME
from ledger.records import KINDS
from ledger.records.official import OFFICIAL
from ledger.records.record import Record, entry_of
from ledger.records.school_year import TermAnnounced
from ledger.steps import Step
from ledger.store.codec import decode
from projections.dossier.reading import kinds_told

_SCHOOLS = ("school", "home", "host")
_ACTS = (Act.ATTESTED, Act.VOIDED, Act.WITHDRAWN)
"""The steps by which what counts becomes otherwise."""


class Written(NamedTuple):
    """Something that was written: where and on which day, what it did to which entry, and the record it is about.

    `replaces`: whether it took the place of an entry that was corrected; `from_workbook`: whether it was read there.
    """

    position: int
    on: date
    act: Act
    entry: str
    record: Record
    replaces: bool
    from_workbook: bool

    @property
    def kind(self) -> str:
        """The kind of the record, without version."""
        return self.record.kind.partition("/")[0]

    @property
    def day(self) -> date | None:
        """The day that the record is of; None where it is of a whole term."""
        name = self.record.happened_on
        found: date | None = getattr(self.record, name) if name else None
        return found

    @property
    def is_change(self) -> bool:
        """Whether it changed what had been recorded before."""
        return self.act in (Act.CORRECTED, Act.VOIDED) or self.replaces

    def is_of(self, term: TermAnnounced) -> bool:
        """Whether the record is of a term."""
        if self.day is None:
            return getattr(self.record, "term", None) == term.term
        return term.start <= self.day <= term.end

    def names(self, teachers: Collection[str], school: str) -> bool:
        """Whether the record names one of some teachers, or a school."""
        return _names(self.record, frozenset(teachers), frozenset({school}))


def records_about(book: Book, teachers: Collection[str], schools: Collection[str], up_to: int) -> list[Written]:
    """Everything written about some teachers or schools up to a position, in the order written.

    The book is read through once; only rows that hold one of the codes, or belong to an entry found before, are
    decoded.
    """
    return list(_found(book, frozenset(teachers), frozenset(schools), up_to))


def _found(book: Book, teachers: frozenset[str], schools: frozenset[str], up_to: int) -> Iterator[Written]:
    codes = re.compile(b"|".join(re.escape(f'"{code}"'.encode()) for code in sorted({*teachers, *schools})))
    told = _kinds()
    known: dict[tuple[bytes, int], Record] = {}
    streams: set[bytes] = set()
    entries: set[str] = set()
    rows = (row for lot in book.stored.lots() for row in lot)
    for position, stream, version, name, body in takewhile(lambda row: row[0] <= up_to, rows):
        if stream not in streams and not codes.search(body):
            continue
        kind, _, act = name.partition("#")
        if kind.partition("/")[0] not in told or (act and act not in _ACTS):
            continue
        event = decode(name, body)
        on = event.recorded_at.astimezone(COUNTY_TIME).date()
        if isinstance(event.data, Step):
            about = (known[stream, one] for one in event.data.of if (stream, one) in known)
            for record in about:
                yield Written(position, on, event.act, event.data.entry, record, False, False)
            continue
        record = cast("Event[Record]", event).data
        entry = entry_of(record).hex()
        if entry in entries or _names(record, teachers, schools):
            streams.add(stream)
            entries.add(entry)
            known[stream, version] = record
            read = bool(event.source and event.source.sheet)
            yield Written(position, on, event.act, entry, record, bool(event.replaces), read)


@cache
def _kinds() -> frozenset[str]:
    """The kinds of work: those that dossiers tell of, and those of a school itself; not register and calendar."""
    of_schools = {
        name.partition("/")[0]
        for name, kind in KINDS.items()
        if kind not in OFFICIAL and not {*_SCHOOLS}.isdisjoint(kind.__struct_fields__) and kind.happened_on
    }
    return frozenset({*kinds_told(), *of_schools} - {"teacher.registered", "school.registered"})


def _names(record: Record, teachers: frozenset[str], schools: frozenset[str]) -> bool:
    if not teachers.isdisjoint(teachers_in(record)):
        return True
    return any(getattr(record, name, "") in schools for name in _SCHOOLS) if schools else False
