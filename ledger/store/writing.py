"""Writing into a book on either store: rows are added under the lock, many of them by a thread beside the writer's."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from ledger.store.kinds import Kinds
from ledger.store.rows import Row, WritingRows
from ledger.store.selecting import SelectingUnderLock

BESIDE = 1_000
"""Rows from which on a thread beside is worth it."""


class Writing(SelectingUnderLock, WritingRows):
    """The rows as they stand under the lock.

    Many rows are handed to a thread beside the writer's, which meanwhile decides on the next ones. Whoever asks next
    waits for them.
    """

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._thread: ThreadPoolExecutor | None = None
        self._handed_over: list[Future[None]] = []

    @property
    def kinds(self) -> Kinds:
        """The kinds that are known once this is committed."""
        return self._kinds

    def settle(self) -> None:
        """Wait for what was handed over; raises what went wrong with it."""
        handed_over, self._handed_over = self._handed_over, []
        for one in handed_over:
            one.result()

    def close(self) -> None:
        """End the thread beside."""
        if self._thread:
            self._thread.shutdown()

    @abstractmethod
    def _add_kinds(self, new: Sequence[tuple[int, str]]) -> None:
        """Store kinds, code and name, that were never stored before."""

    def _hand_over(self, add: Callable[..., None], *what: Any) -> None:
        """Have the thread beside add something, after what it was handed before."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1)
        self._handed_over.append(self._thread.submit(add, *what))

    def _codes_for(self, rows: Sequence[Row]) -> dict[str, int]:
        """The codes of kinds; those never stored before are given one."""
        names = list(dict.fromkeys(row[3] for row in rows))
        if not self._kinds.knows(names):
            self._read_kinds()
            self._kinds, new = self._kinds.with_new(names)
            self._add_kinds(new)
        return self._kinds.codes
