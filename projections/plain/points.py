"""Points of one subject: each part by itself, then their sum, unless a gate is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from projections.language.clauses import Points, PointsPart
from projections.language.judging import clipped
from projections.language.rounding import rounded
from projections.language.schema import Rounding

Of = Callable[[str], Any]
"""The value of a formula's text for the subject."""


@dataclass(frozen=True)
class PointsResult:
    """The parts that are for the subject, and the total; `gated` says why it is 0, where it is for a reason."""

    parts: dict[str, Fraction]
    total: Fraction
    gated: str = ""

    def to_json(self, number: Callable[[Fraction], Any]) -> dict[str, Any]:
        """The form of docs/json-forms.md, the gate left out."""
        return {"parts": {name: number(one) for name, one in self.parts.items()}, "total": number(self.total)}


NOTHING = PointsResult({}, Fraction(0))
"""The points of those that a clause does not apply to."""


def points_result(
    points: Points, rounding: Rounding, of: Of, belongs: Callable[[str], bool], barred: str
) -> PointsResult:
    """The points of a subject that they apply to; `barred`: why a veto brings them to 0, or empty."""
    parts = {name: _part(part, rounding, of) for name, part in points.parts.items() if belongs(part.for_)}
    gated = next((gate.says.zh for gate in points.gates if of(gate.if_)), barred)
    if gated:
        return PointsResult(parts, Fraction(0), gated)
    total = clipped(sum(parts.values(), Fraction(0)), points.at_least, points.at_most, of)
    return PointsResult(parts, rounded(total, points.rounding) if points.rounding else total)


def _part(part: PointsPart, rounding: Rounding, of: Of) -> Fraction:
    weight = Fraction(of(part.weight)) if part.weight else Fraction(1)
    value = clipped(Fraction(of(part.value)) * weight, part.at_least, part.at_most, of)
    return rounded(value, part.rounding or rounding)
