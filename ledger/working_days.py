"""工作日: Monday to Friday, less the days declared 放假, plus those declared 补课."""

from collections.abc import Iterable
from datetime import date, timedelta

from ledger.records.school_year import DayDeclared
from ledger.vocabulary import DayKind

_FRIDAY = 5
_DAY = timedelta(days=1)


class WorkingDays:
    """Which days are working days, by what the county declared; of two words on one day the last one holds."""

    def __init__(self, declared: Iterable[DayDeclared] = ()) -> None:
        self._declared = {one.on: one.day for one in declared}

    def __contains__(self, day: date) -> bool:
        declared = self._declared.get(day)
        return day.isoweekday() <= _FRIDAY if declared is None else declared is not DayKind.HOLIDAY

    def last_of(self, since: date, days: int) -> date:
        """The last of so many working days (1 or more), counted from a day on, itself included."""
        day = since
        while (days := days - (day in self)) > 0:
            day += _DAY
        return day

    def between(self, since: date, until: date) -> int:
        """How many working days there are from day to day, both included."""
        return sum(since + _DAY * number in self for number in range((until - since).days + 1))
