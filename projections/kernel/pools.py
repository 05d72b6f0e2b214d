"""Pools: the records of several measures taken together, each with the worth and the day that its measure left it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from projections.kernel.asking import Names
from projections.kernel.claims import ClaimNames, Claims
from projections.kernel.limits import limited
from projections.kernel.reaching import Reaching, wants_periods
from projections.kernel.taking import taken_together
from projections.kernel.windows import Windows
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.grouped import joined
from projections.language.ordering import order_by
from projections.language.schema import Pool
from projections.language.subject_scopes import subject_of_pool
from projections.language.types import Type
from projections.standing.taking import taken


def pool_column(names: Names, windows: Windows, pool: Pool, claims_of: Callable[[str], Claims]) -> Column:
    """The number of every subject of a pool; `claims_of` a measure by its name."""
    kind = subject_of_pool(names.pack, pool)
    claims = _in_order([claims_of(name) for name in pool.of])
    if pool.window:
        parts = windows.inside(pool.window, claims.days, claims.who)
        claims = replace(claims.only(parts.rows), period=parts.period, first=parts.first, last=parts.last)
    raw = names.pack.head.conventions.caps == "as_raw"
    claims = limited(pool, PoolNames(names, pool), claims, lambda text: names.number(kind, text), raw=raw)
    if wants_periods(pool):
        return Column(Type.NUMBER, Exact(Reaching(names, windows, pool.window, kind).periods(pool, claims)))
    return taken_together(pool.take, claims, names.length(kind))


class PoolNames(ClaimNames):
    """The names of a pool's formulas about each of its records."""

    def __init__(self, names: Names, pool: Pool) -> None:
        super().__init__(names)
        self._kind = subject_of_pool(names.pack, pool)
        self._measures = names.county.facts.words.codes(pool.of)

    def _found(self, name: str, claims: Claims) -> Column:
        if name == "day":
            return Column(Type.DAY, claims.days)
        if name == "measure":
            assert claims.measure is not None
            return Column(Type.WORD, self._measures[claims.measure])
        assert name.startswith("my."), name
        return taken(self._names.column(self._kind, name.removeprefix("my.")), claims.who)


def _in_order(pooled: list[Claims]) -> Claims:
    """The claims of several measures: by day, then in the order of the measures, then as they were recorded."""
    measure = np.repeat(np.arange(len(pooled)), [len(one) for one in pooled])
    every = Claims(
        np.concatenate([one.record for one in pooled]),
        np.concatenate([one.who for one in pooled]),
        day=np.concatenate([one.days for one in pooled]),
        measure=measure,
        worth=joined([(one.worth, len(one)) for one in pooled]),
    )
    return every.only(order_by([every.days], len(every)))
