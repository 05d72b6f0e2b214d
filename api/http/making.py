"""How answers are made: in few threads, and where they are quick one after the other.

Threads that compute side by side only make each other slow, and whoever listens. One that takes long is not waited for.
"""

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

AT_ONCE = 3
_LONGEST_TURN_SECONDS = 0.1
_makers = CapacityLimiter(AT_ONCE)
_turn = Lock()

T = TypeVar("T")


async def made_in_turn(make: Callable[[], T]) -> T:
    """What `make` gives, made in a thread when its turn comes."""
    return await to_thread.run_sync(_made, make, limiter=_makers)


def _made(make: Callable[[], T]) -> T:
    has_turn = _turn.acquire(timeout=_LONGEST_TURN_SECONDS)
    try:
        return make()
    finally:
        if has_turn:
            _turn.release()
