"""The days of a term: from when to when, which are days off, which are school days, weeks, months."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from api.demo.feasts import dragon_boat, mid_autumn, qingming, spring_festival
from api.demo.form import CalendarRow

_DAY = timedelta(1)
_MONDAY, _FRIDAY, _SATURDAY, _SUNDAY = 0, 4, 5, 6


@dataclass(frozen=True)
class SchoolTerm:
    """A term, with its days off and the days they are made up for."""

    code: str
    start: date
    end: date
    calendar: tuple[CalendarRow, ...]

    @classmethod
    def of(cls, code: str) -> SchoolTerm:
        """The term a code such as 2022-2023-1 names. Raises ValueError for a code of another form."""
        match = re.fullmatch(r"(\d{4})-(\d{4})-([12])", code)
        if not match or int(match[2]) != int(match[1]) + 1:
            raise ValueError(f"学期写成 2022-2023-1 或 2022-2023-2 的样子,两个年份相连;“{code}”不是")
        autumn, spring = int(match[1]), int(match[2])
        if match[3] == "1":
            start, end = _nearest(_MONDAY, date(autumn, 9, 1)), _nearest(_FRIDAY, date(spring, 1, 14))
            wanted = _autumn_calendar(autumn)
        else:
            start, end = _nearest(_MONDAY, date(spring, 2, 15)), _nearest(_FRIDAY, date(spring, 7, 7))
            wanted = _spring_calendar(spring)
        off = {day for day, kind in wanted if kind == "放假"}
        made_up = {day for day, kind in wanted if kind == "补课"} - off
        calendar = [CalendarRow(d, "放假") for d in off] + [CalendarRow(d, "补课") for d in made_up]
        return cls(code, start, end, tuple(sorted(row for row in calendar if start <= row.day <= end)))

    @property
    def school_year(self) -> int:
        """The year in which the school year began."""
        return int(self.code[:4])

    @cached_property
    def school_days(self) -> tuple[date, ...]:
        """Monday to Friday less days off, plus days made up for; in order."""
        kinds = {row.day: row.kind for row in self.calendar}
        every = (self.start + timedelta(n) for n in range((self.end - self.start).days + 1))
        return tuple(d for d in every if kinds.get(d, "" if d.weekday() >= _SATURDAY else "补课") == "补课")

    @cached_property
    def weeks(self) -> tuple[tuple[date, ...], ...]:
        """The school days of each teaching week; a week with fewer than three is none."""
        first = self.start - self.start.weekday() * _DAY
        by_week = defaultdict(list)
        for day in self.school_days:
            by_week[(day - first).days // 7].append(day)
        return tuple(tuple(days) for days in by_week.values() if len(days) >= 3)

    @cached_property
    def months(self) -> dict[str, tuple[date, ...]]:
        """The school days of each month of the term; a month with fewer than ten is none."""
        by_month = defaultdict(list)
        for day in self.school_days:
            by_month[f"{day:%Y-%m}"].append(day)
        return {month: tuple(days) for month, days in by_month.items() if len(days) >= 10}

    @property
    def last_due(self) -> date:
        """The day by which the last of the three ones is handed in, even a day late."""
        return self.end + 31 * _DAY


def _nearest(weekday: int, day: date) -> date:
    return min((day + n * _DAY for n in range(-3, 4)), key=lambda d: abs(d.weekday() - weekday))


def _autumn_calendar(year: int) -> list[CalendarRow]:
    return [
        *_one_day_feast(mid_autumn(year)),
        *_golden_week(date(year, 10, 1), 7),
        *_one_day_feast(date(year + 1, 1, 1)),
    ]


def _spring_calendar(year: int) -> list[CalendarRow]:
    return [
        *_golden_week(spring_festival(year) - _DAY, 7),
        *_one_day_feast(qingming(year)),
        *_golden_week(date(year, 5, 1), 5),
        *_one_day_feast(dragon_boat(year)),
    ]


def _golden_week(first: date, days: int) -> Iterator[CalendarRow]:
    """Days off in a row, made up for on the Sunday before and the Saturday after."""
    yield from (CalendarRow(first + n * _DAY, "放假") for n in range(days))
    yield CalendarRow(_nearest(_SUNDAY, first - 4 * _DAY), "补课")
    yield CalendarRow(_nearest(_SATURDAY, first + (days + 3) * _DAY), "补课")


def _one_day_feast(feast: date) -> Iterator[CalendarRow]:
    """One day off, joined to the weekend where a bridge day does it."""
    yield CalendarRow(feast, "放假")
    match feast.weekday():
        case 1:  # Tuesday: the Monday too, made up for on the Saturday before
            yield CalendarRow(feast - _DAY, "放假")
            yield CalendarRow(feast - 3 * _DAY, "补课")
        case 3:  # Thursday: the Friday too, made up for on the Sunday after
            yield CalendarRow(feast + _DAY, "放假")
            yield CalendarRow(feast + 3 * _DAY, "补课")
        case 5:
            yield CalendarRow(feast + _DAY, "放假")
            yield CalendarRow(feast + 2 * _DAY, "放假")
        case 6:
            yield CalendarRow(feast + _DAY, "放假")
        case _:
            pass
