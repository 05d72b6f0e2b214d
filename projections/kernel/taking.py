"""What becomes of the records that a measure has left: a sum, a count, a mean, a day."""

import numpy as np
import numpy.typing as npt

from projections.kernel.claims import Claims
from projections.language.columns import Column
from projections.language.exact import Exact, sum_by
from projections.language.grouped import count_by, days_covered, last_values, mean_by, months_covered, order_of
from projections.language.schema import Take
from projections.language.types import Type

Rows = npt.NDArray[np.int64]


def taken_together(take: Take, claims: Claims, length: int) -> Column:
    """One number, or day, a subject."""
    who, worth = claims.who, claims.worth
    recorded = np.arange(len(claims))
    if take in ("first_day", "last_day"):
        return Column(Type.DAY, _end_day(take, claims, length))
    if take == "sum":
        found = sum_by(worth, who, length)
    elif take == "count":
        found = Exact(count_by(who, length))
    elif take == "mean":
        found = mean_by(worth, who, length)
    elif take in ("days_covered", "months_covered"):
        assert claims.first is not None
        assert claims.last is not None
        covered = days_covered if take == "days_covered" else months_covered
        found = Exact(covered(claims.first, claims.last, who, length))
    elif take == "latest":
        found = last_values(worth, np.lexsort((recorded, claims.day, who)), who, length)
    else:
        rank = order_of(worth, len(claims))
        order = np.lexsort((recorded, rank if take == "highest" else -rank, who))
        found = last_values(worth, order, who, length)
    return Column(Type.NUMBER, found)


def _end_day(take: str, claims: Claims, length: int) -> Rows:
    """The least or the greatest of the days recorded; 0 of none."""
    found = np.zeros(length, np.int64)
    if take == "last_day":
        np.maximum.at(found, claims.who, claims.day)
        return found
    known = claims.day > 0
    latest = int(claims.day.max(initial=0)) + 1
    found[:] = latest
    np.minimum.at(found, claims.who[known], claims.day[known])
    return np.where(found == latest, 0, found)
