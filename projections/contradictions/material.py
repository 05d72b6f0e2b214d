"""What the checks for contradictions look at: the records that stand and had happened by a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from ledger.book import Book
from ledger.event import Act
from ledger.in_force import stored_names
from ledger.pen import COUNTY_TIME
from ledger.records.employment import TeacherMerged
from ledger.records.record import Record, TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import DayDeclared, TermAnnounced
from ledger.vocabulary import DayKind
from projections.standing import Standing

R_co = TypeVar("R_co", bound=Record, covariant=True)
R = TypeVar("R", bound=Record)


class Found(NamedTuple, Generic[R_co]):
    """A record that stands, at its place in the book; `entry` as 16 bytes."""

    record: R_co
    entry: bytes
    position: int


class _File(msgspec.Struct):
    file: str = ""
    sheet: str = ""


class _Written(msgspec.Struct):
    """Of a stored event only when and how it came into the book."""

    recorded_at: str
    act: str
    source: _File | None = None


_decode_written = msgspec.json.Decoder(_Written).decode
_ROW = b',"row":'


class FirstWritten(NamedTuple):
    """The day an entry came into the book, and the digest of the workbook it stood in (empty: it stood in none)."""

    day: date
    workbook: str


class Material:
    """The records of a book, by kind, each read when it is first asked for.

    `as_of`: what had happened by then is looked at. `before`: the day of the review to come. `id_numbers`: of each
    teacher's file the ID number, squeezed, where the asker may know them.
    """

    def __init__(
        self,
        book: Book,
        standing: Standing,
        as_of: date,
        before: date,
        id_numbers: Mapping[TeacherId, str],
    ) -> None:
        self.as_of = as_of
        self.before = before
        self.id_numbers = id_numbers
        self._book = book
        self._standing = standing
        self._days: dict[str, date] = {}
        self._happened: dict[type[Record], list[Found[Any]]] = {}

    def of(self, record_class: type[R]) -> list[Found[R]]:
        """The records of a class that stand and had happened by the day, in the order recorded."""
        if record_class not in self._happened:
            day, as_of = record_class.happened_on, self.as_of
            found: list[Found[R]] = self.ever(record_class)
            if day:
                happened = attrgetter(day)
                found = [one for one in found if happened(one.record) <= as_of]
            self._happened[record_class] = found
        return self._happened[record_class]

    def ever(self, record_class: type[R]) -> list[Found[R]]:
        """The records of a class that stand, of whatever day, in the order recorded."""
        kept = self._standing.records_of(record_class.kind.partition("/")[0])
        return list(map(Found._make, zip(kept.records, kept.entries, kept.positions, strict=True)))

    def first_written(self, record_class: type[Record]) -> dict[bytes, FirstWritten]:
        """When and how each entry of a class came into the book. For classes with a stream for each entry only.

        What a correction recorded under another key was said before under the old one, and is left out.
        """
        same_hand_in: dict[bytes, FirstWritten | None] = {}
        first: dict[bytes, FirstWritten] = {}
        for _, stream, version, _, body in self._book.stored.rows(self._standing.position, stored_names(record_class)):
            if version != 1:
                continue
            # Up to the row number the bytes of a workbook's events are alike: one of them is decoded.
            head = body.partition(_ROW)[0]
            if head not in same_hand_in:
                same_hand_in[head] = self._written(body)
            written = same_hand_in[head]
            if written:
                first[stream] = written
        return first

    def _written(self, body: bytes) -> FirstWritten | None:
        written = _decode_written(body)
        if written.act != Act.RECORDED:
            return None
        time = written.recorded_at
        if time not in self._days:
            self._days[time] = datetime.fromisoformat(time).astimezone(COUNTY_TIME).date()
        source = written.source
        return FirstWritten(self._days[time], source.file if source and source.sheet else "")

    @cached_property
    def terms(self) -> list[TermAnnounced]:
        """The terms announced, the earliest first."""
        return sorted(self._standing.terms().values(), key=lambda term: term.start)

    def term_on(self, day: date) -> TermAnnounced | None:
        """The term that a day lies in."""
        return next((term for term in self.terms if term.start <= day <= term.end), None)

    @cached_property
    def declared(self) -> dict[date, DayKind]:
        """What the calendar makes of a day, where it says something of it."""
        return {found.record.on: found.record.day for found in self.ever(DayDeclared)}

    @cached_property
    def rows_of_teachers(self) -> dict[TeacherId, list[Found[TeacherRegistered]]]:
        """The rows of the register by teacher, later ones last."""
        rows: defaultdict[TeacherId, list[Found[TeacherRegistered]]] = defaultdict(list)
        for found in self.ever(TeacherRegistered):
            rows[found.record.teacher].append(found)
        return {code: sorted(found, key=lambda one: one.record.in_effect) for code, found in rows.items()}

    def register_row(self, teacher: TeacherId, day: date) -> Found[TeacherRegistered] | None:
        """The row of the register in effect on a day, of later ones the first there is."""
        rows = self.rows_of_teachers.get(teacher, [])
        in_effect = [found for found in rows if found.record.in_effect <= day]
        return in_effect[-1] if in_effect else rows[0] if rows else None

    @cached_property
    def _merged(self) -> dict[TeacherId, TeacherId]:
        return {found.record.teacher: found.record.into for found in self.of(TeacherMerged)}

    def persons(self, codes: list[TeacherId]) -> list[TeacherId]:
        """The codes that many persons go by now."""
        return list(map(self.person, codes)) if self._merged else codes

    def person(self, code: TeacherId) -> TeacherId:
        """The code that a person goes by now: of files that were made one, the one that is left."""
        passed = {code}
        while (into := self._merged.get(code)) and into not in passed:
            code = into
            passed.add(code)
        return code
