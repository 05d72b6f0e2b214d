"""In how many periods of a window there are records enough: of all of them, or one after another."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.claims import Claims
from projections.kernel.windows import Windows
from projections.language.exact import Exact, sum_by
from projections.language.grouped import count_by, longest_runs, longest_runs_without
from projections.language.ordering import classes
from projections.language.schema import Measure, Pool

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


def wants_periods(rule: Measure | Pool) -> bool:
    """Whether a number of periods is wanted, and not what the records come to."""
    return rule.periods_with is not None or bool(rule.periods_reaching)


class Reaching:
    """Counts the periods of one window, of one kind of subject, in which there are records enough."""

    def __init__(self, names: Names, windows: Windows, window: str, kind: str) -> None:
        self._names = names
        self._windows = windows
        self._window = window
        self._kind = kind

    def periods(self, rule: Measure | Pool, claims: Claims) -> Rows:
        """How many periods there are with so many records, or in which they are worth so much; or the longest run."""
        assert claims.period is not None
        groups, many = classes([claims.who, claims.period], len(claims))
        rows = np.zeros(many, np.int64)
        rows[groups] = np.arange(len(claims))  # of each group any row
        who = claims.who[rows]
        if rule.periods_with is None:
            least, found = self._names.number(self._kind, rule.periods_reaching), sum_by(claims.worth, groups, many)
        else:
            least, found = Exact.of(rule.periods_with), Exact(count_by(groups, many))
        reached = Reached(
            who,
            self._windows.places(self._window, claims.period[rows], who),
            found.compared(least[who]) >= 0,
            np.asarray(Exact.of(0).compared(least) >= 0, np.bool_),
            self._windows.periods(self._window, self._kind),
        )
        return reached.longest_run() if rule.in_a_row else reached.number()


@dataclass(frozen=True)
class Reached:
    """The periods in which subjects have records: whose, the place in the window, whether it is one that counts.

    `empty_too`: of which subjects a period without records counts as well; `many`: how many periods each window has.
    """

    who: Rows
    place: Rows
    counts: Mask
    empty_too: Mask
    many: Rows

    def number(self) -> Rows:
        """How many periods of each subject count."""
        length = len(self.many)
        empty = self.many - count_by(self.who, length)
        return count_by(self.who[self.counts], length) + np.where(self.empty_too, empty, 0)

    def longest_run(self) -> Rows:
        """How many periods that count follow one upon the other at most."""
        found = longest_runs(self.place[self.counts], self.who[self.counts], len(self.many))
        without = longest_runs_without(self.place[~self.counts], self.who[~self.counts], self.many)
        return np.where(self.empty_too, without, found)
