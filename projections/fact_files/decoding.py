"""Events to columns, without making an object of each: a whole lot of stored lines is read by Arrow's JSON reader.

What that reader cannot read (structs within records, numbers beyond 64 bits, entries that are not named as their
stream) goes by way of the records; a property holds the one way to the other.
"""

from collections import defaultdict
from collections.abc import Iterable

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import json as arrow_json

from ledger.event import COUNTY
from ledger.store.rows import Lines
from projections.fact_files.by_objects import events_in, steps_by_objects, table_by_objects
from projections.fact_files.columns import in_plain_digits, joined, names_from, numbers_from, through_words
from projections.fact_files.shapes import (
    EVERY_RECORD,
    STEP_COLUMNS,
    STEPS,
    TIME,
    Field,
    Shape,
    fields_of,
    name_of,
    named_as_stream,
    stored_records,
)

_BLOCK = 4 << 20
_READ_AS: dict[Shape, pa.DataType] = {
    Shape.WORD: pa.string(),
    Shape.DAY: pa.string(),
    Shape.YES: pa.bool_(),
    Shape.WHOLE: pa.int64(),
    Shape.DECIMAL: pa.string(),
    Shape.LISTED: pa.list_(pa.string()),
}
_STEP_SAYS = pa.struct([("of", pa.list_(pa.int32())), ("partial", pa.list_(pa.int32())), ("digest", pa.string())])


class _NotQuickly(Exception):
    """The quick way cannot tell what these lines say."""


def tables_of(lines: Iterable[Lines]) -> dict[str, pa.Table]:
    """The tables that stored lines come to: one a kind of record, by its name without version, and `steps`.

    Rows are in order of position; every column is one chunk. Raises msgspec's errors for lines that are no events.
    """
    parts: dict[str, list[pa.Table]] = defaultdict(list)
    for lot in lines:
        if lot.bodies:
            parts[STEPS if "#" in lot.kind else name_of(lot.kind)].append(_table(lot))
    return {name: joined(some) for name, some in parts.items()}


def _table(lot: Lines) -> pa.Table:
    table = quickly(lot)
    return by_way_of_records(lot) if table is None else table


def quickly(lot: Lines) -> pa.Table | None:
    """The table of one lot, no object made of an event; None where that cannot tell what the lines say."""
    try:
        return _steps_quickly(lot) if "#" in lot.kind else _records_quickly(lot)
    except (_NotQuickly, pa.ArrowInvalid):
        return None


def by_way_of_records(lot: Lines) -> pa.Table:
    """The table of one lot, by way of the records. Raises msgspec's errors for lines that are no events."""
    stored_as, _, step = lot.kind.partition("#")
    events = events_in(lot.kind, lot.bodies)
    if step:
        return steps_by_objects(lot.kind, events, _named(lot))
    return table_by_objects(stored_records()[stored_as], events, _named(lot))


def _named(lot: Lines) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Positions, streams and versions."""
    return (
        numbers_from(lot.positions, pa.int64()),
        names_from(lot.streams),
        numbers_from(lot.versions, pa.int32()),
    )


def _records_quickly(lot: Lines) -> pa.Table:
    record_class = stored_records()[lot.kind]
    fields = fields_of(record_class)
    if not named_as_stream(record_class) or any(field.shape is Shape.NESTED for field in fields):
        raise _NotQuickly
    positions, streams, versions = _named(lot)
    says = pa.struct([(field.name, _READ_AS[field.shape]) for field in fields])
    read, said = _read(lot.bodies, {"own_act": pa.bool_()}, says, len(positions))
    own_act = pc.fill_null(read["own_act"], False)
    book = {
        "position": positions,
        "stream": streams,
        "version": versions,
        "entry": streams,
        "recorded_at": _said(read["recorded_at"]),
        "authority": _said(read["authority"]).dictionary_encode(),
        "act": _said(read["act"]).dictionary_encode(),
        "attested": pc.or_(own_act, pc.equal(read["authority"], COUNTY)),
    }
    columns = {name: book[name] for name in EVERY_RECORD}
    return pa.table(columns | {field.column: _column(field, said[field.name]) for field in fields})


def _steps_quickly(lot: Lines) -> pa.Table:
    positions, streams, versions = _named(lot)
    read, said = _read(lot.bodies, {}, _STEP_SAYS, len(positions))
    kinds = pa.DictionaryArray.from_arrays(pa.array([0] * len(positions), pa.int32()), [name_of(lot.kind)])
    none = pa.scalar([], pa.list_(pa.int32()))
    told = {
        "position": positions,
        "stream": streams,
        "version": versions,
        "kind": kinds,
        "act": _said(read["act"]).dictionary_encode(),
        "of": _said(said["of"]),
        "partial": pc.coalesce(said["partial"], none),
        "authority": _said(read["authority"]).dictionary_encode(),
        "recorded_at": _said(read["recorded_at"]),
        "digest": pc.fill_null(said["digest"], "").dictionary_encode(),
    }
    return pa.table({name: told[name] for name in STEP_COLUMNS})


def _read(
    bodies: bytes, also: dict[str, pa.DataType], says: pa.StructType, length: int
) -> tuple[pa.Table, dict[str, pa.ChunkedArray]]:
    """What events say of themselves, and each field of what they hold."""
    schema = pa.schema(
        [("recorded_at", TIME), ("authority", pa.string()), ("act", pa.string()), *also.items(), ("data", says)]
    )
    read = arrow_json.read_json(
        pa.BufferReader(bodies),
        arrow_json.ReadOptions(use_threads=False, block_size=_BLOCK),
        arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore"),
    )
    if len(read) != length or read["data"].null_count:
        raise _NotQuickly
    fields = dict(zip([field.name for field in says], read["data"].flatten(), strict=True))
    return read, fields


def _column(field: Field, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.null_count and not field.may_lack:
        column = _with_default(field, column)
    match field.shape:
        case Shape.DAY:
            return through_words(column, pa.date32())
        case Shape.DECIMAL:
            return in_plain_digits(column)
        case Shape.WORD:
            coded = column.dictionary_encode()
            if field.words and not field.words.issuperset(_words_in(coded)):
                raise _NotQuickly
            return coded
    return column


def _with_default(field: Field, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """What an earlier version did not say, as the class that reads it now has it."""
    if field.default is msgspec.NODEFAULT:
        raise _NotQuickly
    if field.shape is Shape.LISTED:
        return pc.coalesce(column, pa.scalar(list(field.default), column.type))
    default = field.default.isoformat() if field.shape is Shape.DAY else field.default
    return pc.fill_null(column, pa.scalar(str(default) if pa.types.is_string(column.type) else default, column.type))


def _words_in(coded: pa.ChunkedArray) -> set[str]:
    return {word for chunk in coded.chunks for word in chunk.dictionary.to_pylist()}


def _said(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of which every event says something."""
    if column.null_count:
        raise _NotQuickly
    return column
