"""A fingerprint of the book up to a position, kept beside a draft, by which a row that was altered is found.

One SHA-256 (32 bytes) for every 64 rows, in order: half a megabyte for a book of a million events.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import takewhile

from ledger.book import Book
from ledger.store.rows import Row

ROWS = 64
"""Rows under one hash."""

_WIDTH = 32


def fingerprint(book: Book, up_to: int) -> bytes:
    """The fingerprint of the rows at positions 1 to `up_to`."""
    return b"".join(_hash(lot) for lot in _lots(book, up_to))


def covers(kept: bytes, up_to: int) -> bool:
    """Whether a fingerprint is of as many rows as there are up to a position, to the nearest run of them."""
    return len(kept) == -(-up_to // ROWS) * _WIDTH


def altered(book: Book, up_to: int, kept: bytes) -> list[range]:
    """The positions, in runs of 64, whose rows are no longer those of the fingerprint."""
    now = fingerprint(book, up_to)
    runs = [range(first + 1, min(first + ROWS, up_to) + 1) for first in range(0, up_to, ROWS)]
    return [
        run
        for number, run in enumerate(runs)
        if now[number * _WIDTH : (number + 1) * _WIDTH] != kept[number * _WIDTH : (number + 1) * _WIDTH]
    ]


def _lots(book: Book, up_to: int) -> Iterator[list[Row]]:
    """The rows by runs of positions; a row that was taken out leaves its run short."""
    all_rows = (row for lot in book.stored.lots() for row in lot)
    rows = takewhile(lambda row: row[0] <= up_to, all_rows)
    waiting = next(rows, None)
    for first in range(1, up_to + 1, ROWS):
        run: list[Row] = []
        while waiting is not None and waiting[0] < first + ROWS:
            run.append(waiting)
            waiting = next(rows, None)
        yield run


def _hash(rows: list[Row]) -> bytes:
    found = sha256()
    for position, stream, version, name, body in rows:
        label = name.encode()
        found.update(position.to_bytes(8, "big") + stream + version.to_bytes(4, "big"))
        found.update(len(label).to_bytes(4, "big") + label + len(body).to_bytes(4, "big") + body)
    return found.digest()
