"""Targets over groups, days worked out, and figures that are only shown."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.rosters import Rosters
from projections.language.clauses import DayClause, Target
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class TargetResult:
    """A target over all subjects; `reach` says of each possible member whether it has reached it."""

    applies: Mask
    base: Rows
    reached: Rows
    target: Exact
    reach: Mask

    @property
    def share(self) -> Exact:
        """How much of the roster has reached it; 0 of nobody."""
        return Exact(self.reached).over(Exact(self.base))

    @property
    def met(self) -> Mask:
        """Whether those who reached it are enough, compared exactly."""
        return Exact(self.reached).compared(self.target * Exact(self.base)) >= 0

    def column(self, part: str) -> Column:
        """What formulas name of a target."""
        if part == "met":
            return Column(Type.YES, self.met)
        if part in ("share", "target"):
            return Column(Type.NUMBER, self.share if part == "share" else self.target)
        return Column(Type.NUMBER, Exact(self.base if part == "base" else self.reached))


def target_result(names: Names, name: str, clause: Target, rosters: Rosters) -> TargetResult:
    """The result of a target."""
    members = rosters.members(names.pack.rosters[clause.over])
    reach = names.mask(members, clause.reach)
    return TargetResult(
        names.applies(name),
        rosters.sizes(clause.over),
        rosters.how_many(clause.over, reach),
        names.number(clause.per, clause.target),
        reach,
    )


@dataclass(frozen=True)
class DayResult:
    """A day worked out for all subjects, 0 where there is none, and whether it has come."""

    applies: Mask
    day: Rows
    reached: Mask

    def column(self, part: str) -> Column:
        """What formulas name of a day."""
        return Column(Type.DAY, self.day) if part == "day" else Column(Type.YES, self.reached)


def day_result(names: Names, name: str, clause: DayClause) -> DayResult:
    """The result of a day worked out."""
    day, judged_on = names.days(clause.per, clause.day), names.days(clause.per, clause.judged_on)
    return DayResult(names.applies(name), day, (day > 0) & (day <= judged_on))


@dataclass(frozen=True)
class NumberResult:
    """A number of all subjects that is only shown."""

    applies: Mask
    value: Exact

    def column(self, part: str) -> Column:
        """What formulas name of a figure."""
        assert part == "value"
        return Column(Type.NUMBER, self.value)


@dataclass(frozen=True)
class VetoResult:
    """Whether each subject is vetoed."""

    applies: Mask
    vetoed: Mask

    def column(self, part: str) -> Column:
        """What formulas name of a veto."""
        assert part == "vetoed"
        return Column(Type.YES, self.vetoed)
