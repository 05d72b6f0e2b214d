"""What has been written in the book since a position: which kinds of record it touches, and which of their records."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ledger.records import EARLIER, KINDS
from ledger.store.rows import Rows
from projections.language.listed import LISTED
from projections.language.scopes import kinds_of_record, main_kind

REGISTER = frozenset(["school.registered", "teacher.registered", "teacher.merged", "term.announced", "day.declared"])
"""The kinds that bear on everybody: who is on the register, and when the terms and the school days are."""

_MOST_ROWS = 2_000


@dataclass(frozen=True)
class Touched:
    """The kinds, by name without version, and the positions of all events of the entries that were written in.

    What follows from an entry follows from the events of its stream: a record whose position is not among these
    stands after as it stood before.
    """

    kinds: frozenset[str]
    positions: npt.NDArray[np.int64]  # ascending

    def among(self, positions: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The places of the records that may stand otherwise now, by the positions of all records of a kind."""
        return np.flatnonzero(np.isin(positions, self.positions))


def touched_between(stored: Rows, before: int, now: int) -> Touched | None:
    """What the events after the position `before`, up to `now`, touch.

    None where that is not told: so much was written that one had better begin anew, or it bears on everybody.
    """
    if now - before > _MOST_ROWS:
        return None
    streams = {row[1] for row in stored.at(range(before + 1, now + 1))}
    rows = [row for stream in streams for row in stored.stream(stream) if row[0] <= now]
    kinds = {_kind_of(row[3]) for row in rows}
    if not REGISTER.isdisjoint(kinds):
        return None
    kinds |= {kind for kind in (*kinds_of_record(), *LISTED) if main_kind(kind) in kinds}
    return Touched(frozenset(kinds), np.array(sorted(row[0] for row in rows), np.int64))


@cache
def _kind_of(stored_name: str) -> str:
    """The kind, without version, of the record that an event says or is a step of."""
    name = stored_name.partition("#")[0]
    record = EARLIER.get(name) or KINDS[name]
    return record.kind.partition("/")[0]
