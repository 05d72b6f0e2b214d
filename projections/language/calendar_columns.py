"""学年、学期 of whole columns of days, with the same answers as `Calendars` gives for one day."""

from datetime import date

import numpy as np

from projections.language.calendars import Calendars
from projections.language.day_columns import (
    Days,
    Integers,
    day_of_month_of_each,
    day_of_years,
    month_of_each,
    of_each_day,
    ordinal,
    year_of_each,
)


def school_year_of_each(calendars: Calendars, days: Days) -> Integers:
    """The year in which each day's school year began; 0 for no day."""
    return of_each_day(lambda some: _school_year_of(calendars, some), np.asarray(days))


def _school_year_of(calendars: Calendars, days: Days) -> Integers:
    month, day = calendars.school_year_begins()
    months = month_of_each(days)
    before = (months < month) | ((months == month) & (day_of_month_of_each(days) < day))
    return np.where(np.asarray(days) == 0, 0, year_of_each(days) - before)


def school_year_first_each(calendars: Calendars, days: Days) -> Days:
    """The first day of the school year of each day; no day for none."""
    return day_of_years(school_year_of_each(calendars, days), *calendars.school_year_begins())


def school_year_last_each(calendars: Calendars, days: Days) -> Days:
    """The last day of the school year of each day; no day for none."""
    years = school_year_of_each(calendars, days)
    ends = day_of_years(np.minimum(years + 1, date.max.year), *calendars.school_year_begins()) - 1
    ends = np.where(years >= date.max.year, ordinal(date.max), ends)
    return np.where(np.asarray(days) == 0, 0, ends)


def term_index_each(calendars: Calendars, days: Days) -> Integers:
    """The place of the announced term that holds each day, the last begun of several; -1 where none does."""
    return of_each_day(lambda some: _term_index(calendars, some), np.asarray(days))


def _term_index(calendars: Calendars, days: Days) -> Integers:
    found = np.full(np.shape(days), -1, np.int64)
    for place, term in enumerate(calendars.terms):
        found = np.where((days >= np.int64(ordinal(term.first))) & (days <= np.int64(ordinal(term.last))), place, found)
    return found


def term_first_each(calendars: Calendars, days: Days) -> Days:
    """The first day of the announced term that holds each day; no day where none does."""
    first = np.array([*(ordinal(term.first) for term in calendars.terms), 0], np.int64)
    return np.asarray(first[term_index_each(calendars, days)])
