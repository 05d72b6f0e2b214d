"""The clauses for one person or group: quotas, points, eligibility, each from formulas over the person's names."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from projections.language.pack import EVERYONE
from projections.language.rounding import half_up
from projections.language.scalars import Lookup
from projections.language.schema import Eligibility, Points, Quota

Of = Callable[[str], Any]
"""The value of a formula's text for the person or group."""


@dataclass(frozen=True)
class QuotaResult:
    """What was done against a target."""

    done: Fraction
    target: Fraction

    @property
    def met(self) -> bool:
        """Whether what was done reaches the target."""
        return self.done >= self.target

    @property
    def short(self) -> Fraction:
        """What is missing; 0 where nothing is."""
        return max(Fraction(0), self.target - self.done)


def belongs(people: str, value: Lookup) -> bool:
    """Whether the person is of a set of people."""
    return people == EVERYONE or bool(value(people))


def applies(quota: Quota, value: Lookup, of: Of) -> bool:
    """Whether a quota is listed for the person or group."""
    return belongs(quota.for_, value) and (not quota.when or bool(of(quota.when)))


def quota_result(quota: Quota, of: Of) -> QuotaResult:
    """Done and target, whoever the quota is for."""
    return QuotaResult(Fraction(of(quota.done)), Fraction(of(quota.target)))


def points_of_parts(points: Points, digits: int, value: Lookup, of: Of) -> dict[str, Fraction]:
    """The parts that are for the person, each rounded by itself."""
    return {
        name: half_up(Fraction(of(part.value)), digits)
        for name, part in points.parts.items()
        if belongs(part.for_, value)
    }


def failing(eligibility: Eligibility, of: Of) -> list[str]:
    """The conditions that do not hold, in the pack's order; `of` knows the `judging_day`."""
    return [name for name, condition in eligibility.conditions.items() if not of(condition.if_)]
