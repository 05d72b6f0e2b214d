"""An export read back into the rows it was made from; what does not fit together is refused with its line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import msgspec

from ledger.event import STEPS, AnyEvent, Event, stored_name
from ledger.interchange.forms import ExportLine
from ledger.nearest import did_you_mean
from ledger.records import EARLIER, KINDS
from ledger.records.record import Record, entry_of, stream_of
from ledger.refusals import Refused
from ledger.steps import Step
from ledger.store.codec import decode, encode
from ledger.store.rows import Row

LOT = 10_000
"""Rows that are held at a time."""

Standing = Callable[[Sequence[bytes]], list[Row]]
"""All rows of the named streams that were written so far, by stream and version."""


class _Fault(Exception):
    """What is wrong with a line, to be told with its number."""


class Replaying:
    """Reads the lines of an export, in order. Raises Refused `broken-export`, which names the line."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._number = 0
        self._position = 0
        self._time = datetime.min.replace(tzinfo=UTC)
        self._streams: dict[bytes, list[Row]] = {}

    def lots(self, lines: Iterable[tuple[int, bytes]]) -> Iterator[list[Row]]:
        """The rows of numbered lines; each lot is to be written before the next is asked for."""
        numbered = iter(lines)
        while some := list(islice(numbered, LOT)):
            yield self._lot(some)

    def _lot(self, lines: Sequence[tuple[int, bytes]]) -> list[Row]:
        try:
            read = []
            for self._number, line in lines:
                read.append((self._number, self._read(line)))
            begun = {stream for _, (said, stream) in read if said.version > 1}
            self._streams = {}
            for row in self._standing(sorted(begun)):
                self._streams.setdefault(row[1], []).append(row)
            rows = []
            for self._number, (said, stream) in read:
                rows.append(self._row(said, stream))
        except _Fault as fault:
            raise Refused(
                "broken-export", f"第 {self._number} 行{fault};什么也没有写入,请用没有改动过的完整导出文件。"
            ) from None
        return rows

    def _read(self, line: bytes) -> tuple[ExportLine, bytes]:
        """A line, its place and time held to the line before."""
        try:
            line.decode()
            said = _read_line(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _Fault(f"不是一条完整的导出记录({_why(error)})") from None
        if said.kind not in _KINDS:
            raise _Fault(f"的种类“{said.kind}”不认识({did_you_mean(said.kind, _KINDS)})")
        if said.position != self._position + 1:
            raise _Fault(f"的位置应是 {self._position + 1},写的是 {said.position},中间有缺漏或重复")
        if said.recorded_at.tzinfo is None or said.recorded_at.utcoffset() != timedelta(0):
            raise _Fault("的记录时间不是世界时(以 Z 结尾)")
        if said.recorded_at < self._time:
            raise _Fault("的记录时间早于上一行")
        self._position, self._time = said.position, said.recorded_at
        try:
            stream = bytes.fromhex(said.stream)
        except ValueError:
            raise _Fault(f"的 stream “{said.stream}”不是十六进制") from None
        return said, stream

    def _row(self, said: ExportLine, stream: bytes) -> Row:
        before = self._streams.setdefault(stream, [])
        if said.version != len(before) + 1:
            raise _Fault(f"的版本应是 {len(before) + 1},写的是 {said.version}")
        name = stored_name(said.kind, said.act)
        body, event = _body(name, said)
        if isinstance(event.data, Step):
            _check_step(event.data, said, before)
        elif (entry_of(event.data), stream_of(event.data)) != (_from_hex(said.entry), stream):
            raise _Fault("的 entry 或 stream 与内容不符")
        row = (said.position, stream, said.version, name, body)
        before.append(row)
        return row


def _body(name: str, said: ExportLine) -> tuple[bytes, AnyEvent]:
    """The stored bytes of a line and the event that they hold."""
    data = said.data
    if said.kind in EARLIER and said.act not in STEPS:
        # Its own form is not written any more; compact JSON in the order of its fields is how it was stored.
        data = msgspec.Raw(msgspec.json.encode(msgspec.json.decode(data)))
    body = encode(_event(said, data))
    try:
        event = decode(name, body)
    except msgspec.DecodeError as error:
        raise _Fault(f"的内容读不通({_why(error)})") from None
    if said.kind in EARLIER and said.act not in STEPS:
        return body, event
    canonical = encode(event)
    if canonical != body and msgspec.json.decode(canonical) != msgspec.json.decode(body):
        raise _Fault("的内容不是导出时的样子")
    return canonical, event


def _event(said: ExportLine, data: Any) -> AnyEvent:
    return Event(
        said.recorded_at,
        said.actor,
        said.authority,
        said.act,
        said.source,
        data,
        said.reason,
        said.replaces,
        said.own_act,
    )


def _check_step(step: Step, said: ExportLine, before: Sequence[Row]) -> None:
    """A step is about versions of its entry that stand before it in its stream."""
    if step.entry != said.entry:
        raise _Fault("的 entry 与内容不符")
    for number in step.of:
        row = before[number - 1] if 0 < number <= len(before) else None
        record = decode(row[3], row[4]).data if row else None
        if record is None or isinstance(record, Step) or entry_of(record).hex() != step.entry:
            raise _Fault(f"处理的第 {number} 版不在它前面")
    if not step.of or before[step.of[0] - 1][3] != said.kind:
        raise _Fault("的种类与它所处理的记录不符")


def _from_hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _why(error: Exception) -> str:
    """A decoding error's place; the words of the library are English and of no use to a person."""
    path = str(error).rpartition(" - at `$.")[2].rstrip("`") if " - at `$." in str(error) else ""
    field = str(error).partition("field `")[2].partition("`")[0]
    place = ".".join(one for one in (path, field) if one)
    return f"“{place}”" if place else "JSON 不完整或写错"


_read_line = msgspec.json.Decoder(ExportLine).decode
_KINDS: dict[str, type[Record]] = {**KINDS, **EARLIER}
