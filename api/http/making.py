"""How answers are made: in few threads, and where they are quick one after the other.

Threads that compute side by side only make each other slow, and whoever listens. Whoever takes long loses the turn: the
others go on beside, and wait no longer.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

AT_ONCE = 3
"""Threads for each kind of answers, a limiter of their own: all of one kind may wait for the same evaluation."""

_TURN_SECONDS = 0.1

T = TypeVar("T")


class _Turn:
    """Whose turn it is; it ends with the answer, or a tenth of a second after it began."""

    def __init__(self) -> None:
        self._taken = Lock()
        self._ends = 0.0

    def take(self) -> bool:
        """Wait for the turn; whether it was had before it was not waited for any more."""
        taken = self._taken.acquire(timeout=max(0.0, self._ends - monotonic()))
        if taken:
            self._ends = monotonic() + _TURN_SECONDS
        return taken

    def give_back(self) -> None:
        """The next may take it."""
        self._taken.release()


_turn = _Turn()


async def made_in_turn(make: Callable[[], T], makers: CapacityLimiter) -> T:
    """What `make` gives, made in one of the makers' threads when its turn comes."""
    return await to_thread.run_sync(_made, make, limiter=makers)


def _made(make: Callable[[], T]) -> T:
    has_turn = _turn.take()
    try:
        return make()
    finally:
        if has_turn:
            _turn.give_back()
