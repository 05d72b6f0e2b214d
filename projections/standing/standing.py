"""What stands at a position of the book: of every entry the last version, by kind, in the order recorded."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from threading import RLock
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from ledger.book import Book
from ledger.event import AnyEvent, Event
from ledger.life import State
from ledger.parties import code_now, renamed, teacher_fields, teachers_in
from ledger.records import KINDS
from ledger.records.employment import TeacherMerged
from ledger.records.record import Record, TeacherId, family
from ledger.records.school_year import DayDeclared, TermAnnounced
from projections.book_facts import SaidOfRecord
from projections.language.listed import LISTED
from projections.language.scopes import main_kind
from projections.standing.kinds_of_table import AttendanceTable, EachTable, RecordTable
from projections.standing.of_kind import OfKind
from projections.standing.on_demand import OnDemand
from projections.standing.parts import Files, Source, source_of
from projections.standing.stepping import STATES, Steps, steps_about
from projections.standing.tables import Table
from projections.standing.words import Words

Rows = npt.NDArray[np.int64]

T = TypeVar("T")

ATTENDED = "preparation.attended"


@dataclass(frozen=True)
class Kept:
    """The records of a kind that stand, each at the same place of four rows, in the order recorded."""

    positions: OnDemand[int]
    entries: OnDemand[bytes]
    states: OnDemand[State]
    records: OnDemand[Any]

    @property
    def attested(self) -> list[bool]:
        """Whether each is attested."""
        return [state is State.ATTESTED for state in self.states]


class Standing:
    """All that stands at a position of the book, by the kind's name without version.

    A kind is read when it is first asked for, and a column of it, and a record: nobody waits for what no clause
    counts. The book only grows, so what stood at a position reads the same whenever it is read; the book must still
    be open.
    """

    def __init__(self, source: Source, position: int) -> None:
        self.position = position
        self._source = source
        self._tables: dict[str, Table] = {}
        self._kept: dict[str, Kept] = {}
        self._said: dict[str, OnDemand[SaidOfRecord]] = {}
        self._mains: dict[str, OnDemand[Any]] = {}
        self._steps: dict[str, Steps] = {}
        self._merges: dict[TeacherId, TeacherId] | None = None
        self._reading = RLock()

    @property
    def words(self) -> Words:
        """The words of the book's columns, the same for every standing of an open book."""
        return self._source.words

    # -- columns -----------------------------------------------------------------------------------------------

    def table(self, kind: str) -> Table:
        """The records of a kind as columns."""
        with self._reading:
            if kind not in self._tables:
                self._tables[kind] = self._table(kind)
            return self._tables[kind]

    def rows_where(self, kind: str, name: str, word: str) -> Rows:
        """The places of the records of a kind that say a word in a field; `main.` before that of their main record."""
        table = self.table(kind)
        return table.rows_where(name, self.words.code(word))

    def _table(self, kind: str) -> Table:
        listed = LISTED.get(kind)
        if listed is None:
            main = main_kind(kind)
            return RecordTable(kind, self._of_kind(kind), (lambda: self.table(main)) if main else None)
        of = self.table(listed.main_kind)
        assert isinstance(of, RecordTable)
        if kind == ATTENDED:
            return AttendanceTable(kind, of)
        rows = [list(listed.rows(record)) for record in self.records_of(listed.main_kind).records]
        places = np.repeat(np.arange(len(rows)), list(map(len, rows)))
        return EachTable(kind, of, [one for each in rows for one in each], places)

    def _of_kind(self, kind: str) -> OfKind:
        record_class = _class_of(kind)
        merges = {} if record_class is TeacherMerged else self.merges
        return OfKind(record_class, self._source, self._steps_about(record_class), self.position, merges)

    def _steps_about(self, record_class: type[Record]) -> Steps:
        name = family(record_class.kind)
        if name not in self._steps:
            parts = self._source.steps(record_class, self.position)
            self._steps[name] = steps_about(record_class, parts, self.position)
        return self._steps[name]

    # -- records -----------------------------------------------------------------------------------------------

    def records_of(self, kind: str) -> Kept:
        """The records of a kind; none where nobody recorded any."""
        if kind not in self._kept:
            self._kept[kind] = self._kept_listed(kind) if kind in LISTED else self._kept_records(kind)
        return self._kept[kind]

    def said_of(self, kind: str) -> OnDemand[SaidOfRecord]:
        """What the book itself says of each record of a kind, in the order of `records_of`."""
        if kind not in self._said:
            table = self.table(kind)
            if isinstance(table, RecordTable):
                says = table.book_says
                made = OnDemand(table.length, says.each)
            else:
                of = self.said_of(LISTED[kind].main_kind)
                made = OnDemand(table.length, lambda rows: of.taken(table.main_places[rows].tolist()))
            self._said[kind] = made
        return self._said[kind]

    def mains_of(self, kind: str) -> OnDemand[Any]:
        """For each record of a kind of parts, the main record of its entry; of other kinds nothing."""
        main = main_kind(kind)
        if main is None:
            return OnDemand(0, lambda _: [])
        if kind not in self._mains:
            table, records = self.table(kind), self.records_of(main).records
            self._mains[kind] = OnDemand(table.length, lambda rows: records.taken(table.main_places[rows].tolist()))
        return self._mains[kind]

    def events_at(self, positions: Collection[int]) -> dict[int, AnyEvent]:
        """The events at some positions of the book."""
        return self._source.events_at(positions)

    def _kept_records(self, kind: str) -> Kept:
        table = self.table(kind)
        assert isinstance(table, RecordTable)
        of_kind = table.of_kind
        states = of_kind.states
        return Kept(
            OnDemand(table.length, lambda rows: of_kind.positions(rows).tolist()),
            OnDemand(table.length, of_kind.entries),
            OnDemand(table.length, lambda rows: [STATES[state] for state in states[rows].tolist()]),
            OnDemand(table.length, lambda rows: self._records(of_kind, rows)),
        )

    def _records(self, of_kind: OfKind, rows: Rows) -> list[Record]:
        """The records at some places: as the book has them, and from the columns where there is no book."""
        if self._source.stored is None:
            records = of_kind.records(rows)
        else:
            positions = of_kind.positions(rows).tolist()
            events = self.events_at(positions)
            records = [cast("Event[Record]", events[position]).data for position in positions]
        if of_kind.record_class is TeacherMerged or not teacher_fields(of_kind.record_class) or not self.merges:
            return records
        old = set(self.merges)
        return [one if old.isdisjoint(teachers_in(one)) else renamed(one, self.code_now) for one in records]

    def _kept_listed(self, kind: str) -> Kept:
        """One row for each that a main record lists, such as each teacher at each meeting."""
        table, of, listed = self.table(kind), self.records_of(LISTED[kind].main_kind), LISTED[kind]

        def rows_of(rows: Rows) -> list[Any]:
            places = table.main_places[rows]
            within = rows - np.searchsorted(table.main_places, places)
            mains = of.records.taken(places.tolist())
            each: dict[int, list[Any]] = {}
            for place, main in zip(places.tolist(), mains, strict=True):
                if place not in each:
                    each[place] = list(listed.rows(main))
            return [each[place][number] for place, number in zip(places.tolist(), within.tolist(), strict=True)]

        def beside(of: OnDemand[T]) -> OnDemand[T]:
            return OnDemand(table.length, lambda rows: of.taken(table.main_places[rows].tolist()))

        return Kept(beside(of.positions), beside(of.entries), beside(of.states), OnDemand(table.length, rows_of))

    # -- what everybody asks -----------------------------------------------------------------------------------

    @property
    def merges(self) -> dict[TeacherId, TeacherId]:
        """Codes under which files were merged into another's, with the code that stands for them now."""
        found = self._merges
        if found is None:
            found = self._merges = self._merged_now()
        return found

    def _merged_now(self) -> dict[TeacherId, TeacherId]:
        merged = self.records_of("teacher.merged").records
        into: dict[TeacherId, TeacherId] = {record.teacher: record.into for record in merged}
        return {code: code_now(code, into.get) for code in into}

    def code_now(self, code: str) -> str:
        """The code that stands for a teacher: the old one of a merged file still answers."""
        return self.merges.get(TeacherId(code), code)

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


def read_standing(book: Book, known_at: int | None = None, *, afresh: bool = False) -> Standing:
    """What the book held at a position (now, where none is given).

    `afresh`: from the book's own rows as they are stored now, neither from column files nor from what was read
    before; for those who want to know whether anything in it was altered.
    """
    position = book.position if known_at is None else known_at
    return Standing(Source(book.stored, None) if afresh else source_of(book, position), position)


def standing_in(files: Files, known_at: int | None = None) -> Standing:
    """What fact files alone hold, of a book or of none, at a position (their last, where none is given)."""
    return Standing(Source(None, files), files.last if known_at is None else known_at)
