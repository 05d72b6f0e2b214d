"""What is recorded and no pack in force uses: asked for in vain, and the next form can leave it out."""

from dataclasses import dataclass
from typing import Any

from ledger.processes.rules import has_rule
from ledger.records import KINDS
from ledger.records.key_fields import key_fields
from ledger.records.record import Record
from projections.about_packs.needs import Needs
from projections.standing import Standing

_OWN_FAMILIES = ("term", "day", "week", "authority", "contradiction", "pack", "statement")
"""What the bureau writes for the ledger itself; nobody is asked for it."""

_OWN_FIELDS = ("in_effect", "identity", "name")


@dataclass(frozen=True)
class IdleField:
    """A field that is filled in, in so many records, and that no pack uses.

    `counted`: whether a pack uses anything of the kind. `process`: whether the kind belongs to a process (a contest, a
    rotation …) whose own rules may read the field.
    """

    kind: str
    called: str
    field: str
    label: str
    records: int
    counted: bool
    process: bool

    def to_json(self) -> dict[str, Any]:
        """The form of docs/json-forms.md."""
        return dict(vars(self))


def idle_fields(standing: Standing, needs: Needs) -> list[IdleField]:
    """The fields that records fill in and packs do not need; what a record is known by is never idle."""
    found = []
    for name, record_class in KINDS.items():
        kind = name.partition("/")[0]
        if kind.partition(".")[0] in _OWN_FAMILIES:
            continue
        records = standing.records_of(kind).records
        if not records:
            continue
        used = needs.get(kind, set()) | _own_fields(record_class)
        for field in record_class.__struct_fields__:
            filled = sum(getattr(record, field) not in (None, "", (), False) for record in records)
            if field not in used and filled:
                label = record_class.labels.get(field, field)
                found.append(
                    IdleField(kind, record_class.called, field, label, filled, kind in needs, has_rule(records[0]))
                )
    return found


def _own_fields(record: type[Record]) -> set[str]:
    """The fields that say which record it is, whose and of when."""
    return {*key_fields(record), record.whose, record.happened_on, *_OWN_FIELDS}
