"""Events made up for fact files: records of every kind with whatever their fields may hold, as stored lines."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
from hypothesis import strategies as st

from ledger.event import COUNTY, STEPS, Act, AnyEvent, Authority, Event, Source, stored_name
from ledger.records import EARLIER, KINDS
from ledger.records.record import Record
from ledger.steps import Attested, Evidenced, Step
from ledger.store.codec import encode
from ledger.store.rows import Lines

TEXTS = st.one_of(
    st.sampled_from(
        ["", "导入自然。", '他说"好"\\', "两\n行\t格", "\x00\x1f\x7f\u2028", "😀", "null", "ａ　ｂ", '","on":"']
    ),
    st.text(max_size=8),
)
COUNTS = st.one_of(st.integers(0, 40), st.integers(2**63 - 2, 2**63 + 2), st.integers(0, 2**80))
DAYS = st.one_of(st.dates(), st.sampled_from([date.min, date.max, date(2022, 9, 1)]))
DIGITS = st.one_of(
    st.sampled_from([Decimal("24.50"), Decimal("1E+10"), Decimal("0"), Decimal("-0.0")]),
    st.decimals(allow_nan=False, allow_infinity=False),
)
AUTHORITIES = st.sampled_from([COUNTY, Authority("school:S001"), Authority("county:人事股")])
SOURCES = st.one_of(st.none(), st.builds(Source, st.just("ab" * 32), TEXTS, st.integers(0, 9), TEXTS))
TIMES = st.one_of(
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Whatever a field of a type may hold."""
    if get_origin(hint) is Annotated or isinstance(hint, NewType):
        return values_of(get_args(hint)[0] if get_origin(hint) is Annotated else hint.__supertype__)
    if get_origin(hint) in (Union, UnionType):
        return st.one_of(*map(values_of, get_args(hint)))
    if get_origin(hint) is tuple:
        return st.lists(values_of(get_args(hint)[0]), max_size=3).map(tuple)
    plain = {str: TEXTS, int: COUNTS, date: DAYS, Decimal: DIGITS, bool: st.booleans(), type(None): st.none()}
    if hint in plain:
        return plain[hint]
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    return structs_of(hint)


def structs_of(struct: type[Any]) -> st.SearchStrategy[Any]:
    """Whatever a struct may hold."""
    return st.builds(
        struct,
        **{name: values_of(hint) for name, hint in get_type_hints(struct).items() if name in struct.__struct_fields__},
    )


@st.composite
def events_of(draw: st.DrawFn, says: st.SearchStrategy[Any], acts: Sequence[Act]) -> AnyEvent:
    """An event that holds what `says` says."""
    return Event(
        draw(TIMES),
        "somebody",
        draw(AUTHORITIES),
        draw(st.sampled_from(acts)),
        draw(SOURCES),
        draw(says),
        draw(TEXTS),
        draw(st.sampled_from(["", "ab" * 16])),
        draw(st.booleans()),
    )


def records_of(kind: str) -> st.SearchStrategy[list[AnyEvent]]:
    """Some events of a kind of record."""
    record: type[Record] = (KINDS | EARLIER)[kind]
    return st.lists(events_of(structs_of(record), [Act.RECORDED, Act.CORRECTED]), min_size=1, max_size=3)


NUMBERS = st.lists(st.integers(1, 2**31 - 1), max_size=4).map(tuple)
_SAID: dict[type[Step], st.SearchStrategy[Any]] = {
    Attested: st.builds(Attested, entry=st.just("ab" * 16), of=NUMBERS, sample=TEXTS, partial=NUMBERS),
    Evidenced: st.builds(
        Evidenced, entry=st.just("ab" * 16), of=NUMBERS, digest=TEXTS, media=TEXTS, size=st.integers(0, 9), name=TEXTS
    ),
}


def steps_of(act: Act) -> st.SearchStrategy[list[AnyEvent]]:
    """Some steps of one act."""
    step = STEPS[act]
    says = _SAID[step] if step in _SAID else st.builds(step, entry=st.just("ab" * 16), of=NUMBERS)
    return st.lists(events_of(says, [act]), min_size=1, max_size=3)


def as_lines(kind: str, bodies: Sequence[bytes], first: int = 1) -> Lines:
    """Lines of one stored name, at positions from a first; every one is in a stream of its own."""
    positions = range(first, first + len(bodies))
    return Lines(
        kind,
        b"\n".join(b"%d" % one for one in positions),
        b"\n".join(one.to_bytes(16, "big").hex().encode() for one in positions),
        b"\n".join([b"1"] * len(bodies)),
        b"\n".join(bodies),
    )


def lines_of(kind: str, events: Sequence[AnyEvent]) -> Lines:
    """The stored lines of some events, of records or of steps."""
    return as_lines(stored_name(kind, events[0].act), [encode(event) for event in events])


def told(table: pa.Table) -> dict[str, tuple[str, list[Any]]]:
    """The type and the values of every column."""
    return {name: (str(table[name].type), in_words(table[name]).to_pylist()) for name in table.column_names}


def in_words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column with words in place of codes; days as numbers, since Python has not all that Arrow has."""
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def plainly(record: Any) -> Any:
    """What a record says, to be compared: as JSON, since -0 and 0 are equal in Python."""
    return msgspec.json.encode(record)
