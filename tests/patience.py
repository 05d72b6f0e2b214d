"""Waiting for what must come within a time, on machines that stand still now and then.

A run beside others stood still for a second and more (a submission failed by it). Counted are not the clock's seconds
but the hundredths in which this process was given a turn: where the machine stands still, so does the count.
"""

from collections.abc import Callable
from time import sleep
from typing import TypeVar

T = TypeVar("T")

_STEP_SECONDS = 0.01
_ASKED_EVERY = 0.03
_ASKED_AT_MOST = 2_000


def comes_within(seconds: float, come: Callable[[], bool]) -> bool:
    """Whether something comes true in so many seconds of turns."""
    for _ in range(round(seconds / _STEP_SECONDS)):
        if come():
            return True
        sleep(_STEP_SECONDS)
    return come()


def asked_until(is_over: Callable[[T], bool], ask: Callable[[], T]) -> T:
    """What is told when it is over, asked for again and again; how long it takes is not what the test is about."""
    told = ask()
    for _ in range(_ASKED_AT_MOST):
        if is_over(told):
            break
        sleep(_ASKED_EVERY)
        told = ask()
    assert is_over(told), f"it goes on for ever: {told}"
    return told
