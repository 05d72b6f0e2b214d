"""The kernel: a pack interpreted over whole columns. It knows the language, and no county's rule.

`projections.plain` interprets the same packs one person at a time; the two are held to the same answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from projections.county import County, taken
from projections.language.columns import Column, Columns, column_tables
from projections.language.exact import Exact, largest_of_each, sum_by
from projections.language.pack import EVERYONE, Pack, formula, spoken
from projections.language.schema import Eligibility, Measure, Points, Quota, Roster
from projections.language.scopes import GROUP, TEACHER, person_attributes, record_scope
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
R = TypeVar("R")


@dataclass(frozen=True)
class QuotaResult:
    """A quota over all subjects: for whom it is, what was done, against what, and whether it is met."""

    applies: Mask
    done: Exact
    target: Exact
    met: Mask


@dataclass(frozen=True)
class PointsResult:
    """Points over all teachers: each part's mask and its rounded units, and the total in the same units."""

    parts: dict[str, tuple[Mask, Rows]]
    total: Rows
    digits: int


@dataclass(frozen=True)
class EligibilityResult:
    """An eligibility over all teachers: for whom it is judged, and each requirement's verdict."""

    applies: Mask
    holds: dict[str, Mask]


class Kernel:
    """One pack over one county and term; every named number is computed once, when it is first asked for."""

    def __init__(self, pack: Pack, county: County) -> None:
        self.pack = pack
        self.county = county
        self._memory: dict[tuple[str, str], Any] = {}
        self._tables = column_tables(pack, county.facts.words.code)
        self._clause_named = {spoken(name): name for name in pack.clauses}

    def length(self, subject: str) -> int:
        """How many teachers, or preparation groups, there are."""
        return len(self.county.teachers if subject == TEACHER else self.county.groups)

    def quota(self, name: str) -> QuotaResult:
        """A quota's result."""
        clause = self.pack.clauses[name]
        assert isinstance(clause, Quota)
        return self._once("quota", name, lambda: self._quota(clause))

    def points(self, name: str) -> PointsResult:
        """A clause of points, its result."""
        clause = self.pack.clauses[name]
        assert isinstance(clause, Points)
        return self._once("points", name, lambda: self._points(clause))

    def eligibility(self, name: str) -> EligibilityResult:
        """An eligibility's result."""
        clause = self.pack.clauses[name]
        assert isinstance(clause, Eligibility)
        return self._once("eligibility", name, lambda: self._eligibility(clause))

    def measure(self, name: str) -> Exact:
        """A measure or total, one value a subject."""
        if name in self.pack.totals:
            return self._once("total", name, lambda: self._total(name))
        return self._once("measure", name, lambda: self._measure(self.pack.measures[name]))

    def _once(self, what: str, name: str, make: Callable[[], R]) -> R:
        key = (what, name)
        if key not in self._memory:
            self._memory[key] = make()
        found: R = self._memory[key]
        return found

    # -- names of a subject ------------------------------------------------------------------------------------

    def _reader(self, subject: str, judging_day: Column | None = None) -> Columns:
        def lookup(name: str) -> Column:
            if name == "judging_day" and judging_day:
                return judging_day
            return self._name(subject, name)

        return Columns(lookup, self.county.facts.words.code, self._tables)

    @cached_property
    def _teacher(self) -> Columns:
        return self._reader(TEACHER)

    def _name(self, subject: str, name: str) -> Column:
        """The column of a name in a subject's scope."""
        pack = self.pack
        if name in pack.measures or name in pack.totals:
            return Column(Type.NUMBER, self.measure(name))
        owner, _, part = name.partition(".")
        if name in pack.people:
            return Column(Type.YES, self.people(name))
        if owner in pack.rosters:
            return Column(Type.NUMBER, Exact(self._roster_sizes(owner)))
        if owner in self._clause_named:
            return self._clause_result(self._clause_named[owner], part)
        if name == "own_quotas.unmet":
            return Column(Type.NUMBER, Exact(self._unmet()))
        if name in ("weeks_present", "months_present"):
            present = self.county.week_presence if name[0] == "w" else self.county.month_presence
            return Column(Type.NUMBER, Exact(present.sum(axis=1).astype(np.int64)))
        if (common := self._term_name(name)) is not None:
            return common
        if subject == GROUP:
            return self.county.groups.column(name)
        return self.county.teacher_column(name)

    def _term_name(self, name: str) -> Column | None:
        """The column, of one value, of a name that is the same for everybody in the term."""
        county = self.county
        days = {"term.first_day": county.term.start, "term.last_day": county.term.end, "as_of": county.as_of}
        if name in days:
            return Column(Type.DAY, np.array(days[name].toordinal(), np.int64))
        if name == "term.id":
            return Column(Type.WORD, np.array(county.facts.words.code(county.term.term), np.int64))
        counts = {"teaching_weeks": county.time.weeks, "term_months": county.time.months}
        return Column(Type.NUMBER, Exact.of(counts[name])) if name in counts else None

    def _clause_result(self, name: str, part: str) -> Column:
        clause = self.pack.clauses[name]
        if isinstance(clause, Quota):
            result = self.quota(name)
            if part == "met":
                return Column(Type.YES, result.met)
            if part == "short":
                return Column(Type.NUMBER, (result.target - result.done).most(Exact.of(0)))
            return Column(Type.NUMBER, result.done if part == "done" else result.target)
        if isinstance(clause, Points):
            points = self.points(name)
            named = {spoken(one): units for one, (_, units) in points.parts.items()} | {"total": points.total}
            return Column(Type.NUMBER, Exact(named[part], np.array(10**points.digits, np.int64)))
        holds = self.eligibility(name)
        return Column(Type.YES, _all_hold(holds))

    def people(self, name: str) -> Mask:
        """Which teachers belong to a named set of people."""
        if name == EVERYONE:
            return np.ones(self.length(TEACHER), np.bool_)
        mask = self._once("people", name, lambda: self._teacher.mask(formula(self.pack.people[name].if_)))
        return np.broadcast_to(mask, (self.length(TEACHER),))

    # -- measures ----------------------------------------------------------------------------------------------

    def _measure(self, measure: Measure) -> Exact:
        """In the order that `Measure` states: window, conditions, roster, value, once per, sum or periods."""
        county = self.county
        table = county.facts.table(measure.of)
        subject = GROUP if measure.by == GROUP else TEACHER
        length = self.length(subject)
        who = self._subjects(measure)
        keep = np.flatnonzero(county.counts(measure.of) & (who >= 0))
        names = _RecordNames(self, measure.of, who)
        period = None
        if measure.within:
            inside, period = self._window(measure, table.column(measure.within.day), who, keep)
            keep, period = keep[inside], period[inside]
        reader = Columns(names.lookup, county.facts.words.code, self._tables)
        chosen = np.ones(len(keep), np.bool_)
        for condition in measure.where:
            names.rows = keep
            chosen &= reader.mask(formula(condition.if_))
        keep = keep[chosen]
        period = period[chosen] if period is not None else None
        if measure.among:
            names.rows = keep
            items = [names.lookup(item).values for item in measure.among.item]
            chosen = self._on_roster(self.pack.rosters[measure.among.roster], items, who[keep])
            keep = keep[chosen]
            period = period[chosen] if period is not None else None
        names.rows = keep
        values = reader.number(formula(measure.value))
        if measure.once_per:
            keys = [who[keep], *(_as_codes(names.lookup(one).values, len(keep)) for one in measure.once_per)]
            best = largest_of_each(values, _classes(keys))
            keep, values = keep[best], values[best]
            period = period[best] if period is not None else None
        if measure.periods_with is not None:
            assert period is not None
            return Exact(_periods_with(measure.periods_with, who[keep], period, length))
        return sum_by(values, who[keep], length)

    def _subjects(self, measure: Measure) -> Rows:
        """Whose each record is: the row of the teacher or group, -1 for nobody on the register."""
        county = self.county
        table = county.facts.table(measure.of)
        if measure.by == GROUP:
            return county.groups.rows(table.column("school").values, table.column("group").values)
        return county.teachers.rows(table.column(measure.by).values)

    def _window(self, measure: Measure, column: Column, who: Rows, keep: Rows) -> tuple[Mask, Rows]:
        """Which of the kept records lie in the window, and the week or month of each."""
        assert measure.within
        county, window = self.county, measure.within.window
        days, nowhere = column.values[keep], np.full(len(keep), -1, np.int64)
        if column.type is Type.WORD:
            return days == county.facts.words.code(county.term.term), nowhere
        if window == "term":
            return county.time.in_term(days), nowhere
        if window == "present_months":
            period, present = county.time.month_of(days), county.month_presence
        else:
            period, present = county.time.week_of(days), county.week_presence
        inside = period >= 0
        if window != "teaching_weeks":
            inside &= present[who[keep], np.maximum(period, 0)] if present.shape[1] else False
        return inside, period

    def _total(self, name: str) -> Exact:
        """The sum of a measure over the people of each teacher's roster."""
        total = self.pack.totals[name]
        roster = self.pack.rosters[total.over]
        who = self.people(roster.who)
        values = self.measure(total.of)
        shared, classes = self._shared(roster)
        counted = Exact(np.where(who, values.num, 0), values.den)
        sums = sum_by(counted, classes, shared)[classes]
        return sums - counted if roster.without_self else sums

    # -- rosters -----------------------------------------------------------------------------------------------

    def _shared(self, roster: Roster) -> tuple[int, Rows]:
        """How many values the roster's shared attribute takes among teachers, and which one each teacher has."""
        codes, classes = np.unique(self._attribute(roster), return_inverse=True)
        return len(codes), classes.reshape(-1)

    def _attribute(self, roster: Roster) -> Rows:
        name = "school" if roster.same == "school" else "school.township"
        codes: Rows = self.county.teacher_column(name).values
        return codes

    def _roster_sizes(self, name: str) -> Rows:
        """How many items the roster has for each teacher."""
        roster = self.pack.rosters[name]
        if roster.of == "teachers":
            who = self.people(roster.who).astype(np.int64)
            shared, classes = self._shared(roster)
            sizes = np.bincount(classes, who, shared).astype(np.int64)[classes]
            return sizes - who if roster.without_self else sizes
        schools, _ = self.county.school_bands()
        codes = self._school_attribute(roster, schools)
        known, counts = np.unique(codes, return_counts=True)
        mine = self._attribute(roster)
        if not len(known):
            return np.zeros(len(mine), np.int64)
        place = np.minimum(np.searchsorted(known, mine), len(known) - 1)
        return np.where(known[place] == mine, counts[place], 0)

    def _school_attribute(self, roster: Roster, schools: Rows) -> Rows:
        codes: Rows = self.county.school_column(roster.same, schools).values
        return codes

    def _on_roster(self, roster: Roster, items: list[Rows], who: Rows) -> Mask:
        """Whether each record is about an item of its own subject's roster."""
        county = self.county
        mine = self._attribute(roster)[who]
        if roster.of == "teachers":
            other = county.teachers.rows(items[0])
            there = (other >= 0) & self.people(roster.who)[np.maximum(other, 0)]
            same = self._attribute(roster)[np.maximum(other, 0)] == mine
            allowed: Mask = there & same
            return allowed & (other != who) if roster.without_self else allowed
        school, band = county.schools.rows(items[0]), items[1]
        known_school, known_band = county.school_bands()
        span = int(max(band.max(initial=0), known_band.max(initial=0))) + 1
        listed = np.isin(school * span + band, known_school * span + known_band)
        same = self._school_attribute(roster, school) == mine
        on_it: Mask = (school >= 0) & listed & same
        return on_it

    # -- clauses -----------------------------------------------------------------------------------------------

    def _quota(self, clause: Quota) -> QuotaResult:
        length = self.length(clause.per)
        reader = self._reader(clause.per)
        applies = self.people(clause.for_) if clause.per == TEACHER else np.ones(length, np.bool_)
        if clause.when:
            applies = applies & reader.mask(formula(clause.when))
        done, target = reader.number(formula(clause.done)), reader.number(formula(clause.target))
        met = np.broadcast_to(done.compared(target) >= 0, (length,))
        return QuotaResult(applies, done, target, met)

    def _unmet(self) -> Rows:
        """How many of the teacher's own quotas are not met."""
        unmet = np.zeros(self.length(TEACHER), np.int64)
        for name, _ in self.pack.quotas(TEACHER):
            result = self.quota(name)
            unmet += result.applies & ~result.met
        return unmet

    def _points(self, clause: Points) -> PointsResult:
        digits = self.pack.head.conventions.digits
        length = self.length(TEACHER)
        total = np.zeros(length, np.int64)
        parts = {}
        for name, part in clause.parts.items():
            applies = self.people(part.for_)
            rounded = self._teacher.number(formula(part.value)).rounded_half_up(digits)
            units = np.where(applies, np.broadcast_to(rounded, (length,)), 0)
            parts[name] = applies, units
            total = total + units
        return PointsResult(parts, total, digits)

    def _eligibility(self, clause: Eligibility) -> EligibilityResult:
        length = self.length(TEACHER)
        judging_day = self._teacher.evaluate(formula(clause.judged_on))
        reader = self._reader(TEACHER, judging_day)
        holds = {
            name: np.broadcast_to(reader.mask(formula(condition.if_)), (length,))
            for name, condition in clause.conditions.items()
        }
        return EligibilityResult(self.people(clause.for_), holds)


class _RecordNames:
    """The names of a record's formulas, over the rows of a table that are still in question."""

    def __init__(self, kernel: Kernel, kind: str, who: Rows) -> None:
        self._kernel = kernel
        self._county = kernel.county
        self._table = kernel.county.facts.table(kind)
        self._fields = record_scope(kind)
        self._who = who
        self.rows: Rows = np.zeros(0, np.int64)

    def lookup(self, name: str) -> Column:
        """The column of a name, at the rows in question."""
        county = self._county
        if (common := self._kernel._term_name(name)) is not None:
            return common
        if name.startswith("my."):
            return county.teacher_column(name.removeprefix("my."), self._who[self.rows])
        if name == "band":
            schools = county.schools.rows(self._at_rows("school"))
            return Column(Type.WORD, county.bands(schools, self._at_rows("grade")))
        owner, attribute = self._party(name)
        if not owner:
            return taken(self._table.column(name), self.rows)
        if attribute in person_attributes() and f"{owner}.post" in self._fields:
            return county.teacher_column(attribute, county.teachers.rows(self._at_rows(owner)))
        return county.school_column(attribute, county.schools.rows(self._at_rows(owner)))

    def _at_rows(self, field: str) -> Rows:
        values: Rows = self._table.column(field).values[self.rows]
        return values

    def _party(self, name: str) -> tuple[str, str]:
        """The party and its attribute that a name such as `observer.post` or `main.host.weak` means."""
        start = len("main.") if name.startswith("main.") else 0
        end = name.find(".", start)
        return ("", name) if end < 0 else (name[:end], name[end + 1 :])


def _periods_with(least: int, who: Rows, period: Rows, length: int) -> Rows:
    """In how many weeks or months each subject has at least so many records."""
    periods = int(period.max(initial=0)) + 1
    counts = np.bincount(who * periods + period, minlength=length * periods)
    reached: Rows = (counts.reshape(length, periods) >= least).sum(axis=1)
    return reached


def _classes(keys: list[Rows]) -> Rows:
    """Which combination of key columns each row has, numbered from 0 without a gap."""
    _, classes = np.unique(np.stack(keys, axis=1), axis=0, return_inverse=True)
    return classes.reshape(-1)


def _as_codes(values: Any, length: int) -> Rows:
    """Key values as integers that are equal where the values are."""
    if not isinstance(values, Exact):
        return np.asarray(values, np.int64)
    known: dict[Fraction, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values.fractions(length)], np.int64)


def _all_hold(result: EligibilityResult) -> Mask:
    holds = result.applies
    for one in result.holds.values():
        holds = holds & one
    return holds
