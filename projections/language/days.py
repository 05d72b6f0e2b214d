"""Arithmetic with days."""

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

NO_DAY = date.min
"""Stands for a day that is not recorded; earlier than any."""

_ISO = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where there is none such.

    Beyond the calendar: its first or last day.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def days_after(day: date, days: int) -> date:
    """So many days later; beyond the calendar its first or last day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months_between(earlier: date, later: date) -> int:
    """The largest number of whole months after which `later` is reached, if it is not before `earlier`."""
    months = 12 * (later.year - earlier.year) + later.month - earlier.month
    return months if months_after(earlier, months) <= later else months - 1


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def iso_day(text: str) -> date:
    """The day written as `2022-09-01`. Raises ValueError."""
    if not _ISO.fullmatch(text):
        raise ValueError(f"{text!r} is not a day")
    return date.fromisoformat(text)


def month_and_day(text: str) -> tuple[int, int]:
    """A day of every year, written as `08-01`. Raises ValueError; 29 February is not in every year."""
    day = iso_day(f"2001-{text}")
    return day.month, day.day
