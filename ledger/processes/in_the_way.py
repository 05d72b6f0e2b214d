"""What stands in the way of a record: the other entries, and how a refusal names them."""

from collections.abc import Iterable
from typing import TypeVar

from ledger.records.record import Record, entry_of

R = TypeVar("R", bound=Record)


def others(found: Iterable[R], said: Record) -> list[R]:
    """Those that are not what is being said again or corrected."""
    own = entry_of(said)
    return [one for one in found if entry_of(one) != own]


def entries_named(records: Iterable[Record]) -> list[str]:
    """The entries as a refusal names them, in hexadecimal."""
    return [entry_of(one).hex() for one in records]
