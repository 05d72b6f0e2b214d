"""The steps in the lives of records as columns: which version each is about and what it does, in the order taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ledger.event import STEPS as STEP_CLASSES
from ledger.event import Act
from ledger.life import STATE_AFTER, State
from ledger.records import EARLIER, KINDS
from ledger.records.record import Record, family
from projections.standing.arrow_columns import Names, by_word, integers, lists, names
from projections.standing.parts import Part

Rows = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

STATES = list(State)
"""The states by the codes that stand for them in columns."""
ATTESTED = STATES.index(State.ATTESTED)
ACTS = list(Act)
"""The acts by theirs."""
UNCHANGED = -1
_STATE_AFTER_ACT = np.array(
    [
        STATES.index(STATE_AFTER[STEP_CLASSES[act]]) if STEP_CLASSES.get(act) in STATE_AFTER else UNCHANGED
        for act in ACTS
    ],
    np.int8,
)


@dataclass(frozen=True)
class Steps:
    """Steps, one line a version that a step is about; a version that it only partly attests is left out.

    `stream`, `number`: of the version; `act`: its code; `part`, `row`: where the step itself is kept.
    """

    parts: Sequence[Part]
    stream: Names
    number: Rows
    act: npt.NDArray[np.int8]
    part: Rows
    row: Rows

    def __len__(self) -> int:
        return len(self.number)

    def only(self, lines: Any) -> "Steps":
        """Some of the lines."""
        return Steps(
            self.parts, self.stream[lines], self.number[lines], self.act[lines], self.part[lines], self.row[lines]
        )

    def column(self, name: str, read: Any, dtype: Any) -> Any:
        """A column of the steps, one value a line; `read` makes an array of numbers of each part's."""
        found = np.zeros(len(self), dtype)
        for number in np.flatnonzero(np.bincount(self.part)).tolist():
            mine = self.part == number
            found[mine] = read(self.parts[number].column(name))[self.row[mine]]
        return found

    @property
    def state_after(self) -> npt.NDArray[np.int8]:
        """The code of the state that each leaves its version in; UNCHANGED where it stays as it was."""
        return _STATE_AFTER_ACT[self.act]


def steps_about(record_class: type[Record], parts: Sequence[Part], up_to: int) -> Steps:
    """The steps about records of the family of a class, up to a position."""
    of_family = {name.partition("/")[0] for name in (*KINDS, *EARLIER) if family(name) == family(record_class.kind)}
    pieces = [_Piece.read(number, part, of_family, up_to) for number, part in enumerate(parts)]
    pieces = [piece for piece in pieces if len(piece.number)]
    return Steps(
        parts,
        np.concatenate([piece.stream for piece in pieces] or [np.zeros((0, 2), np.uint64)]),
        np.concatenate([piece.number for piece in pieces] or [np.zeros(0, np.int64)]),
        np.concatenate([piece.act for piece in pieces] or [np.zeros(0, np.int8)]),
        np.concatenate([piece.part for piece in pieces] or [np.zeros(0, np.int64)]),
        np.concatenate([piece.row for piece in pieces] or [np.zeros(0, np.int64)]),
    )


class _Piece(NamedTuple):
    stream: Names
    number: Rows
    act: npt.NDArray[np.int8]
    part: Rows
    row: Rows

    @classmethod
    def read(cls, number: int, part: Part, kinds: set[str], up_to: int) -> "_Piece":
        """The lines of one part."""
        wanted = by_word(part.column("kind"), lambda found: np.array([one in kinds for one in found], np.bool_), False)
        if part.last > up_to:
            wanted = wanted & (integers(part.column("position")) <= up_to)
        if not wanted.any():
            nothing = np.zeros(0, np.int64)
            return cls(np.zeros((0, 2), np.uint64), nothing, nothing.astype(np.int8), nothing, nothing)
        about = lists(part.column("of"), integers)
        attested = lists(part.column("partial"), integers)
        lines = wanted[about.row]
        if len(attested.row):
            span = 1 + max(int(about.value.max(initial=0)), int(attested.value.max(initial=0)))
            partly = np.isin(about.row * span + about.value, attested.row * span + attested.value)
            lines &= ~partly
        row = about.row[lines]
        act = by_word(part.column("act"), lambda found: np.array([ACTS.index(Act(one)) for one in found], np.int8), 0)
        return cls(
            names(part.column("stream"))[row],
            about.value[lines].astype(np.int64),
            act[row],
            np.full(len(row), number),
            row,
        )
