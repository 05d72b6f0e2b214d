"""The county on the day a pack names: who is on the register, at which schools, in which groups, present when."""

from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ledger.records.registered import SchoolRegistered
from ledger.records.school_year import TermAnnounced
from projections.facts import Facts, Roll
from projections.language.calendars import Calendars
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.listed import LISTED
from projections.language.schema import Conventions
from projections.language.scopes import kinds_of_record
from projections.language.types import Type
from projections.school_time import SchoolTime

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
        self._days: dict[str, Rows] = {}

    def at(self, term: TermAnnounced) -> "County":
        """The county in another term, from the same facts."""
        return County(self.facts, term, self.as_of, self.conventions)

    def counts(self, kind: str, records: str | None = None) -> Mask:
        """Which records of a kind count at all: attested where the pack wants it, and happened by `as_of`."""
        table = self.facts.table(kind)
        attested_only = (records or self.conventions.records) == "attested"
        wanted = table.attested if attested_only else np.ones(table.length, np.bool_)
        return wanted & self.happened(kind)

    def day_of(self, kind: str) -> Rows:
        """The day each record of a kind happened; of a record of a term the term's last day; 0 where there is none."""
        if kind not in self._days:
            table, day = self.facts.table(kind), happened_on(kind)
            if day:
                self._days[kind] = table.column(day).values
            elif "term" in kinds_of_record()[kind].__struct_fields__:
                self._days[kind] = self.last_days_of(table.column("term").values)
            else:
                self._days[kind] = np.zeros(table.length, np.int64)
        return self._days[kind]

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
        day = happened_on(kind)
        if not day:
            return np.ones(table.length, np.bool_)
        return np.asarray(table.column(day).values <= self.as_of.toordinal(), np.bool_)

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
        pairs = np.stack([stages, grades], axis=1)
        unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
        words, rules = self.facts.words, self.conventions.grade_bands
        found = [words.code(rules.band(words.word(stage), words.word(grade))) for stage, grade in unique]
        return np.array(found, np.int64)[inverse.reshape(-1)]

    def school_bands(self) -> tuple[Rows, Rows]:
        """Every school (row) with every band (code) that its grades fall into, each pair once."""
        pairs = set()
        for row, school in enumerate(self.schools.records):
            assert isinstance(school, SchoolRegistered)
            for grade in school.grades:
                band = self.conventions.grade_bands.band(school.stage, grade)
                pairs.add((row, self.facts.words.code(band)))
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
        held = self.facts.table(GROUP_KIND)
        days = held.column("on").values
        elsewhere = np.zeros(held.length, np.bool_)
        for term in self.facts.standing.terms().values():
            elsewhere |= (days >= term.start.toordinal()) & (days <= term.end.toordinal())
        counts = self.counts(GROUP_KIND) & (self.time.in_term(days) | ~elsewhere)
        return Groups(self, held.column("school").values[counts], held.column("group").values[counts])


class Groups:
    """The preparation groups that met in the term, or on a day of no term, in the order of school code and name."""

    def __init__(self, county: County, schools: Rows, names: Rows) -> None:
        words = county.facts.words
        pairs = {(school, name) for school, name in zip(schools.tolist(), names.tolist(), strict=True) if name}
        self.pairs = sorted(pairs, key=lambda pair: (words.word(pair[0]), words.word(pair[1])))
        self.ids = [f"{words.word(school)}/{words.word(name)}" for school, name in self.pairs]
        self._county = county
        self._place = {pair: place for place, pair in enumerate(self.pairs)}

    def __len__(self) -> int:
        return len(self.pairs)

    def rows(self, schools: Rows, names: Rows) -> Rows:
        """The group of each record by its school and group name; -1 for none."""
        pairs = np.stack([schools, names], axis=1)
        unique, inverse = np.unique(pairs, axis=0, return_inverse=True)
        found = [self._place.get((school, name), -1) for school, name in unique.tolist()]
        return np.array(found, np.int64)[inverse.reshape(-1)]

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


def taken(column: Column, rows: Rows) -> Column:
    """The column's values at some rows; empty where the row is -1."""
    there = rows >= 0
    values: Any = column.values
    if isinstance(values, Exact):
        if not len(np.atleast_1d(values.num)):
            return Column(column.type, Exact(np.zeros(len(rows), np.int64)))
        picked = values[np.maximum(rows, 0)]
        return Column(column.type, picked.where(there, Exact.of(0)))
    if not values.ndim:
        return Column(column.type, np.where(there, values, values.dtype.type(0)))
    if not len(values):
        return Column(column.type, np.zeros(len(rows), values.dtype))
    return Column(column.type, np.where(there, values[np.maximum(rows, 0)], values.dtype.type(0)))
