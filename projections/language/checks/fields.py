"""Which fields of a record name a teacher, a school or a term, and which are lists of them."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_origin

from ledger.records.record import TermId
from projections.language.scopes import field_hints, kinds_of_record, main_kind


@cache
def _hints(kind: str) -> Mapping[str, Any]:
    """The plain type of each field, those of the main record behind `main.`."""
    hints = dict(field_hints(kinds_of_record()[kind]))
    if main := main_kind(kind):
        hints |= {f"main.{name}": hint for name, hint in field_hints(kinds_of_record()[main]).items()}
    return hints


def party_fields(kind: str, of: object) -> list[str]:
    """The fields that hold one teacher (or school)."""
    return [name for name, hint in _hints(kind).items() if hint is of]


def listed_fields(kind: str, of: object) -> list[str]:
    """The fields that hold several teachers (or schools)."""
    return [name for name, hint in _hints(kind).items() if get_origin(hint) is tuple and get_args(hint)[0] is of]


def term_fields(kind: str) -> list[str]:
    """The fields that say a term."""
    return [name for name, hint in _hints(kind).items() if hint is TermId]
