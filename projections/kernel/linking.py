"""The record that each record of a measure is linked to: the first recorded of those alike."""

from dataclasses import replace

import numpy as np

from projections.county import County
from projections.kernel.claims import ClaimNames, Claims
from projections.kernel.records import RecordColumns
from projections.language.grouped import joint_codes
from projections.language.ordering import classes, order_by
from projections.language.schema import Measure


def linked_rows(county: County, measure: Measure, names: ClaimNames, claims: Claims) -> Claims:
    """The claims, each with the row of its other record; a record is not linked to itself."""
    link = measure.link
    assert link
    others = RecordColumns(county, link.to)
    rows = np.flatnonzero(county.counts(link.to, measure.records))
    names.of(claims)
    keys = []
    for theirs, ours in link.alike.items():
        left, right = joint_codes(others.column(theirs, rows), names.lookup(ours), (len(rows), len(claims)))
        keys.append(np.concatenate([left, right]))
    groups, many = classes(keys, len(rows) + len(claims))
    first, second = np.full(many, -1, np.int64), np.full(many, -1, np.int64)
    of_rows = groups[: len(rows)]
    order = order_by([of_rows], len(of_rows))
    starts = np.flatnonzero(np.diff(of_rows[order], prepend=-1))
    first[of_rows[order[starts]]] = rows[order[starts]]
    seconds = starts[np.diff(starts, append=len(order)) > 1] + 1
    second[of_rows[order[seconds]]] = rows[order[seconds]]
    mine = groups[len(rows) :]
    found = first[mine]
    if link.to == measure.of:
        found = np.where(found == claims.record, second[mine], found)
    return replace(claims, linked=found)
