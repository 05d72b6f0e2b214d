"""Lists of what was so at a position and by a day, each made once and kept for a moment: who pages asks again."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request

from api.http.lately import Lately
from api.interface.telling import ListedAsOf, Moment, bad_cursor
from ledger.home import Ledger
from projections.known_at import position_known

_KEPT = 8


class Moments:
    """The lists lately asked for, for any thread; under codes, without names."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lists: Lately[tuple[str, int, date], list[dict[str, Any]]] = Lately(_KEPT)

    def of(self, asked: ListedAsOf, before: Moment | None) -> Moment:
        """Of when a list is: as the part before was, else as asked. Raises Misuse `bad-known-at`, `bad-cursor`."""
        book = self._ledger.book
        if before:
            if before.position > book.position:
                raise bad_cursor()
            return before
        known = position_known(book, asked.known_at)
        return Moment(book.position if known is None else known, asked.as_of or book.today())

    def rows(
        self, what: str, at: Moment, make: Callable[[Ledger, Moment], list[dict[str, Any]]]
    ) -> Sequence[dict[str, Any]]:
        """All of a list, made now if it is not kept; not to be changed by whoever asks."""
        return self._lists.get((what, at.position, at.day), lambda: make(self._ledger, at))


async def _moments(request: Request) -> Moments:
    found = request.app.state.moments
    assert isinstance(found, Moments)
    return found


TheMoments = Annotated[Moments, Depends(_moments)]
