"""Quotas as they are shown: a bar, what is still missing, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from api.pages.asked import Asked
from api.pages.why import Names, Why, why
from projections.canonical import number
from projections.explain import Explanation
from projections.language.clauses import Quota
from projections.school_duties import unit_of


@dataclass(frozen=True)
class ShownQuota:
    """What was done against a target, in the unit of what is counted, and why."""

    done: int | float
    target: int | float
    met: bool
    unit: str
    why: Why

    @property
    def short(self) -> int | float:
        """What is missing; 0 where nothing is."""
        missing = Fraction(str(self.target)) - Fraction(str(self.done))
        return number(missing.numerator, missing.denominator) if missing > 0 else 0

    @property
    def bar_length(self) -> int | float:
        """How long the whole bar is: a target of nothing is reached from the start."""
        return self.target or 1

    @property
    def bar_filled(self) -> int | float:
        """How much of the bar is filled."""
        return min(self.done, self.target) if self.target else 1


def shown_quotas(asked: Asked, explanations: Iterable[Explanation], names: Names) -> list[ShownQuota]:
    """The quotas among the clauses explained, in the pack's order."""
    return [
        ShownQuota(told.value, told.target, bool(told.met), unit_of(asked.pack, clause), why(asked, told, names))
        for told in explanations
        if isinstance(clause := asked.pack.clauses[told.clause], Quota)
    ]
