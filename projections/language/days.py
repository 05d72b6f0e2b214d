"""Arithmetic with days."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where there is none such.

    Beyond the calendar: its first or last day.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    return date(year, month, min(day.day, monthrange(year, month)[1]))
