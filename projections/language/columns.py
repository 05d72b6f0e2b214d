"""A formula evaluated over whole columns at once: the quick twin of `scalars`, with the same answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.calendars import Calendars
from projections.language.column_functions import Surroundings, TextOf, column_function
from projections.language.day_columns import ordinal
from projections.language.days import iso_day
from projections.language.exact import COMPARED, Exact
from projections.language.syntax import Call, Formula, Listing, Name, Number, Operation, Text
from projections.language.table_columns import CodeOf as CodeOf
from projections.language.table_columns import ColumnTable
from projections.language.table_columns import LookupTable as LookupTable
from projections.language.table_columns import column_tables as column_tables
from projections.language.types import FUNCTIONS, Type

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Column:
    """A column and its type: Exact for numbers, ordinals for days, codes for words, booleans for yes or no."""

    type: Type
    values: Any


Lookup = Callable[[str], Column]


class Columns:
    """Evaluates formulas over the columns that `lookup` gives; `code_of` gives the code of a word.

    `calendars` are read by the functions of school years and terms, `text_of` (the word of a code) by those of words.
    """

    def __init__(
        self,
        lookup: Lookup,
        code_of: CodeOf,
        tables: Mapping[str, ColumnTable],
        calendars: Calendars | None = None,
        text_of: TextOf | None = None,
    ) -> None:
        self._lookup = lookup
        self._code_of = code_of
        self._tables = tables
        self._around = Surroundings(calendars, text_of)

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
        name = call.function
        if name == "day":
            text = call.arguments[0]
            assert isinstance(text, Text)
            return Column(Type.DAY, np.array(ordinal(iso_day(text.value)), np.int64))
        arguments = [self.evaluate(argument).values for argument in call.arguments]
        if name in FUNCTIONS:
            return Column(FUNCTIONS[name].gives, column_function(name, arguments, self._around))
        return Column(Type.NUMBER, self._tables[name](arguments))

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


def _compare(sign: str, left: Column, right: Column) -> Mask:
    if left.type is Type.NUMBER:
        stands: Mask = left.values.stands(sign, right.values)
        return stands
    # One value is compared as it is: as an array of its own it would widen narrow codes and days.
    sides = (side.values if np.ndim(side.values) else np.asarray(side.values).item() for side in (left, right))
    return np.asarray(COMPARED[sign](*sides), np.bool_)
