"""A measure or pool worked out for some subjects alone says of them what it says when worked out for everybody."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.evaluation import Evaluation
from projections.kernel.measures import Measures
from projections.kernel.rosters import Rosters
from projections.kernel.windows import Windows
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.subject_scopes import subject_of_measure, subject_of_pool
from tests.projections.books_over_years import standing_over_years
from tests.projections.counties_over_years import COUNTIES_OVER_YEARS
from tests.projections.random_packs import random_pack
from tests.projections.small_counties import SmallCounty


def _values(column: Column, length: int) -> list[object]:
    if isinstance(column.values, Exact):
        return list[object](column.values.fractions(length))
    return list(np.broadcast_to(column.values, (length,)).tolist())


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(county=COUNTIES_OVER_YEARS, seed=st.integers(0, 10**9), steps=st.integers(1, 40), chosen=st.integers(0, 2**30))
def test_some_subjects_have_the_numbers_that_they_have_among_all(
    county: SmallCounty, seed: int, steps: int, chosen: int
) -> None:
    with standing_over_years(county, seed) as standing:
        pack = random_pack(seed, steps)
        kernel = Evaluation(pack, standing, county.term, county.as_of).kernel
        measures = Measures(kernel, Windows(kernel), Rosters(kernel))
        kinds = {name: subject_of_measure(one) for name, one in pack.measures.items()}
        kinds |= {name: subject_of_pool(pack, one) for name, one in pack.pools.items()}
        for name, kind in kinds.items():
            length = kernel.length(kind)
            who = np.array([row for row in range(length) if chosen >> row % 30 & 1], np.int64)
            one, whole = measures.column_for, measures.column
            if name in pack.pools:
                one, whole = measures.pooled_for, measures.pooled
            every = _values(whole(name), length)
            assert _values(one(name, who), len(who)) == [every[row] for row in who.tolist()]
