"""What becomes of the records left: their worths made one number, or their days one day."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from projections.language.days import NO_DAY, days_after, months_between
from projections.language.schema import Measure, Pool
from projections.plain.records import Item
from projections.plain.trace import Key, Sieve
from projections.plain.windows import Inside, Window
from projections.working import shown


def taken(
    rule: Measure | Pool,
    sieve: Sieve,
    day: Callable[[Item], date],
    inside: dict[Key, Inside],
    window: Window | None,
    of_subject: Callable[[str], Any],
) -> Fraction | date:
    """The value of the records remaining in a measure or pool; those that turn out not to matter are left out."""
    if rule.periods_with is not None or rule.periods_reaching:
        assert window
        return _periods(rule, sieve, inside, window, of_subject)
    remaining, worths, take = sieve.remaining, sieve.worths, rule.take
    if take in ("first_day", "last_day"):
        days = [found for item in remaining if (found := day(item)) != NO_DAY]
        return (min if take == "first_day" else max)(days, default=NO_DAY)
    if take == "count":
        return Fraction(len(remaining))
    if not remaining:
        return Fraction(0)
    if take == "mean":
        return _sum(worths) / len(worths)
    if take == "days_covered":
        return Fraction(len({one for item in remaining for one in _days_of(inside[item.key])}))
    if take == "months_covered":
        return Fraction(_months_of([inside[item.key] for item in remaining]))
    if take == "sum":
        return _sum(worths)
    return _only_one(take, sieve, day)


def _sum(worths: list[Fraction]) -> Fraction:
    """Many are whole, and whole numbers are added far more quickly."""
    whole = sum(one.numerator for one in worths if one.denominator == 1)
    return sum((one for one in worths if one.denominator != 1), Fraction(whole))


def _months_of(spans: list[Inside]) -> int:
    """The whole months of the spans; those that overlap or follow at once are one."""
    joined: list[tuple[date, date]] = []
    for span in sorted(spans, key=lambda one: (one.first, one.last)):
        if joined and span.first <= days_after(joined[-1][1], 1):
            joined[-1] = joined[-1][0], max(joined[-1][1], span.last)
        else:
            joined.append((span.first, span.last))
    return sum(months_between(first, days_after(last, 1)) for first, last in joined)


def _only_one(take: str, sieve: Sieve, day: Callable[[Item], date]) -> Fraction:
    """The worth of the record that alone matters: the latest, or the one worth most or least."""
    chosen = sieve.remaining[0]
    for item in sieve.remaining[1:]:
        worth, best = sieve.worth[item.key], sieve.worth[chosen.key]
        better = {"latest": day(item) >= day(chosen), "highest": worth > best, "lowest": worth < best}
        if better[take]:
            chosen = item
    said = {"latest": "只取最近的一项", "highest": "只取最高的一项", "lowest": "只取最低的一项"}
    sieve.keep_only([chosen], said[take])
    return sieve.worth[chosen.key]


def _periods(
    rule: Measure | Pool,
    sieve: Sieve,
    inside: dict[Key, Inside],
    window: Window,
    of_subject: Callable[[str], Any],
) -> Fraction:
    """How many periods of the window have or reach enough, or how many in a row; the other records are left out."""
    found: defaultdict[Any, Fraction] = defaultdict(Fraction)
    for item in sieve.remaining:
        by_worth = rule.periods_with is None
        found[inside[item.key].period] += sieve.worth[item.key] if by_worth else 1
    if rule.periods_with is None:
        least = Fraction(of_subject(rule.periods_reaching))
        reason = f"该{window.unit}合计不足 {shown(least)}"
    else:
        least = Fraction(rule.periods_with)
        reason = f"该{window.unit}不足 {rule.periods_with} 次"
    enough = {period for period in window.in_order if found.get(period, Fraction(0)) >= least}
    sieve.leave_out(lambda item: inside[item.key].period not in enough, reason)
    if not rule.in_a_row:
        return Fraction(len(enough))
    longest = _longest_row(window.in_order, enough)
    sieve.leave_out(
        lambda item: inside[item.key].period not in longest, f"不在接连最多的 {len(longest)} {window.unit}里"
    )
    return Fraction(len(longest))


def _longest_row(in_order: Sequence[Any], enough: set[Any]) -> list[Any]:
    """The most periods one after another that have enough; of several such rows the first."""
    longest: list[Any] = []
    row: list[Any] = []
    for period in in_order:
        row = [*row, period] if period in enough else []
        if len(row) > len(longest):
            longest = row
    return longest


def _days_of(inside: Inside) -> list[date]:
    return [inside.first + timedelta(days=number) for number in range((inside.last - inside.first).days + 1)]
