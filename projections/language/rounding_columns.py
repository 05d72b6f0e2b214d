"""四舍五入 over whole columns, with the same answers as for one number."""

from fractions import Fraction

import numpy as np

from projections.language.exact import Exact
from projections.language.rounding import MOST_DIGITS, way_and_digits
from projections.language.schema import Rounding


def rounded_each(values: Exact, how: Rounding) -> Exact:
    """The values rounded as a pack's word says; `none` leaves them as they are."""
    if how == "none":
        return values
    way, digits = way_and_digits(how)
    return rounded_by_way(values, way, Exact.of(digits))


def rounded_by_way(values: Exact, way: str, digits: Exact) -> Exact:
    """The values with so many decimals each; `way` is one of `rounding.WAYS`."""
    scale = _powers_of_ten(digits)
    negative = values.num < 0
    size = Exact(abs(values.num), values.den) * scale
    if way == "up":
        units = size.ceil()
    elif way == "down":
        units = size.floor()
    else:
        units = (size + Exact.of(Fraction(1, 2))).floor()
        if way == "half_even":
            rest = size.floor() + Exact.of(Fraction(1, 2))
            down = (size.compared(rest) == 0) & (units.num % 2 == 1)
            units = units - Exact(np.asarray(down, np.int64))
    signed = (-units).where(negative, units)
    if scale.den.ndim == 0 and scale.num.ndim == 0 and scale.den == 1:
        return Exact(signed.num, scale.num)  # one denominator for all rows keeps sums quick
    return signed.over(scale)


def _powers_of_ten(digits: Exact) -> Exact:
    """Ten to the power of each number, as a whole number within `MOST_DIGITS`."""
    kept = digits.whole_within(MOST_DIGITS)
    powers, places = np.unique(kept, return_inverse=True)
    return Exact.each([Fraction(10) ** power for power in powers.tolist()])[places.reshape(kept.shape)]
