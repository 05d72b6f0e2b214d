"""Exact numbers over whole columns: a numerator and a denominator per row, thirds stay thirds.

Numerators and denominators are 64-bit integers while every intermediate is sure to fit, and Python's unbounded
integers (dtype object) from there on; the answers are the same.
"""

from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[Any]
"""Integers: int64, or Python integers (object) where those would not fit."""

_LIMIT = 2**62
_ONE = np.ones((), np.int64)


class Exact:
    """A column of fractions; a column of one value stands for as many as are needed."""

    __slots__ = ("den", "num")

    def __init__(self, num: Integers, den: Integers | None = None) -> None:
        self.num, self.den = _alike(num, _ONE if den is None else den)

    @classmethod
    def of(cls, value: Fraction | int) -> "Exact":
        """One value."""
        whole = Fraction(value)
        return cls(_integer(whole.numerator), _integer(whole.denominator))

    @classmethod
    def each(cls, values: list[Fraction]) -> "Exact":
        """One value a row."""
        common = lcm(*{value.denominator for value in values}) if values else 1
        scaled = [value.numerator * (common // value.denominator) for value in values]
        fits = all(abs(value) < _LIMIT for value in (*scaled, common))
        kind = np.int64 if fits else np.object_
        return cls(np.array(scaled, kind), np.array(common, kind))

    def fractions(self, length: int) -> list[Fraction]:
        """The values, one a row."""
        num = np.broadcast_to(self.num, (length,)).tolist()
        den = np.broadcast_to(self.den, (length,)).tolist()
        return [Fraction(n, d) for n, d in zip(num, den, strict=True)]

    def __getitem__(self, rows: Any) -> "Exact":
        return Exact(self.num[rows] if self.num.ndim else self.num, self.den[rows] if self.den.ndim else self.den)

    def __add__(self, other: "Exact") -> "Exact":
        a, b, c, d = _fitting(self, other)
        return _reduced(a * d + c * b, b * d)

    def __sub__(self, other: "Exact") -> "Exact":
        return self + -other

    def __neg__(self) -> "Exact":
        return Exact(-self.num, self.den)

    def __mul__(self, other: "Exact") -> "Exact":
        a, b, c, d = _fitting(self, other)
        return _reduced(a * c, b * d)

    def over(self, other: "Exact") -> "Exact":
        """The quotient; 0 where the divisor is 0, as the pack's conventions say."""
        nothing = other.num == 0
        sign = np.where(other.num < 0, -1, 1)
        num, den = _array(other.den * sign), _array(other.num * sign)
        turned = Exact(np.where(nothing, 0, num), np.where(nothing, 1, den))
        return self * turned

    def compared(self, other: "Exact") -> npt.NDArray[np.int64]:
        """-1, 0 or 1 a row: below, equal to or above `other`."""
        a, b, c, d = _fitting(self, other)
        left, right = a * d, c * b
        return np.asarray(left > right, np.int64) - np.asarray(left < right, np.int64)

    def least(self, other: "Exact") -> "Exact":
        """The smaller of the two, row by row."""
        return self.where(self.compared(other) <= 0, other)

    def most(self, other: "Exact") -> "Exact":
        """The larger of the two, row by row."""
        return self.where(self.compared(other) >= 0, other)

    def where(self, mask: npt.NDArray[np.bool_], other: "Exact") -> "Exact":
        """This value where the mask is set, the other's where it is not."""
        alike = self.den.ndim == 0 and other.den.ndim == 0 and self.den == other.den
        den = self.den if alike else np.where(mask, self.den, other.den)
        return Exact(np.where(mask, self.num, other.num), den)

    def floor(self) -> "Exact":
        """The whole number at or below."""
        return Exact(self.num // self.den)

    def ceil(self) -> "Exact":
        """The whole number at or above."""
        return Exact(-(-self.num // self.den))

    def whole(self) -> npt.NDArray[np.int64]:
        """The values as integers; only for columns known to be whole, and to fit 64 bits."""
        return np.asarray(self.num // self.den, dtype=np.int64)

    def whole_within(self, most: int) -> npt.NDArray[np.int64]:
        """The whole numbers at or below, none further from 0 than `most`."""
        return self.floor().most(Exact.of(-most)).least(Exact.of(most)).whole()


def _array(values: Any) -> Integers:
    """Integers as an array. Of arrays of one Python integer numpy makes that integer, and of it perhaps a uint64."""
    return values if isinstance(values, np.ndarray) else _integer(int(values))


def _alike(left: Any, right: Any) -> tuple[Integers, Integers]:
    """Both as arrays, of unbounded integers if one of them is."""
    left, right = _array(left), _array(right)
    if left.dtype != right.dtype and np.object_ in (left.dtype, right.dtype):
        return left.astype(np.object_), right.astype(np.object_)
    return left, right


def _integer(value: int) -> Integers:
    return np.array(value, np.int64 if abs(value) < _LIMIT else np.object_)


def _largest(values: Integers) -> int:
    return int(max(abs(values.max()), abs(values.min()))) if values.size else 0


def _fitting(left: Exact, right: Exact) -> tuple[Integers, Integers, Integers, Integers]:
    """Both columns' parts, as unbounded integers unless every product and sum of them fits 64 bits."""
    parts = (left.num, left.den, right.num, right.den)
    if all(part.dtype != np.object_ for part in parts):
        a, b, c, d = map(_largest, parts)
        if max(a * d + c * b, b * d, a * c) < _LIMIT:
            return parts
    a_, b_, c_, d_ = (part.astype(np.object_) for part in parts)
    return a_, b_, c_, d_


def _reduced(num: Any, den: Any) -> Exact:
    """Lowest terms; where all numbers are whole already there is nothing to do."""
    num, den = _alike(num, den)
    if den.ndim == 0 and den == 1:
        return Exact(num, den)
    shared = _array(np.gcd(num, den))
    return Exact(num // shared, den // shared)


def sum_by(values: Exact, groups: npt.NDArray[np.int64], length: int) -> Exact:
    """The sum of the values of each group; `groups` names the group of each row, 0 to `length` - 1."""
    num, den = over_one(values, len(groups))
    total = np.zeros(length, num.dtype)
    if num.dtype != np.object_ and _largest(num) * max(len(groups), 1) >= _LIMIT:
        num, total = num.astype(np.object_), total.astype(np.object_)
    np.add.at(total, groups, num)
    return _reduced(total, den)


def largest_of_each(values: Exact, groups: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The rows that are worth most in their group, one a group, the first of equal ones; in the order of rows."""
    num, _ = over_one(values, len(groups))
    ranks = np.unique(num, return_inverse=True)[1].reshape(-1)
    rows = np.arange(len(groups))
    order = np.lexsort((-rows, ranks, groups))
    last = np.flatnonzero(np.diff(groups[order], append=-1))
    return np.sort(order[last])


def over_one(values: Exact, length: int) -> tuple[Integers, Integers]:
    """Numerators over one denominator, one a row."""
    num = np.broadcast_to(values.num, (length,))
    if values.den.ndim == 0:
        return num, values.den
    common = lcm(*map(int, np.unique(values.den))) if length else 1
    if _largest(num) * common >= _LIMIT or num.dtype == np.object_:
        num = num.astype(np.object_)
        return num * (common // values.den.astype(np.object_)), np.array(common, np.object_)
    return num * (common // values.den), np.array(common, np.int64)
