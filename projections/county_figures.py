"""The county at a glance: of each duty how many have done it, which schools are furthest behind, how points lie.

All figures are sums over the columns of an evaluation; nobody's answers are made for them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.answers import clauses_about
from projections.canonical import number
from projections.county_board import OF_SCHOOLS, at_schools, county_board
from projections.evaluation import Evaluation
from projections.kernel.judging import EligibilityResult
from projections.kernel.points import PointsResult
from projections.kernel.quotas import QuotaResult
from projections.language.clauses import Clause
from projections.language.exact import Exact
from projections.language.grouped import order_of
from projections.language.scopes import TEACHER
from projections.language.subject_scopes import SCHOOL, subject_kinds

Mask = npt.NDArray[np.bool_]

_BARS = 10


@dataclass(frozen=True)
class Reached:
    """Of a duty or an eligibility: of how many subjects of a kind it is asked, and how many have it."""

    clause: str
    says: str
    per: str
    of: int
    reached: int

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {"clause": self.clause, "per": self.per, "of": self.of, "reached": self.reached}


@dataclass(frozen=True)
class Bar:
    """How many have so many points: from a whole number on, up to but not including another."""

    from_: int
    to: int
    count: int


@dataclass(frozen=True)
class PointsSpread:
    """How the totals of a clause of points lie; the median is a total that somebody has."""

    clause: str
    says: str
    per: str
    of: int
    lowest: int | float
    median: int | float
    highest: int | float
    bars: tuple[Bar, ...]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "clause": self.clause,
            "per": self.per,
            "of": self.of,
            "lowest": self.lowest,
            "median": self.median,
            "highest": self.highest,
            "bars": [{"from": bar.from_, "to": bar.to, "count": bar.count} for bar in self.bars],
        }


@dataclass(frozen=True)
class SchoolBehind:
    """Of a school's teachers: how many there are, how many duties they have, how many of these are done."""

    school: str
    teachers: int
    duties: int
    done: int

    @property
    def to_do(self) -> int:
        """How many duties are not done."""
        return self.duties - self.done

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {"school": self.school, "teachers": self.teachers, "duties": self.duties, "done": self.done}


@dataclass(frozen=True)
class CountyFigures:
    """What there is to see of a county at a glance; `schools`: those furthest behind first, and none that is done."""

    teachers: int
    schools: int
    duties: tuple[Reached, ...]
    eligible: tuple[Reached, ...]
    points: tuple[PointsSpread, ...]
    behind: tuple[SchoolBehind, ...]

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return {
            "teachers": self.teachers,
            "schools": self.schools,
            **{
                name: [one.to_json() for one in getattr(self, name)]
                for name in ("duties", "eligible", "points", "behind")
            },
        }


def county_figures(evaluation: Evaluation) -> CountyFigures:
    """The figures of an evaluation."""
    kernel = evaluation.kernel
    duties, eligible = list[Reached](), list[Reached]()
    for name, clause in _shown(evaluation):
        result = kernel.result(name)
        if isinstance(result, QuotaResult):
            duties.append(_reached(name, clause, result.applies, result.met))
        elif isinstance(result, EligibilityResult):
            is_eligible = np.asarray(result.column("eligible").values, np.bool_)
            eligible.append(_reached(name, clause, result.applies, is_eligible))
    return CountyFigures(
        kernel.length(TEACHER),
        kernel.length(SCHOOL),
        tuple(one for one in duties if one.of),
        tuple(one for one in eligible if one.of),
        points_of(evaluation),
        tuple(_behind(evaluation)),
    )


def points_of(evaluation: Evaluation, schools: Collection[str] | None = None) -> tuple[PointsSpread, ...]:
    """How the totals of each clause of points lie; of subjects at some schools only, where these are named."""
    kernel, found = evaluation.kernel, list[PointsSpread]()
    for name, clause in _shown(evaluation):
        result = kernel.result(name)
        if isinstance(result, PointsResult) and (schools is None or clause.per in OF_SCHOOLS):
            counted = result.applies
            if schools is not None:
                counted = counted & at_schools(kernel, clause.per, schools)
            if counted.any():
                found.append(_spread(name, clause, result.total[counted]))
    return tuple(found)


def _shown(evaluation: Evaluation) -> Iterator[tuple[str, Clause]]:
    for kind in subject_kinds(evaluation.pack):
        yield from clauses_about(evaluation.kernel, kind, historical=evaluation.historical)


def _reached(name: str, clause: Clause, applies: Mask, reached: Mask) -> Reached:
    return Reached(name, clause.says.zh, clause.per, int(applies.sum()), int((applies & reached).sum()))


def _spread(name: str, clause: Clause, total: Exact) -> PointsSpread:
    length = len(total.num)
    ordered = np.argsort(order_of(total, length), kind="stable")

    def at(place: int) -> int | float:
        [value] = total[ordered[place : place + 1]].fractions(1)
        return number(value.numerator, value.denominator)

    whole = total.floor().whole()
    first, last = int(whole.min()), int(whole.max())
    width = -(-(last - first + 1) // _BARS)
    counts = np.bincount((whole - first) // width)
    bars = tuple(
        Bar(first + place * width, first + (place + 1) * width, count) for place, count in enumerate(counts.tolist())
    )
    return PointsSpread(name, clause.says.zh, clause.per, length, at(0), at((length - 1) // 2), at(length - 1), bars)


def _behind(evaluation: Evaluation) -> list[SchoolBehind]:
    """The schools that have duties to do, by the share of them that is done, the least first."""
    figures = [
        SchoolBehind(row.school, row.teachers, row.all.of, row.all.done) for row in county_board(evaluation).schools
    ]
    return sorted(
        (one for one in figures if one.to_do),
        key=lambda one: (Fraction(one.done, one.duties), -one.to_do, one.school),
    )
