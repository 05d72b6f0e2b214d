"""The made county's calendar: three school years of terms, the days of the last one, and how much happens on each."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from api.bench.made_facts.columns import Random, days, facts, number_of, words

TERMS = {
    "2021-2022-1": (date(2021, 9, 1), date(2022, 1, 14)),
    "2021-2022-2": (date(2022, 2, 21), date(2022, 7, 1)),
    "2022-2023-1": (date(2022, 9, 1), date(2023, 1, 13)),
    "2022-2023-2": (date(2023, 2, 20), date(2023, 6, 30)),
    "2023-2024-1": (date(2023, 9, 1), date(2024, 1, 19)),
    "2023-2024-2": (date(2024, 2, 26), date(2024, 7, 5)),
}
TERM = "2023-2024-2"
"""The term that is evaluated: the last one, so that all of its school year has happened."""
AS_OF = date(2024, 7, 31)
THIS_YEAR = ("2023-2024-1", "2023-2024-2")

_HOLIDAYS = (
    (date(2023, 9, 29), 8),
    (date(2024, 1, 1), 1),
    (date(2024, 4, 4), 3),
    (date(2024, 5, 1), 5),
    (date(2024, 6, 10), 1),
)
_MADE_UP = (date(2023, 10, 7), date(2023, 10, 8), date(2024, 4, 7), date(2024, 4, 28), date(2024, 5, 11))


def calendar_rows(random: Random) -> list[tuple[str, pa.Table]]:
    """The terms announced, holidays and days made up for."""
    names, ends = list(TERMS), list(TERMS.values())
    terms = {
        "term": words(names, np.arange(len(names))),
        "start": np.array([number_of(first) for first, _ in ends]),
        "end": np.array([number_of(last) for _, last in ends]),
        "weeks": np.full(len(names), 19),
    }
    off = [first + timedelta(days=number) for first, many in _HOLIDAYS for number in range(many)]
    off = [day for day in off if day not in _MADE_UP]
    declared = {
        "on": days([number_of(day) for day in (*off, *_MADE_UP)]),
        "day": words(["放假", "补课"], [0] * len(off) + [1] * len(_MADE_UP)),
    }
    return [
        ("term.announced", facts(random, "term.announced", len(names), terms)),
        ("day.declared", facts(random, "day.declared", len(off) + len(_MADE_UP), declared)),
    ]


def shares_of_days(weekdays: Sequence[int] | None) -> dict[date, float]:
    """The days of the school year, and how much of the whole is recorded on each: nothing on other `weekdays`."""
    weights: dict[date, float] = {}
    day, last = date(2023, 8, 28), date(2024, 7, 10)
    while day <= last:
        in_term = any(first <= day <= end for first, end in (TERMS[name] for name in THIS_YEAR))
        school_day = day.weekday() < 5
        weights[day] = (1.0 if school_day else 0.02) if in_term else (0.005 if school_day else 0)
        if weekdays is not None and day.weekday() not in weekdays:
            weights[day] = 0
        day += timedelta(days=1)
    total = sum(weights.values())
    return {day: weight / total for day, weight in weights.items()}


def school_weeks(term: str) -> list[date]:
    """The Mondays of a term's weeks."""
    first, last = TERMS[term]
    monday = first - timedelta(days=first.weekday())
    return [monday + timedelta(days=7 * number) for number in range((last - monday).days // 7 + 1)]


def months_of(term: str) -> list[date]:
    """The first days of a term's months."""
    first, last = TERMS[term]
    found = [first.replace(day=1)]
    while (following := (found[-1] + timedelta(days=32)).replace(day=1)) <= last:
        found.append(following)
    return found
