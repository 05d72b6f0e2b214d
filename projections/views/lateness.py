"""What was recorded long after it happened, as the time lines say: how many days, of whom, the last recorded first."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Float, Integer, cast, func, select

from projections.views.keeping import Views
from projections.views.tables import TimeLine

_LOT = 1_000


class EnteredLate(NamedTuple):
    """A version of a record that came so many days after its day; `position` is where it was recorded."""

    position: int
    entry: str
    kind: str
    day: date
    recorded_on: date
    authority: str
    teachers: tuple[str, ...]

    @property
    def days(self) -> int:
        """How many days after."""
        return (self.recorded_on - self.day).days


def entered_late(views: Views, days: int, before: int | None = None) -> Iterator[EnteredLate]:
    """Every version of a record about teachers that came more than so many days after, the last recorded first.

    `before`: only what was recorded before a position. Of records of a whole term, which have no day, none.
    """
    while True:
        asked = select(TimeLine.__table__).order_by(TimeLine.position.desc(), TimeLine.teacher)
        if before is not None:
            asked = asked.where(TimeLine.position < before)
        with views.reading() as connection:
            asked = asked.where(TimeLine.day.is_not(None), _days_between(connection) > days).limit(_LOT)
            rows = list(connection.execute(asked).mappings())
        whole = len(rows) < _LOT
        if not whole:  # a record of several teachers stands in several rows, of which some may be cut off
            last = rows[-1]["position"]
            kept = [row for row in rows if row["position"] > last]
            rows = kept or rows
        yield from _by_record(rows)
        if whole:
            return
        before = rows[-1]["position"]


def _days_between(connection: Connection) -> ColumnElement[Any]:
    """The days from the day of a record until it was recorded, in the words of the database."""
    if connection.dialect.name == "postgresql":
        return cast(TimeLine.recorded_on - TimeLine.day, Integer)
    return cast(func.julianday(TimeLine.recorded_on), Float) - func.julianday(TimeLine.day)


def _by_record(rows: list[Any]) -> Iterator[EnteredLate]:
    by_position: dict[int, list[Any]] = {}
    for row in rows:
        by_position.setdefault(row["position"], []).append(row)
    for position, those in by_position.items():
        one = those[0]
        teachers = tuple(row["teacher"] for row in those)
        yield EnteredLate(
            position, one["entry"], one["kind"], one["day"], one["recorded_on"], one["authority"], teachers
        )
