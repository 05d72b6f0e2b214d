"""Places of a ranking: among its population, by its keys in turn, and who is chosen."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.language.clauses import Ranking
from projections.language.columns import Column
from projections.language.exact import Exact
from projections.language.grouped import as_codes, classes, count_by, order_of
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class RankingResult:
    """Places over all subjects, 0 for those not ranked; `up_to` is the last place if a shared one is spread out."""

    ranked: Mask
    place: Rows
    of: Rows
    from_bottom: Rows
    up_to: Rows

    def column(self, part: str) -> Column:
        """What formulas name of a ranking, but for who is chosen."""
        if part == "last":
            return Column(Type.YES, self.from_bottom == 1)
        numbers = {"place": self.place, "of": self.of, "from_bottom": self.from_bottom}
        return Column(Type.NUMBER, Exact(numbers[part]))


def ranking_result(names: Names, name: str, clause: Ranking) -> RankingResult:
    """The result of a ranking."""
    kind, length = clause.per, names.length(clause.per)
    ranked = names.applies(name).copy()
    for veto in names.vetoed(name).values():
        ranked &= ~veto
    rows = np.flatnonzero(ranked)
    among = [as_codes(names.column(kind, one), length)[rows] for one in clause.among]
    groups, many = classes(among, len(rows))
    keys = []
    for key in clause.by:
        order = order_of(names.number(kind, key.value)[rows], len(rows))
        keys.append(-order if key.first == "highest" else order)
    # Classes are numbered in the order of group and keys, so that equal ones are side by side.
    alike, steps = classes([groups, *keys], len(rows))
    sharing, of = count_by(alike, steps), count_by(groups, many)
    group_of = np.zeros(steps, np.int64)
    group_of[alike] = groups
    ahead = np.cumsum(sharing) - sharing
    distinct = np.arange(steps)
    begins = np.flatnonzero(np.diff(group_of, prepend=-1))
    ahead, distinct = ahead - ahead[begins][group_of], distinct - distinct[begins][group_of]
    behind, further = of[group_of] - ahead - sharing, count_by(group_of, many)[group_of] - distinct - 1
    skip = clause.after_shared == "skip"

    def spread(values: Rows) -> Rows:
        found = np.zeros(length, np.int64)
        found[rows] = values
        return found

    place = spread(1 + (ahead if skip else distinct)[alike])
    up_to = spread((ahead + sharing)[alike])

    from_bottom = spread(1 + (behind if skip else further)[alike])
    return RankingResult(ranked, place, spread(of[groups]), from_bottom, up_to)


def chosen_of(names: Names, clause: Ranking, result: RankingResult) -> Mask:
    """Who is chosen; worked out when it is asked for, since the number of places may be a share of those ranked."""
    if not clause.places:
        return np.zeros(len(result.ranked), np.bool_)
    places = names.number(clause.per, clause.places).floor()
    last = result.up_to if clause.border == "none_in" else result.place
    return np.asarray(result.ranked & (places.compared(Exact(last)) >= 0), np.bool_)
