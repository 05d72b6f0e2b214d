"""What stands at a position of the book: of every entry the last version, by kind, in the order recorded."""

from collections.abc import Iterator
from functools import cached_property

from ledger.book import Book
from ledger.bulk import no_collection
from ledger.kept import Kept
from ledger.parties import code_now, renamed, teacher_fields, teachers_in
from ledger.records import KINDS
from ledger.records.employment import TeacherMerged
from ledger.records.record import Record, TeacherId
from ledger.records.registered import TeacherRegistered
from ledger.records.school_year import DayDeclared, TermAnnounced
from projections.book_facts import SaidOfRecord, said_of_records
from projections.language.listed import LISTED, Listed
from projections.language.scopes import main_kind


class Standing:
    """All that stands at a position of the book, by the kind's name without version.

    A kind is read when it is first asked for: nobody waits for what no clause counts. The book only grows, so
    what stood at a position reads the same whenever it is read; the book must still be open.
    """

    def __init__(self, book: Book, position: int) -> None:
        self.position = position
        self._book = book
        self._kinds: dict[str, Kept] = {}
        self._said: dict[str, list[SaidOfRecord]] = {}

    def records_of(self, kind: str) -> Kept:
        """The records of a kind; none where nobody recorded any."""
        if kind not in self._kinds:
            with no_collection():
                self._kinds[kind] = self._read(kind)
        return self._kinds[kind]

    def said_of(self, kind: str) -> list[SaidOfRecord]:
        """What the book itself says of each record of a kind, in the order of `records_of`."""
        if kind not in self._said:
            record_class = LISTED[kind].main if kind in LISTED else _class_of(kind)
            positions = self.records_of(kind).positions
            with no_collection():
                self._said[kind] = said_of_records(self._book, record_class, positions, self.position)
        return self._said[kind]

    def _read(self, kind: str) -> Kept:
        if listed := LISTED.get(kind):
            return _each_listed(listed, self.records_of(listed.main_kind))
        record_class = _class_of(kind)
        return self._merged(record_class, self._book.kept(record_class, self.position))

    @cached_property
    def merges(self) -> dict[TeacherId, TeacherId]:
        """Codes under which files were merged into another's, with the code that stands for them now."""
        merged = self._book.kept(TeacherMerged, self.position).records
        into: dict[TeacherId, TeacherId] = {record.teacher: record.into for record in merged}
        return {code: code_now(code, into.get) for code in into}

    def code_now(self, code: str) -> str:
        """The code that stands for a teacher: the old one of a merged file still answers."""
        return self.merges.get(TeacherId(code), code)

    def _merged(self, record_class: type[Record], kept: Kept) -> Kept:
        """The records with the codes that stand now; of the register the rows of a merged file are left out."""
        names = teacher_fields(record_class)
        if not self.merges or not names or record_class is TeacherMerged:
            return kept
        old = set(self.merges)
        touched = [place for place, record in enumerate(kept.records) if not old.isdisjoint(teachers_in(record))]
        if record_class is TeacherRegistered:
            left = sorted(set(range(len(kept.records))) - set(touched))
            return Kept(*([column[place] for place in left] for column in vars(kept).values()))
        for place in touched:
            kept.records[place] = renamed(kept.records[place], self.code_now)
        return kept

    def mains_of(self, kind: str) -> list[object]:
        """For each record of a kind of parts, the main record of its entry."""
        main = main_kind(kind)
        if main is None:
            return []
        kept = self.records_of(main)
        by_entry = dict(zip(kept.entries, kept.records, strict=True))
        return [by_entry[entry] for entry in self.records_of(kind).entries]

    def terms(self) -> dict[str, TermAnnounced]:
        """The terms announced, by name."""
        return {
            record.term: record
            for record in self.records_of("term.announced").records
            if isinstance(record, TermAnnounced)
        }

    def declared_days(self) -> Iterator[DayDeclared]:
        """The holidays and make-up days declared."""
        for record in self.records_of("day.declared").records:
            if isinstance(record, DayDeclared):
                yield record


def _class_of(kind: str) -> type[Record]:
    return next(record for name, record in KINDS.items() if name.partition("/")[0] == kind)


def read_standing(book: Book, known_at: int | None = None) -> Standing:
    """What the book held at a position (now, where none is given)."""
    return Standing(book, book.position if known_at is None else known_at)


def _each_listed(listed: Listed, mains: Kept) -> Kept:
    """One row for each that a main record lists, such as each teacher at each meeting."""
    each = Kept()
    for place, record in enumerate(mains.records):
        rows = list(listed.rows(record))
        each.records += rows
        each.positions += [mains.positions[place]] * len(rows)
        each.entries += [mains.entries[place]] * len(rows)
        each.states += [mains.states[place]] * len(rows)
    return each
