"""Events to columns by way of the records themselves: slow, for kinds and numbers that the quick way cannot read.

It is also what the quick way is held to.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa

from ledger.event import AnyEvent
from ledger.records.record import Record, entry_of
from ledger.steps import Attested, Evidenced
from ledger.store.codec import decode
from projections.fact_files.columns import array_from, column_from
from projections.fact_files.shapes import EVERY_RECORD, STEP_COLUMNS, Shape, fields_of, name_of, named_as_stream


def table_by_objects(record_class: type[Record], events: Sequence[AnyEvent], named: Sequence[pa.Array]) -> pa.Table:
    """The table of some records of a class; `named`: the positions, streams and versions of their events."""
    records = [event.data for event in events]
    positions, streams, versions = named
    book = {
        "position": positions,
        "stream": streams,
        "version": versions,
        "entry": streams if named_as_stream(record_class) else [entry_of(record) for record in records],  # type: ignore[arg-type]
        "recorded_at": [event.recorded_at for event in events],
        "authority": [event.authority for event in events],
        "act": [event.act for event in events],
        "attested": [event.attested for event in events],
    }
    columns = {
        name: one if isinstance(one := book[name], pa.Array) else array_from(one, kept_as)
        for name, kept_as in EVERY_RECORD.items()
    }
    for field in fields_of(record_class):
        values = [_plain(getattr(record, field.name), field.shape) for record in records]
        columns[field.column] = column_from(values, field.shape)
    return pa.table(columns)


def steps_by_objects(kind: str, events: Sequence[AnyEvent], named: Sequence[pa.Array]) -> pa.Table:
    """The table of some steps of records stored under a name."""
    steps = [event.data for event in events]
    positions, streams, versions = named
    said: dict[str, Any] = {
        "position": positions,
        "stream": streams,
        "version": versions,
        "kind": [name_of(kind)] * len(steps),
        "act": [event.act for event in events],
        "of": [step.of for step in steps],  # type: ignore[union-attr]
        "partial": [step.partial if isinstance(step, Attested) else () for step in steps],
        "authority": [event.authority for event in events],
        "recorded_at": [event.recorded_at for event in events],
        "digest": [step.digest if isinstance(step, Evidenced) else "" for step in steps],
    }
    return pa.table(
        {
            name: one if isinstance(one := said[name], pa.Array) else array_from(one, kept_as)
            for name, kept_as in STEP_COLUMNS.items()
        }
    )


def events_in(kind: str, bodies: bytes) -> list[AnyEvent]:
    """The events of lines of bodies. Raises msgspec's errors for what no event of the kind is."""
    return [decode(kind, body) for body in bodies.split(b"\n")]


def _plain(value: Any, shape: Shape) -> Any:
    """A field's value as its column takes it."""
    if value is None or shape in (Shape.DAY, Shape.YES, Shape.WHOLE):
        return value
    if shape is Shape.LISTED:
        return [str(one) for one in value]
    if shape is Shape.NESTED:
        return msgspec.json.encode(value).decode()
    return str(value)
