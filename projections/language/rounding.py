"""四舍五入: the declared rounding of one exact number."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from projections.language.schema import Rounding

MOST_DIGITS = 30
"""Decimals (or, as many less than none, zeros) that a number is rounded to at most."""


def rounded(value: Fraction, how: Rounding) -> Fraction:
    """The value rounded as a pack's word says; `none` leaves it as it is."""
    if how == "none":
        return value
    way, digits = way_and_digits(how)
    return WAYS[way](value, digits)


def way_and_digits(how: Rounding) -> tuple[str, int]:
    """The two parts of a pack's word for rounding: `half_up`, 2."""
    way, _, digits = how.rpartition("_")
    return way, int(digits)


def kept_digits(digits: Fraction | int) -> int:
    """How many decimals a formula asks for, as a whole number within `MOST_DIGITS`."""
    return max(-MOST_DIGITS, min(MOST_DIGITS, floor(digits)))


def half_up(value: Fraction, digits: int) -> Fraction:
    """The value with so many decimals; a half goes away from zero."""
    return _signed(value, digits, lambda size: floor(size + Fraction(1, 2)))


def half_even(value: Fraction, digits: int) -> Fraction:
    """The value with so many decimals; a half goes to the even digit."""
    return _signed(value, digits, round)


def up(value: Fraction, digits: int) -> Fraction:
    """The value with so many decimals, away from zero."""
    return _signed(value, digits, ceil)


def down(value: Fraction, digits: int) -> Fraction:
    """The value with so many decimals, towards zero."""
    return _signed(value, digits, floor)


def _signed(value: Fraction, digits: int, whole: Callable[[Fraction], int]) -> Fraction:
    """The size of the value as so many units of its last digit, made whole, with its sign."""
    scale = Fraction(10) ** digits
    size = whole(abs(value) * scale) / scale
    return size if value >= 0 else -size


WAYS: dict[str, Callable[[Fraction, int], Fraction]] = {
    "half_up": half_up,
    "half_even": half_even,
    "up": up,
    "down": down,
}
"""What becomes of the digits after the last one kept."""
