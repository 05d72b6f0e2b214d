"""Which versions stand, folded over whole columns: of every entry and part the one that counts, as `read_kept` says.

Where nothing was corrected and no step was taken there is nothing to do; elsewhere only the rows of the streams
that were touched are looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ledger.life import GONE, State
from ledger.records.key_fields import part_fields
from ledger.records.record import Record, has_own_stream
from ledger.records.registered import Registered
from projections.fact_files.shapes import column_of_field
from projections.standing.arrow_columns import Names, by_word, integers, names, yes_or_no
from projections.standing.joining import Sought, numbered, places_of
from projections.standing.parts import Part
from projections.standing.stepping import ATTESTED, STATES, UNCHANGED, Steps

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
States = npt.NDArray[np.int8]

_RECORDED = STATES.index(State.RECORDED)
_GONE = [STATES.index(state) for state in GONE]


@dataclass(frozen=True)
class StoodPart:
    """The rows of one part that stand: which, all where None; and the code of the state of each."""

    part: Part
    rows: npt.NDArray[np.int32] | None
    states: States

    def __len__(self) -> int:
        return len(self.states)

    def of(self, values: Any) -> Any:
        """Of values, one for each row of the part, those of the rows that stand."""
        return values if self.rows is None else values[self.rows]


def fold(record_class: type[Record], parts: Sequence[Part], steps: Steps, up_to: int) -> list[StoodPart]:
    """What stands of a class at a position, part by part, in the order recorded."""
    known = [_known(part, up_to) for part in parts]
    states = [_as_recorded(part)[:rows] for part, rows in zip(parts, known, strict=True)]
    versions = [integers(part.column("version"))[:rows] for part, rows in zip(parts, known, strict=True)]
    register = issubclass(record_class, Registered)
    changing = steps.only(np.flatnonzero(steps.state_after != UNCHANGED)) if len(steps) else steps
    # Parts follow upon their main record: if none is the first of its stream, what is said again is the third or later.
    first = min((int(of.min()) for of in versions if len(of)), default=1)
    again = not register and any(len(of) and of.max() > first for of in versions)
    stands: list[Mask | None] = [None] * len(parts)
    touched: _Touched | None = None
    if parts and (len(changing) or again):
        touched = _Touched.found(parts, versions, states, changing, None if register else first)
    if touched and len(touched.row):
        touched.take(changing)
        touched.write(states, stands, touched.stands(record_class, parts, register=register))
    return [_stood(*one) for one in zip(parts, known, states, stands, strict=True)]


def _known(part: Part, up_to: int) -> int:
    """How many rows of a part had been recorded by a position."""
    if part.last <= up_to:
        return part.rows
    return int(np.searchsorted(integers(part.column("position")), up_to, side="right"))


def _as_recorded(part: Part) -> States:
    return np.where(yes_or_no(part.column("attested")), np.int8(ATTESTED), np.int8(_RECORDED))


def _stood(part: Part, known: int, states: States, stands: Mask | None) -> StoodPart:
    if stands is not None and not stands.all():
        rows = np.flatnonzero(stands).astype(np.int32)
        return StoodPart(part, rows, states[rows])
    return StoodPart(part, None if known == part.rows else np.arange(known, dtype=np.int32), states)


@dataclass
class _Touched:
    """The rows of the streams in which something was done later on: part, row, stream, version, state."""

    part: Rows
    row: Rows
    stream: Names
    version: Rows
    state: States

    @classmethod
    def found(
        cls,
        parts: Sequence[Part],
        versions: Sequence[Any],
        states: Sequence[States],
        steps: Steps,
        first: int | None,
    ) -> "_Touched":
        """The rows of a kind that a step may have changed, or a version of a number above `first`; None: no version."""
        touching = [steps.stream[:, 0]]
        if first is not None:
            later = [np.flatnonzero(version > first) for version in versions]
            touching += [names(part.column("stream"))[of, 0] for part, of in zip(parts, later, strict=True) if len(of)]
        touched = Sought(np.concatenate(touching))
        rows, streams = [], []
        for part, version in zip(parts, versions, strict=True):
            named = names(part.column("stream"))[: len(version)]
            rows.append(touched.rows(named))
            streams.append(named[rows[-1]])
        return cls(
            np.repeat(np.arange(len(parts)), [len(of) for of in rows]),
            np.concatenate(rows),
            np.concatenate(streams),
            np.concatenate([of[row] for of, row in zip(versions, rows, strict=True)]).astype(np.int64),
            np.concatenate([of[row] for of, row in zip(states, rows, strict=True)]),
        )

    def take(self, steps: Steps) -> None:
        """What the steps make of the versions that they are about; the last one says."""
        if len(steps):
            places = places_of(self.stream, self.version, steps.stream, steps.number)
            found = places >= 0
            self.state[places[found]] = steps.state_after[found]

    def stands(self, record_class: type[Record], parts: Sequence[Part], *, register: bool) -> Mask:
        """Which rows are the version that counts: the last attested, or where none is, the last one alive."""
        alive = ~np.isin(self.state, _GONE)
        if register:
            return alive
        keys = self._keys(record_class, parts)
        counting = np.full(int(keys.max(initial=-1)) + 1, -1)
        for which in (alive, alive & (self.state == ATTESTED)):
            rows = np.flatnonzero(which)
            counting[keys[rows]] = rows
        stands = np.zeros(len(keys), np.bool_)
        stands[counting[counting >= 0]] = True
        return stands

    def write(self, states: list[States], stands: list[Mask | None], found: Mask) -> None:
        """Put what was found into the columns of each part."""
        for number in np.flatnonzero(np.bincount(self.part)).tolist():
            mine = self.part == number
            rows = self.row[mine]
            states[number][rows] = self.state[mine]
            stand = np.ones(len(states[number]), np.bool_)
            stand[rows] = found[mine]
            stands[number] = stand

    def _keys(self, record_class: type[Record], parts: Sequence[Part]) -> Rows:
        """A number for each entry and part of it that rows are versions of."""
        entries = self.stream if has_own_stream(record_class) else self._column(parts, "entry", names)
        keys = numbered(entries)
        for field in part_fields(record_class):
            said = np.unique(self._column(parts, column_of_field(field), _Said()), return_inverse=True)[1]
            keys = np.unique(keys * (int(said.max(initial=0)) + 1) + said, return_inverse=True)[1]
        return keys

    def _column(self, parts: Sequence[Part], name: str, read: Any) -> Any:
        found = [
            read(part.column(name))[self.row[self.part == number]]
            for number, part in enumerate(parts)
            if (self.part == number).any()
        ]
        return np.concatenate(found)


class _Said:
    """What fields say, as numbers that are alike where the field says the same; over all parts."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}

    def __call__(self, array: Any) -> Any:
        if pa.types.is_date(array.type) or pa.types.is_integer(array.type):
            return integers(array).astype(np.int64)
        return by_word(array, lambda found: np.array([self._of(one) for one in found], np.int64), -1)

    def _of(self, word: str) -> int:
        return self._words.setdefault(word, len(self._words))
