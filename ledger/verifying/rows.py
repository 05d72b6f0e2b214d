"""Every row of the book read: in its place, of the form that is stored, and the one that was sealed."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from operator import le
from typing import Any

import msgspec

from ledger.records import EARLIER
from ledger.records.record import entry_of
from ledger.seal import hashes_of_rows
from ledger.steps import Step
from ledger.store.codec import decode, encode
from ledger.store.faults import STORE_FAULTS
from ledger.store.rows import Row, Rows
from ledger.verifying.leaves import Leaves
from ledger.verifying.readable import NOT_AN_EVENT
from ledger.verifying.report import Report, Told
from ledger.verifying.streams import Versions

LOT = 5_000
"""Rows held at a time."""

_MOST_UNREADABLE = 10_000
_BEYOND_THE_TREE = 100_000
_BEFORE_TIME = b'{"recorded_at":"'
_TIME = slice(len(_BEFORE_TIME), len(_BEFORE_TIME) + len("2022-09-05T08:00:00.000000Z"))


class _Timed(msgspec.Struct, gc=False):
    """Of an event only when it was recorded: a third of the time of all of it."""

    recorded_at: datetime


_timed = msgspec.json.Decoder(_Timed).decode


class BookReading:
    """Reads all rows up to a position once, lot by lot, and reports what is wrong with them."""

    def __init__(self, stored: Rows, leaves: Leaves, report: Report) -> None:
        """`leaves`: the tree that they were sealed in."""
        self._stored = stored
        self._leaves = leaves
        self._report = report
        self._versions = Versions()
        self._time = datetime.min.replace(tzinfo=UTC)
        self._unreadable = 0
        self.differ: dict[int, str | None] = {}
        """Positions, and the entries there, of rows that are not those that the tree holds."""

    def read(self, last: int, told: Told) -> None:
        """Read the rows up to the last position."""
        for rows in self._lots(last):
            self._take(rows)
            told("账本", min(rows[-1][0], last), last)
        self._leaves.skip_to(max(last, self._leaves.in_tree) + 1)

    def check_streams(self) -> None:
        """Report streams whose versions are not 1, 2, 3 … in the order of the book."""
        for position, expected, found in self._versions.wrong():
            if not self._report.has_at(position):
                self._fault(position, f"所在的流第 {expected} 版缺失或次序不对,这里写的是第 {found} 版")

    def _lots(self, last: int) -> Iterator[list[Row]]:
        """The rows up to a position in lots; of a lot that cannot be read, those of its rows that can."""
        first = 1
        while first <= last:
            try:
                rows = next(iter(self._stored.lots(first, LOT)), [])
                end = rows[-1][0] if rows else last
            except (*STORE_FAULTS, *NOT_AN_EVENT):
                places = self._places(first, last)
                rows, end = self._one_by_one(places), places[-1] if places else last
            rows = [row for row in rows if row[0] <= last] if end > last else rows
            if rows:
                yield rows
            first = end + 1

    def _places(self, first: int, last: int) -> Sequence[int]:
        """The next positions that can be looked at one by one; those of the tree where the store cannot tell.

        A row may have been put at any position up to 2 ** 63: what is empty before it is not looked at place by place.
        """
        try:
            return [position for position in self._stored.places(first, LOT) if position <= last]
        except STORE_FAULTS:
            end = min(first + LOT - 1, last, self._leaves.in_tree + _BEYOND_THE_TREE)
            if end < first:
                self._report.fault(f"第 {first} 条以后读不出来;请用备份恢复账本。", first)
            return range(first, end + 1)

    def _one_by_one(self, positions: Sequence[int]) -> list[Row]:
        rows = []
        for position in positions:
            if self._unreadable >= _MOST_UNREADABLE:
                break
            try:
                rows += self._stored.at([position])
            except (*STORE_FAULTS, *NOT_AN_EVENT):
                self._unreadable += 1
                self._report.fault(f"第 {position} 条读不出来;请用备份恢复账本。", position)
        return rows

    def _take(self, rows: list[Row]) -> None:
        first = rows[0][0]
        if rows[-1][0] - first + 1 == len(rows) and are_of_form(rows):
            self._take_run(first, rows)
            return
        for row in rows:  # a place is empty, or something in these rows is not what it should be
            if are_of_form([row]):
                self._take_run(row[0], [row])
            else:
                self._fault(row[0], "不是账本存放的样子(流名、版本或种类不成形)", row)

    def _take_run(self, first: int, rows: list[Row]) -> None:
        differ = self._leaves.take(first, hashes_of_rows(rows))
        self.differ |= {position: entry_in(rows[position - first]) for position in differ}
        self._versions.add(rows)
        unaltered = [row for row in rows if row[0] not in self.differ] if differ else rows
        self._read_times(unaltered)
        if rows[-1][0] > self._leaves.in_tree:
            self._read_events(unaltered)

    def _read_times(self, rows: Sequence[Row]) -> None:
        """Whether rows begin with their times, and are not earlier than those before."""
        if self._have_rising_times(rows):
            return
        before = self._time
        for row in rows:
            try:
                at = _timed(row[4]).recorded_at
            except NOT_AN_EVENT:
                self._fault(row[0], "的内容不是一条读得出的记录", row)
                continue
            if at < before:
                self._fault(row[0], "的记录时间早于前一条", row)
            before = at
        self._time = before

    def _have_rising_times(self, rows: Sequence[Row]) -> bool:
        """The same where all times have microseconds, and so compare as they are written: in a third of the time."""
        bodies = [row[4] for row in rows]
        if {body[: _TIME.start] for body in bodies} != {_BEFORE_TIME}:
            return False
        if {body[_TIME.stop - 1 : _TIME.stop + 1] for body in bodies} != {b'Z"'}:
            return False
        times = [body[_TIME] for body in bodies]
        try:
            first, last = _timed(bodies[0]).recorded_at, _timed(bodies[-1]).recorded_at
        except NOT_AN_EVENT:
            return False
        if first < self._time or not all(map(le, times, times[1:])):
            return False
        self._time = last
        return True

    def _read_events(self, rows: Sequence[Row]) -> None:
        """Whether rows that are not sealed yet are events, as we write them; of others the seal says so."""
        for row in rows:
            kind, body = row[3], row[4]
            try:
                if encode(decode(kind, body)) != body and kind not in EARLIER:
                    self._fault(row[0], "的内容读得出,却不是师录写的样子", row)
            except NOT_AN_EVENT:
                self._fault(row[0], "的内容不是一条读得出的记录", row)

    def _fault(self, position: int, what: str, row: Row | None = None) -> None:
        if self._report.has_at(position):
            return  # one altered row is one fault, however many checks find it
        entry = entry_in(row or next(iter(self._stored.at([position])), None))
        self._report.fault(f"第 {position} 条{what};请用备份恢复账本。", position, entry)


def entry_in(row: Row | None) -> str | None:
    """The entry that a row says it is of, in hexadecimal; its stream's name where that cannot be read."""
    if row is None:
        return None
    stream: Any = row[1]  # of an altered file anything
    try:
        data: Any = decode(row[3], row[4]).data
        return data.entry if isinstance(data, Step) else entry_of(data).hex()
    except NOT_AN_EVENT:
        return stream.hex() if isinstance(stream, bytes) else None


def are_of_form(rows: Sequence[Row]) -> bool:
    """Whether rows can be hashed as they were: a stream's name of another length would be cut or filled up."""
    _, streams, versions, kinds, bodies = zip(*rows, strict=True)
    try:
        return (
            set(map(type, streams)) == set(map(type, bodies)) == {bytes}
            and set(map(type, kinds)) == {str}
            and set(map(len, streams)) == {16}
            and 0 < min(versions) <= max(versions) < 1 << 32
        )
    except TypeError:
        return False
