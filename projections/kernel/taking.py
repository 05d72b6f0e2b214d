"""What becomes of the records that a measure has left: a sum, a count, a mean, a day."""

import numpy as np
import numpy.typing as npt

from projections.kernel.claims import Claims
from projections.language.columns import Column
from projections.language.exact import Exact, sum_by
from projections.language.grouped import count_by, days_covered, last_values, mean_by, months_covered, order_of
from projections.language.ordering import order_by
from projections.language.schema import Take
from projections.language.types import Type

Rows = npt.NDArray[np.int64]


def taken_together(take: Take, claims: Claims, length: int) -> Column:
    """One number, or day, a subject."""
    who, worth = claims.who, claims.worth
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
        found = last_values(worth, order_by([who, claims.days], len(claims)), who, length)
    else:
        rank = order_of(worth, len(claims))
        order = order_by([who, rank if take == "highest" else -rank], len(claims))
        found = last_values(worth, order, who, length)
    return Column(Type.NUMBER, found)


def _end_day(take: str, claims: Claims, length: int) -> Rows:
    """The least or the greatest of the days recorded; 0 of none."""
    found = np.zeros(length, np.int64)
    if take == "last_day":
        np.maximum.at(found, claims.who, claims.days)
        return found
    known = claims.only(claims.days > 0)
    latest = int(known.days.max(initial=0)) + 1
    found[:] = latest
    np.minimum.at(found, known.who, known.days)
    return np.where(found == latest, 0, found)
