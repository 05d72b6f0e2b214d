"""How a hand-in is written: batch by batch, each whole or not at all, or the hand-in as one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.pen import Pen

BATCH = 20_000
"""Rows written in one transaction; each costs a wait for the disk."""


@dataclass(frozen=True)
class Manner:
    """How a file is handed in: only tried (`dry_run`), or all rows or none (`atomic`)."""

    dry_run: bool = False
    atomic: bool = False


EACH_BY_ITSELF = Manner()
"""What is right is written, what is wrong is refused."""


class AllOrNothing(Exception):
    """Undoes the one transaction of an atomic hand-in in which a row was refused."""


class Batches:
    """The transactions of one hand-in, over book and vault."""

    def __init__(self, ledger: Ledger, hand_in: HandIn, manner: Manner) -> None:
        self._ledger = ledger
        self._hand_in = hand_in
        self._manner = manner
        self._pen: Pen | None = None

    @contextmanager
    def hand_in(self) -> Iterator[None]:
        """Around the whole hand-in: one transaction where it is only tried, or stands or falls together."""
        if not (self._manner.dry_run or self._manner.atomic):
            yield
            return
        with self._transaction(keep=not self._manner.dry_run) as pen:
            self._pen = pen
            try:
                yield
            finally:
                self._pen = None

    @contextmanager
    def batch(self) -> Iterator[Pen]:
        """Around a batch: the pen of the whole hand-in where there is one, else one for this batch."""
        if self._pen:
            yield self._pen
            return
        with self._transaction(keep=True) as pen:
            yield pen

    @property
    def is_one(self) -> bool:
        """Whether the hand-in is one transaction, under way; nobody else writes meanwhile."""
        return self._pen is not None

    @contextmanager
    def _transaction(self, *, keep: bool) -> Iterator[Pen]:
        vault = self._ledger.vault
        with self._ledger.book.writing(self._hand_in, keep=keep) as pen:
            vault.begin()
            try:
                yield pen
            except BaseException:
                vault.undo()
                raise
            if keep:
                vault.commit()
            else:
                vault.undo()
