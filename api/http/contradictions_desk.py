"""Contradictions found lately, for whoever is asked about them: `found: TheContradictions`.

All records of a county are compared with each other, which takes a third of a second for six thousand events and half
a minute for a hundred times as many. What was found is told again for twenty times as long as it took, so that no more
than a twentieth of a processor is spent on it, however much is written meanwhile.
"""

from datetime import UTC, date, datetime
from threading import Lock
from time import monotonic
from typing import Annotated, NamedTuple

from fastapi import Depends, Request

from ledger.book import Book
from projections.contradictions.contradiction import Contradiction
from projections.contradictions.report import contradictions

TOLD_AGAIN = 20
"""Times as long as it took to find them."""


class FoundLately(NamedTuple):
    """What contradicts each other, and when that was looked at."""

    listed: tuple[Contradiction, ...]
    at: datetime


class ContradictionsDesk:
    """Finds contradictions for any thread, one at a time."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._finding = Lock()
        self._found: FoundLately | None = None
        self._position, self._day = 0, date.min
        self._until = 0.0

    def lately(self) -> FoundLately:
        """The contradictions of the whole county as they were a little while ago; nobody in two files."""
        with self._finding:
            position, today = self._book.position, self._book.today()
            stands = (position, today) == (self._position, self._day)
            if self._found is None or not (stands or monotonic() < self._until):
                begun = monotonic()
                self._found = FoundLately(
                    tuple(contradictions(self._book, as_of=today, known_at=position)), datetime.now(UTC)
                )
                self._position, self._day = position, today
                self._until = monotonic() + TOLD_AGAIN * (monotonic() - begun)
            return self._found


async def _desk(request: Request) -> ContradictionsDesk:  # not in a thread: every request would wait for one
    desk = request.app.state.contradictions
    assert isinstance(desk, ContradictionsDesk)
    return desk


TheContradictions = Annotated[ContradictionsDesk, Depends(_desk)]
