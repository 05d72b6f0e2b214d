"""The feasts that follow the moon, for the days off of any year."""

from __future__ import annotations

from datetime import date, timedelta
from math import floor, radians, sin

_MONTH = 29.530588861


def spring_festival(year: int) -> date:
    """春节: first day of the month in which 雨水 falls."""
    return _new_moon_by(date(year, 2, 19))


def dragon_boat(year: int) -> date:
    """端午节: fifth day of the month in which the summer solstice falls."""
    return _new_moon_by(date(year, 6, 21)) + timedelta(4)


def mid_autumn(year: int) -> date:
    """中秋节: fifteenth day of the month in which the autumn equinox falls."""
    return _new_moon_by(date(year, 9, 23)) + timedelta(14)


def qingming(year: int) -> date:
    """清明节, by the rule of thumb that holds for this century."""
    short = year % 100
    return date(year, 4, floor(short * 0.2422 + 4.81) - short // 4)


def _new_moon_by(day: date) -> date:
    """The last new moon on or before a day."""
    lunation = round((day.toordinal() - date(2000, 1, 6).toordinal()) / _MONTH) + 1
    while _new_moon(lunation) > day:
        lunation -= 1
    return _new_moon(lunation)


def _new_moon(lunation: int) -> date:
    """The day in China of a new moon, counted from January 2000 (Meeus, chapter 49, largest terms)."""
    sun = radians(2.5534 + 29.10535670 * lunation)
    moon = radians(201.5643 + 385.81693528 * lunation)
    latitude = radians(160.7108 + 390.67050284 * lunation)
    wobble = -0.40720 * sin(moon) + 0.17241 * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * latitude)
    julian_day = 2451550.09766 + _MONTH * lunation + wobble
    return date.fromordinal(floor(julian_day + 8 / 24 - 1721424.5))
