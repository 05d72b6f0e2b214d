"""What records are worth beside each other: lots that are large enough, the best, ceilings, and what is dropped."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from projections.language.schema import Best, Cap, Drop, Lots, Measure, Pool
from projections.plain.records import Item
from projections.plain.trace import Key, Sieve
from projections.working import shown


@dataclass(frozen=True)
class Standing:
    """Records that stand beside each other in a measure or a pool, and what is asked of each."""

    sieve: Sieve
    day: Callable[[Item], date]
    evaluated: Callable[[str, Item], Any]  # a formula's text, over a record
    of_subject: Callable[[str], Any]  # a formula's text, over whoever it is counted for

    def alike(self, item: Item, texts: list[str]) -> tuple[Any, ...]:
        """What a record gives for formulas by which records are alike."""
        return tuple(self.evaluated(text, item) for text in texts)

    def groups(self, items: list[Item], per: list[str]) -> list[list[Item]]:
        """Records that are alike in the formulas together, each group in the records' order."""
        groups: defaultdict[tuple[Any, ...], list[Item]] = defaultdict(list)
        for item in items:
            groups[self.alike(item, per)].append(item)
        return list(groups.values())


def beside_each_other(rule: Measure | Pool, convention: str | None, among: Standing) -> None:
    """The steps in which records count according to what the others are worth."""
    if rule.lots:
        _large_enough_lots(rule.lots, among)
    if rule.best:
        _best_in_full(rule.best, among)
    if rule.caps:
        _under_caps(rule.caps, convention, among)
    if rule.drop:
        _dropped(rule.drop, among.sieve)


def _large_enough_lots(lots: Lots, among: Standing) -> None:
    """Leave out the records of each lot that is worth too little together."""
    sieve, least = among.sieve, Fraction(among.of_subject(lots.at_least))
    for group in among.groups(sieve.remaining, lots.per):
        if sum(sieve.worth[item.key] for item in group) < least:
            keys = {item.key for item in group}
            sieve.leave_out(lambda item, keys=keys: item.key in keys, f"同类合计不足 {shown(least)}")  # type: ignore[misc]


def _best_in_full(best: Best, among: Standing) -> None:
    """The best count in full, the others a share or so much each; what is then worth nothing is left out."""
    sieve = among.sieve
    count = len(best.shares) or max(0, floor(among.of_subject(best.count)))
    what = "最近的" if best.by == "latest" else "最好的"
    past = set[Key]()  # those that do not count in full
    for group in among.groups(sieve.remaining, best.per):
        for number, item in enumerate(_best_first(best, group, among)):
            if best.shares:
                share = Fraction(among.of_subject(best.shares[number] if number < count else best.share))
                sieve.worth[item.key] *= share
                if share != 1:
                    sieve.notes[item.key] = f"第 {number + 1} 项,按 {shown(share)} 折算"
            elif number < count:
                continue
            elif best.each:
                sieve.worth[item.key] = Fraction(among.of_subject(best.each))
                sieve.notes[item.key] = f"在{what} {count} 项之外,按 {shown(sieve.worth[item.key])} 计"
            else:
                share = Fraction(among.of_subject(best.share))
                sieve.worth[item.key] *= share
                sieve.notes[item.key] = f"在{what} {count} 项之外,按 {shown(share)} 折算"
            past.add(item.key)
    sieve.leave_out(lambda item: item.key in past and not sieve.worth[item.key], f"只取{what} {count} 项")


def _best_first(best: Best, group: list[Item], among: Standing) -> list[Item]:
    """Those worth most first, equal ones as recorded; or the latest first, of one day the last recorded."""
    if best.by == "latest":
        return sorted(group, key=among.day)[::-1]
    return sorted(group, key=lambda item: among.sieve.worth[item.key], reverse=True)


def _under_caps(caps: list[Cap], convention: str | None, among: Standing) -> None:
    """Each ceiling in turn, for those that it is for; the earliest records fill it first.

    `as_raw`: every ceiling looks at what records were worth before any, and a record keeps the least of it; else
    each looks at what the ceilings before it left.
    """
    sieve = among.sieve
    raw = dict(sieve.worth)
    least: dict[Key, Fraction] = {}  # as_raw: what the ceilings so far allow of each record
    for cap in caps:
        under = [item for item in sieve.remaining if not cap.if_ or among.evaluated(cap.if_, item)]
        for group in among.groups(under, cap.per):
            in_order = sorted(group, key=among.day)
            most = Fraction(among.evaluated(cap.at_most, in_order[0]))
            so_far = Fraction(0)
            for item in in_order:
                before = min(so_far, most)
                so_far += raw[item.key] if convention == "as_raw" else sieve.worth[item.key]
                allowed = min(so_far, most) - before
                if convention == "as_raw":
                    allowed = least[item.key] = min(allowed, least.get(item.key, allowed))
                _capped(sieve, item, allowed, most)


def _capped(sieve: Sieve, item: Item, allowed: Fraction, most: Fraction) -> None:
    """Of a record only so much counts as is allowed."""
    if allowed != sieve.worth[item.key]:
        sieve.worth[item.key] = allowed
        sieve.notes[item.key] = f"同类合计以 {shown(most)} 为限,只计 {shown(allowed)}"
        if not allowed:
            sieve.spent[item.key] = f"同类合计已满 {shown(most)}"


def _dropped(drop: Drop, sieve: Sieve) -> None:
    """Leave out so many of the highest and of the lowest, where there are enough; all, if no more than that are."""
    # Sorting keeps the recorded order of those worth the same: the last recorded of the highest goes first.
    in_order = sorted(sieve.remaining, key=lambda item: sieve.worth[item.key])
    if len(in_order) <= (drop.if_more_than or 0):
        return
    highest = {item.key for item in in_order[len(in_order) - min(drop.highest, len(in_order)) :]}
    lowest = {item.key for item in in_order[: drop.lowest]}
    if len(in_order) <= drop.highest + drop.lowest:
        highest |= {item.key for item in in_order} - lowest
    sieve.leave_out(lambda item: item.key in highest, f"最高的 {drop.highest} 项不计")
    sieve.leave_out(lambda item: item.key in lowest, f"最低的 {drop.lowest} 项不计")
