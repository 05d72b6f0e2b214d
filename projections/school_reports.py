"""各校报送: what each school's records of a term are: how many of each kind, how far attested, what is not there yet.

A record is a school's where it counts for one of its teachers, by the register of the term, or for the school itself.
Expected is what the duties of the school and its people count; what only the county records is nobody's to hand in.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import get_type_hints

import numpy as np
import numpy.typing as npt

from ledger.book import Book
from ledger.life import State
from ledger.records import KINDS
from ledger.records.official import OFFICIAL
from ledger.records.record import Record, SchoolId, TeacherId, TermId
from ledger.scope import COUNTY_ONLY
from projections.about_packs.counted_for import kinds_counted_for
from projections.county_board import Board
from projections.evaluation import Evaluation
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL
from projections.sources import sources_of
from projections.standing.kinds_of_table import RecordTable
from projections.standing.stepping import STATES
from projections.touched import REGISTER

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_RECORDED, _RETURNED, _ATTESTED = (STATES.index(one) for one in (State.RECORDED, State.RETURNED, State.ATTESTED))


@dataclass(frozen=True)
class HandedIn:
    """A school's records of one kind: all, attested, waiting for attestation, returned; the days of the last.

    `last_day`: when the last happened, None for what is of the whole term; `recorded_on`: when one was recorded last.
    """

    kind: str
    called: str
    records: int
    attested: int
    waiting: int
    returned: int
    last_day: date | None
    recorded_on: date


@dataclass(frozen=True)
class Workbook:
    """A file from which records of a school were read: its SHA-256, and how many of the school's records it gave."""

    file: str
    records: int


@dataclass(frozen=True)
class SchoolReport:
    """What a school's records of a term are, kind by kind in the order of kinds; `missing`: kinds that are expected."""

    school: str
    kinds: Sequence[HandedIn] = ()
    missing: Sequence[str] = ()
    workbooks: Sequence[Workbook] = ()

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(one.records for one in self.kinds)

    @property
    def waiting(self) -> int:
        """How many wait for attestation."""
        return sum(one.waiting for one in self.kinds)

    @property
    def returned(self) -> int:
        """How many were returned, and not handed in again."""
        return sum(one.returned for one in self.kinds)

    @property
    def recorded_on(self) -> date | None:
        """The day on which one was recorded last."""
        return max((one.recorded_on for one in self.kinds), default=None)

    @property
    def last_day(self) -> date | None:
        """The last day of which there is a record."""
        return max((one.last_day for one in self.kinds if one.last_day), default=None)


@dataclass
class _Found:
    """What was found of one school."""

    kinds: list[HandedIn] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def school_reports(evaluation: Evaluation, board: Board, book: Book) -> list[SchoolReport]:
    """Every school of the register, in the order of codes, with its records of the term up to the evaluation's day."""
    codes = evaluation.kernel.subjects.of(SCHOOL).codes
    found = {code: _Found() for code in codes}
    read = [one for kind in _brought_by_schools() if len((one := _of_kind(evaluation, kind)).school)]
    for one in read:
        for code, told in one.by_school(codes):
            found[code].kinds.append(told)
    if read:
        first = min(int(one.position.min()) for one in read)
        sources = sources_of(book, first, evaluation.standing.position)
        for one in read:
            pairs = np.stack([one.school, sources.of(one.position)], axis=1)
            for (school, number), count in zip(*_counted(pairs[pairs[:, 1] > 0]), strict=True):
                found[codes[school]].files[sources.files[number - 1]] += count
    expected = _expected(evaluation, board)
    return [
        SchoolReport(
            code,
            tuple(one.kinds),
            tuple(kind for kind in expected.get(code, ()) if kind not in {told.kind for told in one.kinds}),
            tuple(Workbook(*file) for file in one.files.items()),
        )
        for code, one in found.items()
    ]


@dataclass
class _OfKind:
    """The records of one kind that are of the term: school's row, state, day (0 for none), day recorded, position."""

    record: type[Record]
    school: Rows
    state: Rows
    day: Rows
    recorded: Rows
    position: Rows

    def by_school(self, codes: Sequence[str]) -> Iterator[tuple[str, HandedIn]]:
        """The same, school by school."""
        length = len(codes)
        counts = [np.bincount(self.school, minlength=length)]
        counts += [
            np.bincount(self.school[self.state == of], minlength=length) for of in (_ATTESTED, _RECORDED, _RETURNED)
        ]
        last, recorded = np.zeros(length, np.int64), np.zeros(length, np.int64)
        np.maximum.at(last, self.school, self.day)
        np.maximum.at(recorded, self.school, self.recorded)
        name = self.record.kind.partition("/")[0]
        for row in np.flatnonzero(counts[0]).tolist():
            every, attested, waiting, returned = (int(one[row]) for one in counts)
            day = date.fromordinal(int(last[row])) if last[row] else None
            on = date.fromordinal(int(recorded[row]))
            yield codes[row], HandedIn(name, self.record.called, every, attested, waiting, returned, day, on)


def _of_kind(evaluation: Evaluation, record: type[Record]) -> _OfKind:
    """The records of a kind that stand, are of the term, and are some school's."""
    kernel, county, name = evaluation.kernel, evaluation.county, record.kind.partition("/")[0]
    table = evaluation.standing.table(name)
    assert isinstance(table, RecordTable)
    nothing = np.zeros(0, np.int64)
    if not table.length:
        return _OfKind(record, nothing, nothing, nothing, nothing, nothing)
    whose = np.asarray(table.column(record.whose).values, np.int64)
    if get_type_hints(record)[record.whose] is TeacherId:
        teacher = county.teachers.rows(whose)
        schools = np.append(kernel.subjects.wider(TEACHER, SCHOOL), -1)  # of whoever is not on the register none
        school = schools[teacher]
    else:
        school = county.schools.rows(whose)
    day = np.asarray(table.column(record.happened_on).values, np.int64) if record.happened_on else None
    rows = np.flatnonzero((school >= 0) & _of_term(evaluation, record, table, day))
    return _OfKind(
        record,
        np.asarray(school)[rows],
        table.of_kind.states[rows].astype(np.int64),
        np.zeros(len(rows), np.int64) if day is None else day[rows],
        np.asarray(table.column("record.recorded_on").values, np.int64)[rows],
        table.positions[rows],
    )


def _of_term(evaluation: Evaluation, record: type[Record], table: RecordTable, day: Rows | None) -> Mask:
    """Which records are of the term: by the term they name, else by their day, up to the evaluation's."""
    term = evaluation.term
    if said := _term_field(record):
        words = np.asarray(table.column(said).values)
        found = np.asarray(words == evaluation.standing.words.code(term.term))
        return found if day is None else found & (day <= evaluation.as_of.toordinal())
    if day is None:
        return np.zeros(table.length, np.bool_)
    first = term.start.replace(day=1) if record.happened_on == "month" else term.start  # a month is its first day
    last = min(term.end, evaluation.as_of)
    return np.asarray((day >= first.toordinal()) & (day <= last.toordinal()))


@cache
def _brought_by_schools() -> tuple[type[Record], ...]:
    """The kinds of a term that schools bring, in the order of kinds."""
    return tuple(record for name, record in KINDS.items() if _is_brought(name.partition("/")[0], record))


def _is_brought(name: str, record: type[Record]) -> bool:
    if name in COUNTY_ONLY or name in REGISTER or record in OFFICIAL or not record.whose:
        return False
    whose = get_type_hints(record)[record.whose]
    return whose in (TeacherId, SchoolId) and bool(record.happened_on or _term_field(record))


@cache
def _term_field(record: type[Record]) -> str:
    return next((name for name, hint in get_type_hints(record).items() if hint is TermId), "")


def _expected(evaluation: Evaluation, board: Board) -> Mapping[str, Sequence[str]]:
    """By school the kinds that its duties count, in the order of kinds."""
    counted = kinds_counted_for(evaluation.pack)
    brought = [record.kind.partition("/")[0] for record in _brought_by_schools()]
    found = {}
    for row in board.schools:
        asked = [rule for rule, cell in zip(board.rules, row.cells, strict=True) if cell.of]
        kinds = {kind for rule in asked for kind in counted.get(rule.clause, ())}
        found[row.school] = [kind for kind in brought if kind in kinds]
    return found


def _counted(pairs: Rows) -> tuple[list[list[int]], list[int]]:
    """The different rows of an array, and how often each stands in it."""
    if not len(pairs):
        return [], []
    different, counts = np.unique(pairs, axis=0, return_counts=True)
    return different.tolist(), counts.tolist()
