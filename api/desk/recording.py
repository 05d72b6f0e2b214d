"""Records handed in at a form or by a program, for a visitor: each checked as a line of a file is, none by less."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from itertools import islice
from typing import Any

import msgspec

from api.accounts.permitted import Deed
from api.accounts.visitor import Visitor
from api.desk.batches import Manner
from api.desk.line_report import LineReport
from api.desk.lines import hand_in_lines
from api.desk.matters import authority_for, bringing, deed_of_recording, main_of
from api.desk.open_lines import OpenLines
from api.desk.text_warnings import TextWarnings
from ledger.event import Authority
from ledger.hand_in import HandIn
from ledger.home import Ledger
from ledger.interchange.appending import read_append_line
from ledger.records.record import Record, entry_of
from ledger.refusals import Refused
from ledger.register import Register

ALL_OR_NONE = Manner(atomic=True)
_LOOKED_AT = 100
"""Lines that are read to find out in whose name they are handed in."""


@dataclass(frozen=True)
class Recorded:
    """A record that was handed in: its entry (hexadecimal), whether it is new, the book's last position after."""

    entry: str
    is_new: bool
    position: int
    warnings: TextWarnings


def record_for(
    ledger: Ledger,
    visitor: Visitor,
    kind: str,
    data: Mapping[str, Any],
    *,
    person: Mapping[str, Any] | None = None,
    parts: Sequence[Mapping[str, Any]] = (),
    reason: str = "",
    office: str = "",
    dry_run: bool = False,
) -> Recorded:
    """Hand in one record for a visitor; what is recorded already is a duplicate, nothing is written for it.

    `data`: the fields as JSON has them (dates as `2022-09-05`); `kind` as in `lesson.observed`; `person` names a
    teacher who is registered; with a `reason` what was recorded otherwise is corrected; `office` picks the name in
    which it is recorded, where there are several. Raises Refused `not-allowed`
    and all that a line of `shilu append` is refused for; `fields` names the field.
    """
    said: dict[str, Any] = {"kind": kind, "data": data, "parts": parts}
    try:
        line = msgspec.json.encode(said if person is None else said | {"person": person})
    except (UnicodeEncodeError, TypeError) as error:
        raise Refused("bad-line", "内容里有不能写成 JSON 的字;请核对。") from error
    return record_line(ledger, visitor, line, reason, office, dry_run=dry_run)


def record_line(
    ledger: Ledger, visitor: Visitor, line: bytes, reason: str = "", office: str = "", *, dry_run: bool = False
) -> Recorded:
    """The same for a record that is written as a line of JSON; `dry_run`: it is only tried."""
    [main, *_] = read_append_line(line).records
    authority = office or office_of(ledger, visitor, main, ledger.register(), correcting=bool(reason))
    manner = Manner(atomic=True, dry_run=dry_run)
    report = _handed_in(ledger, bringing(visitor, Authority(authority), reason), [line], manner)
    return Recorded(entry_of(main).hex(), bool(report.accepted), report.position, report.warnings)


def record(ledger: Ledger, who: HandIn, records: Iterable[Record]) -> list[str]:
    """Record all or none, in the name of an office that was asked for already; the entries that are new.

    Raises the refusal of the first that is refused.
    """
    lines = [msgspec.json.encode({"kind": one.kind, "data": one}) for one in records]
    return _handed_in(ledger, who, lines).entries or []


def lines_for(
    ledger: Ledger,
    visitor: Visitor,
    lines: OpenLines,
    manner: Manner,
    reason: str = "",
    term: str = "",
    office: str = "",
) -> LineReport:
    """Hand in lines for a visitor, in the name of one office: the one said, else that of the first line.

    Lines that are not the visitor's to hand in are refused one by one. Raises Refused `not-allowed` where none of the
    first lines may be handed in; Misuse `unknown-term`.
    """
    authority = office or _office_of_lines(ledger, visitor, lines, correcting=bool(reason))
    hand_in = bringing(visitor, Authority(authority), reason)
    return hand_in_lines(ledger, lines, hand_in, manner, term=term, tell_entries=True)


def _office_of_lines(ledger: Ledger, visitor: Visitor, lines: OpenLines, *, correcting: bool) -> Authority:
    register, refused = ledger.register(), None
    for _, line in islice(lines.numbered(), _LOOKED_AT):
        try:
            [first, *_] = read_append_line(line).records
            found = office_of(ledger, visitor, first, register, correcting=correcting)
        except Refused as error:
            refused = refused or error
            continue
        lines.file.seek(0)
        return found
    raise refused or Refused("no-lines", "没有收到记录;请每行写一条 JSON。")


def office_of(
    ledger: Ledger, visitor: Visitor, first: Record, register: Register, *, correcting: bool = False
) -> Authority:
    """The office in whose name a visitor hands in what begins with a record. Raises Refused `not-allowed`."""
    deed = Deed.CORRECT if correcting else deed_of_recording(first, visitor)
    return authority_for(visitor, deed, first, register, main=main_of(ledger.book, first))


def _handed_in(ledger: Ledger, who: HandIn, lines: Sequence[bytes], manner: Manner = ALL_OR_NONE) -> LineReport:
    content = b"\n".join(lines)
    opened = OpenLines(BytesIO(content), sha256(content).hexdigest(), len(content))
    report = hand_in_lines(ledger, opened, who, manner, tell_entries=True)
    for one in report.rejections:
        raise Refused(one.code, one.message, see=one.see, fields=[one.column] if one.column else [])
    return report
