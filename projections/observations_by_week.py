"""每周听课: how many lessons were observed in each week of a term, attested and not, county-wide or of some schools.

An observation is a school's where its observer is on that school's register in the term.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from projections.county_board import at_schools
from projections.evaluation import Evaluation
from projections.language.scopes import TEACHER

_KIND = "lesson.observed"


@dataclass(frozen=True)
class Week:
    """A week of the term, from 1, with its Monday: the observations of its days that are attested, and the others."""

    number: int
    monday: date
    attested: int
    others: int


def observations_by_week(evaluation: Evaluation, schools: Collection[str] | None = None) -> list[Week]:
    """The weeks of the term up to the evaluation's day, those without observations too; none before the term."""
    term, as_of = evaluation.term, evaluation.as_of
    monday = term.start - timedelta(days=term.start.weekday())
    last = min(term.end, as_of)
    weeks = (last - monday).days // 7 + 1 if last >= term.start else 0
    if not weeks:
        return []
    table = evaluation.standing.table(_KIND)
    days = np.asarray(table.column("on").values, np.int64)
    counted = (days >= term.start.toordinal()) & (days <= last.toordinal())
    if schools is not None and table.length:
        here = np.append(at_schools(evaluation.kernel, TEACHER, schools), False)  # the last for nobody on the register
        observers = np.asarray(table.column("observer").values, np.int64)
        counted &= here[evaluation.county.teachers.rows(observers)]
    week = (days - monday.toordinal()) // 7
    attested = np.bincount(week[counted & table.attested], minlength=weeks)
    others = np.bincount(week[counted & ~table.attested], minlength=weeks)
    return [
        Week(number + 1, monday + timedelta(days=7 * number), int(attested[number]), int(others[number]))
        for number in range(weeks)
    ]
