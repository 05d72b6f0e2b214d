"""Points over all subjects: each part within its bounds and rounded by itself, their sum, and closed gates."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.quotas import first_that_holds
from projections.language.clauses import Points, PointsPart, Veto
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.pack import spoken
from projections.language.rounding_columns import rounded_each
from projections.language.schema import Says
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class PointsResult:
    """Points over all subjects: who each part is for and what it gives, the total, and the gate that is closed.

    `gates` are the cases that may bring the total to 0; `gated` the place of the first that does, else -1.
    """

    applies: Mask
    parts: dict[str, tuple[Mask, Exact]]
    total: Exact
    gates: list[Says]
    gated: Rows

    def column(self, part: str) -> Column:
        """What formulas name of points; nothing for those whom they are not for."""
        if part == "gated":
            return Column(Type.YES, self.applies & (self.gated >= 0))
        values = {spoken(name): values for name, (_, values) in self.parts.items()} | {"total": self.total}
        return Column(Type.NUMBER, values[part].where(self.applies, Exact.of(0)))


def points_result(names: Names, name: str, points: Points) -> PointsResult:
    """The result of a clause of points."""
    kind, length = points.per, names.length(points.per)
    total = Exact(np.zeros(length, np.int64))
    parts = {}
    for one, part in points.parts.items():
        belongs = names.people(part.for_) if part.for_ != "everyone" else np.ones(length, np.bool_)
        units = _contribution(names, kind, part)
        # The mask is put to the numerators, so that one denominator stays that of all rows.
        units = Exact(np.where(belongs, units.num, 0), units.den)
        parts[one] = belongs, units
        total = total + units
    total = _within(names, kind, total, points.at_least, points.at_most)
    if points.rounding:
        total = rounded_each(total, points.rounding)
    gated = first_that_holds(names, kind, points.gates)
    gates = [gate.says for gate in points.gates]
    if names.pack.head.conventions.vetoed == "fails_and_zero":
        for veto, holds in names.vetoed(name).items():
            gated[(gated < 0) & holds] = len(gates)
            clause = names.pack.clauses[veto]
            assert isinstance(clause, Veto)
            gates.append(clause.says)
    total = Exact(np.where(gated < 0, total.num, 0), total.den)
    return PointsResult(names.applies(name), parts, total, gates, gated)


def _contribution(names: Names, kind: str, part: PointsPart) -> Exact:
    value = names.number(kind, part.value)
    if part.weight:
        value = value * names.number(kind, part.weight)
    value = _within(names, kind, value, part.at_least, part.at_most)
    return rounded_each(value, part.rounding or names.pack.head.conventions.rounding)


def _within(names: Names, kind: str, value: Exact, at_least: str, at_most: str) -> Exact:
    if at_least:
        value = value.most(names.number(kind, at_least))
    return value.least(names.number(kind, at_most)) if at_most else value
