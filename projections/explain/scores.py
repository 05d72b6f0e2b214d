"""Explanations of points: every part by its arithmetic, its limits and its rounding, then the total."""

from projections.explain.explanation import Item, in_json
from projections.explain.telling import Telling
from projections.language.clauses import Points, PointsPart
from projections.language.schema import Rounding
from projections.working import shown

_HOW = {"half_up": "四舍五入", "half_even": "四舍六入五成双", "up": "进位", "down": "去尾"}


def tell_points(telling: Telling, clause: Points) -> None:
    """The points of a subject, part by part."""
    told, result = telling.told, telling.reading.results.points(telling.subject, telling.told.clause)
    told.value = in_json(result.total)
    convention = telling.pack.head.conventions.rounding
    lines = []
    for name, value in result.parts.items():
        part = clause.parts[name]
        working = telling.words(part.value, factor=bool(part.weight)) + _limits(telling, part)
        item: Item = {"part": name, "says": part.says.zh, "value": in_json(value), "working": working}
        told.parts.append(item)
        lines.append(f"{part.says.zh}:{working}{_rounding(part.rounding or convention)}得 {in_json(value)}")
    telling.records_of([*_texts(clause, result.parts), *(gate.if_ for gate in clause.gates)])
    summed = sum(result.parts.values())
    if result.gated:
        lines.append(f"各项相加 {shown(summed)};{result.gated},不计分,合计 0")
        told.next = f"不计分的原因:{result.gated}。"
    else:
        lines.append(_total(telling, clause, summed))
    told.working = ";".join(lines) + "。"


def _texts(clause: Points, parts: object) -> list[str]:
    assert isinstance(parts, dict)
    return [text for name in parts for text in (clause.parts[name].value, clause.parts[name].weight) if text]


def _limits(telling: Telling, part: PointsPart) -> str:
    """The weight and the limits of a part, in words."""
    weight = f" × 权重 {telling.words(part.weight)}" if part.weight else ""
    least = f",不低于 {telling.words(part.at_least)}" if part.at_least else ""
    most = f",不超过 {telling.words(part.at_most)}" if part.at_most else ""
    return weight + least + most


def _rounding(how: Rounding) -> str:
    word, _, digits = how.rpartition("_")
    return "," if how == "none" else f",{_HOW[word]}到 {digits} 位小数"


def _total(telling: Telling, clause: Points, summed: object) -> str:
    """The total, with its own limits where it has any."""
    total = telling.told.value
    if not (clause.at_least or clause.at_most or clause.rounding):
        return f"合计 {total}"
    least = f",不低于 {telling.words(clause.at_least)}" if clause.at_least else ""
    most = f",不超过 {telling.words(clause.at_most)}" if clause.at_most else ""
    rounding = _rounding(clause.rounding) if clause.rounding else ""
    return f"各项相加 {shown(summed)}{least}{most}{rounding},合计 {total}"
