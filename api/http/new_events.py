"""Waiting for something new in the book: any number of programs wait, and one look a moment tells all of them."""

from collections.abc import Callable
from time import monotonic
from typing import Annotated

import anyio
from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

PAUSE = 0.5
"""Seconds between two looks; the book is asked no more often, however many wait."""

_looking = CapacityLimiter(1)


class NewEvents:
    """Tells when a book has gone beyond a position; no thread is held by whoever waits."""

    def __init__(self, position: Callable[[], int]) -> None:
        """`position`: the book's last position, now."""
        self._position = position
        self._look: anyio.Event | None = None
        self._last = 0

    async def beyond(self, after: int, seconds: float) -> int:
        """The last position, once it is beyond `after`; after so many seconds whatever it is."""
        until = monotonic() + seconds
        last = await self._now()
        while last <= after and monotonic() < until:
            with anyio.move_on_after(max(until - monotonic(), 0)):
                last = await self._next_look()
        return last

    async def _now(self) -> int:
        self._last = await to_thread.run_sync(self._position, limiter=_looking)
        return self._last

    async def _next_look(self) -> int:
        """What the next look tells: the first who waits for it looks for all."""
        if self._look:
            await self._look.wait()
            return self._last
        look = self._look = anyio.Event()
        try:
            await anyio.sleep(PAUSE)
            return await self._now()
        finally:  # whoever looks may be cut off: another goes on
            self._look = None
            look.set()


async def _new_events(request: Request) -> NewEvents:
    found = request.app.state.new_events
    assert isinstance(found, NewEvents)
    return found


TheNewEvents = Annotated[NewEvents, Depends(_new_events)]
