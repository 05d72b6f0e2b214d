"""How a sample is timed: garbage collected before, not meanwhile; ours and the peer's in turns; a warm-up dropped."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from time import perf_counter
from typing import TypeVar

from ledger.bulk import no_collection

Sample = Callable[[], float]
"""Makes a fresh state, times what is to be timed in it, and gives the figure."""

AT_LEAST = 2
"""So many pairs are measured, however long they take; where no more than these are wanted, as many as are wanted."""

F = TypeVar("F")


class Clock:
    """The seconds that passed inside `timed`."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    """What stands inside is timed, on the wall clock; the collector of garbage rests, for ours and peers alike."""
    clock = Clock()
    gc.collect()
    with no_collection():
        begun = perf_counter()
        yield clock
        clock.seconds = perf_counter() - begun


def in_turns(ours: Sample, peer: Sample, pairs: int, seconds: float = inf) -> list[tuple[float, float]]:
    """Pairs of figures, each pair one right after the other; which of the two goes first alternates.

    A first pair is dropped, unless it took half of the `seconds` there are; once they are over no further pair is
    begun, but two there are.
    """
    return _bounded(lambda number: _pair(ours, peer, turned=number % 2 == 1), pairs, seconds)


def again(sample: Sample, runs: int, seconds: float = inf) -> list[float]:
    """Figures of so many runs; a first one is dropped, and no more are begun, as in `in_turns`."""
    return _bounded(lambda _: sample(), runs, seconds)


def _pair(ours: Sample, peer: Sample, *, turned: bool) -> tuple[float, float]:
    if turned:
        other, own = peer(), ours()
    else:
        own, other = ours(), peer()
    return own, other


def _bounded(measured: Callable[[int], F], wanted: int, seconds: float) -> list[F]:
    begun = perf_counter()
    first = measured(0)
    found = [first] if perf_counter() - begun >= seconds / 2 else []
    while len(found) < min(wanted, AT_LEAST) or (len(found) < wanted and perf_counter() - begun < seconds):
        found.append(measured(len(found)))
    return found
