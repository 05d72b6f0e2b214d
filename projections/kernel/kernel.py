"""One pack over one county and term: every name of every subject as a column, computed when it is first asked for.

What is computed is kept with what it was computed from, so that the kernel of a later position takes it over
(`Kernel.after`).
"""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from projections.county import County
from projections.facts import Facts
from projections.kernel.after import Mending
from projections.kernel.earlier import given_earlier
from projections.kernel.judging import EligibilityResult, eligibility_result
from projections.kernel.measures import Measures
from projections.kernel.points import PointsResult, points_result
from projections.kernel.quotas import QuotaResult, quota_result
from projections.kernel.rankings import RankingResult, chosen_of, ranking_result
from projections.kernel.rosters import Rosters
from projections.kernel.subjects import Kind, Subjects
from projections.kernel.targets import (
    DayResult,
    NumberResult,
    TargetResult,
    VetoResult,
    day_result,
    target_result,
)
from projections.kernel.windows import Windows
from projections.kernel.worked_out import Key, Mend, WorkedOut
from projections.language.calendar_columns import school_year_first_each, school_year_last_each
from projections.language.clauses import (
    Allowance,
    Clause,
    DayClause,
    Eligibility,
    Figure,
    Points,
    Quota,
    Ranking,
    Target,
    Veto,
)
from projections.language.columns import Column, Columns, Lookup, column_tables
from projections.language.dated_value_columns import value_on_each
from projections.language.day_columns import ordinal
from projections.language.exact import Exact
from projections.language.pack import EVERYONE, Pack, formula, spoken
from projections.language.schema import Measure
from projections.language.scopes import GROUP, TEACHER
from projections.language.subject_scopes import WIDER, law_on
from projections.language.types import Type
from projections.standing.taking import taken
from projections.touched import Touched

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
R = TypeVar("R")

PRESENT = ("present_weeks", "present_months")
"""The windows that are made of the weeks and months in which a teacher was present."""

Result = (
    QuotaResult
    | PointsResult
    | EligibilityResult
    | VetoResult
    | RankingResult
    | TargetResult
    | DayResult
    | NumberResult
)


class Kernel:
    """One pack over one county and term; `others` are the kernels of the same pack in other terms, by term."""

    def __init__(
        self,
        pack: Pack,
        county: County,
        others: "dict[str, Kernel] | None" = None,
        worked: WorkedOut | None = None,
        mending: Callable[["Kernel", Measures], Mending] | None = None,
    ) -> None:
        self.pack = pack
        self.county = county
        self._others = {} if others is None else others
        self._others[county.term.term] = self
        self._worked = worked or WorkedOut(_asked_of(self._others))
        self.subjects: Subjects = _Watched(self)
        self._tables = column_tables(pack, county.facts.words.code)
        self._clause_named = {spoken(name): name for name in pack.clauses}
        self._windows = Windows(self)
        self.rosters = Rosters(self)
        self._measures = Measures(self, self._windows, self.rosters)
        self._mending = mending(self, self._measures) if mending else None
        self._terms = {county.facts.words.code(name): term for name, term in county.facts.standing.terms().items()}
        self._asked: dict[str, Callable[..., Any]] = {
            "name": self.column,
            "common": self.common,
            "people": self.people,
            "clause": self.result,
            "chosen": self.chosen,
            "table": self._table,
            "presence": self._presence,
            "subjects": self._watch,
            "stretch": self._windows.stretch,
            "sharing": self.rosters.sharing,
            "claims": self._measures.claims,
        }

    def at(self, term: str) -> "Kernel":
        """The same pack in another announced term."""
        announced = self._terms[self.county.facts.words.code(term)]
        if announced.term not in self._others:
            Kernel(self.pack, self.county.at(announced), self._others, self._worked)
        return self._others[announced.term]

    def after(self, facts: Facts, touched: Touched) -> "Kernel":
        """The same pack at a later position of the same book: `facts` there, and what was written since.

        What did not change is taken over, measures are worked out anew for those whose numbers may have changed. Once
        all is computed that is wanted, `settle` lets go of the earlier kernel.
        """
        family: dict[str, Kernel] = {}
        worked = WorkedOut(_asked_of(family), self._worked)
        for earlier in list(self._others.values()):
            county = earlier.county.after(facts, touched.kinds)

            def mending(now: Kernel, measures: Measures, before: Kernel = earlier) -> Mending:
                return Mending(now, measures, before, touched)

            Kernel(self.pack, county, family, worked, mending)
        return family[self.county.term.term]

    def settle(self) -> None:
        """Let go of the kernel that this one was made from."""
        self._worked.settle()
        for one in self._others.values():
            one._mending = None

    # -- what is kept ------------------------------------------------------------------------------------------

    def once(self, key: tuple[str, ...], make: Callable[[], R], mend: Mend | None = None) -> R:
        """The value of a key, made when it is first asked for; what was read for it is noted."""
        if key[0] == "claims":
            return self._kept(key, lambda: self._with_tables(self.pack.measures[key[1]], make), mend)
        return self._kept(key, make, mend)

    def asked(self, key: Key) -> Any:
        """The value of a key that was kept."""
        return self._asked[key[0]](*key[1:])

    def _kept(self, key: tuple[str, ...], make: Callable[[], R], mend: Mend | None = None) -> R:
        found: R = self._worked.once((self.county.term.term, *key), make, mend)
        return found

    def _table(self, kind: str) -> Any:
        """The table of a kind of record: another one when the kind was touched."""
        return self._kept(("table", kind), lambda: self.county.facts.table(kind))

    def _presence(self) -> tuple[Mask, Mask]:
        """In which weeks, and in which months, each teacher was present."""
        return self._kept(("presence",), lambda: (self.county.week_presence, self.county.month_presence))

    def _watch(self, kind: str) -> Any:
        """What tells whether the subjects of a kind, where records make them, are the same as before."""
        if kind == GROUP:
            return self._kept(("subjects", kind), lambda: self.county.groups.ids)
        if kind in self.pack.subjects:
            return self._kept(("subjects", kind), lambda: self._table(self.pack.subjects[kind].of))
        return None

    def _with_tables(self, measure: Measure, make: Callable[[], R]) -> R:
        """What is made of a measure's records; noted what it reads beside names: tables, groups, presence."""
        self._table(measure.of)
        if measure.link:
            self._table(measure.link.to)
        if measure.by == GROUP:
            self._watch(GROUP)
        if measure.within and measure.within.window in PRESENT:
            self._presence()
        return make()

    def length(self, kind: str) -> int:
        """How many subjects of a kind there are."""
        return len(self.subjects.of(kind).codes)

    # -- formulas ----------------------------------------------------------------------------------------------

    def reader(self, lookup: Lookup) -> Columns:
        """What evaluates formulas over the columns of a lookup."""
        words = self.county.facts.words
        return Columns(lookup, words.code, self._tables, self.county.calendars, words.word)

    def number(self, kind: str, text: str) -> Exact:
        """A formula that gives numbers (or yes, which is 1, or no, 0), one a subject."""
        column = self._evaluated(kind, text)
        values = column.values if column.type is Type.NUMBER else Exact(np.asarray(column.values, np.int64))
        return Exact(np.broadcast_to(values.num, (self.length(kind),)), values.den)

    def mask(self, kind: str, text: str) -> Mask:
        """A formula that gives yes or no, one a subject."""
        return np.broadcast_to(np.asarray(self._evaluated(kind, text).values, np.bool_), (self.length(kind),))

    def days(self, kind: str, text: str) -> Rows:
        """A formula that gives days, one a subject."""
        return np.broadcast_to(np.asarray(self._evaluated(kind, text).values, np.int64), (self.length(kind),))

    def _evaluated(self, kind: str, text: str) -> Column:
        return self.reader(lambda name: self.column(kind, name)).evaluate(formula(text))

    # -- names -------------------------------------------------------------------------------------------------

    def column(self, kind: str, name: str) -> Column:
        """The column of a name in a subject's scope; of one value where it is the same for all."""
        mending = self._mending if name in self.pack.measures or name in self.pack.pools else None
        mend = partial(mending.mended, name) if mending else None
        return self._kept(("name", kind, name), lambda: self._column(kind, name), mend)

    def common(self, name: str) -> Column | None:
        """The column, of one value, of a name that is the same for everybody in the term."""
        make = self._common_names.get(name)
        return self._kept(("common", name), make) if make else None

    def people(self, name: str) -> Mask:
        """Which teachers belong to a named set of people."""
        if name == EVERYONE:
            return np.ones(self.length(TEACHER), np.bool_)
        return self._kept(("people", name), lambda: self.mask(TEACHER, self.pack.people[name].if_))

    @cached_property
    def _common_names(self) -> Mapping[str, Callable[[], Column]]:
        county = self.county
        start, end = ordinal(county.term.start), ordinal(county.term.end)
        return {
            "term.id": lambda: Column(Type.WORD, np.array(county.facts.words.code(county.term.term), np.int64)),
            "term.first_day": lambda: _day(start),
            "term.last_day": lambda: _day(end),
            "as_of": lambda: _day(ordinal(county.as_of)),
            "school_year.first_day": lambda: _day(school_year_first_each(county.calendars, np.array(end))),
            "school_year.last_day": lambda: _day(school_year_last_each(county.calendars, np.array(end))),
            "teaching_weeks": lambda: Column(Type.NUMBER, Exact.of(county.time.weeks)),
            "term_months": lambda: Column(Type.NUMBER, Exact.of(county.time.months)),
        }

    def _column(self, kind: str, name: str) -> Column:
        if (common := self.common(name)) is not None:
            return common
        pack = self.pack
        owner, _, part = name.partition(".")
        if part and owner in WIDER:
            wider = WIDER[owner]
            return taken(self.column(wider, part), self.subjects.wider(kind, wider))
        if name in pack.measures:
            return self._with_tables(pack.measures[name], lambda: self._measures.column(name))
        if name in pack.pools:
            return self._pooled(name)
        if name in pack.totals:
            return Column(Type.NUMBER, self.rosters.total(pack.totals[name]))
        if name in pack.earlier:
            return Column(Type.NUMBER, given_earlier(self, pack.earlier[name], self.at))
        if name in pack.people:
            return Column(Type.YES, self.people(name))
        if name in pack.values:
            value = pack.values[name]
            return Column(Type.NUMBER, value_on_each(value, self.days(kind, law_on(pack, value))))
        if owner in pack.rosters:
            return Column(Type.NUMBER, Exact(self.rosters.sizes(owner)))
        if owner in pack.windows:
            return self._windows.column(owner, part)
        if owner in self._clause_named:
            clause = self._clause_named[owner]
            if part == "chosen":
                return Column(Type.YES, self.chosen(clause))
            return self.result(clause).column(part)
        if kind == TEACHER and name in ("weeks_present", "months_present", "own_quotas.unmet"):
            return Column(Type.NUMBER, Exact(self._of_teachers(name)))
        return self.subjects.of(kind).column(name)

    def _of_teachers(self, name: str) -> Rows:
        if name == "own_quotas.unmet":
            return self._unmet()
        weeks, months = self._presence()
        return np.asarray((weeks if name == "weeks_present" else months).sum(axis=1), np.int64)

    def _pooled(self, name: str) -> Column:
        pool = self.pack.pools[name]
        for measure in pool.of:
            self._with_tables(self.pack.measures[measure], lambda: None)
        if pool.window in PRESENT:
            self._presence()
        return self._measures.pooled(name)

    def _unmet(self) -> Rows:
        """How many of the teacher's own quotas in force are not met."""
        unmet = np.zeros(self.length(TEACHER), np.int64)
        for name, clause in self.pack.quotas(TEACHER):
            if clause.status != "historical":
                result = self.quota(name)
                unmet += result.applies & ~result.met
        return unmet

    # -- clauses -----------------------------------------------------------------------------------------------

    def applies(self, clause: str) -> Mask:
        """Which subjects a clause is for: of its people, when its condition holds, while it is in force."""
        said = self.pack.clauses[clause]
        mask = np.ones(self.length(said.per), np.bool_)
        if said.for_ != EVERYONE and said.per == TEACHER:
            mask = mask & self.people(said.for_)
        if said.when:
            mask = mask & self.mask(said.per, said.when)
        if said.in_force:
            days = self.days(said.per, said.dated_by or self.pack.head.conventions.law_on)
            mask = mask & (days >= ordinal(said.in_force.from_))
            if said.in_force.to:
                mask = mask & (days <= ordinal(said.in_force.to))
        return mask

    def vetoed(self, clause: str) -> dict[str, Mask]:
        """The vetoes that bar a clause, by their names: which subjects each holds of."""
        barred = self.pack.clauses[clause]
        return {
            name: self.veto(name).vetoed
            for name, veto in self.pack.clauses.items()
            if isinstance(veto, Veto) and clause in veto.bars
            # What is only history bars nothing that is in force.
            if veto.status != "historical" or barred.status == "historical"
        }

    def result(self, name: str) -> Result:
        """A clause's result, of whatever kind."""
        return self._kept(("clause", name), lambda: self._result(name, self.pack.clauses[name]))

    def _result(self, name: str, clause: Clause) -> Result:
        assert not isinstance(clause, Allowance)
        if isinstance(clause, Quota):
            return quota_result(self, name, clause)
        if isinstance(clause, Points):
            return points_result(self, name, clause)
        if isinstance(clause, Eligibility):
            return eligibility_result(self, name, clause)
        if isinstance(clause, Ranking):
            return ranking_result(self, name, clause)
        if isinstance(clause, Target):
            return target_result(self, name, clause, self.rosters)
        if isinstance(clause, DayClause):
            return day_result(self, name, clause)
        applies = self.applies(name)
        if isinstance(clause, Veto):
            return VetoResult(applies, applies & self.mask(clause.per, clause.if_))
        assert isinstance(clause, Figure)
        return NumberResult(applies, self.number(clause.per, clause.value))

    def chosen(self, ranking: str) -> Mask:
        """Which subjects have one of the places that there are in a ranking."""
        clause = self.pack.clauses[ranking]
        assert isinstance(clause, Ranking)
        return self._kept(("chosen", ranking), lambda: chosen_of(self, clause, self._of_type(ranking, RankingResult)))

    def missing(self, name: str, row: int) -> list[str]:
        """The codes of those on one subject's roster who have not reached a target, named as formulas or packs do."""
        name = self._clause_named.get(name, name)
        clause = self.pack.clauses[name]
        assert isinstance(clause, Target)
        return self.rosters.those(clause.over, ~self._of_type(name, TargetResult).reach, row)

    def quota(self, name: str) -> QuotaResult:
        """A quota's result."""
        return self._of_type(name, QuotaResult)

    def points(self, name: str) -> PointsResult:
        """A clause of points, its result."""
        return self._of_type(name, PointsResult)

    def veto(self, name: str) -> VetoResult:
        """A veto's result."""
        return self._of_type(name, VetoResult)

    def _of_type(self, name: str, of: type[R]) -> R:
        result = self.result(name)
        assert isinstance(result, of)
        return result


class _Watched(Subjects):
    """The subjects of a kernel; whoever asks for some that records make depends on these records."""

    def __init__(self, kernel: Kernel) -> None:
        super().__init__(kernel.pack, kernel.county)
        self._watch = kernel._watch

    def of(self, kind: str) -> Kind:
        """The subjects of a kind."""
        self._watch(kind)
        return super().of(kind)

    def wider(self, kind: str, wider: str) -> Rows:
        """For each subject of a kind the row of its school, township or county; -1 where it has none."""
        self._watch(kind)
        return super().wider(kind, wider)


def _asked_of(kernels: dict[str, Kernel]) -> Callable[[Key], Any]:
    return lambda key: kernels[key[0]].asked(key[1:])


def _day(day: Any) -> Column:
    return Column(Type.DAY, np.asarray(day, np.int64))
