"""A sheet of a workbook: the kind of record its rows make, its headings, and what else stands beside them.

Name and headings are those that the kind of record itself gives (`called`, `labels`); a sheet says only what the
kind cannot know.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from api.workbook.cells import Reader
from api.workbook.codes import Codes
from ledger.records.record import Record

Extras = dict[str, Any]
"""What stands in a row beside its record, by field."""


@dataclass(frozen=True)
class Beside:
    """A column whose value is no field of the sheet's record: which field of what it becomes, and of what type.

    `unasked`: it is read where an office has it, and no template asks for it.
    """

    field: str
    hint: Any
    read: Callable[[Codes], Reader]
    may_be_empty: bool = False
    happened: bool = False
    unasked: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    `beside`: columns by heading that fill no field of the record; `parts` makes the further records that a row holds.
    `of_term`: the field that takes the workbook's term, or the term's first day. `unsaid`: fields without a column.
    `may_be_empty`: fields that the record needs and the sheet may leave empty. `later`: fields whose columns a
    workbook of the first form does not have.
    """

    record: type[Record]
    beside: dict[str, Beside] = field(default_factory=dict)
    parts: Callable[[Record, Extras], list[Record]] | None = None
    of_term: str = ""
    unsaid: tuple[str, ...] = ()
    may_be_empty: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What people call the sheet."""
        return self.record.called

    @cached_property
    def headings(self) -> dict[str, str]:
        """The fields of the record by heading, in their order."""
        fields = (name for name in self.record.__struct_fields__ if name not in self.unsaid)
        return {self.record.labels[name]: name for name in fields}

    @cached_property
    def all_headings(self) -> list[str]:
        """Every heading the sheet can have."""
        return [*self.headings, *self.beside]

    @cached_property
    def first_headings(self) -> list[str]:
        """Every heading of the sheet's first form, which a workbook of that form must have."""
        asked = (heading for heading, column in self.beside.items() if not column.unasked)
        return [*(heading for heading, name in self.headings.items() if name not in self.later), *asked]

    @cached_property
    def needed_headings(self) -> list[str]:
        """The headings of the columns that may not be empty."""
        needed = [heading for heading, name in self.headings.items() if not self.may_field_be_empty(name)]
        return [*needed, *(heading for heading, one in self.beside.items() if not one.may_be_empty)]

    @cached_property
    def _defaulted(self) -> set[str]:
        return {one.name for one in msgspec.structs.fields(self.record) if not one.required}

    def may_field_be_empty(self, name: str) -> bool:
        """Whether the column of a field of the record may be empty."""
        return name in self._defaulted or name in self.may_be_empty

    def heading_of(self, fields: Sequence[str]) -> str:
        """The heading of the first of these fields that the sheet has; its first heading where it has none."""
        by_field = {name: heading for heading, name in self.headings.items()}
        by_field |= {column.field: heading for heading, column in self.beside.items()}
        return next((by_field[name] for name in fields if name in by_field), self.all_headings[0])
