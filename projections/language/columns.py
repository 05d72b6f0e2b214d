"""A formula evaluated over whole columns at once: the quick twin of `scalars`, with the same answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.day_columns import months_after_each
from projections.language.exact import Exact
from projections.language.pack import Pack
from projections.language.schema import Table
from projections.language.syntax import Call, Formula, Listing, Name, Number, Operation, Text
from projections.language.tables import table_rows
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """A column and its type: Exact for numbers, ordinals for days, codes for words, booleans for yes or no."""

    type: Type
    values: Any


@dataclass(frozen=True)
class LookupTable:
    """A table of the pack over columns: the combination of codes of each row of it, and its value."""

    rows: dict[tuple[int, ...], int]
    values: Exact  # the table's values, the value for "otherwise" last

    def __call__(self, keys: list[Codes]) -> Exact:
        """The value for each row of key columns."""
        length = max((key.size for key in keys), default=1)
        columns = np.stack([np.broadcast_to(key, (length,)) for key in keys], axis=1)
        unique, inverse = np.unique(columns, axis=0, return_inverse=True)
        found = [self.rows.get(tuple(row), len(self.values.num) - 1) for row in unique.tolist()]
        return self.values[np.array(found, np.int64)[inverse.reshape(-1)]]


Lookup = Callable[[str], Column]
CodeOf = Callable[[str], int]


def column_tables(pack: Pack, code_of: CodeOf) -> dict[str, LookupTable]:
    """Each table over columns of codes."""
    return {name: _column(table, code_of) for name, table in pack.tables.items()}


def _column(table: Table, code_of: CodeOf) -> LookupTable:
    rows = list(table_rows(table))
    places = {tuple(map(code_of, words)): place for place, (words, _) in enumerate(rows)}
    return LookupTable(places, Exact.each([value for _, value in rows] + [Fraction(table.otherwise)]))


class Columns:
    """Evaluates formulas over the columns that `lookup` gives; `code_of` gives the code of a word."""

    def __init__(self, lookup: Lookup, code_of: CodeOf, tables: Mapping[str, LookupTable]) -> None:
        self._lookup = lookup
        self._code_of = code_of
        self._tables = tables

    def number(self, formula: Formula) -> Exact:
        """A formula that gives numbers."""
        values = self.evaluate(formula).values
        assert isinstance(values, Exact)
        return values

    def mask(self, formula: Formula) -> Mask:
        """A formula that gives yes or no."""
        return np.asarray(self.evaluate(formula).values, np.bool_)

    def evaluate(self, formula: Formula) -> Column:
        """The column of a formula that fits its scope."""
        if isinstance(formula, Number):
            return Column(Type.NUMBER, Exact.of(formula.value))
        if isinstance(formula, Text):
            return Column(Type.WORD, np.array(self._code_of(formula.value), np.int64))
        if isinstance(formula, Name):
            return self._lookup(formula.name)
        if isinstance(formula, Call):
            return self._call(formula)
        assert isinstance(formula, Operation)
        return self._operation(formula)

    def _call(self, call: Call) -> Column:
        arguments = [self.evaluate(argument).values for argument in call.arguments]
        name = call.function
        if name in self._tables:
            return Column(Type.NUMBER, self._tables[name](arguments))
        if name in ("min", "max"):
            result = arguments[0]
            for other in arguments[1:]:
                result = result.least(other) if name == "min" else result.most(other)
        elif name in ("floor", "ceil"):
            result = getattr(arguments[0], name)()
        elif name == "if":
            result = arguments[1].where(arguments[0], arguments[2])
        else:
            return Column(Type.DAY, _moved(name, arguments[0], arguments[1].whole()))
        return Column(Type.NUMBER, result)

    def _operation(self, formula: Operation) -> Column:
        sign = formula.operator
        left = self.evaluate(formula.operands[0])
        if sign == "not":
            return Column(Type.YES, ~np.asarray(left.values))
        if sign == "minus":
            return Column(Type.NUMBER, -left.values)
        if sign == "in":
            listing = formula.operands[1]
            assert isinstance(listing, Listing)
            found = np.zeros((), np.bool_)
            for item in listing.items:
                found = found | _compare("==", left, self.evaluate(item))
            return Column(Type.YES, found)
        right = self.evaluate(formula.operands[1])
        if sign == "and":
            return Column(Type.YES, left.values & right.values)
        if sign == "or":
            return Column(Type.YES, left.values | right.values)
        if sign == "/":
            return Column(Type.NUMBER, left.values.over(right.values))
        if sign in _ARITHMETIC:
            return Column(Type.NUMBER, _ARITHMETIC[sign](left.values, right.values))
        return Column(Type.YES, _compare(sign, left, right))


_ARITHMETIC: dict[str, Callable[[Exact, Exact], Exact]] = {
    "+": Exact.__add__,
    "-": Exact.__sub__,
    "*": Exact.__mul__,
}


def _moved(name: str, days: Codes, by: Codes) -> Codes:
    if name == "days_after":
        return np.where(np.asarray(days) == 0, 0, days + by)
    return months_after_each(days, by * 12 if name == "years_after" else by)


def _compare(sign: str, left: Column, right: Column) -> Mask:
    order = (
        left.values.compared(right.values)
        if left.type is Type.NUMBER
        else np.sign(np.asarray(left.values, np.int64) - np.asarray(right.values, np.int64))
    )
    compared: dict[str, Callable[[Any], Any]] = {
        "==": lambda o: o == 0,
        "!=": lambda o: o != 0,
        "<": lambda o: o < 0,
        "<=": lambda o: o <= 0,
        ">": lambda o: o > 0,
        ">=": lambda o: o >= 0,
    }
    return np.asarray(compared[sign](order), np.bool_)
