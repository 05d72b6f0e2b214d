"""Records of every kind that a county's workbook holds, as many as are wanted: what is appended in bulk."""

from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from typing import NamedTuple

from ledger.book import Book
from ledger.event import Source
from ledger.parties import renamed, teacher_fields
from ledger.records import KINDS
from ledger.records.record import Record, stream_of
from ledger.store.codec import decode
from ledger.submission import Submission


class InHand(NamedTuple):
    """A record and the row it was read from."""

    record: Record
    source: Source | None

    def submitted(self) -> Submission:
        """As it is handed in."""
        return Submission((self.record,), self.source, whole=False)


def records_in_hand(book: Book, wanted: int) -> list[InHand]:
    """The records of a book in their order, then again under other teachers' codes, until there are as many."""
    own = recorded(book)
    return list(islice(chain(own, under_other_codes(own)), wanted))


def recorded(book: Book) -> list[InHand]:
    """The records of a book in their order."""
    return list(each_recorded(book))


def each_recorded(book: Book) -> Iterator[InHand]:
    """The same, one after the other: of a whole county they do not fit into an office's memory."""
    rows = (row for lot in book.stored.lots() for row in lot)
    events = (decode(kind, body) for _, _, _, kind, body in rows if kind in KINDS)
    return (InHand(event.data, event.source) for event in events if isinstance(event.data, Record))


def under_other_codes(own: Sequence[InHand]) -> Iterator[InHand]:
    """Records again and again, each time about other teachers; what no teacher's code tells apart is left out."""
    personal = [one for one in own if teacher_fields(one.record.__class__)]
    for number in count(1):
        prefix = str(number)
        for record, source in personal:
            other = renamed(record, prefix.__add__)
            if stream_of(other) != stream_of(record):
                yield InHand(other, source)
