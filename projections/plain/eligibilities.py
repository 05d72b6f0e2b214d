"""Conditions of an eligibility: which of them do not hold for one subject."""

from collections.abc import Callable
from typing import Any

from projections.language.clauses import Eligibility, Requirement

Of = Callable[[str], Any]
"""The value of a formula's text for the subject; it knows the `judging_day`."""


def failing(eligibility: Eligibility, of: Of) -> list[str]:
    """The conditions that do not hold, in the pack's order."""
    return [name for name, condition in eligibility.conditions.items() if not holds(condition, of)]


def holds(condition: Requirement, of: Of) -> bool:
    """Whether a condition holds: its own formula, and as many of its `any` as it needs."""
    if condition.if_ and not of(condition.if_):
        return False
    return not condition.any or sum(holds(one, of) for one in condition.any.values()) >= condition.need
