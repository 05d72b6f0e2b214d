"""The named values of a pack on each of many days: the quick twin of `dated_values`."""

from datetime import date

import numpy as np

from projections.language.day_columns import Days, ordinal
from projections.language.exact import Exact
from projections.language.schema import NamedValue
from projections.language.written_numbers import exact_number


def value_on_each(value: NamedValue, days: Days) -> Exact:
    """What a value was on each of many days (0 for none)."""
    numbers = Exact.each([exact_number(one.value) for one in value.is_])
    place = np.zeros(np.shape(days), np.int64)
    for number, one in enumerate(value.is_[1:], 1):
        place = np.where(np.asarray(days) >= ordinal(one.from_ or date.min), number, place)
    return numbers[place]
