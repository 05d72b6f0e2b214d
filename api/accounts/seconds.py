"""The time as sessions, tokens and waits reckon with it: whole seconds since 1970, UTC."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the time, with its zone."""


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


def seconds(clock: Clock) -> int:
    """What a clock says."""
    return int(clock().timestamp())
