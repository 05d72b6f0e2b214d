"""Arithmetic with whole columns of days, with the same answers as for one day."""

from datetime import date

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
"""Days as proleptic Gregorian ordinals (`date.toordinal`); 0 where there is none."""

_EPOCH = date(1970, 1, 1).toordinal()


def months_after_each(days: Days, months: npt.NDArray[np.int64]) -> Days:
    """`months_after` over columns of the same length, or of one value."""
    dates = (np.asarray(days) - _EPOCH).astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    offset = (dates - month.astype("datetime64[D]")).astype(np.int64)
    first = month + months.astype("timedelta64[M]")
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    moved = first.astype("datetime64[D]").astype(np.int64) + np.minimum(offset, length - 1)
    return np.where(np.asarray(days) == 0, 0, moved + _EPOCH)
