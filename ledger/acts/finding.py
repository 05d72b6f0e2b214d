"""An entry found by what people write: its number in hexadecimal, or the beginning of it, or a position of the book."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ledger.acts.entries_of_processes import entries_of_processes
from ledger.acts.request import Evidence, Request
from ledger.event import Act
from ledger.records.record import Record, entry_of
from ledger.refusals import Misuse
from ledger.steps import Step
from ledger.store.codec import decode
from ledger.store.rows import Row, Rows

SHORTEST = 6
"""Hexadecimal digits that must be written at least; fewer would too often mean several entries, or files."""

_WHOLE = 32
_POSITION = re.compile(r"[1-9][0-9]{0,14}")
_ENTRY = re.compile(rf"[0-9a-f]{{{SHORTEST},{_WHOLE}}}")
_DIGEST = re.compile(rf"[0-9a-f]{{{SHORTEST},64}}")


@dataclass(frozen=True)
class Place:
    """Where an entry is; `numbers` are the versions meant, where not the whole entry is."""

    stream: bytes
    entry: bytes
    numbers: tuple[int, ...] = ()

    def request(
        self, act: Act, reason: str = "", sample: str = "", *, upheld: bool = False, evidence: Evidence | None = None
    ) -> Request:
        """An act on what is meant."""
        return Request(act, self.stream, self.entry, self.numbers, reason, sample, upheld, evidence)


def find(stored: Rows, text: str) -> Place:
    """The entry that is meant. Raises Misuse `unknown-entry` or `ambiguous-entry`.

    Digits alone may be a position and the beginning of a number; where they are both, neither is taken.
    """
    written = text.strip().lower()
    found = _by_number(stored, written) if _ENTRY.fullmatch(written) else set()
    rows = stored.at([int(written)]) if _POSITION.fullmatch(written) else []
    if rows:
        at = _at(rows[0])
        if not found:
            return at
        numbers = sorted(place.entry.hex() for place in found)
        raise Misuse(
            "ambiguous-entry",
            f"“{text}”既是账本里的位置(那里是记录 {at.entry.hex()}),又是记录 {'、'.join(numbers)} 的开头;"
            "请把记录号写全。",
            see=list(dict.fromkeys([at.entry.hex(), *numbers])),
        )
    if not found:
        raise Misuse(
            "unknown-entry",
            f"账本里没有记录“{text}”;请写记录号(十六进制,至少前 {SHORTEST} 位)或账本里的位置,"
            "可以用 shilu export 或 shilu explain 查到。",
        )
    if len(found) > 1:
        numbers = sorted(place.entry.hex() for place in found)
        raise Misuse("ambiguous-entry", f"以“{text}”开头的记录不止一条;请多写几位。", see=numbers)
    return found.pop()


def batch(stored: Rows, digest: str, kinds: Sequence[str] = ()) -> list[Place]:
    """Every entry with a record that was read from a file, with the versions that it gave; of some kinds only.

    `digest`: the file's SHA-256, or the beginning of it. Raises Misuse `unknown-batch` or `ambiguous-batch`.
    """
    if not _DIGEST.fullmatch(digest):
        raise Misuse(
            "unknown-batch",
            f"“{digest}”不是读得到的文件,也不是文件的 SHA-256;"
            f"请写文件的路径,或摘要的至少前 {SHORTEST} 位十六进制数字。",
        )
    found: dict[tuple[bytes, bytes], list[int]] = {}
    files = set()
    for _, stream, number, name, body in stored.holding(f'"file":"{digest}'):
        event = decode(name, body)
        if not isinstance(event.data, Record) or event.source is None or not event.source.file.startswith(digest):
            continue
        files.add(event.source.file)
        if not kinds or name.partition("/")[0] in kinds:
            found.setdefault((stream, entry_of(event.data)), []).append(number)
    if not files:
        raise Misuse("unknown-batch", f"账本里没有从摘要为“{digest}”的文件收下的记录;请核对文件或摘要。")
    if len(files) > 1:
        raise Misuse("ambiguous-batch", f"摘要以“{digest}”开头的文件不止一份;请多写几位。", see=sorted(files))
    return [Place(stream, entry, tuple(numbers)) for (stream, entry), numbers in found.items()]


def places_at(stored: Rows, positions: Sequence[int]) -> list[Place]:
    """What was written at some positions, in the order of the book; what is not there is left out."""
    return [_at(row) for row in stored.at(sorted(set(positions)))]


def _at(row: Row) -> Place:
    """What was written at a position: a record, or what a step was about."""
    _, stream, number, name, body = row
    event = decode(name, body)
    if isinstance(event.data, Step):
        return Place(stream, bytes.fromhex(event.data.entry), event.data.of)
    return Place(stream, entry_of(event.data), (number,))


def _by_number(stored: Rows, written: str) -> set[Place]:
    """Entries whose number begins so: in streams of their own, and in those of processes, which hold many."""
    found = set()
    even = bytes.fromhex(written[: len(written) // 2 * 2])
    for _, stream, _, name, body in stored.stream(even):
        event = decode(name, body)
        if isinstance(event.data, Record) and entry_of(event.data) == stream and stream.hex().startswith(written):
            found.add(Place(stream, stream))
    if found and len(written) == _WHOLE:
        return found  # whole, it is the number of no other
    for entry, stream in entries_of_processes(stored).beginning(stored, written):
        found.add(Place(stream, bytes.fromhex(entry)))
    return found
