"""While the ledger is served: fact files, views and the index of names follow the book by themselves."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from ledger.book import Book
from ledger.refusals import Refused
from projections.keeping import bring_up

_log = logging.getLogger(__name__)
_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds


class KeepingUp:
    """A thread of the server's that brings up what is made from the book, and tries again after any fault."""

    def __init__(self, book: Book, *also: Callable[[], None]) -> None:
        """`also`: what else is made from the book in memory, and is to be ready before somebody asks for it."""
        self._book = book
        self._also = also
        self._ending = Event()
        self._thread = Thread(target=self._run, name="keeping-up", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; waits for the part that is being brought up, not for all of it: that takes minutes the first time."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        at, pause = -1, _PAUSE
        while not self._ending.is_set():
            try:
                position = self._book.position
                if position != at:
                    bring_up(self._book, self._ended)
                    for bring in self._also:
                        bring()
                    at = position
                pause = _PAUSE
            except _Ended:
                return
            except Exception as error:
                # The book answers all the same; a disk that is full today may have room in a minute.
                told = error.code if isinstance(error, Refused) else None
                _log.warning("not brought up: %s", told or error, exc_info=told is None)
                pause = min(pause * 2, _LONGEST_PAUSE)
            self._ending.wait(pause)

    def _ended(self) -> None:
        """Raises _Ended once the server is to stop."""
        if self._ending.is_set():
            raise _Ended


class _Ended(Exception):
    """Ends what is being brought up between two parts."""
