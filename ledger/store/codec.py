"""Events to stored bytes and back: names of our own, canonical JSON, one decoder per kind."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent

from ledger.event import STEPS, AnyEvent, Event, stored_name
from ledger.records import EARLIER, KINDS
from ledger.records.record import Record

_encoder = msgspec.json.Encoder()
_decoders: dict[str, msgspec.json.Decoder[AnyEvent]] = {
    kind: msgspec.json.Decoder(Event[record])  # type: ignore[valid-type]
    for kind, record in (KINDS | EARLIER).items()
}
_step_decoders = {act: msgspec.json.Decoder(Event[step]) for act, step in STEPS.items()}  # type: ignore[valid-type]
_decoders |= {stored_name(kind, act): _step_decoders[act] for kind in KINDS | EARLIER for act in STEPS}


class BookEvent(msgspec.Struct, frozen=True):
    """An event at its place: stream and version, as the eventsourcing library wants domain events."""

    originator_id: UUID
    originator_version: int
    event: AnyEvent


def encode(event: AnyEvent) -> bytes:
    """The canonical bytes of an event: what is stored, and what is sealed."""
    return _encoder.encode(event)


def decode(kind: str, body: bytes) -> AnyEvent:
    """The event that `body` holds, for a stored name `kind`."""
    return _decoders[kind].decode(body)


def decode_many(kind: str, bodies: Iterable[bytes]) -> list[Event[Record]]:
    """The events of many bodies of one kind of record."""
    return cast("list[Event[Record]]", list(map(_decoders[kind].decode, bodies)))


class RecordMapper(Mapper[UUID]):
    """Between `BookEvent` and the library's stored form.

    The stock mapper calls `vars()`, which msgspec structs do not answer, and stores import paths as names.
    """

    def __init__(self) -> None:  # the stock mapper's transcoder, compressor and cipher have no part here
        pass

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=domain_event.event.data.kind,
            state=encode(domain_event.event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        originator_id = stored_event.originator_id
        assert isinstance(originator_id, UUID)
        event = decode(stored_event.topic, stored_event.state)
        return BookEvent(originator_id, stored_event.originator_version, event)
