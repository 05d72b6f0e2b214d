"""Rows that hold an event; one that does not is told of once, where the book is read (`rows.py`)."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from ledger.event import AnyEvent
from ledger.store.codec import decode
from ledger.store.rows import Row

NOT_AN_EVENT = (KeyError, TypeError, ValueError, RecursionError, msgspec.MsgspecError)  # UTF-8 faults are ValueErrors
"""What reading a row raises that holds no event of the kind that it says."""


class Readable(NamedTuple):
    """A row with the event in it; `said` is its record or step."""

    position: int
    event: AnyEvent
    body: bytes

    @property
    def said(self) -> Any:
        """The record or step, of the kind that was asked for."""
        return self.event.data


def event_in(row: Row) -> AnyEvent | None:
    """The event that a row holds; None where it holds none of the kind that it says."""
    try:
        return decode(row[3], row[4])
    except NOT_AN_EVENT:
        return None


def readable(rows: Iterable[Row]) -> Iterator[Readable]:
    """The rows that hold an event, one after the other."""
    for row in rows:
        if event := event_in(row):
            yield Readable(row[0], event, row[4])
