"""The records that a measure still counts while it is worked out, and the names of formulas about them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.county import taken
from projections.kernel.asking import Names
from projections.kernel.records import RecordColumns
from projections.language.columns import Column, Columns
from projections.language.dated_value_columns import value_on_each
from projections.language.exact import Exact
from projections.language.grouped import as_codes, classes
from projections.language.pack import formula
from projections.language.schema import Measure
from projections.language.subject_scopes import EVENT, law_on, subject_of_measure
from projections.language.types import Type

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Claims:
    """Records that count for somebody, in the order recorded: the record's row, the subject's, and what was found out.

    `place` on a list, from 1; `linked` the row of the other record, -1 for none; `day` the record's day; `period`,
    `first` and `last` within the window; `worth` once it is known; `measure` its measure's place in a pool. A span that
    counts in every period stands here once for each.
    """

    record: Rows
    who: Rows
    place: Rows
    day: Rows
    linked: Rows | None = None
    period: Rows | None = None
    first: Rows | None = None
    last: Rows | None = None
    measure: Rows | None = None
    worth: Exact = field(default_factory=lambda: Exact.of(1))

    def __len__(self) -> int:
        return len(self.record)

    def only(self, chosen: Mask | Rows) -> "Claims":
        """Those of a mask, or at some places, in that order."""
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        kept: dict[str, Any] = {name: None if column is None else column[chosen] for name, column in columns.items()}
        return Claims(**kept)

    def worth_now(self, worth: Exact) -> "Claims":
        """The same, worth something else, one value each."""
        return replace(self, worth=Exact(np.broadcast_to(worth.num, (len(self),)), worth.den))


class ClaimNames(ABC):
    """The names of formulas about claims; each column is kept until there are other claims."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._columns: dict[str, Column] = {}
        self._claims: Claims | None = None
        self._reader = names.reader(self.lookup)

    def of(self, claims: Claims) -> Columns:
        """What evaluates formulas over some claims."""
        if claims is not self._claims:
            self._claims, self._columns = claims, {}
        return self._reader

    def groups(self, claims: Claims, per: list[str]) -> Rows:
        """Which claims of each subject are alike in what formulas say of them; numbered from 0."""
        reader = self.of(claims)
        keys = [as_codes(reader.evaluate(formula(one)), len(claims)) for one in per]
        return classes([claims.who, *keys], len(claims))[0]

    def lookup(self, name: str) -> Column:
        """The column of a name, one value a claim or one for all."""
        if name not in self._columns:
            assert self._claims is not None
            common = self._names.common(name)
            self._columns[name] = self._found(name, self._claims) if common is None else common
        return self._columns[name]

    @abstractmethod
    def _found(self, name: str, claims: Claims) -> Column:
        """The column of a name that is not the same for everybody."""


class RecordNames(ClaimNames):
    """The names of a measure's formulas about each of its records."""

    def __init__(self, names: Names, measure: Measure) -> None:
        super().__init__(names)
        self._measure = measure
        self._kind = subject_of_measure(measure)
        self._records = RecordColumns(names.county, measure.of)
        self._others = RecordColumns(names.county, measure.link.to) if measure.link else None

    def _found(self, name: str, claims: Claims) -> Column:
        owner, _, rest = name.partition(".")
        if owner == "my":
            return taken(self._names.column(self._kind, rest), claims.who)
        if owner == "linked":
            return self._of_linked(rest, claims)
        if owner == "inside":
            assert claims.first is not None
            assert claims.last is not None
            return Column(Type.DAY, claims.first if rest == "first_day" else claims.last)
        if name == "place" and self._measure.by not in self._records.names:
            return Column(Type.NUMBER, Exact(claims.place))
        value = self._names.pack.values.get(name)
        if value and name not in self._records.names:
            if law_on(self._names.pack, value) == EVENT:
                days = self._names.county.day_of(self._measure.of)[claims.record]
                return Column(Type.NUMBER, value_on_each(value, days))
            return taken(self._names.column(self._kind, name), claims.who)
        return self._records.column(name, claims.record)

    def _of_linked(self, name: str, claims: Claims) -> Column:
        assert self._others
        assert claims.linked is not None
        if name == "known":
            return Column(Type.YES, claims.linked >= 0)
        return self._others.column(name, claims.linked)
