"""The records that a measure still counts while it is worked out, and the names of formulas about them."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from projections.kernel.asking import Names
from projections.kernel.records import RecordColumns
from projections.language.columns import Column, Columns
from projections.language.dated_value_columns import value_on_each
from projections.language.exact import Exact
from projections.language.grouped import as_codes, joined
from projections.language.ordering import classes
from projections.language.pack import formula
from projections.language.schema import Measure
from projections.language.scopes import recorded_fields
from projections.language.subject_scopes import EVENT, law_on, subject_of_measure
from projections.language.syntax import Formula, Name, Operation, Text
from projections.language.types import Type
from projections.standing.taking import taken

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Claims:
    """Records that count for somebody, in the order recorded: the record's row, the subject's, and what was found out.

    `place` on a list, from 1; `linked` the row of the other record, -1 for none; `day` the record's day, where a step
    of the measure asks for it; `period`, `first` and `last` within the window; `worth`, one each or one for all;
    `measure` its measure's place in a pool. A span that counts in every period stands here once for each.
    """

    record: Rows
    who: Rows
    place: Rows | None = None
    day: Rows | None = None
    linked: Rows | None = None
    period: Rows | None = None
    first: Rows | None = None
    last: Rows | None = None
    measure: Rows | None = None
    worth: Exact = field(default_factory=lambda: Exact.of(1))

    def __len__(self) -> int:
        return len(self.record)

    @property
    def days(self) -> Rows:
        """The day of each."""
        assert self.day is not None
        return self.day

    def only(self, chosen: Mask | Rows) -> "Claims":
        """Those of a mask, or at some places, in that order."""
        if chosen.dtype == np.bool_:
            chosen = np.flatnonzero(chosen)
            if len(chosen) == len(self):
                return self
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        kept: dict[str, Any] = {name: None if column is None else column[chosen] for name, column in columns.items()}
        return Claims(**kept)

    def worth_now(self, worth: Exact) -> "Claims":
        """The same, worth something else, one value each or one for all."""
        return replace(self, worth=worth)

    @classmethod
    def together(cls, lots: "list[Claims]") -> "Claims":
        """The claims of several lots, one after another."""
        if len(lots) == 1:
            return lots[0]
        columns: dict[str, Any] = {}
        for one in fields(cls):
            parts = [getattr(lot, one.name) for lot in lots]
            if one.name == "worth":
                columns[one.name] = _worths(parts, lots)
            else:
                columns[one.name] = None if parts[0] is None else np.concatenate(parts)
        return cls(**columns)


def _worths(parts: list[Exact], lots: list[Claims]) -> Exact:
    """The worths of lots together: one for all where it is the same in all of them."""
    if (
        all(part.num.ndim == 0 and part.den.ndim == 0 for part in parts)
        and len({part.fractions(1)[0] for part in parts}) == 1
    ):
        return parts[0]
    return joined([(part, len(lot)) for part, lot in zip(parts, lots, strict=True)])


class ClaimNames(ABC):
    """The names of formulas about claims; each column is kept until there are other claims."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._columns: dict[str, Column] = {}
        self._claims: Claims | None = None

    def of(self, claims: Claims) -> Columns:
        """What evaluates formulas over some claims."""
        if claims is not self._claims:
            self._claims, self._columns = claims, {}
        # Kept here it would hold what holds it, and all claims with it, until the next collection of garbage.
        return self._names.reader(self.lookup)

    def keys(self, claims: Claims, per: list[str]) -> list[Rows]:
        """Integers that are equal for claims of one subject that are alike in what formulas say of them."""
        reader = self.of(claims)
        return [claims.who, *(as_codes(reader.evaluate(formula(one)), len(claims)) for one in per)]

    def groups(self, claims: Claims, per: list[str]) -> Rows:
        """Which claims of each subject are alike in what formulas say of them; numbered from 0."""
        return classes(self.keys(claims, per), len(claims))[0]

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
        self._filled: dict[str, Mask] = {}

    def holds(self, claims: Claims, text: str) -> Mask:
        """Which claims a condition holds of."""
        condition = formula(text)
        if asked := self._asked_whether_filled(condition):
            field, wanted = asked
            if field not in self._filled:
                self._filled[field] = self._records.table.filled(field)
            found = self._filled[field][claims.record]
            return found if wanted else ~found
        return np.broadcast_to(self.of(claims).mask(condition), (len(claims),))

    def _asked_whether_filled(self, condition: Formula) -> tuple[str, bool] | None:
        """The field, and whether it shall have a text, of a condition such as `notes != ""`.

        Such texts are nearly all different: to tell whether there is one they need not be told apart.
        """
        if not (isinstance(condition, Operation) and condition.operator in ("!=", "==")):
            return None
        field, text = condition.operands
        if not isinstance(field, Name) or not isinstance(text, Text) or text.value:
            return None
        if field.name not in recorded_fields(self._measure.of) or self._names.common(field.name) is not None:
            return None
        return field.name, condition.operator == "!="

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
            return Column(Type.NUMBER, Exact.of(1) if claims.place is None else Exact(claims.place))
        value = self._names.pack.values.get(name)
        if value and name not in self._records.names:
            if law_on(self._names.pack, value) == EVENT:
                days = self._names.county.days_at(self._measure.of, claims.record)
                return Column(Type.NUMBER, value_on_each(value, days))
            return taken(self._names.column(self._kind, name), claims.who)
        return self._records.column(name, claims.record)

    def _of_linked(self, name: str, claims: Claims) -> Column:
        assert self._others
        assert claims.linked is not None
        if name == "known":
            return Column(Type.YES, claims.linked >= 0)
        return self._others.column(name, claims.linked)
