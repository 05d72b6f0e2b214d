"""Conditions of an eligibility: which of them do not hold for one subject."""

from collections.abc import Callable
from typing import Any

from projections.language.clauses import Eligibility
from projections.language.judging import holds

Of = Callable[[str], Any]
"""The value of a formula's text for the subject; it knows the `judging_day`."""


def failing(eligibility: Eligibility, of: Of) -> list[str]:
    """The conditions that do not hold, in the pack's order."""
    return [name for name, condition in eligibility.conditions.items() if not holds(condition, of)]
