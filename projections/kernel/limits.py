"""How much of the records counts: once per something, smallest lots, the best, ceilings, what is dropped."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from projections.kernel.claims import ClaimNames, Claims
from projections.language.exact import Exact, sum_by
from projections.language.grouped import largest_of_each, order_of, place_in_group, running_sum
from projections.language.ordering import classes, first_of_each, order_by
from projections.language.pack import formula
from projections.language.schema import Best, Cap, Drop, Lots, Measure, Pool

Mask = npt.NDArray[np.bool_]
Number = Callable[[str], Exact]


def once_per(measure: Measure, names: ClaimNames, claims: Claims) -> Claims:
    """Of records alike the one that `keep` says: worth most, first, last, or highest in something."""
    keys, length = names.keys(claims, measure.once_per), len(claims)
    if measure.keep == "first":
        return claims.only(first_of_each(keys, [claims.days], length))
    if measure.keep == "last":
        return claims.only(first_of_each(keys, [-claims.days, -np.arange(length)], length))
    values = claims.worth
    if measure.keep == "highest":
        values = names.of(claims).number(formula(measure.highest))
    return claims.only(largest_of_each(values, keys, length))


def limited(rule: Measure | Pool, names: ClaimNames, claims: Claims, number: Number, *, raw: bool) -> Claims:
    """What smallest lots, the best, ceilings and dropping leave, in this order; `number` of whoever is counted for."""
    if rule.lots:
        claims = _in_large_lots(rule.lots, names, claims, number(rule.lots.at_least))
    if rule.best:
        claims = _best(rule.best, names, claims, number)
    if rule.caps:
        claims = _capped(rule.caps, names, claims, raw=raw)
    return _dropped(rule.drop, claims) if rule.drop else claims


def _in_large_lots(lots: Lots, names: ClaimNames, claims: Claims, least: Exact) -> Claims:
    """Those that are worth at least so much together with those alike."""
    groups = names.groups(claims, lots.per)
    together = sum_by(claims.worth, groups, int(groups.max(initial=-1)) + 1)[groups]
    return claims.only(together.compared(least[claims.who]) >= 0)


def _best(rule: Best, names: ClaimNames, claims: Claims, number: Number) -> Claims:
    """The best in full, the others at a share or a flat worth, or each at the share of its place.

    Those worth nothing then are left out; but those that count in full stay.
    """
    groups = names.groups(claims, rule.per)
    length = len(claims)
    latest = rule.by == "latest"
    keys = [-claims.days, -np.arange(length)] if latest else [-order_of(claims.worth, length)]
    place, _ = place_in_group(order_by([groups, *keys], length), groups)

    def of(text: str) -> Exact:
        return number(text)[claims.who]

    if rule.shares:
        full = np.zeros(len(claims), np.bool_)
        worth = claims.worth * of(rule.share)
        for at, share in enumerate(rule.shares):
            worth = (claims.worth * of(share)).where(place == at, worth)
    else:
        full = Exact(place).compared(of(rule.count).floor()) < 0
        worth = claims.worth.where(full, of(rule.each) if rule.each else claims.worth * of(rule.share))
    return claims.worth_now(worth).only(full | (worth.num != 0))


def _capped(caps: list[Cap], names: ClaimNames, claims: Claims, *, raw: bool) -> Claims:
    """Worth no more than each ceiling leaves, the earliest first; on what the one before left, or (`raw`) on it all."""
    found, capped = claims.worth, np.zeros(len(claims), np.bool_)
    for cap in caps:
        under = np.ones(len(claims), np.bool_)
        if cap.if_:
            under = under & names.of(claims).mask(formula(cap.if_))
        allowed = _allowed(cap, names, claims, claims.worth if raw else found, under)
        if raw:
            allowed = found.least(allowed).where(capped, allowed)
        found, capped = allowed.where(under, found), capped | under
    return claims.worth_now(found)


def _allowed(cap: Cap, names: ClaimNames, claims: Claims, worth: Exact, under: Mask) -> Exact:
    """What a ceiling allows of each claim; those that are not under it are groups apart."""
    groups, _ = classes([*names.keys(claims, cap.per), under.astype(np.int64)], len(claims))
    order = order_by([groups, claims.days], len(claims))
    first = np.flatnonzero(np.diff(groups[order], prepend=-1))
    at_most = names.of(claims).number(formula(cap.at_most))
    # A group's ceiling is what its first record says.
    at_most = at_most[order[first]][groups] if at_most.num.ndim or at_most.den.ndim else at_most
    sums = running_sum(worth, order, groups)
    return sums.least(at_most) - (sums - worth).least(at_most)


def _dropped(drop: Drop, claims: Claims) -> Claims:
    """Without each subject's highest and lowest so many, if there are records enough."""
    order = order_by([claims.who, order_of(claims.worth, len(claims))], len(claims))
    place, many = place_in_group(order, claims.who)
    kept = (place >= drop.lowest) & (many - place > drop.highest)
    return claims.only(kept | (many <= (drop.if_more_than or 0)))
