"""What takes long to work out, asked for by pages: in the background, one after the other, with its progress.

What came out is kept while the book stands still. Whoever waited for it is shown it even where the book has moved
meanwhile: in a county where somebody writes every second they would otherwise wait for ever.
"""

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

from ledger.refusals import Refused
from ledger.verifying.report import Told

_KEPT = 8
_WAITING = 6
"""So many may wait for the one at work."""


class Moment(NamedTuple):
    """When something is asked: the position of the book and the county's day."""

    position: int
    day: date


class _Stopped(Exception):
    """The server is stopped; what is being worked out is not needed any more."""


@dataclass(eq=False)
class Computation:
    """One computation: what is asked, what is being done, how many of its steps are done, and what came out."""

    id: str
    asked: Hashable
    at: Moment
    is_kept: bool
    what: str = ""
    done: int = 0
    of: int = 0
    begun: float = field(default_factory=monotonic)
    waiting: set[str] = field(default_factory=set)
    """The accounts that have been told to wait, and have not been shown it."""
    future: "Future[Any]" = field(default_factory=Future)

    @property
    def is_over(self) -> bool:
        """Whether something came out, or it could not be done."""
        return self.future.done()

    @property
    def seconds(self) -> int:
        """Since when it was asked for."""
        return int(monotonic() - self.begun)

    @property
    def result(self) -> Any:
        """What came out, once it is over. Raises what the computation raised."""
        return self.future.result()

    def is_for(self, asked: Hashable, at: Moment, account: str) -> bool:
        """Whether it answers what an account asks at a moment."""
        if self.asked != asked:
            return False
        failed = self.is_over and self.future.exception() is not None
        still = self.at == at and not failed and (self.is_kept or not self.is_over)
        return still or account in self.waiting


class Computing:
    """The computations of one server; what is kept of them holds no names."""

    def __init__(self, now: Callable[[], Moment]) -> None:
        self._now = now
        self._looking = Lock()
        self._known: dict[str, Computation] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="computing")
        self._is_stopped = False

    def ask(
        self,
        asked: Hashable,
        make: Callable[[Told], Any],
        account: str,
        *,
        patience: float | None,
        is_kept: bool = True,
    ) -> Computation:
        """A computation of what is asked, begun now where none is known; waited for `patience` seconds, None: its end.

        Where it is not over by then, the account is one of those `waiting`. `make` is told whom to tell how far it is.
        `is_kept`: False where every question is worked out anew. Raises Refused `too-many-jobs`.
        """
        at = self._now()
        with self._looking:
            found = next((one for one in self._newest() if one.is_for(asked, at, account)), None)
            if found is None:
                found = self._begin(Computation(token_hex(8), asked, at, is_kept), make)
        try:
            found.future.exception(patience)
        except NotYet:
            found.waiting.add(account)
        if found.is_over:
            with self._looking:
                for one in self._known.values():
                    if one.asked == asked:
                        one.waiting.discard(account)
        return found

    def find(self, id: str, account: str) -> Computation | None:
        """The computation that an account waits for; None where it waits for none of that id."""
        with self._looking:
            found = self._known.get(id)
        return found if found and account in found.waiting else None

    def ahead_of(self, one: Computation) -> int:
        """How many others are worked out before it."""
        with self._looking:
            ids = [id for id, other in self._known.items() if not other.is_over]
        return ids.index(one.id) if one.id in ids else 0

    def stop(self) -> None:
        """Begin no more; the one at work ends after the step that it is at."""
        self._is_stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _newest(self) -> list[Computation]:
        return list(self._known.values())[::-1]

    def _begin(self, one: Computation, make: Callable[[Told], Any]) -> Computation:
        going = [other for other in self._known.values() if not other.is_over]
        if len(going) > _WAITING:
            raise Refused("too-many-jobs", "已有几项推算在排队;请等它们做完再来。")
        for old in [other.id for other in self._known.values() if other.is_over][: -_KEPT + 1]:
            del self._known[old]

        def told(what: str, done: int, of: int) -> None:
            if self._is_stopped:
                raise _Stopped
            one.what, one.done, one.of = what, done, of

        one.future = self._pool.submit(make, told)
        self._known[one.id] = one
        return one
