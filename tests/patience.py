"""Waiting for what must come within a time, on machines that stand still now and then.

A run beside others stood still for a second and more (a submission failed by it). Counted are not the clock's seconds
but the hundredths in which this process was given a turn: where the machine stands still, so does the count.
"""

from collections.abc import Callable
from time import sleep

_STEP_SECONDS = 0.01


def comes_within(seconds: float, come: Callable[[], bool]) -> bool:
    """Whether something comes true in so many seconds of turns."""
    for _ in range(round(seconds / _STEP_SECONDS)):
        if come():
            return True
        sleep(_STEP_SECONDS)
    return come()
