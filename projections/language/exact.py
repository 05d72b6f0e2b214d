"""Exact numbers over whole columns: a numerator and a denominator per row, thirds stay thirds.

Numerators and denominators are 64-bit integers while every intermediate is sure to fit, and Python's unbounded
integers (dtype object) from there on; the answers are the same.
"""

import operator
from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[Any]
"""Integers: int64, or Python integers (object) where those would not fit."""

COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""What each sign of comparison asks of two columns."""

_LIMIT = 2**62
_ROUGH = 2**20
"""A denominator of all rows up to this is left as it is: its products still fit."""
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
        if b.ndim or d.ndim:
            return _reduced(a * d + c * b, b * d)
        if b == d:
            return _reduced(a + c, b)
        common = lcm(int(b), int(d))
        return _reduced(a * (common // int(b)) + c * (common // int(d)), _integer(common))

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
        left, right = self._over_the_same(other)
        return np.asarray(left > right, np.int64) - np.asarray(left < right, np.int64)

    def stands(self, sign: str, other: "Exact") -> npt.NDArray[np.bool_]:
        """Whether each row stands to `other` as a sign of comparison says."""
        left, right = self._over_the_same(other)
        return np.asarray(COMPARED[sign](left, right), np.bool_)

    def _over_the_same(self, other: "Exact") -> tuple[Integers, Integers]:
        """The numerators of both, over one denominator row by row."""
        if not self.den.ndim and not other.den.ndim and self.den == other.den:
            return self.num, other.num
        a, b, c, d = _fitting(self, other)
        return a * d, c * b

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
    """Lowest terms, of rows with denominators of their own; one denominator of all rows stays one, and small."""
    num, den = _alike(num, den)
    if den.ndim == 0:
        if -_ROUGH < den < _ROUGH:
            return Exact(num, den)
        shared = _array(np.gcd.reduce(num.reshape(-1), initial=den))
    else:
        shared = _array(np.gcd(num, den))
    return Exact(num // shared, den // shared)


def sum_by(values: Exact, groups: npt.NDArray[np.int64], length: int) -> Exact:
    """The sum of the values of each group; `groups` names the group of each row, 0 to `length` - 1."""
    if not values.num.ndim and not values.den.ndim:
        return Exact(np.bincount(groups, minlength=length).astype(np.int64)) * values
    num, den = over_one(values, len(groups))
    total = np.zeros(length, num.dtype)
    if num.dtype != np.object_ and _largest(num) * max(len(groups), 1) >= _LIMIT:
        num, total = num.astype(np.object_), total.astype(np.object_)
    np.add.at(total, groups, num)
    return _reduced(total, den)


def over_one(values: Exact, length: int) -> tuple[Integers, Integers]:
    """Numerators over one denominator, one a row."""
    num = np.broadcast_to(values.num, (length,))
    if values.den.ndim == 0:
        return num, values.den
    common = lcm(*_distinct(values.den)) if length else 1
    if _largest(num) * common >= _LIMIT or num.dtype == np.object_:
        num = num.astype(np.object_)
        return num * (common // values.den.astype(np.object_)), np.array(common, np.object_)
    return num * (common // values.den), np.array(common, np.int64)


def _distinct(numbers: Integers) -> list[int]:
    found = np.sort(numbers, axis=None)
    different: list[int] = found[np.flatnonzero(np.append(True, found[1:] != found[:-1]))].tolist()
    return different
