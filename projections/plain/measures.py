"""One measure of one person or group: its records, step by step, in the order that the schema gives."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ledger.life import State
from projections.language.pack import formula
from projections.language.scalars import Lookup, Tables, evaluate
from projections.language.schema import Condition, Measure, Roster
from projections.plain.calendar import Window
from projections.plain.records import Item
from projections.plain.trace import Sieve, Trace


@dataclass(frozen=True)
class Asking:
    """What a measure asks of those around it, for one person or group."""

    as_of: date
    attested_only: bool
    tables: Tables
    names: Callable[[Item], Lookup]  # the scope of a record
    window: Window | None
    roster: Roster | None
    on_roster: frozenset[Any]


def measured(measure: Measure, items: list[Item], asking: Asking) -> Trace:
    """The measure of whoever the items are by, and how it came about."""
    sieve = Sieve(items)
    sieve.leave_out(lambda item: asking.attested_only and item.state is State.RETURNED, "已退回")
    sieve.leave_out(lambda item: asking.attested_only and not item.attested, "未审核")
    sieve.leave_out(lambda item: item.day is not None and item.day > asking.as_of, f"{asking.as_of} 之后")
    periods = _within(measure, sieve, asking)
    for condition in measure.where:
        _where(condition, sieve, asking)
    _among(measure, sieve, asking)
    worth = {item.place: Fraction(_of(measure.value, item, asking)) for item in sieve.remaining}
    _once_per(measure, sieve, worth, asking)
    if measure.periods_with is None:
        total = sum((worth[item.place] for item in sieve.remaining), Fraction(0))
        return replace(sieve.trace(total, worth), reached=_reached(measure, sieve, asking))
    return sieve.trace(_periods_with(measure.periods_with, sieve, periods, asking), worth)


def _of(text: str, item: Item, asking: Asking) -> Any:
    return evaluate(formula(text), asking.names(item), asking.tables)


def _within(measure: Measure, sieve: Sieve, asking: Asking) -> dict[int, Any]:
    """Leave out what lies outside the window; the period of each record that remains."""
    window = asking.window
    if measure.within is None or window is None:
        return {}
    field = measure.within.day
    periods = {item.place: window.period_of(asking.names(item)(field)) for item in sieve.remaining}
    sieve.leave_out(lambda item: periods[item.place] is None, window.outside)
    return periods


def _where(condition: Condition, sieve: Sieve, asking: Asking) -> None:
    sieve.leave_out(lambda item: not _of(condition.if_, item, asking), condition.otherwise)


def _among(measure: Measure, sieve: Sieve, asking: Asking) -> None:
    if measure.among is None or asking.roster is None:
        return
    fields = measure.among.item
    sieve.leave_out(
        lambda item: tuple(asking.names(item)(field) for field in fields) not in asking.on_roster,
        f"不属于“{asking.roster.says.zh}”",
    )


def _reached(measure: Measure, sieve: Sieve, asking: Asking) -> frozenset[tuple[str, ...]]:
    """The items of the roster that the records left are about."""
    if measure.among is None:
        return frozenset()
    fields = measure.among.item
    return frozenset(tuple(asking.names(item)(field) for field in fields) for item in sieve.remaining)


def _once_per(measure: Measure, sieve: Sieve, worth: dict[int, Fraction], asking: Asking) -> None:
    """Of records alike in all the fields only the one worth most counts; of equal ones the first recorded."""
    if not measure.once_per:
        return
    best: dict[tuple[Any, ...], Item] = {}
    for item in sieve.remaining:
        alike = tuple(asking.names(item)(field) for field in measure.once_per)
        if alike not in best or worth[item.place] > worth[best[alike].place]:
            best[alike] = item
    sieve.keep_only(best.values(), "同一项只计一次")


def _periods_with(least: int, sieve: Sieve, periods: dict[int, Any], asking: Asking) -> Fraction:
    """How many weeks or months of the window have at least so many records; those of the others are left out."""
    assert asking.window
    found = Counter(periods[item.place] for item in sieve.remaining)
    enough = [period for period in asking.window.periods if found[period] >= least]
    sieve.leave_out(lambda item: periods[item.place] not in enough, f"该{asking.window.unit}不足 {least} 次")
    return Fraction(len(enough))
