"""A formula evaluated for one person or one record: plain Python values, one after another."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any, TypeVar

from projections.language.calendars import Calendars
from projections.language.days import NO_DAY as NO_DAY
from projections.language.scalar_functions import function
from projections.language.syntax import Call, Formula, Listing, Name, Number, Operation, Text

T = TypeVar("T")

Lookup = Callable[[str], Any]
"""The value of a name: a Fraction or int, a date, a text, a bool."""

Tables = Mapping[str, Callable[..., Fraction]]
"""The tables and scales of a pack, as functions."""


Compiled = Callable[[T], Any]
"""A formula made a function of that which its names are read from."""


def evaluate(formula: Formula, lookup: Lookup, tables: Tables, calendars: Calendars | None = None) -> Any:
    """The value of a formula that fits its scope; `calendars` are read by the functions of school years and terms."""
    return compiled(formula, looked_up, tables, calendars)(lookup)


def looked_up(name: str) -> Compiled[Lookup]:
    """What reads a name from a lookup."""
    return lambda lookup: lookup(name)


def compiled(
    formula: Formula, reader: Callable[[str], Compiled[T]], tables: Tables, calendars: Calendars | None = None
) -> Compiled[T]:
    """A formula as a function, for those who ask for its value many times; `reader` gives what reads a name."""
    if isinstance(formula, Number | Text):
        value = formula.value
        return lambda _: value
    if isinstance(formula, Name):
        return reader(formula.name)
    if isinstance(formula, Call):
        arguments = [compiled(argument, reader, tables, calendars) for argument in formula.arguments]
        call = function(formula.function, calendars) or tables[formula.function]
        return lambda of: call(*[argument(of) for argument in arguments])
    assert isinstance(formula, Operation)
    left, *others = formula.operands
    first = compiled(left, reader, tables, calendars)
    if not others:
        return (lambda of: not first(of)) if formula.operator == "not" else (lambda of: -first(of))
    [right] = others
    if isinstance(right, Listing):
        items = [compiled(item, reader, tables, calendars) for item in right.items]
        return lambda of: _is_among(first(of), items, of)
    second, operation = compiled(right, reader, tables, calendars), _OPERATORS[formula.operator]
    return lambda of: operation(first(of), second(of))


def _is_among(value: Any, items: list[Compiled[T]], of: T) -> bool:
    return any(value == item(of) for item in items)


def _quotient(left: Fraction, right: Fraction) -> Fraction:
    # The pack's convention `division_by_zero: zero`.
    return Fraction(left) / right if right else Fraction(0)


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "or": lambda a, b: a or b,
    "and": lambda a, b: a and b,
    "+": add,
    "-": sub,
    "*": mul,
    "/": _quotient,
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
