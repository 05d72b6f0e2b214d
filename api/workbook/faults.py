"""What can be wrong with a row, in the order in which a fault is named when there are several."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.records.record import TeacherId

CODES = (
    "missing-value",
    "unknown-value",
    "bad-date",
    "future-date",
    "bad-number",
    "bad-id-number",
    "bad-telephone",
    "unknown-school",
    "unknown-teacher",
    "ambiguous-teacher",
    "observes-self",
    "mentors-self",
    "outside-term",
    "ends-before-start",
    "wrong-school",
    "out-of-scope",
    "not-on-roll",
    "duplicate-id-number",
    "already-on-rotation",
    "clash",
)
_RANK = {code: rank for rank, code in enumerate(CODES)}


@dataclass(frozen=True)
class Fault:
    """One fault of a cell or row: a code of `CODES`, and a sentence for the person who handed it in."""

    code: str
    message: str

    @property
    def rank(self) -> int:
        """Its place in the order; the lowest is named."""
        return _RANK[self.code]


@dataclass(frozen=True)
class Ambiguous(Fault):
    """A name that several teachers bear, alone or in a list: who each item of the cell may be."""

    choices: tuple[tuple[TeacherId, ...], ...]
    is_list: bool = False

    def settled(self, is_of_school: Callable[[TeacherId], bool]) -> object:
        """The cell's value where each name has one bearer in the school; else this fault."""
        chosen = []
        for bearers in self.choices:
            own = bearers if len(bearers) == 1 else [one for one in bearers if is_of_school(one)]
            if len(own) != 1:
                return self
            chosen.append(own[0])
        return tuple(dict.fromkeys(chosen)) if self.is_list else chosen[0]


FAULTS = (Fault, Ambiguous)
"""The classes of faults: a value's class among these is quicker to see than what it is an instance of."""
