"""One measure of one subject: its records, step by step, in the order that the schema gives."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.life import State
from projections.language.days import NO_DAY
from projections.language.schema import Measure, Roster
from projections.plain.once_per import only_once
from projections.plain.records import Item
from projections.plain.scopes import MeasureNames
from projections.plain.takes import taken
from projections.plain.trace import Key, Sieve, Trace
from projections.plain.values import exact
from projections.plain.windows import Window
from projections.plain.worths import Standing, beside_each_other


@dataclass(frozen=True)
class Asking:
    """What a measure asks of those around it, for one subject."""

    as_of: date
    attested_only: bool
    caps: str | None  # the convention
    names: MeasureNames
    formula: Callable[[str], Callable[[Item], Any]]  # a formula's text, as what gives its value for a record
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
        holds = asking.formula(condition.if_)
        sieve.leave_out(lambda item, holds=holds: not holds(item), condition.otherwise)  # type: ignore[misc]
    _among(measure, sieve, asking)
    worth, day = asking.formula(measure.value), _day(measure, asking)
    sieve.worth = {item.key: exact(worth(item)) for item in sieve.remaining}
    days = {item.key: day(item) for item in sieve.remaining}
    standing = Standing(
        sieve, lambda item: days[item.key], lambda text, item: asking.formula(text)(item), asking.of_subject
    )
    if measure.once_per:
        only_once(measure, standing)
    beside_each_other(measure, asking.caps, standing)
    return Sifted(sieve, days, _reached(measure, sieve, asking))


def _counting(sieve: Sieve, asking: Asking) -> None:
    """Those that count at all: attested, if that is asked, and of what had happened by `as_of`."""
    attested_only, as_of, later = asking.attested_only, asking.as_of, f"{asking.as_of} 之后"

    def why(item: Item) -> str:
        if attested_only and item.state is not State.ATTESTED:
            return "已退回" if item.state is State.RETURNED else "未审核"
        return later if item.day is not None and item.day > as_of else ""

    sieve.sift(why)


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
    day_of, until_of = asking.formula(rule.day), asking.formula(rule.until) if rule.until else None
    inside, undated = asking.names.inside, set[Key]()

    def day(item: Item) -> date:
        found = day_of(item)
        if found == NO_DAY:
            undated.add(item.key)
        return asking.day_of_term(found) if isinstance(found, str) else found

    if until_of and rule.each_period:
        where = {item.key: window.in_each_period(day(item), until_of(item)) for item in sieve.remaining}
        sieve.in_rows(lambda item: len(where[item.key]))
        for row in sieve.remaining:
            if periods := where[row.in_period(0).key]:
                inside[row.key] = periods[row.key[2]]
    else:
        for item in sieve.remaining:
            if found := window.inside(day(item), until_of(item) if until_of else None):
                inside[item.key] = found
    sieve.sift(lambda item: "没有填写日期" if item.key in undated else "" if item.key in inside else window.outside)


def _among(measure: Measure, sieve: Sieve, asking: Asking) -> None:
    if measure.among is None or asking.roster is None:
        return
    fields = [asking.formula(field) for field in measure.among.item]
    sieve.leave_out(
        lambda item: not asking.on_roster(tuple(field(item) for field in fields)),
        f"不属于“{asking.roster.says.zh}”",
    )


def _reached(measure: Measure, sieve: Sieve, asking: Asking) -> frozenset[tuple[str, ...]]:
    """The items of the roster that the records left are about."""
    if measure.among is None:
        return frozenset()
    fields = [asking.formula(field) for field in measure.among.item]
    return frozenset(tuple(field(item) for field in fields) for item in sieve.remaining)


def _day(measure: Measure, asking: Asking) -> Callable[[Item], date]:
    """The day of a record where its day is asked: the one that is looked at within the window, or its own."""
    if not measure.within:
        return asking.day_of
    if measure.within.each_period:
        return lambda item: asking.names.inside[item.key].first
    looked_at = asking.formula(measure.within.day)

    def day(item: Item) -> date:
        found = looked_at(item)
        return found if isinstance(found, date) else asking.day_of(item)

    return day
