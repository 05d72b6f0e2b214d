"""What the book stores: a record with who wrote it down, when, on whose authority and from where."""

from datetime import datetime
from enum import StrEnum
from typing import Generic, NewType, TypeVar

import msgspec

from ledger.records.record import Record

R_co = TypeVar("R_co", bound=Record, covariant=True)

Authority = NewType("Authority", str)
"""On whose authority a record stands: `county`, or an office such as `school:S001`."""

COUNTY = Authority("county")
"""The county office; what it records is attested by that."""


class Act(StrEnum):
    """What an event does to its entry."""

    RECORDED = "recorded"


class Source(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a record was read: the SHA-256 of the file in hexadecimal, the sheet, and the row as Excel shows it."""

    file: str
    sheet: str = ""
    row: int = 0


class Event(msgspec.Struct, Generic[R_co], frozen=True, gc=False):
    """One event as stored; its bytes are the canonical JSON of this struct, fields in this order.

    `recorded_at` is UTC with microseconds, never earlier than that of the event before.
    """

    recorded_at: datetime
    actor: str
    authority: Authority
    act: Act
    source: Source | None
    data: R_co

    @property
    def attested(self) -> bool:
        """Whether the record counts: the county office stands for what it records itself."""
        return self.authority == COUNTY
