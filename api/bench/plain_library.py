"""The peer: the plain `eventsourcing` library as its manual shows it, with an aggregate for each kind of record.

Nothing is made slower or quicker than its users have it: `Application`, `Aggregate`, `save`, the stock recorders, the
stock mapper and its JSON transcoder, which is taught the one type that it does not know. An event says what ours
says: actor, authority, act, source and the fields of the record; the library adds its own time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, DomainEventProtocol, event
from eventsourcing.persistence import JSONTranscoder, StoredEvent, Transcoding

from api.bench.records_in_hand import InHand
from ledger.event import COUNTY

IN_A_BATCH = 1_000
"""Aggregates saved together: many enough that the disk is not waited for, and what its users' imports do."""

PLAIN_SCHEMA = "bench_library"
"""Where the plain library keeps its events on PostgreSQL."""


class DateAsISO(Transcoding):
    """As in the library's manual."""

    type = date
    name = "date_iso"

    def encode(self, obj: date) -> str:
        """A day as text."""
        return obj.isoformat()

    def decode(self, data: str) -> date:
        """A day from text."""
        return date.fromisoformat(data)


class Entry(Aggregate):
    """A record of a kind, entered."""

    @event("Recorded")
    def __init__(
        self, kind: str, actor: str, authority: str, act: str, source: dict[str, Any] | None, data: dict[str, Any]
    ) -> None:
        self.kind = kind
        self.actor = actor
        self.authority = authority
        self.act = act
        self.source = source
        self.data = data


class PlainBook(Application[UUID]):
    """Entries, kept by the plain library."""

    def register_transcodings(self, transcoder: JSONTranscoder) -> None:
        """The stock ones, and days."""
        super().register_transcodings(transcoder)
        transcoder.register(DateAsISO())

    def add(self, said: Iterable["Said"]) -> None:
        """Enter some records in one transaction."""
        self.save(*(Entry(kind, "local", COUNTY, "recorded", source, data) for kind, source, data in said))

    def replayed(self, at_once: int = 10_000) -> Iterator[DomainEventProtocol[UUID]]:
        """Every event in order, through the stock mapper."""
        first = 1
        while found := self.recorder.select_notifications(first, at_once):
            for one in found:
                yield self.mapper.to_domain_event(
                    StoredEvent(one.originator_id, one.originator_version, one.topic, one.state)
                )
            first = found[-1].id + 1


Said = tuple[str, dict[str, Any] | None, dict[str, Any]]
"""Kind, source and fields, in the types that the library's transcoder takes."""


def plainly_said(in_hand: Sequence[InHand]) -> list[Said]:
    """Records as the plain library takes them: fields by name, words as texts."""
    return [(one.record.kind, _plain(one.source) if one.source else None, _plain(one.record)) for one in in_hand]


def _plain(said: msgspec.Struct) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(said, builtin_types=(date, datetime, Decimal))
    return plain


def plain_book(place: Path | str) -> PlainBook:
    """The plain library's application on a SQLite file, or in the schema `bench_library` of PostgreSQL."""
    return PlainBook(env=_environment(place))


def _environment(place: Path | str) -> Mapping[str, str]:
    if isinstance(place, Path):
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(place)}
    from psycopg.conninfo import conninfo_to_dict

    told = conninfo_to_dict(place)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(told.get("dbname", "")),
        "POSTGRES_HOST": str(told.get("host", "")),
        "POSTGRES_PORT": str(told.get("port", "5432")),
        "POSTGRES_USER": str(told.get("user", "")),
        "POSTGRES_PASSWORD": str(told.get("password", "")),
        "POSTGRES_SCHEMA": PLAIN_SCHEMA,
    }
