"""The book as a round knows it: what it held when the dossiers were frozen, and the entries put right since.

Whatever else was recorded after the freeze does not count, so that a list derived again after an objection was found
right is otherwise only where the correction reaches.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import cast

from ledger.book import Book
from ledger.event import Event
from ledger.records.record import Record, entry_of
from ledger.steps import Step
from ledger.store.codec import decode
from ledger.store.rows import Lines, Row, Rows
from projections.standing import Standing
from projections.standing.parts import Source


def standing_as_known(book: Book, frozen: int, corrections: Iterable[str], up_to: int) -> Standing:
    """What stood at the position `frozen`, with all that was written up to `up_to` about some entries (hexadecimal).

    Read from the rows as they are stored now, and from no copy of them.
    """
    rows = RowsAsKnown(book.stored, frozen, events_about(book, corrections, frozen, up_to))
    return Standing(Source(cast("Rows", rows), None), rows.last)


def events_about(book: Book, entries: Iterable[str], after: int, up_to: int) -> list[int]:
    """The positions, after one and up to another, of the events about some entries; and what took their place."""
    wanted = set(entries)
    positions: list[int] = []
    if not wanted:
        return []
    for lot in book.stored.lots(after + 1):
        for position, _, _, name, body in lot:
            if position > up_to:
                return positions
            event = decode(name, body)
            if isinstance(event.data, Step):
                about = event.data.entry
            else:
                about = entry_of(cast("Event[Record]", event).data).hex()
                if event.replaces in wanted:
                    wanted.add(about)
            if about in wanted:
                positions.append(position)
    return positions


class RowsAsKnown:
    """The stored rows up to a position, and some of those after it: what reads a standing asks of rows."""

    def __init__(self, stored: Rows, frozen: int, further: Sequence[int]) -> None:
        self._stored = stored
        self._frozen = frozen
        self._further = sorted(further)
        self.last = self._further[-1] if self._further else frozen

    def lines(self, kinds: Sequence[str] = (), first: int = 1, last: int | None = None) -> Iterator[Lines]:
        """As `Rows.lines`."""
        up_to = self.last if last is None else last
        if first <= self._frozen:
            yield from self._stored.lines(kinds, first, min(up_to, self._frozen))
        by_kind: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._rows_further:
            if first <= row[0] <= up_to and (not kinds or row[3] in kinds):
                by_kind[row[3]].append(row)
        for kind, rows in by_kind.items():
            yield Lines(
                kind,
                b"\n".join(b"%d" % row[0] for row in rows),
                b"\n".join(row[1].hex().encode() for row in rows),
                b"\n".join(b"%d" % row[2] for row in rows),
                b"\n".join(row[4] for row in rows),
            )

    def at(self, positions: Sequence[int]) -> list[Row]:
        """As `Rows.at`; positions that are not known have no row."""
        further = set(self._further)
        return self._stored.at([one for one in positions if one <= self._frozen or one in further])

    @cached_property
    def _rows_further(self) -> list[Row]:
        return self._stored.at(self._further)
