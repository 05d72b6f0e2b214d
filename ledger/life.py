"""The life of a record: what became of every version of an entry, folded from the events of its stream.

recorded → attested | returned → recorded again | corrected | voided; withdrawn before it is attested; objected to,
and the objection decided. The states are drawn in docs/life-of-a-record.md. Folding never judges: what was
written yesterday stands by yesterday's rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from ledger.event import AnyEvent, Event
from ledger.records.record import NaturalKey, Record, entry_of
from ledger.records.registered import Registered
from ledger.steps import Attested, Decided, Objected, Returned, Step, Voided, Withdrawn


class State(StrEnum):
    """状态: where a version of a record stands."""

    RECORDED = "recorded"
    ATTESTED = "attested"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


STATE_AFTER: dict[type[Step], State] = {
    Attested: State.ATTESTED,
    Returned: State.RETURNED,
    Withdrawn: State.WITHDRAWN,
    Voided: State.VOIDED,
}
"""The state that a step leaves a version in, whatever it was in before; other steps leave it as it was."""
GONE = (State.WITHDRAWN, State.VOIDED)


def state_after(step: Step, number: int, state: State) -> State:
    """The state that a step leaves the version of a number in."""
    if isinstance(step, Attested) and number in step.partial:
        return state
    return STATE_AFTER.get(step.__class__, state)


@dataclass(slots=True)
class Version:
    """One version of an entry, or of a part of it: its number in the stream (from 1) and what became of it.

    `attested_by`: the actors of the offices that attested it so far. `objected_by`: whose objection is open.
    """

    number: int
    event: Event[Record]
    state: State
    attested_by: list[str] = field(default_factory=list)
    objected_by: str = ""
    _part: tuple[bytes, NaturalKey] | None = None

    @property
    def alive(self) -> bool:
        """Whether it was neither withdrawn nor voided."""
        return self.state not in GONE

    @property
    def part(self) -> tuple[bytes, NaturalKey]:
        """The entry, and the part of it that this is a version of.

        Worked out once: a contest's stream has thousands of versions, and every score that comes asks all of them.
        """
        if self._part is None:
            self._part = part_of(self.event.data, self.number)
        return self._part

    def take(self, step: Event[Step]) -> None:
        """What a step makes of it."""
        said = step.data
        if isinstance(said, Attested):
            self.attested_by.append(step.actor)
        elif isinstance(said, Objected):
            self.objected_by = step.actor
        elif isinstance(said, Decided):
            self.objected_by = ""
        elif isinstance(said, Returned):
            self.attested_by.clear()
        self.state = state_after(said, self.number, self.state)


def part_of(record: Record, number: int) -> tuple[bytes, NaturalKey]:
    """The part of its entry that a record is; of the register every row stands by itself, since each has its day."""
    return entry_of(record), (number,) if isinstance(record, Registered) else record.part_key()


def standing_of(stream: Sequence[Version], entry: bytes) -> list[Record]:
    """The records of an entry that are alive, every version of them."""
    return [one.event.data for one in stream if one.part[0] == entry and one.alive]


class Stream:
    """A stream as it stands: its events, and the versions that they come to, in the order recorded.

    Versions are worked out when they are first asked for: most streams are of one record, and nobody asks.
    """

    __slots__ = ("_events", "_folded", "_versions")

    def __init__(self, events: Iterable[AnyEvent] = ()) -> None:
        self._events = list(events)
        self._folded = 0
        self._versions: list[Version] = []

    @property
    def length(self) -> int:
        """How many events it has."""
        return len(self._events)

    @property
    def versions(self) -> list[Version]:
        """Every version, with what became of it."""
        while self._folded < len(self._events):
            event = self._events[self._folded]
            self._folded += 1
            if isinstance(event.data, Step):
                for version in self._versions:
                    if version.number in event.data.of:
                        version.take(cast("Event[Step]", event))
            else:
                self._versions.append(self._with_objection(new_version(self._folded, cast("Event[Record]", event))))
        return self._versions

    def _with_objection(self, version: Version) -> Version:
        """An open objection to a part is open to what it is corrected to as well."""
        for before in self._versions:
            if before.objected_by and before.part == version.part:
                version.objected_by = before.objected_by
        return version

    def read(self, event: AnyEvent) -> int:
        """Take in the next of its events; its number in the stream."""
        self._events.append(event)
        return len(self._events)

    def cut(self, length: int) -> None:
        """Only the first so many events were written; those after them were records."""
        del self._events[length:]
        self._folded = min(self._folded, length)
        while self._versions and self._versions[-1].number > length:
            self._versions.pop()


def new_version(number: int, event: Event[Record]) -> Version:
    """A version as it is when it has just been written."""
    return Version(number, event, State.ATTESTED if event.attested else State.RECORDED)
