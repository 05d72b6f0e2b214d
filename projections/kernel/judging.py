"""Who is eligible and who is vetoed: conditions over all subjects, on the day of judging."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.language.clauses import Eligibility, Requirement
from projections.language.columns import Column, Columns
from projections.language.pack import formula
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class EligibilityResult:
    """An eligibility over all subjects: for whom it is, each requirement's verdict, and the vetoes that bar it."""

    applies: Mask
    holds: dict[str, Mask]
    vetoes: dict[str, Mask]

    def column(self, part: str) -> Column:
        """What formulas name of an eligibility: whether one is eligible."""
        assert part == "eligible"
        eligible = self.applies
        for one in self.holds.values():
            eligible = eligible & one
        for veto in self.vetoes.values():
            eligible = eligible & ~veto
        return Column(Type.YES, eligible)


def eligibility_result(names: Names, name: str, clause: Eligibility) -> EligibilityResult:
    """The result of an eligibility."""
    judging_day = Column(Type.DAY, names.days(clause.per, clause.judged_on))

    def lookup(asked: str) -> Column:
        return judging_day if asked == "judging_day" else names.column(clause.per, asked)

    reader, length = names.reader(lookup), names.length(clause.per)
    holds = {one: _holds(reader, requirement, length) for one, requirement in clause.conditions.items()}
    return EligibilityResult(names.applies(name), holds, names.vetoed(name))


def _holds(reader: Columns, requirement: Requirement, length: int) -> Mask:
    """Whether a requirement holds: its formula, or so many as it needs of those in it."""
    if not requirement.any:
        return np.broadcast_to(reader.mask(formula(requirement.if_)), (length,))
    found = np.zeros(length, np.int64)
    for one in requirement.any.values():
        found += _holds(reader, one, length)
    return np.asarray(found >= requirement.need, np.bool_)
