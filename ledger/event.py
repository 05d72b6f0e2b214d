"""What the book stores: a record, or a step in the life of one, with who wrote it down, when and on whose authority."""

from datetime import datetime
from enum import StrEnum
from typing import Generic, NewType, TypeVar

import msgspec

from ledger.records.record import Record
from ledger.steps import Attested, Decided, Evidenced, Objected, Returned, Step, Voided, Withdrawn

D_co = TypeVar("D_co", bound=Record | Step, covariant=True)

Authority = NewType("Authority", str)
"""On whose authority: `county`, `county:人事股`, `township:城关镇`, `school:S001`, `office:教研室`."""

COUNTY = Authority("county")
"""The county office; what it records is attested by that."""


class Act(StrEnum):
    """What an event does to its entry."""

    RECORDED = "recorded"
    CORRECTED = "corrected"
    ATTESTED = "attested"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"
    OBJECTED = "objected"
    DECIDED = "decided"
    EVIDENCED = "evidenced"


STEPS: dict[Act, type[Step]] = {
    Act.ATTESTED: Attested,
    Act.RETURNED: Returned,
    Act.WITHDRAWN: Withdrawn,
    Act.VOIDED: Voided,
    Act.OBJECTED: Objected,
    Act.DECIDED: Decided,
    Act.EVIDENCED: Evidenced,
}
"""The acts that are steps, and what each says; the other acts carry a record."""


def stored_name(kind: str, act: Act) -> str:
    """The name an event is stored under: the kind of its record, and for a step the act, `lesson.observed/2#voided`."""
    return f"{kind}#{act}" if act in STEPS else kind


class Source(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a record was read: the SHA-256 of the file in hexadecimal, the sheet, and the row as Excel shows it.

    `document` is the number that the paper itself bears, where it was filled in from an old one.
    """

    file: str
    sheet: str = ""
    row: int = 0
    document: str = ""


class Event(msgspec.Struct, Generic[D_co], frozen=True, omit_defaults=True, gc=False):
    """One event as stored; its bytes are the canonical JSON of this struct, fields in this order.

    `recorded_at` is UTC with microseconds, never earlier than that of the event before. `reason` is why it was
    corrected, returned, voided …; `replaces` the entry (hexadecimal) that a correction of the key put an end to;
    `own_act` says that the authority recorded an act of its own, which nobody else need attest.
    """

    recorded_at: datetime
    actor: str
    authority: Authority
    act: Act
    source: Source | None
    data: D_co
    reason: str = ""
    replaces: str = ""
    own_act: bool = False

    @property
    def attested(self) -> bool:
        """Whether a record counts as soon as it is recorded: the county office stands for what it records itself."""
        return self.own_act or self.authority == COUNTY


AnyEvent = Event[Record | Step]
"""An event of a stream: a record or a step."""
