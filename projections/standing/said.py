"""What the book itself says of every record of a kind that stands, as columns; and of some, one by one."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ledger.event import Act
from ledger.pen import COUNTY_TIME
from projections.book_facts import SaidOfRecord
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.types import Type
from projections.standing.arrow_columns import codes, integers, names
from projections.standing.joining import places_of
from projections.standing.of_kind import OfKind
from projections.standing.stepping import ACTS, Steps

Rows = npt.NDArray[np.int64]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SINCE = 694_224_000_000_000  # 1992-01-01 in microseconds: from then on the county's clock has been eight hours ahead
_AHEAD, _DAY = 8 * 3_600_000_000, 86_400_000_000
_ATTESTED, _RETURNED, _EVIDENCED = (ACTS.index(act) for act in (Act.ATTESTED, Act.RETURNED, Act.EVIDENCED))


class SaidOfKind:
    """What the book says of every record of a kind that stands, as columns under the names of `SaidOfRecord`."""

    def __init__(self, kind: OfKind) -> None:
        self._kind = kind
        self._words = kind.source.words

    def column(self, name: str) -> Column:
        """The column of a name, one value a record."""
        if name == "recorded_on":
            return Column(Type.DAY, self._recorded_on)
        if name == "authority":
            return Column(Type.WORD, self._authority)
        if name == "evidence":
            return Column(Type.NUMBER, Exact(self._evidence))
        on, by = self._attested
        return Column(Type.DAY, on) if name == "attested_on" else Column(Type.WORD, by)

    def each(self, rows: Rows) -> list[SaidOfRecord]:
        """What is said of the records at some places."""
        on, by = self._attested
        columns = (self._recorded_on, self._authority, on, by, self._evidence)
        said = zip(*(column[rows].tolist() for column in columns), strict=True)
        word = self._words.word
        return [
            SaidOfRecord(date.fromordinal(recorded), word(whose), date.fromordinal(on or 1), word(by), files)
            for recorded, whose, on, by, files in said
        ]

    @cached_property
    def _recorded_on(self) -> Rows:
        found: Rows = self._kind.raw("recorded_at", _county_days)
        return found

    @cached_property
    def _authority(self) -> Rows:
        found: Rows = self._kind.raw("authority", self._codes)
        return found

    @cached_property
    def _attested(self) -> tuple[Rows, Rows]:
        """On which day and by whom: by being recorded, or by the last step that attested and was not taken back."""
        as_recorded = self._kind.as_recorded
        on, by = np.where(as_recorded, self._recorded_on, 0), np.where(as_recorded, self._authority, 0)
        steps, places = self._steps
        lines = np.flatnonzero((steps.act == _ATTESTED) | (steps.act == _RETURNED))
        steps, places = steps.only(lines), places[lines]
        attests = steps.act == _ATTESTED
        on[places] = np.where(attests, steps.column("recorded_at", _county_days, np.int64), 0)
        by[places] = np.where(attests, steps.column("authority", self._codes, np.int64), 0)
        return on, by

    @cached_property
    def _evidence(self) -> Rows:
        steps, places = self._steps
        lines = np.flatnonzero(steps.act == _EVIDENCED)
        digests = steps.only(lines).column("digest", self._codes, np.int64)
        pairs = np.unique(np.stack([places[lines], digests], axis=1), axis=0)
        return np.bincount(pairs[:, 0], minlength=self._kind.length).astype(np.int64)

    @cached_property
    def _steps(self) -> tuple[Steps, Rows]:
        """The steps about records that stand, in the order taken; and the place of the record of each."""
        steps = self._kind.steps
        if not len(steps):
            return steps, np.zeros(0, np.int64)
        rows = self._kind.touched(steps.stream[:, 0])
        named, version = self._kind.raw("stream", names, rows), self._kind.raw("version", integers, rows)
        places = places_of(named, version.astype(np.int64), steps.stream, steps.number)
        found = np.flatnonzero(places >= 0)
        return steps.only(found), rows[places[found]]

    def _codes(self, array: Any) -> Rows:
        return codes(array, self._words).astype(np.int64)


def _county_days(times: Any) -> Rows:
    """The ordinals of the days in the county of some times."""
    found = integers(times)
    if len(found) and found.min() < _SINCE:
        return np.array([_day(time) for time in found.tolist()], np.int64)
    return (found + _AHEAD) // _DAY + _EPOCH.toordinal()


def _day(time: int) -> int:
    return (_EPOCH + timedelta(microseconds=time)).astimezone(COUNTY_TIME).toordinal()
