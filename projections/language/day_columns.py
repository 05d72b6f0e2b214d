"""Arithmetic with whole columns of days, with the same answers as for one day."""

from collections.abc import Callable
from datetime import date
from functools import wraps

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int64]
"""Days as proleptic Gregorian ordinals (`date.toordinal`); 0 where there is none."""

Integers = npt.NDArray[np.int64]

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()
_MONTHS = 12 * date.max.year  # as many as lie in the whole calendar
_MANY = 4096


def ordinal(day: date) -> int:
    """A day as columns have it."""
    return 0 if day == date.min else day.toordinal()


def of_each_day(function: Callable[[Days], Integers], days: Days) -> Integers:
    """What a function of days gives for each: asked once for every day that may occur, where many rows share few."""
    if days.ndim != 1 or len(days) < _MANY:
        return function(days)
    first, last = int(days.min()), int(days.max())
    missing = first == 0
    if missing:
        first = int(np.where(days == 0, last, days).min())
    if last - first + 2 > len(days):
        return function(days)
    found = function(np.append(0, np.arange(first, last + 1)))
    place = days - (first - 1)
    return found[np.where(days == 0, 0, place) if missing else place]


def _each_day_once(function: Callable[[Days], Integers]) -> Callable[[Days], Integers]:
    @wraps(function)
    def of_columns(days: Days) -> Integers:
        return of_each_day(function, np.asarray(days))

    return of_columns


def months_after_each(days: Days, months: Integers) -> Days:
    """`months_after` over columns of the same length, or of one value."""
    if not np.ndim(months):
        return of_each_day(lambda some: _months_after(some, months), np.asarray(days))
    return _months_after(days, months)


def _months_after(days: Days, months: Integers) -> Days:
    days, months = np.asarray(days), np.clip(months, -_MONTHS, _MONTHS)
    dates = _dates(days)
    month = dates.astype("datetime64[M]")
    offset = (dates - month.astype("datetime64[D]")).astype(np.int64)
    first = month + months.astype("timedelta64[M]")
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    moved = first.astype("datetime64[D]").astype(np.int64) + np.minimum(offset, length - 1)
    return _recorded(days, moved + _EPOCH)


def days_after_each(days: Days, by: Integers) -> Days:
    """`days_after` over columns."""
    return _recorded(days, np.asarray(days) + np.clip(by, -_LAST, _LAST))


@_each_day_once
def year_of_each(days: Days) -> Integers:
    """The year of each day; 0 for none."""
    return np.where(np.asarray(days) == 0, 0, _years(days))


@_each_day_once
def month_of_each(days: Days) -> Integers:
    """The month of each day, 1 to 12; 0 for none."""
    return np.where(np.asarray(days) == 0, 0, _months(days) % 12 + 1)


@_each_day_once
def day_of_month_of_each(days: Days) -> Integers:
    """The day of the month of each day, from 1; 0 for none."""
    return np.where(np.asarray(days) == 0, 0, np.asarray(days) - _first_of_months(_months(days)) + 1)


@_each_day_once
def first_of_week_each(days: Days) -> Days:
    """The Monday of each day's week."""
    return _recorded(days, (np.asarray(days) - 1) // 7 * 7 + 1)


@_each_day_once
def first_of_month_each(days: Days) -> Days:
    """The first day of each day's month."""
    return _recorded(days, _first_of_months(_months(days)))


@_each_day_once
def first_of_calendar_year_each(days: Days) -> Days:
    """The first day of each day's year."""
    return _recorded(days, day_of_years(_years(days), 1, 1))


def day_of_years(years: Integers, month: int, day: int) -> Days:
    """The same day of each year; no day before the first year of the calendar."""
    found = _first_of_months((years - 1970) * 12 + month - 1) + day - 1
    return np.where(found <= _FIRST, 0, np.minimum(found, _LAST))


def months_between_each(earlier: Days, later: Days) -> Integers:
    """`months_between` over columns; 0 where a day is missing or `later` is before `earlier`."""
    months = _months(later) - _months(earlier)
    months = months - (months_after_each(earlier, months) > later)
    return np.where(in_order(earlier, later), months, 0)


def in_order(earlier: Days, later: Days) -> npt.NDArray[np.bool_]:
    """Where both days are recorded, and `later` is not before `earlier`."""
    return np.asarray((np.asarray(earlier) != 0) & (np.asarray(later) >= earlier), np.bool_)


def _dates(days: Days) -> npt.NDArray[np.datetime64]:
    dates: npt.NDArray[np.datetime64] = (np.asarray(days) - _EPOCH).astype("datetime64[D]")
    return dates


def _years(days: Days) -> Integers:
    return _dates(days).astype("datetime64[Y]").astype(np.int64) + 1970


def _months(days: Days) -> Integers:
    """Months since January 1970."""
    return _dates(days).astype("datetime64[M]").astype(np.int64)


def _first_of_months(months: Integers) -> Days:
    found: Days = np.asarray(months).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + _EPOCH
    return found


def _recorded(days: Days, moved: Days) -> Days:
    """Days moved, held within the calendar; a day that is not there stays not there.

    The calendar's first day stands for no day, in columns as for one day.
    """
    held = np.where(moved <= _FIRST, 0, np.minimum(moved, _LAST))
    return np.where(np.asarray(days) == 0, 0, held)
