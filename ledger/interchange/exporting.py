"""Stored events as lines: all that is stored of each, and nothing that is in the vault."""

from collections.abc import Callable, Iterable
from typing import cast

import msgspec

from ledger.records import EARLIER, KINDS
from ledger.records.record import Record, entry_of, has_own_stream
from ledger.store.codec import decode
from ledger.store.rows import Row


class _Body(msgspec.Struct, frozen=True, gc=False):
    """A stored body, most of it as the bytes that stand there."""

    recorded_at: msgspec.Raw
    actor: msgspec.Raw
    authority: msgspec.Raw
    act: str
    source: msgspec.Raw
    data: msgspec.Raw
    reason: str = ""
    replaces: str = ""
    own_act: bool = False


class _Line(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The fields of an ExportLine, with bytes passed on as they are stored."""

    kind: str
    data: msgspec.Raw
    position: int
    entry: str
    version: int
    act: str
    recorded_at: msgspec.Raw
    actor: msgspec.Raw
    authority: msgspec.Raw
    source: msgspec.Raw
    stream: str
    reason: str = ""
    replaces: str = ""
    own_act: bool = False


class _Step(msgspec.Struct, frozen=True, gc=False):
    entry: str


Withheld = Callable[[Row], dict[str, object] | None]
"""What the data of a row are to say instead, where they are not all to be told; None where they are."""


def export_lines(rows: Iterable[Row], withheld: Withheld = lambda _: None) -> bytes:
    """The lines of some rows, each with its line end. With something withheld they cannot be replayed."""
    return _encode_lines(_line(row, withheld(row)) for row in rows)


def _line(row: Row, instead: dict[str, object] | None) -> _Line:
    position, stream, version, name, content = row
    body = _read_body(content)
    kind, _, is_step = name.partition("#")
    if is_step:
        entry = _read_step(body.data).entry
    elif kind in _OWN_STREAM:
        entry = stream.hex()
    else:
        entry = entry_of(cast("Record", decode(name, content).data)).hex()
    return _Line(
        kind,
        body.data if instead is None else msgspec.Raw(msgspec.json.encode(instead)),
        position,
        entry,
        version,
        body.act,
        body.recorded_at,
        body.actor,
        body.authority,
        body.source,
        stream.hex(),
        body.reason,
        body.replaces,
        body.own_act,
    )


_encode_lines = msgspec.json.Encoder().encode_lines
_read_body = msgspec.json.Decoder(_Body).decode
_read_step = msgspec.json.Decoder(_Step).decode
_OWN_STREAM = {kind for kind, record in (KINDS | EARLIER).items() if has_own_stream(record)}
"""Kinds of which each entry is a stream by itself, so that both have one name."""
