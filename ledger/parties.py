"""The people a record names: who may object to it, who is asked about it, whose scope it falls in."""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from ledger.records.record import Record, TeacherId

R = TypeVar("R", bound=Record)


def teachers_in(record: Record) -> list[TeacherId]:
    """Every teacher that a record names, in the order of its fields."""
    found: list[TeacherId] = []
    for name in teacher_fields(record.__class__):
        said = getattr(record, name)
        found.extend(said if isinstance(said, tuple) else (said,))
    return found


def code_now(code: TeacherId, into: Callable[[TeacherId], TeacherId | None]) -> TeacherId:
    """The code that stands for a teacher whose file was merged into another's, and that into a third; a circle ends.

    `into`: the code that a file was merged into, if it was.
    """
    seen = {code}
    while (following := into(code)) is not None and following not in seen:
        seen.add(following)
        code = following
    return code


def renamed(record: R, code_now: Callable[[str], str]) -> R:
    """The record with every teacher's code replaced by the one that stands for it now."""
    changed = {}
    for name in teacher_fields(record.__class__):
        said = getattr(record, name)
        changed[name] = tuple(map(code_now, said)) if isinstance(said, tuple) else code_now(said)
    return msgspec.structs.replace(record, **changed)


@cache
def teacher_fields(record: type[Record]) -> list[str]:
    """The fields that name a teacher, or several."""
    return [name for name, hint in get_type_hints(record).items() if _names_teachers(hint)]


def _names_teachers(hint: Any) -> bool:
    return hint is TeacherId or any(_names_teachers(one) for one in get_args(hint))
