"""What the clauses of a pack give for one subject, clause by clause; and for populations that are ranked."""

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

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
from projections.language.days import NO_DAY
from projections.language.pack import spoken
from projections.language.scopes import TEACHER
from projections.plain.eligibilities import failing
from projections.plain.points import NOTHING, PointsResult, points_result
from projections.plain.quotas import QuotaResult, quota_result
from projections.plain.rankings import NOWHERE, Place, chosen, places
from projections.plain.subjects import Subject
from projections.plain.targets import TargetResult

if TYPE_CHECKING:
    from projections.plain.reading import PlainReading

C = TypeVar("C", bound=Clause)
R = TypeVar("R")

_UNMET = "own_quotas.unmet"


class Results:
    """The results of clauses for subjects, each worked out once."""

    def __init__(self, reading: "PlainReading") -> None:
        self._reading = reading
        self._clauses: dict[str, tuple[str, Clause]] = {
            spoken(name): (name, clause)
            for name, clause in reading.pack.clauses.items()
            if not isinstance(clause, Allowance)
        }
        self._vetoes = {name: one for name, one in reading.pack.clauses.items() if isinstance(one, Veto)}
        self._known: dict[tuple[Subject, str], Any] = {}
        self._places: dict[str, dict[str, Place]] = {}

    def forget(self) -> None:
        """Let go of what was worked out."""
        self._known.clear()

    # -- whom a clause is about --------------------------------------------------------------------------------

    def applies(self, subject: Subject, clause: Clause) -> bool:
        """Whether a clause is for the subject: it belongs to those it is for, `when` holds, it is in force."""
        reading = self._reading
        if subject.kind == TEACHER and not reading.belongs(subject, clause.for_):
            return False
        if clause.when and not reading.evaluated(subject, clause.when):
            return False
        if clause.in_force is None:
            return True
        day = reading.evaluated(subject, clause.dated_by or reading.pack.head.conventions.law_on)
        last = clause.in_force.to
        return bool(clause.in_force.from_ <= day and (last is None or day <= last))

    def is_shown(self, clause: Clause) -> bool:
        """Whether answers are given for a clause: it is in force, or historical ones are asked for."""
        return not isinstance(clause, Allowance) and (self._reading.historical or clause.status == "in_force")

    def says_something(self, subject: Subject, name: str) -> bool:
        """Whether the answers for a subject have something of a clause."""
        clause = self._reading.pack.clauses[name]
        if not self.is_shown(clause) or not self.applies(subject, clause):
            return False
        return not isinstance(clause, Ranking) or not self.barring(subject, name)

    def barring(self, subject: Subject, clause: str) -> list[str]:
        """The vetoes that bar the subject from a clause, in the pack's order."""
        return [name for name, veto in self._vetoes.items() if clause in veto.bars and self.vetoed(subject, veto)]

    # -- names of formulas -------------------------------------------------------------------------------------

    def gives(self, name: str) -> bool:
        """Whether a name is that of a clause's result."""
        return name == _UNMET or name.partition(".")[0] in self._clauses

    def is_of_many(self, name: str) -> bool:
        """Whether a clause's result takes many subjects together: a ranking, a target."""
        found = self._clauses.get(name.partition(".")[0])
        return found is not None and isinstance(found[1], Ranking | Target)

    def of(self, subject: Subject, name: str) -> Any:
        """A clause's result by its name in formulas."""
        if name == _UNMET:
            return Fraction(sum(not result.met for result in self._own_quotas(subject)))
        owner, _, part = name.partition(".")
        clause_name, clause = self._clauses[owner]
        if isinstance(clause, Quota):
            return getattr(self.quota(subject, clause_name), part)
        if isinstance(clause, Points):
            return _of_points(self.points(subject, clause_name), part)
        if isinstance(clause, Eligibility):
            return self.applies(subject, clause) and not self.fails(subject, clause_name)
        if isinstance(clause, Veto):
            return self.vetoed(subject, clause)
        if isinstance(clause, Ranking):
            if part == "chosen":
                return self.chosen(subject, clause_name)
            found = getattr(self.place(subject, clause_name), part)
            return found if isinstance(found, bool) else Fraction(found)
        if isinstance(clause, Target):
            return self.target(subject, clause_name).value(part)
        if isinstance(clause, DayClause):
            return self._day(subject, clause, part)
        assert isinstance(clause, Figure)
        return Fraction(self._reading.evaluated(subject, clause.value))

    # -- each kind of clause -----------------------------------------------------------------------------------

    def quota(self, subject: Subject, name: str) -> QuotaResult:
        """A quota's result, whoever it is for."""
        clause = self._clause(name, Quota)
        return self._once(subject, name, lambda: quota_result(clause, self._of(subject), self._reading.as_of))

    def points(self, subject: Subject, name: str) -> PointsResult:
        """The points of a subject; nothing for those that they do not apply to."""
        return self._once(subject, name, lambda: self._points(subject, name))

    def fails(self, subject: Subject, name: str) -> list[str]:
        """The conditions of an eligibility that do not hold, and the vetoes that bar it."""
        return self._once(subject, name, lambda: self._fails(subject, name))

    def vetoed(self, subject: Subject, veto: Veto) -> bool:
        """Whether a veto strikes the subject."""
        return self.applies(subject, veto) and bool(self._reading.evaluated(subject, veto.if_))

    def place(self, subject: Subject, name: str) -> Place:
        """The place in a ranking; nowhere for those outside the population."""
        if name not in self._places:
            clause = self._clause(name, Ranking)
            codes = self._reading.subjects.codes(clause.per)
            members = [code for code in codes if self._is_ranked(Subject(clause.per, code), name)]
            self._places[name] = places(
                clause, members, lambda code, text: self._reading.evaluated(Subject(clause.per, code), text)
            )
        return self._places[name].get(subject.code, NOWHERE)

    def chosen(self, subject: Subject, name: str) -> bool:
        """Whether the place in a ranking is within the places that there are."""
        return chosen(self._clause(name, Ranking), self.place(subject, name), self._of(subject))

    def target(self, subject: Subject, name: str) -> TargetResult:
        """How many of those on a roster reached something."""
        return self._once(subject, name, lambda: self._target(subject, name))

    def _points(self, subject: Subject, name: str) -> PointsResult:
        clause, pack = self._clause(name, Points), self._reading.pack
        if not self.applies(subject, clause):
            return NOTHING
        rules = pack.head.conventions
        barring = self.barring(subject, name) if rules.vetoed == "fails_and_zero" else []
        return points_result(
            clause,
            rules.rounding,
            self._of(subject),
            lambda people: self._reading.belongs(subject, people),
            self._vetoes[barring[0]].says.zh if barring else "",
        )

    def _fails(self, subject: Subject, name: str) -> list[str]:
        clause = self._clause(name, Eligibility)
        judging_day = {"judging_day": self._reading.evaluated(subject, clause.judged_on)}
        fails = failing(clause, lambda text: self._reading.evaluated(subject, text, judging_day))
        return fails + self.barring(subject, name)

    def _is_ranked(self, subject: Subject, name: str) -> bool:
        return self.applies(subject, self._clause(name, Ranking)) and not self.barring(subject, name)

    def _target(self, subject: Subject, name: str) -> TargetResult:
        clause, reading = self._clause(name, Target), self._reading
        members = reading.rosters.members(clause.over, subject)
        missing = [member.code for member in members if not reading.evaluated(member, clause.reach)]
        target = Fraction(reading.evaluated(subject, clause.target))
        return TargetResult(len(members), len(members) - len(missing), target, sorted(missing))

    def _day(self, subject: Subject, clause: DayClause, part: str) -> Any:
        day = self._reading.evaluated(subject, clause.day)
        if part == "day":
            return day
        return day != NO_DAY and day <= self._reading.evaluated(subject, clause.judged_on)

    def _own_quotas(self, subject: Subject) -> list[QuotaResult]:
        """The quotas that are in force for the subject."""
        return [
            self.quota(subject, name)
            for name, quota in self._reading.pack.quotas(subject.kind)
            if quota.status == "in_force" and self.applies(subject, quota)
        ]

    def _of(self, subject: Subject) -> Callable[[str], Any]:
        return lambda text: self._reading.evaluated(subject, text)

    def _clause(self, name: str, kind: type[C]) -> C:
        clause = self._reading.pack.clauses[name]
        assert isinstance(clause, kind)
        return clause

    def _once(self, subject: Subject, name: str, make: Callable[[], R]) -> R:
        if (subject, name) not in self._known:
            self._known[subject, name] = make()
        found: R = self._known[subject, name]
        return found


def _of_points(result: PointsResult, part: str) -> Any:
    """The total, a part (0 where it is not for the subject), or whether a gate is closed."""
    if part in ("total", "gated"):
        return result.total if part == "total" else bool(result.gated)
    return next((points for name, points in result.parts.items() if spoken(name) == part), Fraction(0))
