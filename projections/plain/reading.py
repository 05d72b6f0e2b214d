"""A pack read for one teacher or other subject at a time: every name of its scope, and the answers."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from ledger.records.school_year import TermAnnounced
from ledger.spelling import squeeze
from projections.language.calendars import Calendars, Term
from projections.language.clauses import Clause
from projections.language.dated_values import value_on
from projections.language.days import NO_DAY
from projections.language.pack import EVERYONE, Pack, formula, spoken
from projections.language.scalars import Compiled, Lookup, compiled, evaluate, looked_up
from projections.language.schema import Measure, Pool
from projections.language.scopes import GROUP, TEACHER, Scope
from projections.language.subject_scopes import (
    law_on,
    subject_of,
    subject_of_measure,
    subject_scope,
    wider_subjects,
)
from projections.language.syntax import Formula
from projections.language.tables import scalar_tables
from projections.language.written_numbers import exact_number
from projections.plain.answers import of_everybody, of_subject
from projections.plain.calendar import Away, Calendar
from projections.plain.measures import Asking, Sifted, measured, sifted
from projections.plain.others import Others
from projections.plain.pools import AskingOfPool, pooled
from projections.plain.records import Item, Records
from projections.plain.results import Results
from projections.plain.roll import Roll
from projections.plain.rosters import PlainRosters
from projections.plain.scopes import MeasureNames, RecordNames
from projections.plain.subjects import Subject, Subjects
from projections.plain.trace import Trace
from projections.plain.values import EMPTY
from projections.plain.windows import Window, window_of_pack
from projections.standing import Standing


class PlainReading:
    """A pack over a term, as known at the standing's position and as things were on `as_of`.

    A subject is told by its code: a teacher's, a group's id (`S001/文科组`), a school's, or that of another `kind`.
    Whatever was computed once is kept. With `others` what takes many subjects together is asked of the kernel.
    """

    def __init__(
        self,
        pack: Pack,
        standing: Standing,
        term: TermAnnounced,
        as_of: date,
        others: Others | None = None,
        *,
        historical: bool = False,
        before: "PlainReading | None" = None,
    ) -> None:
        """`before`: a reading of the same pack and term at another position with the same register, if there is one."""
        rules = pack.head.conventions
        self.pack = pack
        self.term = term
        self.as_of = as_of
        self.historical = historical  # whether clauses that are no longer in force are answered too
        self.calendar = Calendar(term, standing.declared_days(), rules)
        self.calendars = Calendars.of(rules.school_year_from, standing.terms().values())
        self.roll: Roll = before.roll if before else Roll(standing, term.end)
        self.others = others
        self._standing = standing
        self._names = RecordNames(standing, self.roll, rules.grade_bands, self.calendars)
        self.records = Records(standing, self._names.field)
        self.subjects = Subjects(
            pack, self.roll, self.records, self._names, self.calendar, self._counts, self._in_some_term
        )
        self.rosters: PlainRosters = PlainRosters(
            pack, self.roll, self.subjects, self.of, before.rosters if before else None
        )
        self.results = Results(self)
        self._tables = scalar_tables(pack)
        self._formulas: dict[str, Compiled[Lookup]] = {}
        self._known: dict[tuple[Subject, str], Any] = {}
        self._traces: dict[tuple[Subject, str], Trace] = {}
        self._windows: dict[tuple[Subject, str], Window] = {}
        self._links: dict[tuple[str, tuple[str, ...], bool], dict[tuple[Any, ...], list[Item]]] = {}
        self._scopes: dict[str, Scope] = {}
        self._in_terms: dict[str, PlainReading] = {squeeze(term.term): self}

    # -- what is asked from outside ----------------------------------------------------------------------------

    def teachers(self) -> list[str]:
        """The codes of all teachers on the register in the term, sorted."""
        return self.subjects.codes(TEACHER)

    def groups(self) -> list[str]:
        """The ids of the preparation groups that met in the term, by school code and name."""
        return self.subjects.codes(GROUP)

    def of_teacher(self, code: str) -> dict[str, Any]:
        """The answers for one teacher in the form of docs/json-forms.md: `quotas`, `points`, `eligibility` …"""
        return of_subject(self, Subject(TEACHER, code))

    def of_group(self, group: str) -> dict[str, Any]:
        """The answers for one preparation group: `quotas` …"""
        return of_subject(self, Subject(GROUP, group))

    def of_everybody(self) -> dict[str, Any]:
        """The answers for all subjects, in the form that an evaluation's result has."""
        return of_everybody(self)

    def of_subject(self, kind: str, code: str) -> dict[str, Any]:
        """The answers for a subject of any kind; empty where nothing is said of it."""
        return of_subject(self, Subject(kind, code))

    def concerns(self, subject: str, per: str, clause: Clause) -> bool:
        """Whether a clause says something of a subject of a kind; found without computing what it says."""
        if clause.per != per:
            return False
        name = next(name for name, one in self.pack.clauses.items() if one is clause)
        return self.results.says_something(Subject(per, subject), name)

    def value(self, subject: str, name: str, kind: str = "") -> Any:
        """The value of a name of the subject's scope: a number, a day, a word, yes or no."""
        return self.of(_subject(subject, kind), name)

    def traced(self, subject: str, measure: str) -> Trace:
        """How a measure or pool of the subject came about."""
        return self.trace_of(Subject(subject_of(self.pack, measure), subject), measure)

    def unreached(self, subject: str, measure: str) -> list[tuple[str, ...]]:
        """What is on the roster that a measure of the subject goes over and has not counted, sorted."""
        rule = self.pack.measures[measure]
        if rule.among is None:
            return []
        on_it = self.rosters.entries(rule.among.roster, Subject(subject_of_measure(rule), subject))
        return sorted(on_it - self.traced(subject, measure).reached)

    def missing(self, subject: Subject, clause: str) -> list[str]:
        """The codes of those who have not reached a target of the subject, sorted."""
        if self.others:
            found: list[str] = self.others.value_of(subject.kind, subject.code, f"{spoken(clause)}.missing")
            return found
        return self.results.target(subject, clause).missing

    def forget(self) -> None:
        """Let go of what was worked out of subjects; what is asked of them again is worked out again."""
        for kept in (self._known, self._traces, self._windows):
            kept.clear()
        self.results.forget()
        self.records.forget()

    # -- names of a subject ------------------------------------------------------------------------------------

    def of(self, subject: Subject, name: str) -> Any:
        """The value of a name of the subject's scope."""
        asked = subject, name
        if asked not in self._known:
            self._known[asked] = self._value(subject, name)
        return self._known[asked]

    def evaluated(self, subject: Subject, text: str, more: dict[str, Any] | None = None) -> Any:
        """The value of a formula's text in the subject's scope, with `more` names."""

        def lookup(name: str) -> Any:
            return more[name] if more and name in more else self.of(subject, name)

        return self._formula(text)(lookup)

    def _formula(self, text: str) -> Compiled[Lookup]:
        """A formula's text as a function of a lookup."""
        found = self._formulas.get(text)
        if found is None:
            found = self._formulas[text] = compiled(formula(text), looked_up, self._tables, self.calendars)
        return found

    def result_of(self, tree: Formula, lookup: Lookup) -> Any:
        """The value of a formula already read, its names looked up as the caller says."""
        return evaluate(tree, lookup, self._tables, self.calendars)

    def scope(self, kind: str) -> Scope:
        """The names that formulas about a kind of subject may use."""
        if kind not in self._scopes:
            self._scopes[kind] = subject_scope(self.pack, kind)
        return self._scopes[kind]

    def belongs(self, subject: Subject, people: str) -> bool:
        """Whether a teacher is of a set of people; others are of everyone only."""
        return people == EVERYONE or bool(self.of(subject, people))

    def trace_of(self, subject: Subject, measure: str) -> Trace:
        """How a measure or pool of the subject came about."""
        if (subject, measure) not in self._traces:
            self._traces[subject, measure] = (
                self._pooled(subject, self.pack.pools[measure])
                if measure in self.pack.pools
                else self._measured(subject, self.pack.measures[measure])
            )
        return self._traces[subject, measure]

    def window(self, subject: Subject, name: str) -> Window:
        """A window of the pack, or one that every pack has, for the subject."""
        if rule := self.pack.windows.get(name):
            days = self.evaluated(subject, rule.from_), self.evaluated(subject, rule.to)
            return window_of_pack(rule, *days, self.calendars)
        if (subject, name) not in self._windows:
            away = self._away(subject.code) if subject.kind == TEACHER else []
            self._windows[subject, name] = self.calendar.window(name, away)
        return self._windows[subject, name]

    def _value(self, subject: Subject, name: str) -> Any:
        pack = self.pack
        of_term = self._of_term(name)
        if of_term is not None:
            return of_term
        if self.others and self._takes_many(subject, name):
            return self.others.value_of(subject.kind, subject.code, name)
        owner, _, rest = name.partition(".")
        if rest and owner in wider_subjects(pack, subject.kind):
            return self._of_wider(subject, owner, rest)
        if name in pack.measures or name in pack.pools:
            return self.trace_of(subject, name).value
        if name in pack.totals:
            return self._total(subject, name)
        if name in pack.earlier:
            return self._earlier(subject, name)
        if people := pack.people.get(name):
            return self.evaluated(subject, people.if_)
        if value := pack.values.get(name):
            return value_on(value, self.evaluated(subject, law_on(pack, value)))
        if owner in pack.windows:
            return self._of_window(self.window(subject, owner), rest)
        if owner in pack.rosters:
            return Fraction(len(self.rosters.entries(owner, subject)))
        if self.results.gives(name):
            return self.results.of(subject, name)
        if name == "weeks_present":
            return Fraction(len(self.calendar.present_weeks(self._away(subject.code))))
        if name == "months_present":
            return Fraction(len(self.calendar.present_months(self._away(subject.code))))
        return self.subjects.attribute(subject, name)

    def _of_term(self, name: str) -> Any:
        """The value of a name that is the term's; None of others."""
        last = self.term.end
        if name == "school_year.first_day":
            return self.calendars.school_year_first(last)
        if name == "school_year.last_day":
            return self.calendars.school_year_last(last)
        return self._term_names.get(name)

    @cached_property
    def _term_names(self) -> dict[str, Any]:
        return {
            "term.id": self.term.term,
            "term.first_day": self.term.start,
            "term.last_day": self.term.end,
            "as_of": self.as_of,
            "teaching_weeks": Fraction(len(self.calendar.weeks)),
            "term_months": Fraction(len(self.calendar.months)),
        }

    def _takes_many(self, subject: Subject, name: str) -> bool:
        """Whether a name's value takes many subjects together."""
        owner, _, rest = name.partition(".")
        if name in self.pack.totals or name in self.pack.earlier or owner in self.pack.rosters:
            return True
        return bool(rest) and (owner in wider_subjects(self.pack, subject.kind) or self.results.is_of_many(name))

    def _of_wider(self, subject: Subject, prefix: str, name: str) -> Any:
        """What is said of the school, township or county that the subject belongs to; nothing where there is none."""
        wider = self.subjects.wider(subject, prefix)
        if wider:
            return self.of(wider, name)
        return EMPTY[self.scope(wider_subjects(self.pack, subject.kind)[prefix])[name]]

    def _of_window(self, window: Window, name: str) -> Any:
        if name in ("first_day", "last_day"):
            return window.first if name == "first_day" else window.last
        return Fraction(window.days if name == "days" else window.periods)

    def _total(self, subject: Subject, name: str) -> Fraction:
        """The people or schools on a roster taken together."""
        total = self.pack.totals[name]
        each = [Fraction(self.evaluated(member, total.of)) for member in self.rosters.members(total.over, subject)]
        if total.take == "count":
            return Fraction(sum(one != 0 for one in each))
        if not each:
            return Fraction(0)
        if total.take == "mean":
            return sum(each, Fraction(0)) / len(each)
        if total.take == "sum":
            return sum(each, Fraction(0))
        return max(each) if total.take == "highest" else min(each)

    def _earlier(self, subject: Subject, name: str) -> Fraction:
        """What a formula gave in an earlier term, if there was one and the subject was there."""
        rule = self.pack.earlier[name]
        before = self.calendars.term_before if rule.step == "term" else self.calendars.term_years_before
        term = before(self.term.term, rule.back)
        then = self._in_term(term) if term else None
        if then is None or not then.subjects.there_is(subject):
            return exact_number(rule.otherwise)
        return Fraction(then.evaluated(subject, rule.of))

    def _in_term(self, term: Term) -> "PlainReading":
        """The same pack and book, read for another term."""
        if term.name not in self._in_terms:
            announced = {squeeze(name): one for name, one in self._standing.terms().items()}
            reading = PlainReading(self.pack, self._standing, announced[term.name], self.as_of)
            reading._in_terms = self._in_terms
            self._in_terms[term.name] = reading
        return self._in_terms[term.name]

    # -- records -----------------------------------------------------------------------------------------------

    def _measured(self, subject: Subject, measure: Measure) -> Trace:
        asking = self._asking(subject, measure)
        return measured(measure, self._sifted(subject, measure, asking), asking)

    def _sifted(self, subject: Subject, measure: Measure, asking: Asking) -> Sifted:
        return sifted(measure, self.records.by(measure.of, measure.by, subject.code), asking)

    def _pooled(self, subject: Subject, pool: Pool) -> Trace:
        measures = {name: self.pack.measures[name] for name in pool.of}
        asking = AskingOfPool(
            caps=self.pack.head.conventions.caps,
            term=self._of_term,
            my=lambda name: self.of(subject, name),
            value_of=lambda text, lookup: self._formula(text)(lookup),
            of_subject=lambda text: self.evaluated(subject, text),
            window=self.window(subject, pool.window) if pool.window else None,
        )
        left = {name: self._sifted(subject, one, self._asking(subject, one)) for name, one in measures.items()}
        return pooled(pool, left, asking)

    def _asking(self, subject: Subject, measure: Measure) -> Asking:
        rules = self.pack.head.conventions
        attested_only = (measure.records or rules.records) == "attested"
        among, within = measure.among, measure.within

        def linked(item: Item) -> Item | None:
            assert measure.link
            fields = tuple(measure.link.alike)
            alike = tuple(names.reader(mine)(item) for mine in measure.link.alike.values())
            found = self._linked(measure.link.to, fields, attested_only).get(alike, [])
            return next((other for other in found if (other.kind, other.place) != (item.kind, item.place)), None)

        names = MeasureNames(self.pack, measure, self._names, self._of_term, lambda my: self.of(subject, my), linked)
        formulas: dict[str, Compiled[Item]] = {}

        def of_record(text: str) -> Compiled[Item]:
            if text not in formulas:
                formulas[text] = compiled(formula(text), names.reader, self._tables, self.calendars)
            return formulas[text]

        return Asking(
            as_of=self.as_of,
            attested_only=attested_only,
            caps=rules.caps,
            names=names,
            formula=of_record,
            of_subject=lambda text: self.evaluated(subject, text),
            day_of=self._names.day_of,
            day_of_term=lambda term: self._day_of_term(term, within.window if within else ""),
            linked=linked,
            window=self.window(subject, within.window) if within else None,
            roster=self.pack.rosters[among.roster] if among else None,
            on_roster=lambda entry: among is None or self.rosters.holds(among.roster, subject, entry),
        )

    def _day_of_term(self, term: str, window: str) -> date:
        """The last day of a term; in the window `term`, terms may overlap, only this one's."""
        if window in self.pack.windows or term == squeeze(self.term.term):
            return self.calendars.term_last(term)
        return NO_DAY

    def _linked(self, kind: str, fields: tuple[str, ...], attested_only: bool) -> dict[tuple[Any, ...], list[Item]]:
        """The records of a kind that count, by what they say in some fields, in the order recorded."""
        key = (kind, fields, attested_only)
        if key not in self._links:
            alike: defaultdict[tuple[Any, ...], list[Item]] = defaultdict(list)
            for item in self.records.all(kind):
                if self._happened(item) and (item.attested or not attested_only):
                    alike[tuple(self._names.field(item, field) for field in fields)].append(item)
            self._links[key] = alike
        return self._links[key]

    def _away(self, teacher: str) -> Away:
        leaves = [item.record for item in self.records.by("leave.taken", "teacher", teacher) if self._counts(item)]
        return [(leave.start, leave.end) for leave in leaves]  # type: ignore[attr-defined]

    def _counts(self, item: Item) -> bool:
        attested = item.attested or self.pack.head.conventions.records == "all"
        return attested and self._happened(item)

    def _happened(self, item: Item) -> bool:
        return item.day is None or item.day <= self.as_of

    def _in_some_term(self, day: date) -> bool:
        return any(term.first <= day <= term.last for term in self.calendars.terms)


def _subject(code: str, kind: str) -> Subject:
    """The subject of a code; where no kind is said a preparation group's (`school/name`) or a teacher's."""
    return Subject(kind or (GROUP if "/" in code else TEACHER), code)
