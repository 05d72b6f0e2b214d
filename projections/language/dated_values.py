"""The named values of a pack that change on dates: what each was on a day."""

from datetime import date
from fractions import Fraction

from projections.language.schema import NamedValue
from projections.language.written_numbers import exact_number


def value_on(value: NamedValue, day: date) -> Fraction:
    """What a value was on a day; on a day before its first, and on none, what it was at first."""
    found = value.is_[0]
    for one in value.is_[1:]:
        if (one.from_ or date.min) <= day:
            found = one
    return exact_number(found.value)
