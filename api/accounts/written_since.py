"""What was written into the book of some kinds since a position, in order; quick where nothing was."""

from collections.abc import Iterator, Sequence

from ledger.book import Book
from ledger.event import AnyEvent
from ledger.store.codec import decode


def written_since(book: Book, names: Sequence[str], after: int, last: int) -> Iterator[tuple[int, AnyEvent]]:
    """Positions and events of some stored names, after a position up to another."""
    found: list[tuple[int, str, bytes]] = []
    for lines in book.stored.lines(names, after + 1, last):
        positions = map(int, lines.positions.split(b"\n"))
        found += [
            (position, lines.kind, body) for position, body in zip(positions, lines.bodies.split(b"\n"), strict=True)
        ]
    for position, kind, body in sorted(found):
        yield position, decode(kind, body)
