"""Explanations of what takes many together: places in a ranking, targets of a group with who is missing, figures."""

from fractions import Fraction

from projections.explain.explanation import in_json
from projections.explain.telling import Telling
from projections.labels import label
from projections.language.clauses import Figure, Ranking, Target
from projections.language.pack import spoken
from projections.working import shown

_FIRST = {"highest": "高的在前", "lowest": "低的在前"}


def tell_place(telling: Telling, clause: Ranking) -> None:
    """A place, the keys that decided it, and whether it is within the places there are."""
    told, name = telling.told, spoken(telling.told.clause)
    place, of = telling.value(f"{name}.place"), telling.value(f"{name}.of")
    told.value, told.target = in_json(place), in_json(of)
    telling.records_of(key.value for key in clause.by)
    keys = [f"{telling.words(key.value)} = {shown(telling.of(key.value))}({_FIRST[key.first]})" for key in clause.by]
    peers = "、".join(f"{label(telling.pack, one)}({shown(telling.value(one))})" for one in clause.among)
    if not place:
        told.working = "不在排名范围内。"
        return
    shared = "并列后空出名次" if clause.after_shared == "skip" else "并列后名次接着排"
    lines = [
        f"依次比较:{';'.join(keys)}",
        f"同组:{peers or '全体'},共 {shown(of)} 个,{shared}",
        f"第 {shown(place)} 名",
    ]
    if clause.places:
        places, chosen = telling.of(clause.places), bool(telling.value(f"{name}.chosen"))
        told.met = chosen
        lines.append(f"名额 {telling.words(clause.places)} = {shown(places)},{'在名额内' if chosen else '不在名额内'}")
    told.working = ";".join(lines) + "。"


def tell_target(telling: Telling, clause: Target) -> None:
    """A share of a group against its target, and who has not reached it."""
    told, name = telling.told, spoken(telling.told.clause)
    base, reached, target = (telling.value(f"{name}.{one}") for one in ("base", "reached", "target"))
    share = telling.value(f"{name}.share")
    told.value, told.target, told.met = in_json(share), in_json(target), bool(telling.value(f"{name}.met"))
    told.missing = telling.reading.missing(telling.subject, told.clause)
    over = telling.pack.rosters[clause.over].says.zh
    told.working = (
        f"{over}共 {shown(base)} 个,达到的 {shown(reached)} 个,占 {_per_cent(share)};"
        f"应占 {_per_cent(target)},{'达到' if told.met else '未达到'}。"
    )
    gap = -(-(target * base - reached) // 1)
    told.next = "已达到。" if told.met else f"还差 {shown(Fraction(gap))} 个,见还没有达到的名单。"


def tell_figure(telling: Telling, clause: Figure) -> None:
    """A number that is only shown."""
    value = telling.of(clause.value)
    telling.told.value = in_json(value)
    telling.records_of([clause.value])
    telling.told.working = f"{telling.words(clause.value)} = {shown(value)}{clause.unit}。"


def _per_cent(share: Fraction) -> str:
    return f"{shown(Fraction(round(share * 10000), 100))}%"
