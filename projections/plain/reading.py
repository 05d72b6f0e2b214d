"""A pack read for one teacher or preparation group at a time: every name of their scope, and the answers."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from ledger.records.school_year import TermAnnounced
from ledger.spelling import squeeze
from projections.canonical import number
from projections.language.pack import Pack, formula, spoken
from projections.language.scalars import Lookup, evaluate
from projections.language.schema import Allowance, Clause, Eligibility, Points, Quota
from projections.language.scopes import GROUP, TEACHER
from projections.language.tables import scalar_tables
from projections.plain.calendar import Away, Calendar
from projections.plain.clauses import QuotaResult, applies, belongs, failing, points_of_parts, quota_result
from projections.plain.measures import Asking, measured
from projections.plain.records import Item, Records, group_id
from projections.plain.roll import Roll
from projections.plain.rosters import PlainRosters
from projections.plain.scopes import RecordNames
from projections.plain.trace import Trace
from projections.standing import Standing

HELD = "preparation.held"


class PlainReading:
    """A pack over a term, as known at the standing's position and as things were on `as_of`.

    A subject is a teacher's code or a group's id (`S001/文科组`). Whatever was computed once is kept.
    """

    def __init__(self, pack: Pack, standing: Standing, term: TermAnnounced, as_of: date) -> None:
        self.pack = pack
        self.term = term
        self.as_of = as_of
        self.calendar = Calendar(term, standing.declared_days(), pack.head.conventions)
        self.records = Records(standing)
        self._terms = list(standing.terms().values())
        self.roll = Roll(standing, term.end)
        self._rosters = PlainRosters(pack, self.roll, self.value)
        self._tables = scalar_tables(pack)
        self._clauses: dict[str, Clause] = {spoken(name): clause for name, clause in pack.clauses.items()}
        self._term_names = {
            "term.id": term.term,
            "term.first_day": term.start,
            "term.last_day": term.end,
            "as_of": as_of,
            "teaching_weeks": Fraction(len(self.calendar.weeks)),
            "term_months": Fraction(len(self.calendar.months)),
        }
        self._known: dict[tuple[str, str], Any] = {}
        self._traces: dict[tuple[str, str], Trace] = {}

    def teachers(self) -> list[str]:
        """The codes of all teachers on the register in the term, sorted."""
        return list(self.roll.teachers)

    def groups(self) -> list[str]:
        """The ids of the preparation groups that met in the term, by school code and name."""
        return list(self._groups)

    def of_teacher(self, code: str) -> dict[str, Any]:
        """The answers for one teacher in the form of docs/json-forms.md: `quotas`, `points`, `eligibility`."""
        answers: dict[str, Any] = {"quotas": self._quotas(code, TEACHER), "points": {}, "eligibility": {}}
        for name, clause in self.pack.clauses.items():
            if isinstance(clause, Points):
                parts = self._parts(code, clause)
                shown = {part: _number(points) for part, points in parts.items()}
                answers["points"] = {"parts": shown, "total": _number(sum(parts.values(), Fraction(0)))}
            elif isinstance(clause, Eligibility) and belongs(clause.for_, self._lookup(code)):
                fails = self._fails(code, clause)
                answers["eligibility"][name] = {"eligible": not fails, "fails": fails}
        return answers

    def of_group(self, group: str) -> dict[str, Any]:
        """The answers for one preparation group: `quotas`."""
        return {"quotas": self._quotas(group, GROUP)}

    def concerns(self, subject: str, per: str, clause: Clause) -> bool:
        """Whether a clause says something of a teacher or group; found without computing what it says."""
        if isinstance(clause, Quota):
            return clause.per == per and applies(clause, self._lookup(subject), self._of(subject))
        if per != TEACHER or isinstance(clause, Allowance):
            return False
        return isinstance(clause, Points) or belongs(clause.for_, self._lookup(subject))

    def value(self, subject: str, name: str) -> Any:
        """The value of a name of the subject's scope: a number, a day, a word, yes or no."""
        if (subject, name) not in self._known:
            self._known[subject, name] = self._value(subject, name)
        return self._known[subject, name]

    def traced(self, subject: str, measure: str) -> Trace:
        """How a measure of the subject came about."""
        if (subject, measure) not in self._traces:
            self._traces[subject, measure] = self._trace(subject, measure)
        return self._traces[subject, measure]

    def unreached(self, subject: str, measure: str) -> list[tuple[str, ...]]:
        """What is on the roster that a measure of the subject goes over and has not counted, sorted."""
        among = self.pack.measures[measure].among
        if among is None:
            return []
        return sorted(self._rosters.items(among.roster, subject) - self.traced(subject, measure).reached)

    def _value(self, subject: str, name: str) -> Any:
        pack = self.pack
        if name in self._term_names:
            return self._term_names[name]
        if name in pack.measures:
            return self.traced(subject, name).value
        if total := pack.totals.get(name):
            people = self._rosters.people(total.over, subject)
            return sum((self.value(code, total.of) for code in people), Fraction(0))
        if people_of := pack.people.get(name):
            return self._of(subject)(people_of.if_)
        if name == "weeks_present":
            return Fraction(len(self.calendar.present_weeks(self._away(subject))))
        if name == "months_present":
            return Fraction(len(self.calendar.present_months(self._away(subject))))
        if name == "own_quotas.unmet":
            results = self._listed_quotas(subject, TEACHER).values()
            return Fraction(sum(not result.met for result in results))
        owner, _, rest = name.partition(".")
        if owner in pack.rosters:
            return Fraction(len(self._rosters.items(owner, subject)))
        if owner in self._clauses:
            return self._result(subject, self._clauses[owner], rest)
        return self._attribute(subject, name)

    def _attribute(self, subject: str, name: str) -> Any:
        """What the register says of a teacher; of a group its school, its name, and what is said of the school."""
        if "/" not in subject:  # a teacher's code; a group's id is `school/name`
            return self.roll.of_teacher(subject, name)
        school, group = self._groups[subject]
        if name.startswith("school."):
            return self.roll.of_school(school, name.removeprefix("school."))
        return {"school": school, "group": group}[name]

    def _result(self, subject: str, clause: Clause, name: str) -> Any:
        """A clause's result by its name; points that are not for the person are 0, and so is no eligibility."""
        if isinstance(clause, Quota):
            return getattr(quota_result(clause, self._of(subject)), name)
        if isinstance(clause, Eligibility):
            return belongs(clause.for_, self._lookup(subject)) and not self._fails(subject, clause)
        assert isinstance(clause, Points)
        parts = {spoken(part): points for part, points in self._parts(subject, clause).items()}
        return sum(parts.values(), Fraction(0)) if name == "total" else parts.get(name, Fraction(0))

    def _quotas(self, subject: str, per: str) -> dict[str, Any]:
        return {
            name: {"done": _number(result.done), "target": _number(result.target), "met": result.met}
            for name, result in self._listed_quotas(subject, per).items()
        }

    def _listed_quotas(self, subject: str, per: str) -> dict[str, QuotaResult]:
        of = self._of(subject)
        return {
            name: quota_result(quota, of)
            for name, quota in self.pack.quotas(per)
            if applies(quota, self._lookup(subject), of)
        }

    def _parts(self, subject: str, clause: Points) -> dict[str, Fraction]:
        digits = self.pack.head.conventions.digits
        return points_of_parts(clause, digits, self._lookup(subject), self._of(subject))

    def _fails(self, subject: str, clause: Eligibility) -> list[str]:
        judging_day = self._of(subject)(clause.judged_on)
        return failing(clause, self._of(subject, {"judging_day": judging_day}))

    def _trace(self, subject: str, name: str) -> Trace:
        measure, rules = self.pack.measures[name], self.pack.head.conventions
        names = RecordNames(subject, self._term_names, self.roll, rules.grade_bands)
        among = measure.among
        asking = Asking(
            as_of=self.as_of,
            attested_only=rules.records == "attested",
            tables=self._tables,
            names=names.of,
            window=self.calendar.window(measure.within.window, self._away(subject)) if measure.within else None,
            roster=self.pack.rosters[among.roster] if among else None,
            on_roster=self._rosters.items(among.roster, subject) if among else frozenset(),
        )
        return measured(measure, self.records.by(measure.of, measure.by, subject), asking)

    def _away(self, teacher: str) -> Away:
        leaves = [item.record for item in self.records.by("leave.taken", "teacher", teacher) if self._counts(item)]
        return [(leave.start, leave.end) for leave in leaves]  # type: ignore[attr-defined]

    def _counts(self, item: Item) -> bool:
        attested = item.attested or self.pack.head.conventions.records == "all"
        return attested and (item.day is None or item.day <= self.as_of)

    @cached_property
    def _groups(self) -> dict[str, tuple[str, str]]:
        """School and name of each preparation group by its id; a meeting without a group's name is nobody's."""
        found = {}
        for item in self.records.all(HELD):
            held: Any = item.record
            if held.group and self._counts(item) and (self.calendar.holds(held.on) or not self._in_any_term(held.on)):
                found[squeeze(held.school), squeeze(held.group)] = group_id(held)
        return {found[key]: key for key in sorted(found)}

    def _in_any_term(self, day: date) -> bool:
        return any(term.start <= day <= term.end for term in self._terms)

    def _lookup(self, subject: str) -> Lookup:
        return lambda name: self.value(subject, name)

    def _of(self, subject: str, more: dict[str, Any] | None = None) -> Callable[[str], Any]:
        """Evaluates the text of a formula in the subject's scope, with `more` names."""

        def lookup(name: str) -> Any:
            return more[name] if more and name in more else self.value(subject, name)

        return lambda text: evaluate(formula(text), lookup, self._tables)


def _number(value: Fraction) -> int | float:
    return number(value.numerator, value.denominator)
