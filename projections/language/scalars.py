"""A formula evaluated for one person or one record: plain Python values, slow and obvious."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from projections.language.calendars import Calendars
from projections.language.days import NO_DAY as NO_DAY
from projections.language.scalar_functions import function
from projections.language.syntax import Call, Formula, Listing, Name, Number, Operation, Text

Lookup = Callable[[str], Any]
"""The value of a name: a Fraction or int, a date, a text, a bool."""

Tables = Mapping[str, Callable[..., Fraction]]
"""The tables and scales of a pack, as functions."""


def evaluate(formula: Formula, lookup: Lookup, tables: Tables, calendars: Calendars | None = None) -> Any:
    """The value of a formula that fits its scope; `calendars` are read by the functions of school years and terms."""
    if isinstance(formula, Number | Text):
        return formula.value
    if isinstance(formula, Name):
        return lookup(formula.name)
    if isinstance(formula, Call):
        arguments = [evaluate(argument, lookup, tables, calendars) for argument in formula.arguments]
        call = function(formula.function, calendars) or tables[formula.function]
        return call(*arguments)
    assert isinstance(formula, Operation)
    return _operation(formula, lambda part: evaluate(part, lookup, tables, calendars))


def _operation(formula: Operation, value: Callable[[Formula], Any]) -> Any:
    sign = formula.operator
    left = value(formula.operands[0])
    if sign == "not":
        return not left
    if sign == "minus":
        return -left
    if sign == "in":
        listing = formula.operands[1]
        assert isinstance(listing, Listing)
        return any(left == value(item) for item in listing.items)
    return _OPERATORS[sign](left, value(formula.operands[1]))


def _quotient(left: Fraction, right: Fraction) -> Fraction:
    # The pack's convention `division_by_zero: zero`.
    return Fraction(left) / right if right else Fraction(0)


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "or": lambda a, b: a or b,
    "and": lambda a, b: a and b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _quotient,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
