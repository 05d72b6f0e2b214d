"""四舍五入: the declared rounding of one exact number."""

from fractions import Fraction
from math import floor


def half_up(value: Fraction, digits: int) -> Fraction:
    """The value with so many decimals; a half goes away from zero."""
    scale = 10**digits
    size = Fraction(floor(abs(value) * scale + Fraction(1, 2)), scale)
    return size if value >= 0 else -size
