"""What an applicant's dossier scores: parts computed by the pack, parts judged by the panel, and the total.

All is exact; the total alone is rounded, half up to the digits announced, and it is the rounded total that ranks, so
that nobody is put before another by what cannot be seen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from ledger.records.record import TeacherId
from ledger.records.review import ReviewAnnounced
from ledger.vocabulary import DropRule
from projections.canonical import number
from projections.evaluation import Evaluation
from projections.processes.ranking import dropped, means
from projections.reviews.sources import value_of

_HUNDRED = 100
_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class PartScore:
    """A part of a total. `value`: what the pack or the panel gave, from 0 to `most`; None where it is not complete.

    `counts`: what it adds to the total, at most `weight`; `source` what it is computed from, empty where judged.
    """

    name: str
    source: str
    value: Fraction | None
    most: Fraction
    weight: Fraction

    @property
    def counts(self) -> Fraction | None:
        """What the part adds to the total: value ÷ most × weight, a value beyond the most counting as the most."""
        return None if self.value is None else min(self.value, self.most) / self.most * self.weight

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md; `exact` the value as a fraction."""
        return {
            "source": self.source or None,
            "value": _shown(self.value),
            "exact": None if self.value is None else str(self.value),
            "most": _shown(self.most),
            "weight": _shown(self.weight),
            "counts": _shown(self.counts),
        }


class _Weighed(NamedTuple):
    """A judged part, as the totals of contests are worked out."""

    name: str
    weight: Fraction


class _Panel(NamedTuple):
    """The judged parts and the rule for the highest and lowest, as the totals of contests are worked out."""

    parts: tuple[_Weighed, ...]
    drop: DropRule


def computed_parts(announced: ReviewAnnounced, evaluation: Evaluation, teacher: str) -> list[PartScore]:
    """The parts that the pack works out."""
    return [
        PartScore(
            part.name,
            part.source,
            value_of(evaluation, teacher, part.source),
            Fraction(part.most),
            Fraction(part.weight),
        )
        for part in announced.computed
    ]


def judged_parts(announced: ReviewAnnounced, given: Mapping[TeacherId, Mapping[str, Fraction]]) -> list[PartScore]:
    """The parts that the panel gave: means over members, the highest and lowest member left out where announced.

    `given`: by member the score of each part in per cent of its most. Who is highest and lowest is told by the
    member's weighted total, as in contests.
    """
    panel = _Panel(tuple(_Weighed(one.name, Fraction(one.weight)) for one in announced.judged), announced.drop)
    found = means(panel, given)
    return [
        PartScore(
            part.name,
            "",
            found[part.name] * Fraction(part.most) / _HUNDRED if part.name in found else None,
            Fraction(part.most),
            Fraction(part.weight),
        )
        for part in announced.judged
    ]


def left_out(announced: ReviewAnnounced, given: Mapping[TeacherId, Mapping[str, Fraction]]) -> set[TeacherId]:
    """The members whose scores of a dossier are left out of the means."""
    panel = _Panel(tuple(_Weighed(one.name, Fraction(one.weight)) for one in announced.judged), announced.drop)
    return dropped(panel, given)


def total_of(parts: Sequence[PartScore], digits: int) -> Fraction | None:
    """The parts added up and rounded half up; None where one is missing, or there are none."""
    counted = [one.counts for one in parts]
    if not counted or any(one is None for one in counted):
        return None
    return rounded(sum((one for one in counted if one is not None), Fraction(0)), digits)


def rounded(value: Fraction, digits: int) -> Fraction:
    """A number rounded half up (a half away from zero) to so many decimals."""
    scale: int = 10**digits
    units = int(abs(value) * scale + _HALF)
    return Fraction(units if value >= 0 else -units, scale)


def _shown(value: Fraction | None) -> int | float | None:
    return None if value is None else number(value.numerator, value.denominator)
