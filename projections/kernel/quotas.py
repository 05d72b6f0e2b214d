"""Quotas over all subjects: what was done against what, further lines, and who is settled without doing it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.language.clauses import Line, Quota, Sense, Settled
from projections.language.columns import Column
from projections.language.day_columns import ordinal
from projections.language.exact import Exact
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LineResult:
    """A further line of a quota; `due` is None where it says no day."""

    done: Exact
    target: Exact
    met: Mask
    due: Rows | None


@dataclass(frozen=True)
class QuotaResult:
    """A quota over all subjects: for whom it is, what was done, against what, and whether it is met.

    `settled`: the place of the first case, of `exempt` and then `deemed_met`, that holds; -1 where none does.
    """

    applies: Mask
    done: Exact
    target: Exact
    met: Mask
    short: Exact
    settled: Rows
    lines: dict[str, LineResult]

    def column(self, part: str) -> Column:
        """What formulas name of a quota."""
        if part == "met":
            return Column(Type.YES, self.met)
        if part == "exempt":
            return Column(Type.YES, self.settled >= 0)
        if part == "over":
            return Column(Type.NUMBER, (self.done - self.target).most(Exact.of(0)))
        numbers = {"done": self.done, "target": self.target, "short": self.short}
        return Column(Type.NUMBER, numbers[part])


def quota_result(names: Names, name: str, quota: Quota) -> QuotaResult:
    """The result of a quota, whoever it applies to."""
    kind = quota.per
    done, target = names.number(kind, quota.done), names.number(kind, quota.target)
    met = reaches(quota.sense, done, target)
    lines = {one: _line(names, kind, line) for one, line in quota.also.items()}
    for line in lines.values():
        due = True if line.due is None else line.due <= ordinal(names.county.as_of)
        met = met & (line.met | ~np.asarray(due))
    settled = first_that_holds(names, kind, [*quota.exempt, *quota.deemed_met])
    missing = done - target if quota.sense in ("at_most", "less_than") else target - done
    short = missing.most(Exact.of(0))
    return QuotaResult(names.applies(name), done, target, met | (settled >= 0), short, settled, lines)


def reaches(sense: Sense, done: Exact, target: Exact) -> Mask:
    """Whether what was done stands to the target as it should."""
    order = done.compared(target)
    stands = {
        "exactly": order == 0,
        "at_least": order >= 0,
        "more_than": order > 0,
        "at_most": order <= 0,
        "less_than": order < 0,
    }
    return np.asarray(stands[sense], np.bool_)


def first_that_holds(names: Names, kind: str, cases: list[Settled]) -> Rows:
    """The place of the first case that holds of each subject; -1 where none does."""
    found = np.full(names.length(kind), -1, np.int64)
    for place, case in reversed(list(enumerate(cases))):
        found[names.mask(kind, case.if_)] = place
    return found


def _line(names: Names, kind: str, line: Line) -> LineResult:
    done, target = names.number(kind, line.done), names.number(kind, line.target)
    due = names.days(kind, line.due) if line.due else None
    return LineResult(done, target, reaches(line.sense, done, target), due)
