"""The county on the day a pack names: who is on the register, at which schools, in which groups, present when."""

from collections.abc import Collection, Iterable
from copy import copy
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ledger.records.registered import SchoolRegistered
from ledger.records.school_year import TermAnnounced
from projections.facts import Facts, Roll
from projections.language.calendars import Calendars
from projections.language.columns import Column
from projections.language.listed import LISTED
from projections.language.ordering import distinct
from projections.language.schema import Conventions
from projections.language.scopes import kinds_of_record
from projections.language.types import Type
from projections.school_time import SchoolTime
from projections.standing.taking import taken

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
GROUP_KIND = "preparation.held"


class County:
    """Everything that evaluation joins facts with, for one term."""

    def __init__(self, facts: Facts, term: TermAnnounced, as_of: date, conventions: Conventions) -> None:
        self.facts = facts
        self.term = term
        self.as_of = as_of
        self.conventions = conventions
        standing, words = facts.standing, facts.words
        self.teachers = Roll(standing, "teacher.registered", "teacher", term.end, words)
        self.schools = Roll(standing, "school.registered", "school", term.end, words)
        self.time = SchoolTime(term, standing.declared_days(), conventions)
        self.calendars = Calendars.of(conventions.school_year_from, standing.terms().values())

    def at(self, term: TermAnnounced) -> "County":
        """The county in another term, from the same facts."""
        return County(self.facts, term, self.as_of, self.conventions)

    def counts(self, kind: str, records: str | None = None) -> Mask:
        """Which records of a kind count at all: attested where the pack wants it, and happened by `as_of`."""
        table = self.facts.table(kind)
        attested_only = (records or self.conventions.records) == "attested"
        wanted = table.attested if attested_only else np.ones(table.length, np.bool_)
        return wanted & self.happened(kind)

    def counts_at(self, kind: str, rows: Rows, records: str | None = None) -> Mask:
        """As `counts`, of the records at some rows."""
        table, day = self.facts.table(kind), happened_on(kind)
        attested_only = (records or self.conventions.records) == "attested"
        wanted = table.attested[rows] if attested_only else np.ones(len(rows), np.bool_)
        return wanted & (table.taken(day, rows).values <= self.as_of.toordinal()) if day else wanted

    def days_at(self, kind: str, rows: Rows) -> Rows:
        """The day that the records of a kind at some rows happened; of a term its last day; 0 where there is none."""
        table, day = self.facts.table(kind), happened_on(kind)
        if day:
            return np.asarray(table.taken(day, rows).values, np.int64)
        if "term" in kinds_of_record()[kind].__struct_fields__:
            return self.last_days_of(table.taken("term", rows).values)
        return np.zeros(len(rows), np.int64)

    def last_days_of(self, terms: Rows) -> Rows:
        """The last day of each announced term, by the codes of their names; 0 for others."""
        last_days = np.zeros(max(int(np.max(terms, initial=0)), 0) + 1, np.int64)
        for term in self.calendars.terms:
            code = self.facts.words.code(term.name)
            if code < len(last_days):
                last_days[code] = term.last.toordinal()
        found: Rows = last_days[terms]
        return found

    def happened(self, kind: str) -> Mask:
        """Which records of a kind tell of something that had happened by `as_of`."""
        table = self.facts.table(kind)
        found = np.ones(table.length, np.bool_)
        if day := happened_on(kind):
            for number, (first, end) in enumerate(table.parts):
                found[first:end] = table.part(day, number).values <= self.as_of.toordinal()
        return found

    def teacher_column(self, name: str, rows: Rows | None = None) -> Column:
        """What the register says of each teacher, or of the teachers in `rows` (-1: nobody); `school.` before the
        name for the teacher's school."""
        if name.startswith("school."):
            schools = self.schools.rows(self.teachers.column("school").values)
            column = self.school_column(name.removeprefix("school."), schools)
        else:
            column = self.teachers.column(name)
        return column if rows is None else taken(column, rows)

    def school_column(self, name: str, rows: Rows) -> Column:
        """What the register says of the schools in `rows`; nothing for -1."""
        return taken(self.schools.column(name), rows)

    def bands(self, schools: Rows, grades: Rows) -> Rows:
        """The band of each grade (a word's code) at each school (a row, -1 for none)."""
        stages = self.school_column("stage", schools).values
        unique, inverse = _pairs(stages, grades)
        words, rules = self.facts.words, self.conventions.grade_bands
        found = [words.code(rules.band(words.word(stage), words.word(grade))) for stage, grade in unique]
        return np.array(found, np.int64)[inverse]

    def school_bands(self) -> tuple[Rows, Rows]:
        """Every school (row) with every band (code) that its grades fall into, each pair once."""
        pairs = set()
        code_of: dict[tuple[str, str], int] = {}
        for row, school in enumerate(self.schools.records):
            assert isinstance(school, SchoolRegistered)
            for grade in school.grades:
                code = code_of.get((school.stage, grade))
                if code is None:
                    band = self.conventions.grade_bands.band(school.stage, grade)
                    code = code_of[school.stage, grade] = self.facts.words.code(band)
                pairs.add((row, code))
        ordered = np.array(sorted(pairs), np.int64).reshape(-1, 2)
        return ordered[:, 0], ordered[:, 1]

    @property
    def week_presence(self) -> Mask:
        """In which teaching weeks each teacher was present."""
        return self._presence[0]

    @property
    def month_presence(self) -> Mask:
        """In which months of the term each teacher was present."""
        return self._presence[1]

    @cached_property
    def _presence(self) -> tuple[Mask, Mask]:
        leave = self.facts.table("leave.taken")
        who = self.teachers.rows(leave.column("teacher").values)
        counts = self.counts("leave.taken") & (who >= 0)
        start, end = leave.column("start").values[counts], leave.column("end").values[counts]
        return self.time.presence(len(self.teachers), who[counts], start, end)

    @cached_property
    def groups(self) -> "Groups":
        """The preparation groups."""
        held, counts = self.facts.table(GROUP_KIND), self.counts(GROUP_KIND)
        announced = self.facts.standing.terms().values()
        named: list[tuple[int, int]] = []
        for number, (first, end) in enumerate(held.parts):
            days = held.part("on", number).values
            elsewhere = np.zeros(end - first, np.bool_)
            for term in announced:
                elsewhere |= (days >= term.start.toordinal()) & (days <= term.end.toordinal())
            met = counts[first:end] & (self.time.in_term(days) | ~elsewhere)
            schools, names = (held.part(name, number).values[met] for name in ("school", "group"))
            named += _pairs(schools, names)[0]
        return Groups(self, named)

    def after(self, facts: Facts, kinds: Collection[str]) -> "County":
        """The county at a later position, with its facts there, where some kinds were touched: not the register, nor
        the calendar."""
        later = copy(self)
        later.facts = facts
        if "leave.taken" in kinds:
            vars(later).pop("_presence", None)
        groups = vars(later).pop("groups", None)
        if groups and GROUP_KIND not in kinds:
            later.groups = groups.at(later)
        return later


class Groups:
    """The preparation groups that met in the term, or on a day of no term, in the order of school code and name."""

    def __init__(self, county: County, named: Iterable[tuple[int, int]]) -> None:
        """`named`: the codes of school and name of each, some of them more than once; what has no name is nobody's."""
        words = county.facts.words
        pairs = {pair for pair in named if pair[1]}
        self.pairs = sorted(pairs, key=lambda pair: (words.word(pair[0]), words.word(pair[1])))
        self.ids = [f"{words.word(school)}/{words.word(name)}" for school, name in self.pairs]
        self._county = county
        self._place = {pair: place for place, pair in enumerate(self.pairs)}

    def __len__(self) -> int:
        return len(self.pairs)

    def at(self, county: County) -> "Groups":
        """The same groups, of the county at a later position."""
        later = copy(self)
        later._county = county
        return later

    def rows(self, schools: Rows, names: Rows) -> Rows:
        """The group of each record by its school and group name; -1 for none."""
        unique, inverse = _pairs(schools, names)
        return np.array([self._place.get(pair, -1) for pair in unique], np.int64)[inverse]

    def column(self, name: str) -> Column:
        """`school`, `group`, or `school.` with what the register says of the group's school."""
        part = 1 if name == "group" else 0
        words = np.array([pair[part] for pair in self.pairs], np.int64)
        if name in ("school", "group"):
            return Column(Type.WORD, words)
        return self._county.school_column(name.removeprefix("school."), self._county.schools.rows(words))


def happened_on(kind: str) -> str:
    """The field that says when something of a kind happened; empty where it is of a whole term."""
    if kind in LISTED:
        day = LISTED[kind].main.happened_on
        return f"main.{day}" if day else ""
    return str(getattr(kinds_of_record()[kind], "happened_on", ""))


def _pairs(left: Rows, right: Rows) -> tuple[list[tuple[int, int]], Rows]:
    """The different pairs of two columns of codes, and for each row which of them it is."""
    rows, which = distinct([left, right], len(left))
    return list(zip(left[rows].tolist(), right[rows].tolist(), strict=True)), which
