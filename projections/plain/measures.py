"""One measure of one subject: its records, step by step, in the order that the schema gives."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ledger.life import State
from projections.language.days import NO_DAY
from projections.language.schema import Measure, Roster
from projections.plain.once_per import only_once
from projections.plain.records import Item
from projections.plain.scopes import MeasureNames
from projections.plain.takes import taken
from projections.plain.trace import Key, Sieve, Trace
from projections.plain.windows import Window
from projections.plain.worths import Standing, beside_each_other


@dataclass(frozen=True)
class Asking:
    """What a measure asks of those around it, for one subject."""

    as_of: date
    attested_only: bool
    caps: str | None  # the convention
    names: MeasureNames
    evaluated: Callable[[str, Item], Any]  # a formula's text, over a record
    of_subject: Callable[[str], Any]  # a formula's text, over whoever it is counted for
    day_of: Callable[[Item], date]
    day_of_term: Callable[[str], date]  # the day on which a record of a term lies in the window; no day: outside
    linked: Callable[[Item], Item | None]
    window: Window | None
    roster: Roster | None
    on_roster: Callable[[tuple[str, ...]], bool]


@dataclass(frozen=True)
class Sifted:
    """The records of a measure after its steps, and what their days are; what is taken of them is not yet said."""

    sieve: Sieve
    days: dict[Key, date]  # of those remaining
    reached: frozenset[tuple[str, ...]]  # the items of the roster that they are about


def measured(measure: Measure, sifted: Sifted, asking: Asking) -> Trace:
    """The measure of whoever the items are by, and how it came about."""
    sieve, days = sifted.sieve, sifted.days
    value = taken(measure, sieve, lambda item: days[item.key], asking.names.inside, asking.window, asking.of_subject)
    return sieve.trace(value, sifted.reached if measure.periods_with is None else frozenset())


def sifted(measure: Measure, items: list[Item], asking: Asking) -> Sifted:
    """The records of whoever they are by, taken through every step before something is made of them."""
    sieve = Sieve(items)
    _counting(sieve, asking)
    _link(measure, sieve, asking)
    _within(measure, sieve, asking)
    for condition in measure.where:
        sieve.leave_out(lambda item, if_=condition.if_: not asking.evaluated(if_, item), condition.otherwise)  # type: ignore[misc]
    _among(measure, sieve, asking)
    sieve.worth = {item.key: Fraction(asking.evaluated(measure.value, item)) for item in sieve.remaining}
    days = {item.key: _day(item, measure, asking) for item in sieve.remaining}
    standing = Standing(sieve, lambda item: days[item.key], asking.evaluated, asking.of_subject)
    if measure.once_per:
        only_once(measure, standing)
    beside_each_other(measure, asking.caps, standing)
    return Sifted(sieve, days, _reached(measure, sieve, asking))


def _counting(sieve: Sieve, asking: Asking) -> None:
    """Those that count at all: attested, if that is asked, and of what had happened by `as_of`."""
    sieve.leave_out(lambda item: asking.attested_only and item.state is State.RETURNED, "已退回")
    sieve.leave_out(lambda item: asking.attested_only and not item.attested, "未审核")
    sieve.leave_out(lambda item: item.day is not None and item.day > asking.as_of, f"{asking.as_of} 之后")


def _link(measure: Measure, sieve: Sieve, asking: Asking) -> None:
    """The record that belongs to each."""
    if measure.link:
        found = {item.origin: asking.linked(item) for item in sieve.remaining}
        sieve.linked = {origin: other for origin, other in found.items() if other}


def _within(measure: Measure, sieve: Sieve, asking: Asking) -> None:
    """Leave out what lies outside the window; what counts in each period becomes a row in each."""
    rule, window = measure.within, asking.window
    if rule is None or window is None:
        return
    rows: dict[Key, list[Item]] = {}
    undated: set[Key] = set()
    for item in sieve.remaining:
        day = asking.evaluated(rule.day, item)
        if day == NO_DAY:
            undated.add(item.key)
        if isinstance(day, str):
            day = asking.day_of_term(day)
        until = asking.evaluated(rule.until, item) if rule.until else None
        if until is not None and rule.each_period:
            where = window.in_each_period(day, until)
        else:
            inside = window.inside(day, until)
            where = [inside] if inside else []
        rows[item.key] = [replace(item, row=number) for number in range(len(where))]
        asking.names.inside |= {row.key: one for row, one in zip(rows[item.key], where, strict=True)}
    sieve.items = [row for item in sieve.items for row in rows.get(item.key) or [item]]
    sieve.leave_out(lambda item: item.key in undated, "没有填写日期")
    sieve.leave_out(lambda item: item.key not in asking.names.inside, window.outside)


def _among(measure: Measure, sieve: Sieve, asking: Asking) -> None:
    if measure.among is None or asking.roster is None:
        return
    fields = measure.among.item
    sieve.leave_out(
        lambda item: not asking.on_roster(tuple(asking.evaluated(field, item) for field in fields)),
        f"不属于“{asking.roster.says.zh}”",
    )


def _reached(measure: Measure, sieve: Sieve, asking: Asking) -> frozenset[tuple[str, ...]]:
    """The items of the roster that the records left are about."""
    if measure.among is None:
        return frozenset()
    fields = measure.among.item
    return frozenset(tuple(asking.evaluated(field, item) for field in fields) for item in sieve.remaining)


def _day(item: Item, measure: Measure, asking: Asking) -> date:
    """The day of a record where its day is asked: the one that is looked at within the window, or its own."""
    if measure.within and measure.within.each_period:
        return asking.names.inside[item.key].first
    if measure.within:
        day = asking.evaluated(measure.within.day, item)
        if isinstance(day, date):
            return day
    return asking.day_of(item)
