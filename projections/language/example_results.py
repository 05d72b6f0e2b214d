"""What a clause gives when the names of its formulas are given: each kind worked out for a single example."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Any

from projections.language.clauses import (
    Allowance,
    DayClause,
    Eligibility,
    Figure,
    Points,
    PointsPart,
    Quota,
    Ranking,
    Settled,
    Target,
    Veto,
)
from projections.language.judging import clipped, holds, stands
from projections.language.pack import Pack, spoken
from projections.language.rounding import rounded
from projections.language.scalars import NO_DAY

Of = Callable[..., Any]
"""Gives the value of a formula's text."""

Given = Mapping[str, Any]


def _quota(pack: Pack, name: str, clause: Quota, of: Of, given: Given) -> dict[str, Any]:
    done, target = of(clause.done), of(clause.target)
    settled = _first((*clause.exempt, *clause.deemed_met), of)
    lines, all_met = {}, stands(done, clause.sense, target)
    for line_name, line in clause.also.items():
        found, wanted = of(line.done), of(line.target)
        met = stands(found, line.sense, wanted)
        lines[line_name] = {"done": found, "target": wanted, "met": met}
        if line.due:
            due = of(line.due)
            lines[line_name]["due"] = due
            if due != NO_DAY and due > of("as_of"):
                continue
        all_met = all_met and met
    lacking = max(0, done - target) if clause.sense in ("at_most", "less_than") else max(0, target - done)
    results = {"done": done, "target": target, "met": bool(settled) or all_met, "short": lacking}
    results |= {"over": max(0, done - target), "exempt": bool(settled)}
    return results | ({"settled": settled} if settled else {}) | ({"lines": lines} if lines else {})


def _first(cases: Sequence[Settled], of: Of) -> str | None:
    """What is said of the first case that holds."""
    return next((case.says.zh for case in cases if of(case.if_)), None)


def _points(pack: Pack, name: str, clause: Points, of: Of, given: Given) -> dict[str, Any]:
    parts: dict[str, Any] = {part_name: _part(pack, part, of, given) for part_name, part in clause.parts.items()}
    total = clipped(sum(parts.values(), Fraction(0)), clause.at_least, clause.at_most, of)
    gated = _first(clause.gates, of) or _barred(pack, name, given)
    if clause.rounding:
        total = rounded(total, clause.rounding)
    results = {**parts, "total": Fraction(0) if gated else total}
    return results | ({"gated": gated} if gated else {})


def _part(pack: Pack, part: PointsPart, of: Of, given: Given) -> Fraction:
    """One part; 0 only if the example says that the person is not among those it is for."""
    if given.get(part.for_) is False:
        return Fraction(0)
    value = Fraction(of(part.value)) * (Fraction(of(part.weight)) if part.weight else 1)
    return rounded(clipped(value, part.at_least, part.at_most, of), part.rounding or pack.head.conventions.rounding)


def _barred(pack: Pack, name: str, given: Given) -> str | None:
    """What the first veto says that bars a clause and, as the example gives it, holds."""
    vetoes = ((other, one) for other, one in pack.clauses.items() if isinstance(one, Veto) and name in one.bars)
    return next((one.says.zh for other, one in vetoes if given.get(f"{spoken(other)}.vetoed") is True), None)


def _eligibility(pack: Pack, name: str, clause: Eligibility, of: Of, given: Given) -> dict[str, Any]:
    fails = [one for one, requirement in clause.conditions.items() if not holds(requirement, of)]
    fails += [
        other
        for other, one in pack.clauses.items()
        if isinstance(one, Veto) and name in one.bars and given.get(f"{spoken(other)}.vetoed") is True
    ]
    return {"eligible": not fails, "fails": fails}


def _veto(pack: Pack, name: str, clause: Veto, of: Of, given: Given) -> dict[str, Any]:
    return {"vetoed": bool(of(clause.if_))}


def _ranking(pack: Pack, name: str, clause: Ranking, of: Of, given: Given) -> dict[str, Any]:
    """The places of the rows given, in their order."""
    rows: list[Given] = given.get("rows", [{}])
    keys = [tuple(_forward(of(key.value, row), key.first) for key in clause.by) for row in rows]
    peers = [tuple(of(one, row) for one in clause.among) for row in rows]
    results: dict[str, list[Any]] = {"places": [], "of": [], "from_bottom": [], "last": []}
    if clause.places:
        results["chosen"] = []
    for number, row in enumerate(rows):
        alike = [key for key, peer in zip(keys, peers, strict=True) if peer == peers[number]]
        ahead = [key for key in alike if key < keys[number]]
        behind = [key for key in alike if key > keys[number]]
        skip = clause.after_shared == "skip"
        place = 1 + (len(ahead) if skip else len(set(ahead)))
        from_bottom = 1 + (len(behind) if skip else len(set(behind)))
        results["places"].append(place)
        results["of"].append(len(alike))
        results["from_bottom"].append(from_bottom)
        results["last"].append(from_bottom == 1)
        if clause.places:
            up_to = floor(of(clause.places, {**row, f"{spoken(name)}.of": len(alike)}))
            sharing = alike.count(keys[number])
            reached = len(ahead) + sharing if clause.border == "none_in" else place
            results["chosen"].append(reached <= up_to)
    return results


def _forward(value: Any, first: str) -> Any:
    """A key as a number of which the lowest comes first."""
    return -value if first == "highest" else value


def _target(pack: Pack, name: str, clause: Target, of: Of, given: Given) -> dict[str, Any]:
    base, reached, wanted = of("base"), of("reached"), of(clause.target)
    share = Fraction(reached) / base if base else Fraction(0)
    return {"base": base, "reached": reached, "share": share, "target": wanted, "met": reached >= wanted * base}


def _day(pack: Pack, name: str, clause: DayClause, of: Of, given: Given) -> dict[str, Any]:
    day = of(clause.day)
    if day == NO_DAY:
        return {"day": None, "reached": False}
    return {"day": day, "reached": day <= of(clause.judged_on)}


def _figure(pack: Pack, name: str, clause: Figure, of: Of, given: Given) -> dict[str, Any]:
    return {"value": of(clause.value)}


def _allowance(pack: Pack, name: str, clause: Allowance, of: Of, given: Given) -> dict[str, Any]:
    return {"amount": of(clause.amount)}


RESULTS: dict[type, Callable[..., dict[str, Any]]] = {
    Quota: _quota,
    Points: _points,
    Eligibility: _eligibility,
    Veto: _veto,
    Ranking: _ranking,
    Target: _target,
    DayClause: _day,
    Figure: _figure,
    Allowance: _allowance,
}
"""How each kind of clause is worked out for an example."""
