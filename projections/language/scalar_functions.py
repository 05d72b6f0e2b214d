"""The functions of formulas for single values: what each of `types.FUNCTIONS` gives."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Any

from ledger.spelling import squeeze
from projections.language.calendars import Calendars
from projections.language.days import NO_DAY, days_after, iso_day, monday, months_after, months_between
from projections.language.rounding import down, half_up, kept_digits, up
from projections.language.written_numbers import first_number


def function(name: str, calendars: Calendars | None) -> Callable[..., Any] | None:
    """The function of a name; those of the calendar need calendars."""
    if name in _OF_CALENDARS:
        assert calendars, f"{name} needs calendars"
        asked, of_calendars = calendars, _OF_CALENDARS[name]
        return lambda *arguments: of_calendars(asked, *arguments)
    return _FUNCTIONS.get(name)


def _share_at_most(part: Fraction, rest: Fraction, share: Fraction) -> Fraction:
    if share >= 1:
        return part
    return min(part, Fraction(rest) * share / (1 - share)) if share > 0 else Fraction(0)


def _moved(move: Callable[[date, int], date]) -> Callable[[date, Fraction], date]:
    """A day moved by a whole number of steps; a day that is not there stays not there."""
    return lambda day, steps: day if day == NO_DAY else move(day, floor(steps))


def _between(count: Callable[[date, date], int]) -> Callable[[date, date], int]:
    """What lies between two days that are both there, the second not before the first; else 0."""
    return lambda first, second: count(first, second) if NO_DAY != first <= second else 0


def _earliest(*days: date) -> date:
    return min((day for day in days if day != NO_DAY), default=NO_DAY)


def _first_known(*days: date) -> date:
    return next((day for day in days if day != NO_DAY), NO_DAY)


def _school_years_between(calendars: Calendars, first: date, second: date) -> int:
    return _between(lambda a, b: calendars.school_year_of(b) - calendars.school_year_of(a))(first, second)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "floor": floor,
    "ceil": ceil,
    "abs": abs,
    "if": lambda condition, then, otherwise: then if condition else otherwise,
    "if_day": lambda condition, then, otherwise: then if condition else otherwise,
    "round": lambda number, digits: half_up(number, kept_digits(digits)),
    "round_up": lambda number, digits: up(number, kept_digits(digits)),
    "round_down": lambda number, digits: down(number, kept_digits(digits)),
    "share_at_most": _share_at_most,
    "count_of": lambda *conditions: sum(map(bool, conditions)),
    "days_after": _moved(days_after),
    "months_after": _moved(months_after),
    "years_after": _moved(lambda day, years: months_after(day, 12 * years)),
    "day": iso_day,
    "known": lambda day: day != NO_DAY,
    "first_known": _first_known,
    "latest_day": max,
    "earliest_day": _earliest,
    "days_between": _between(lambda first, second: (second - first).days),
    "months_between": _between(months_between),
    "years_between": _between(lambda first, second: months_between(first, second) // 12),
    "calendar_years_between": _between(lambda first, second: second.year - first.year),
    "year": lambda day: 0 if day == NO_DAY else day.year,
    "month": lambda day: 0 if day == NO_DAY else day.month,
    "first_of_week": monday,
    "first_of_month": lambda day: day.replace(day=1),
    "first_of_calendar_year": lambda day: day.replace(month=1, day=1),
    "length": lambda word: len(squeeze(word)),
    "number_in": first_number,
    "has": lambda word, part: bool(part) and squeeze(part) in squeeze(word),
}

_OF_CALENDARS: dict[str, Callable[..., Any]] = {
    "school_years_between": _school_years_between,
    "first_of_school_year": Calendars.school_year_first,
    "first_of_term": Calendars.term_first,
}
