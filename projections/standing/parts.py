"""The stored rows of a book as columns, in parts: those of the column files, then what was written after them.

Every standing of an open book shares its parts, its words and what was read of them, so that asking again at a
later position reads only what is new.
"""

from collections.abc import Collection, Sequence
from threading import RLock
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from ledger.book import Book
from ledger.event import AnyEvent
from ledger.in_force import step_names, stored_names
from ledger.records.record import Record, family
from ledger.store.codec import decode
from ledger.store.rows import Rows
from projections.standing.kept_columns import KeptColumns
from projections.standing.words import Words

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BYTES = 600 * 2**20
"""How much of what was read and coded of columns is kept for the next who asks."""
PIECES_KEPT = 8
"""So many pieces of what was written after the files are read side by side, before they are joined to one."""
EVENTS_KEPT = 20_000
"""So many events that somebody asked about are kept decoded."""
MOST_BEHIND = 50_000
"""So many positions behind the files may be: a book that has grown by more is read from newer files."""
STEPS = "steps"


class Part(Protocol):
    """Stored rows of one kind, or steps, by position: from `first` to `last` of the book."""

    rows: int
    first: int
    last: int

    def column(self, name: str) -> "pa.Array":
        """A column, one value a row; words are coded."""

    def texts(self, name: str) -> "pa.Array":
        """A column of words, coded or not."""


class Files(Protocol):
    """Column files of a book, up to a position."""

    last: int

    def parts(self, kind: str) -> Sequence[Part]:
        """The parts of a kind (without version), or of `steps`, by position."""


class Piece:
    """Rows read from the book itself, held as a table."""

    def __init__(self, first: int, last: int, table: "pa.Table") -> None:
        self.first, self.last, self.table = first, last, table
        self.rows = len(table)

    def column(self, name: str) -> "pa.Array":
        """A column, one value a row."""
        return self.table.column(name).chunk(0)

    def texts(self, name: str) -> "pa.Array":
        """A column of words."""
        return self.column(name)


class Source:
    """What a book holds, as parts by kind; with the words and columns that all who read it share."""

    def __init__(self, stored: Rows | None, files: Files | None, words: Words | None = None) -> None:
        """`stored`: the book's rows, None for files alone; `files`: None for a book of which no files are kept."""
        self.stored = stored
        self.words = words or Words()
        self.made = KeptColumns(MOST_BYTES)
        self._files = files
        self._last = files.last if files else 0
        self._events: dict[int, AnyEvent] = {}
        self._pieces: dict[str, list[Piece]] = {}
        self._read_to: dict[str, int] = {}
        self._reading = RLock()

    def parts(self, record_class: type[Record], up_to: int) -> list[Part]:
        """The parts of a kind of record, up to a position and perhaps some rows beyond it."""
        kind = record_class.kind.partition("/")[0]
        return self._parts(kind, kind, stored_names(record_class), up_to)

    def steps(self, record_class: type[Record], up_to: int) -> list[Part]:
        """The steps in the lives of the records of a kind and its family, and perhaps of others."""
        return self._parts(STEPS, f"{STEPS} {family(record_class.kind)}", step_names(record_class), up_to)

    def events_at(self, positions: Collection[int]) -> dict[int, AnyEvent]:
        """The events at some positions, as the book has them; those lately asked for are at hand."""
        assert self.stored is not None
        lately = self._events  # which another thread may put new ones into, or others in the place of
        known = {position: lately[position] for position in positions if position in lately}
        missing = [position for position in positions if position not in known]
        if missing:
            read = {position: decode(kind, body) for position, _, _, kind, body in self.stored.at(missing)}
            known |= read
            if len(lately) + len(read) > EVENTS_KEPT:
                self._events = read
            else:
                lately.update(read)
        return known

    def _parts(self, table: str, key: str, names: Sequence[str], up_to: int) -> list[Part]:
        filed = [part for part in self._files.parts(table) if part.first <= up_to] if self._files else []
        if self.stored is None or up_to <= self._last:
            return filed
        with self._reading:
            read_to = self._read_to.get(key, self._last)
            if read_to < up_to:
                self._read_on(table, key, names, read_to + 1, up_to)
                self._read_to[key] = up_to
            return [*filed, *(piece for piece in self._pieces.get(key, []) if piece.first <= up_to)]

    def _read_on(self, table: str, key: str, names: Sequence[str], first: int, last: int) -> None:
        from projections.fact_files.columns import joined
        from projections.fact_files.decoding import tables_of

        assert self.stored is not None
        found = tables_of(self.stored.lines(names, first, last)).get(table)
        if found is None:
            return
        pieces = [*self._pieces.get(key, []), Piece(first, last, found)]
        if len(pieces) > PIECES_KEPT:
            pieces = [Piece(pieces[0].first, last, joined(piece.table for piece in pieces))]
        self._pieces[key] = pieces


_SOURCES: "WeakKeyDictionary[Book, tuple[Source, int]]" = WeakKeyDictionary()
_OPENING = RLock()


def source_of(book: Book, position: int) -> Source:
    """What an open book holds as parts, for reading up to a position."""
    with _OPENING:
        source, opened_at = _SOURCES.get(book, (None, 0))
        if source is None or (book.derived and position > opened_at + MOST_BEHIND):
            files = _files_of(book)
            source = Source(book.stored, files, source.words if source else None)
            _SOURCES[book] = source, position
        return source


def _files_of(book: Book) -> Files | None:
    if book.derived is None:
        return None
    from projections.fact_files.building import keep_up

    return keep_up(book, MOST_BEHIND)
