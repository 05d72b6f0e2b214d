"""From a day to a day: on how many of them something holds, and on which day there are too many."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """From a day on until the day before another; without an end where that is None."""

    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= day and (self.end is None or day < self.end)

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return self.covers(max(self.start, other.start)) and other.covers(max(self.start, other.start))


def first_day_over(spans: Sequence[Span], limit: Callable[[date], int | None]) -> date | None:
    """The first day on which a span begins while more hold than the limit of that day; no limit: None."""
    for day in sorted({span.start for span in spans}):
        most = limit(day)
        if most is not None and sum(span.covers(day) for span in spans) > most:
            return day
    return None
