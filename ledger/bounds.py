"""Which days, months and numbers a record may hold, whichever door it comes in by."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from ledger.records.record import Month, Record
from ledger.refusals import Refused

EARLIEST_YEAR = 1949
LARGEST = 999_999_999
"""The largest number of anything."""

_Check = Callable[[Any, str], None]


def check_bounds(record: Record) -> None:
    """Refuse `bad-date` or `bad-number` where no office means such a day, month or number."""
    for name, check in _checks(record.__class__):
        check(getattr(record, name), name)


@cache
def _checks(struct: type[msgspec.Struct]) -> list[tuple[str, _Check]]:
    hints = get_type_hints(struct)
    return [(name, check) for name in struct.__struct_fields__ if (check := _check_of(hints[name]))]


def _check_of(hint: Any) -> _Check | None:
    """What holds values of this type to their bounds; none for texts and words."""
    if hint in _CHECKS:
        return _CHECKS[hint]
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _inside if _checks(hint) else None
    inner = next((check for one in get_args(hint) if (check := _check_of(one))), None)
    return _each(inner) if inner else None


def _inside(value: msgspec.Struct, name: str) -> None:
    for inner, check in _checks(value.__class__):
        check(getattr(value, inner), name)


def _each(check: _Check) -> _Check:
    """Of a list every item; of what may be left out the value, if there is one."""

    def each(value: Any, name: str) -> None:
        if value.__class__ is tuple:
            for item in value:
                check(item, name)
        elif value is not None:
            check(value, name)

    return each


def _day(value: date, name: str) -> None:
    if value.year < EARLIEST_YEAR:
        raise Refused("bad-date", f"{value} 早于 {EARLIEST_YEAR} 年;请核对年份。", fields=[name])


def _month(value: date, name: str) -> None:
    _day(value, name)
    if value.day != 1:
        raise Refused("bad-date", f"月份要写成当月第一天,如 {value:%Y-%m}-01,不是 {value};请改正。", fields=[name])


def _whole(value: int, name: str) -> None:
    if not -LARGEST <= value <= LARGEST:
        raise Refused("bad-number", f"数字大得没有意义,应在 {LARGEST} 以内;请核对。", fields=[name])


def _amount(value: Decimal, name: str) -> None:
    if not value.is_finite() or not 0 <= value <= LARGEST:
        raise Refused("bad-number", f"应是 0 到 {LARGEST} 的数;请核对。", fields=[name])


_CHECKS: dict[Any, _Check] = {date: _day, Month: _month, int: _whole, Decimal: _amount}
