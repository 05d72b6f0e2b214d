"""The functions of formulas over whole columns, with the same answers as for single values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.language.calendar_columns import school_year_first_each, school_year_of_each, term_first_each
from projections.language.calendars import Calendars
from projections.language.day_columns import (
    Days,
    days_after_each,
    first_of_calendar_year_each,
    first_of_month_each,
    first_of_week_each,
    in_order,
    month_of_each,
    months_after_each,
    months_between_each,
    year_of_each,
)
from projections.language.exact import Exact
from projections.language.ordering import distinct
from projections.language.rounding_columns import rounded_by_way
from projections.language.written_numbers import first_number

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
TextOf = Callable[[int], str]

_ALL_DAYS = date.max.toordinal()
_NONE, _ONE = Exact.of(0), Exact.of(1)


@dataclass(frozen=True)
class Surroundings:
    """What functions read besides their arguments: school years and terms, and the word of a code."""

    calendars: Calendars | None = None
    text_of: TextOf | None = None

    def known_calendars(self) -> Calendars:
        """The calendars, of an evaluator that was given them."""
        assert self.calendars, "functions of the calendar need calendars"
        return self.calendars

    def words(self, codes: Codes) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The distinct words of a column, and the place of each row's."""
        assert self.text_of, "functions of words need text_of"
        flat = np.asarray(codes).reshape(-1)
        first, places = distinct([flat], flat.size)
        return [self.text_of(code) for code in flat[first].tolist()], places.reshape(np.shape(codes))


def column_function(name: str, arguments: list[Any], around: Surroundings) -> Any:
    """The column that a function of the language gives for columns."""
    if name in _OF_SURROUNDINGS:
        return _OF_SURROUNDINGS[name](around, *arguments)
    return _FUNCTIONS[name](*arguments)


def _share_at_most(part: Exact, rest: Exact, share: Exact) -> Exact:
    beside = part.least((rest * share).over(_ONE - share))
    some = beside.where(share.compared(_NONE) > 0, _NONE)
    return part.where(share.compared(_ONE) >= 0, some)


def _count_of(*conditions: Mask) -> Exact:
    return Exact(sum((np.asarray(one, np.int64) for one in conditions), np.zeros((), np.int64)))


def _between(count: Callable[[Days, Days], Any]) -> Callable[[Days, Days], Exact]:
    """What lies between two days that are both there, the second not before the first; else 0."""
    return lambda first, second: Exact(np.where(in_order(first, second), count(first, second), 0))


def _first_known(*days: Days) -> Days:
    return reduce(lambda found, other: np.where(found == 0, other, found), days)


def _earliest(*days: Days) -> Days:
    never = _ALL_DAYS + 1
    found = reduce(np.minimum, (np.where(np.asarray(day) == 0, never, day) for day in days))
    return np.where(found == never, 0, found)


def _school_years_between(around: Surroundings, first: Days, second: Days) -> Exact:
    calendars = around.known_calendars()
    return _between(lambda a, b: school_year_of_each(calendars, b) - school_year_of_each(calendars, a))(first, second)


def _length(around: Surroundings, codes: Codes) -> Exact:
    words, places = around.words(codes)
    return Exact(np.array(list(map(len, words)), np.int64)[places])


def _number_in(around: Surroundings, codes: Codes) -> Exact:
    words, places = around.words(codes)
    return Exact.each(list(map(first_number, words)))[places]


def _has(around: Surroundings, codes: Codes, parts: Codes) -> Mask:
    words, places = around.words(codes)
    wanted, wanted_places = around.words(parts)
    found = np.array([[bool(part) and part in word for part in wanted] for word in words], np.bool_)
    return np.asarray(found.reshape(len(words), len(wanted))[places, wanted_places])


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": lambda *numbers: reduce(Exact.least, numbers),
    "max": lambda *numbers: reduce(Exact.most, numbers),
    "floor": Exact.floor,
    "ceil": Exact.ceil,
    "abs": lambda number: number.most(-number),
    "if": lambda condition, then, otherwise: then.where(condition, otherwise),
    "if_day": np.where,
    "round": lambda number, digits: rounded_by_way(number, "half_up", digits),
    "round_up": lambda number, digits: rounded_by_way(number, "up", digits),
    "round_down": lambda number, digits: rounded_by_way(number, "down", digits),
    "share_at_most": _share_at_most,
    "count_of": _count_of,
    "days_after": lambda days, by: days_after_each(days, by.whole_within(_ALL_DAYS)),
    "months_after": lambda days, by: months_after_each(days, by.whole_within(_ALL_DAYS)),
    "years_after": lambda days, by: months_after_each(days, 12 * by.whole_within(_ALL_DAYS)),
    "known": lambda days: np.asarray(days) != 0,
    "first_known": _first_known,
    "latest_day": lambda *days: reduce(np.maximum, days),
    "earliest_day": _earliest,
    "days_between": _between(lambda first, second: second - first),
    "months_between": _between(months_between_each),
    "years_between": _between(lambda first, second: months_between_each(first, second) // 12),
    "calendar_years_between": _between(lambda first, second: year_of_each(second) - year_of_each(first)),
    "year": lambda days: Exact(year_of_each(days)),
    "month": lambda days: Exact(month_of_each(days)),
    "first_of_week": first_of_week_each,
    "first_of_month": first_of_month_each,
    "first_of_calendar_year": first_of_calendar_year_each,
}

_OF_SURROUNDINGS: dict[str, Callable[..., Any]] = {
    "school_years_between": _school_years_between,
    "first_of_school_year": lambda around, days: school_year_first_each(around.known_calendars(), days),
    "first_of_term": lambda around, days: term_first_each(around.known_calendars(), days),
    "length": _length,
    "number_in": _number_in,
    "has": _has,
}
