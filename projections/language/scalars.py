"""A formula evaluated for one person or one record: plain Python values, slow and obvious."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any

from projections.language.days import months_after
from projections.language.syntax import Call, Formula, Listing, Name, Number, Operation, Text

Lookup = Callable[[str], Any]
"""The value of a name: a Fraction or int, a date, a text, a bool."""

Tables = Mapping[str, Callable[..., Fraction]]


def evaluate(formula: Formula, lookup: Lookup, tables: Tables) -> Any:
    """The value of a formula that fits its scope."""
    if isinstance(formula, Number | Text):
        return formula.value
    if isinstance(formula, Name):
        return lookup(formula.name)
    if isinstance(formula, Call):
        arguments = [evaluate(argument, lookup, tables) for argument in formula.arguments]
        function = _FUNCTIONS.get(formula.function) or tables[formula.function]
        return function(*arguments)
    assert isinstance(formula, Operation)
    return _operation(formula, lookup, tables)


def _operation(formula: Operation, lookup: Lookup, tables: Tables) -> Any:
    sign = formula.operator
    left = evaluate(formula.operands[0], lookup, tables)
    if sign == "not":
        return not left
    if sign == "minus":
        return -left
    if sign == "in":
        listing = formula.operands[1]
        assert isinstance(listing, Listing)
        return any(left == evaluate(item, lookup, tables) for item in listing.items)
    right = evaluate(formula.operands[1], lookup, tables)
    return _OPERATORS[sign](left, right)


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

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "floor": floor,
    "ceil": ceil,
    "if": lambda condition, then, otherwise: then if condition else otherwise,
    "days_after": lambda day, days: _moved(day, lambda: _days_after(day, floor(days))),
    "months_after": lambda day, months: _moved(day, lambda: months_after(day, floor(months))),
    "years_after": lambda day, years: _moved(day, lambda: months_after(day, 12 * floor(years))),
}


def _days_after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:  # beyond the calendar
        return date.max if days > 0 else date.min


def _moved(day: date, move: Callable[[], date]) -> date:
    """A day moved; a day that is not there stays not there."""
    return day if day == NO_DAY else move()


NO_DAY = date.min
"""Stands for a day that is not recorded; earlier than any."""
