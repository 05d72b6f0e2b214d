"""What the parts of the kernel ask of each other: whose clauses there are, and the columns of names and formulas."""

from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from projections.county import County
from projections.kernel.subjects import Subjects
from projections.language.columns import Column, Columns, Lookup
from projections.language.exact import Exact
from projections.language.pack import Pack

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
V = TypeVar("V")


class Names(Protocol):
    """The names and formulas of every kind of subject, each computed once, when it is first asked for."""

    pack: Pack
    county: County
    subjects: Subjects

    def once(self, key: tuple[str, ...], make: Callable[[], V]) -> V:
        """The value of a key, made when it is first asked for; all that the kernel keeps is kept here.

        What was read for it is noted, and a later kernel takes over what is still true: so `make` reads nothing that
        changes but through the names, and nobody keeps such values elsewhere.
        """

    def length(self, kind: str) -> int:
        """How many subjects of a kind there are."""

    def column(self, kind: str, name: str) -> Column:
        """The column of a name in a subject's scope; of one value where it is the same for all."""

    def common(self, name: str) -> Column | None:
        """The column, of one value, of a name that is the same for everybody in the term."""

    def reader(self, lookup: Lookup) -> Columns:
        """What evaluates formulas over the columns of a lookup."""

    def number(self, kind: str, text: str) -> Exact:
        """A formula that gives numbers, one a subject."""

    def mask(self, kind: str, text: str) -> Mask:
        """A formula that gives yes or no, one a subject."""

    def days(self, kind: str, text: str) -> Rows:
        """A formula that gives days, one a subject."""

    def people(self, name: str) -> Mask:
        """Which teachers belong to a named set of people."""

    def applies(self, clause: str) -> Mask:
        """Which subjects a clause is for."""

    def chosen(self, ranking: str) -> Mask:
        """Which subjects have one of the places that there are in a ranking."""

    def vetoed(self, clause: str) -> dict[str, Mask]:
        """The vetoes that bar a clause, by their names: which subjects each holds of."""
