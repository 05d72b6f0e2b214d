"""A record told field by field, in the words of its kind: teachers and schools by name, days as days."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_args, get_type_hints

from api.accounts.kind_groups import called as called
from api.pages.texts import printed_text
from api.typesetting import in_print
from ledger.parties import teacher_fields, teachers_in
from ledger.records.record import Month, Record, SchoolId, TeacherId

LONG = 24
"""A text with more characters than this has a line of its own."""


class ShownField(NamedTuple):
    """A field as it is shown: what people call it, what it says; `long`: it wants a line of its own; its name."""

    label: str
    said: str
    long: bool
    name: str = ""


def people_in(records: Iterable[Record]) -> set[TeacherId]:
    """The codes of everybody whom some records name."""
    return {code for record in records for code in teachers_in(record) if code}


def shown_fields(
    record: Record, names: Mapping[TeacherId, str], school_name: Callable[[str], str] = str
) -> list[ShownField]:
    """Every field of a record that says something, in the order of its kind.

    `names`: of the people in it, or marks in their place; `school_name` gives a school's name by its code.
    """
    people, schools, months = teacher_fields(record.__class__), *_school_and_month_fields(record.__class__)
    found = []
    for name, label in record.labels.items():
        value = getattr(record, name)
        if value is None or value == "" or value == ():
            continue
        items = value if isinstance(value, tuple) else (value,)
        if name in people:
            said = "、".join(f"{names.get(code, '')} {code}".strip() for code in items)
        elif name in schools:
            said = "、".join(_school(code, school_name) for code in items)
        elif name in months:
            said = "、".join(f"{month:%Y-%m}" for month in items)
        else:
            said = in_print("、".join(_told(item) for item in items))
        found.append(ShownField(label, said, len(said) > LONG, name))
    return found


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return printed_text("record.yes") if value else printed_text("record.no")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _school(code: str, school_name: Callable[[str], str]) -> str:
    name = school_name(code)
    return name if name == code else f"{name} {code}"


@cache
def _school_and_month_fields(record: type[Record]) -> tuple[frozenset[str], frozenset[str]]:
    hints = get_type_hints(record)
    schools = frozenset(name for name, hint in hints.items() if _mentions(hint, SchoolId))
    return schools, frozenset(name for name, hint in hints.items() if _mentions(hint, Month))


def _mentions(hint: Any, wanted: Any) -> bool:
    return hint is wanted or any(_mentions(one, wanted) for one in get_args(hint))
