"""How a single case is judged: done against a target, a number within its limits, a condition with its alternatives.

Read by the plain reading and by worked examples alike; the kernel has its own, over columns, and is held to this.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from projections.language.clauses import Requirement, Sense

Of = Callable[[str], Any]
"""The value of a formula's text for the subject."""


def stands(done: Fraction, sense: Sense, target: Fraction) -> bool:
    """Whether what was done stands to the target as it must."""
    if sense == "at_least":
        return done >= target
    if sense == "at_most":
        return done <= target
    if sense == "more_than":
        return done > target
    return done < target if sense == "less_than" else done == target


def clipped(value: Fraction, at_least: str, at_most: str, of: Of) -> Fraction:
    """The value, not below the one and not above the other, where they are said."""
    if at_least:
        value = max(value, Fraction(of(at_least)))
    return min(value, Fraction(of(at_most))) if at_most else value


def holds(condition: Requirement, of: Of) -> bool:
    """Whether a condition holds: its own formula, and as many of its `any` as it needs."""
    if condition.if_ and not of(condition.if_):
        return False
    return not condition.any or sum(holds(one, of) for one in condition.any.values()) >= condition.need
