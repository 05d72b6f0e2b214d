"""What came after a statement and would change it: per teacher what would be otherwise, and by which records.

A statement that is final stays as it is; what is recorded, corrected, voided or attested afterwards changes only what a
new one would say.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, cast

from ledger.book import Book
from ledger.event import Act, Event
from ledger.parties import teachers_in
from ledger.records.record import Record, entry_of
from ledger.records.statement import StatementDrafted
from ledger.steps import Step
from ledger.store.codec import decode
from ledger.verifying.report import Told
from projections.canonical import digest
from projections.evaluation import Evaluation
from projections.language.pack import Pack
from projections.statements.differences import Difference, Place, differences
from projections.statements.reaching import kinds_reached
from projections.statements.reproducing import derived
from projections.statements.scoped import scoped

_OFFICIAL = ("pack", "statement", "review", "certificate")
"""Families of records that are about results and change none."""

_UNCHANGING = (Act.EVIDENCED, Act.OBJECTED, Act.DECIDED)


class Later(NamedTuple):
    """Something written after the draft: where, on which entry, of which kind, what it did; and what it says."""

    position: int
    entry: str
    kind: str
    act: Act
    late: bool
    record: Record

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "position": self.position,
            "entry": self.entry,
            "kind": self.kind,
            "act": self.act.value,
            "late": self.late,
        }


@dataclass
class Affected:
    """One subject whose answers would be otherwise."""

    changes: list[Difference] = field(default_factory=list)
    records: list[Later] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "changes": [one.to_json() for one in self.changes],
            "records": [one.to_json() for one in self.records],
        }


@dataclass
class Consequences:
    """All that would be otherwise, by part of the result and subject; and the digest that a new result would have."""

    drafted: StatementDrafted
    known_at: int
    digest_now: str
    by_subject: dict[Place, Affected]
    pack: Pack

    def of(self, part: str) -> dict[str, Affected]:
        """The subjects of one part of the result, as `teachers`, by code."""
        return {place[1]: one for place, one in self.by_subject.items() if place[:1] == (part,)}

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        parts: dict[str, dict[str, Any]] = {"teachers": {}, "groups": {}, "schools": {}}
        for place, one in self.by_subject.items():
            if place:
                parts.setdefault(place[0], {})[place[1]] = one.to_json()
        return {
            "id": self.drafted.statement,
            "position": self.drafted.position,
            "known_at": self.known_at,
            "digest": self.drafted.result,
            "digest_now": self.digest_now,
            **parts,
        }


def affected(book: Book, drafted: StatementDrafted, told: Told = lambda what, done, of: None) -> Consequences:
    """Hold a statement against what the book holds now. Raises Refused where it cannot be derived."""
    position = book.position
    told("按起草时的账本", 0, 3)
    before = scoped(derived(book, drafted), drafted.scope)
    told("按现在的账本", 1, 3)
    now = derived(book, drafted, position)
    after = scoped(now, drafted.scope)
    told("逐项对照", 2, 3)
    by_subject: defaultdict[Place, Affected] = defaultdict(Affected)
    for one in differences(before, after):
        by_subject[one.subject].changes.append(one)
    if by_subject:
        _name_records(by_subject, list(_later(book, drafted, now)), now)
    return Consequences(drafted, position, digest(after), dict(by_subject), now.pack)


def _later(book: Book, drafted: StatementDrafted, now: Evaluation) -> Iterator[Later]:
    """What was written after the draft's position and may change a result, each step with the record it is about."""
    for lot in book.stored.lots(drafted.position + 1):
        for position, stream, _, name, body in lot:
            event = decode(name, body)
            kind = name.partition("#")[0]
            if kind.partition(".")[0] in _OFFICIAL or event.act in _UNCHANGING:
                continue
            if isinstance(event.data, Step):
                for at, record in _about(book, stream, event.data):
                    late = at > drafted.position and _is_late(record, drafted, now)
                    yield Later(position, event.data.entry, record.kind, event.act, late, record)
            else:
                record = cast("Event[Record]", event).data
                late = event.act is Act.RECORDED and _is_late(record, drafted, now)
                yield Later(position, entry_of(record).hex(), record.kind, event.act, late, record)
                if event.act is Act.CORRECTED:
                    yield from _corrected(book, position, stream, record)


def _corrected(book: Book, position: int, stream: bytes, record: Record) -> Iterator[Later]:
    """What a correction replaced: it may have named others than the new content does."""
    for at, _, _, name, body in book.stored.stream(stream):
        before = decode(name, body).data
        if at < position and isinstance(before, Record) and entry_of(before) == entry_of(record):
            yield Later(position, entry_of(record).hex(), record.kind, Act.CORRECTED, False, before)


def _about(book: Book, stream: bytes, step: Step) -> Iterator[tuple[int, Record]]:
    """The records that a step is about, each with the position at which it was written."""
    for position, _, version, name, body in book.stored.stream(stream):
        if version in step.of:
            data = decode(name, body).data
            if isinstance(data, Record):
                yield position, data


def _is_late(record: Record, drafted: StatementDrafted, now: Evaluation) -> bool:
    """Whether it had happened by the draft's day and in its term, and was written only afterwards."""
    if not record.happened_on:
        return getattr(record, "term", None) == drafted.term
    day: date = getattr(record, record.happened_on)
    return now.term.start <= day <= min(now.term.end, drafted.as_of)


def _name_records(by_subject: dict[Place, Affected], later: list[Later], now: Evaluation) -> None:
    """Beside each subject the records that may have made the difference, of the kinds that its clauses reach.

    First those that count for the subject, then those that name it; where there is none, those of its school that name
    nobody; else all of those kinds: the calendar, or what a colleague's quota goes by.
    """
    reached: dict[frozenset[str], _Reached] = {}
    for place, one in by_subject.items():
        clauses = frozenset(change.clause(now.pack) for change in one.changes)
        if clauses not in reached:
            reached[clauses] = _Reached(kinds_reached(now.pack, clauses), later, now)
        one.records = reached[clauses].of(*_names_of(place, now))


class _Reached:
    """What was written later of the kinds that some clauses reach, by whom it counts for and whom it names."""

    def __init__(self, kinds: dict[str, set[str]], later: list[Later], now: Evaluation) -> None:
        self._all: list[Later] = []
        self._counting: defaultdict[str, list[Later]] = defaultdict(list)
        self._naming: defaultdict[str, list[Later]] = defaultdict(list)
        self._of_school: defaultdict[str, list[Later]] = defaultdict(list)
        for one in later:
            fields = kinds.get(one.kind.partition("/")[0])
            if fields is None:
                continue
            self._all.append(one)
            parties = _parties(one.record, now)
            for code in _counts_for(one, fields, now):
                self._counting[code].append(one)
            for code in parties:
                self._naming[code].append(one)
                if not teachers_in(one.record):
                    self._of_school[code].append(one)

    def of(self, own: str, school: str) -> list[Later]:
        """Those closest to a subject of a code, at a school; each position once."""
        found = self._counting.get(own) or self._naming.get(own) or self._of_school.get(school) or self._all
        return list({(one.position, one.entry): one for one in found}.values())


def _counts_for(one: Later, fields: set[str], now: Evaluation) -> set[str]:
    """Whom a record counts for, by the fields that say so; whoever it names, where none says."""
    said = [getattr(one.record, name) for name in fields if hasattr(one.record, name)]
    if not said:
        return _parties(one.record, now)
    codes = [code for value in said for code in (value if isinstance(value, tuple) else (value,))]
    return {now.code_now(str(code)) for code in codes}


def _names_of(place: Place, now: Evaluation) -> tuple[str, str]:
    """The code by which records name a subject, and that of its school."""
    if len(place) <= 1:
        return "", ""
    part, code = place
    if part == "teachers":
        row = now.county.teachers.codes.index(code) if code in now.county.teachers.codes else None
        return code, "" if row is None else str(getattr(now.county.teachers.records[row], "school", ""))
    named = code.rpartition(":")[2].partition("/")[0]
    return named, named


def _parties(record: Record, now: Evaluation) -> set[str]:
    """The codes of teachers, as they are now, and of the schools that a record names."""
    named = {now.code_now(code) for code in teachers_in(record)}
    return named | {str(getattr(record, name, "")) for name in ("school", "home", "host")} - {""}
