"""Which file each event was read from: the runs of positions that one workbook fills, found in the stored lines.

No column file keeps this, and no rule asks for it; a term's part of the book is looked through once and gone on with.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from ledger.book import Book
from ledger.store.rows import Lines

Rows = npt.NDArray[np.int64]

NO_FILE = 0
"""Stands for what was read from no file: by hand, or by a program."""

# Canonical JSON of an event: `source` stands before what people wrote, so that no text can pass for it.
_FILE = re.compile(rb'"act":"[a-z]+","source":(?:null|\{"file":"([0-9a-f]*)")')


@dataclass(frozen=True)
class Sources:
    """The files by number, from 1; `number` says which file filled the positions from each of `starts` on."""

    starts: Rows
    number: Rows
    files: tuple[str, ...]

    def of(self, positions: Rows) -> Rows:
        """The number of the file of each position; NO_FILE for none, and for positions before the first known."""
        if not len(self.starts):
            return np.zeros(len(positions), np.int64)
        run = np.searchsorted(self.starts, positions, side="right") - 1
        return np.where(run >= 0, self.number[np.maximum(run, 0)], NO_FILE)


class _Kept:
    """What was found of a book between two positions."""

    def __init__(self, first: int) -> None:
        self.first, self.last = first, first - 1
        self.numbers: dict[str, int] = {}
        self.starts: list[int] = []
        self.number: list[int] = []
        self.going_on = Lock()

    def go_on(self, book: Book, last: int) -> None:
        found = sorted(_files_in(book.stored.lines(first=self.last + 1, last=last)))
        for position, file in found:
            number = self.numbers.setdefault(file, len(self.numbers) + 1) if file else NO_FILE
            if not self.number or self.number[-1] != number:
                self.starts.append(position)
                self.number.append(number)
        self.last = last


_KEPT: WeakKeyDictionary[Book, _Kept] = WeakKeyDictionary()
_KEEPING = Lock()


def sources_of(book: Book, first: int, last: int) -> Sources:
    """The files from which the events between two positions were read. The next who asks finds them at hand."""
    with _KEEPING:
        kept = _KEPT.get(book)
        if kept is None or first < kept.first:
            kept = _KEPT[book] = _Kept(first)
    with kept.going_on:
        if kept.last < last:
            kept.go_on(book, last)
        return Sources(np.array(kept.starts, np.int64), np.array(kept.number, np.int64), tuple(kept.numbers))


def _files_in(lines: Iterable[Lines]) -> Iterator[tuple[int, str]]:
    """Position and file of every event of some lots of lines; the empty text for none."""
    for lot in lines:
        if lot.bodies:
            for position, body in zip(lot.positions.split(b"\n"), lot.bodies.split(b"\n"), strict=True):
                found = _FILE.search(body)
                yield int(position), (found[1] or b"").decode() if found else ""
