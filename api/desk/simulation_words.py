"""A simulation in words, for commands and pages: what was changed, who gains and loses, by school and service."""

from collections.abc import Mapping
from typing import Any

from ledger.records.record import TeacherId
from projections.language.clauses import Points
from projections.simulation.shifts import Shift
from projections.simulation.simulate import Changed, Simulation

Names = Mapping[TeacherId, str]
Rows = list[list[object]]

_CHANGE = {"gains": "受益", "loses": "受损", "changes": "有变化"}
_ORDER = ("loses", "gains", "changes")
_LISTS = {
    "quotas": "指标",
    "points": "积分",
    "scores": "积分",
    "eligibility": "资格",
    "ranks": "排名",
    "vetoes": "一票否决",
    "targets": "群体目标",
    "days": "日期",
    "values": "数值",
    "allowances": "支教补助",
    "groups": "备课组",
    "schools": "学校",
    "townships": "乡镇",
    "county": "全县",
}
_FIELDS = {
    "done": "已做",
    "target": "应做",
    "met": "完成",
    "eligible": "符合",
    "fails": "不满足",
    "place": "名次",
    "of": "人数",
    "chosen": "入选",
    "total": "合计",
    "base": "应达人数",
    "reached": "已达",
    "share": "占比",
    "settled": "视同完成",
    "lines": "同时要达到",
    "due": "起算日",
    "day": "日期",
    "gated": "不计分",
    "missing": "未达",
}
_SCORED = ("points", "scores")
_TOTALS = ["人数", "受益", "受损", "有变化", "不变", "积分原计", "积分现计", "相差"]
_CHANGED = ["编号", "姓名", "学校", "教龄", "结果", "原积分", "现积分", "变化"]


def title_of(result: Mapping[str, Any], unfit: list[dict[str, Any]]) -> str:
    """What is assumed, about what, and for how many it is otherwise: three or four lines."""
    changed = f"改为 {';'.join(result['set'])}" if result["set"] else f"换成 {result['against']}"
    if result["set"] and result["against"] != result["pack"]:
        changed = f"换成 {result['against']},{changed}"
    about = f"{result['term']} 学期,截至 {result['as_of']},账本位置 {result['known_at']}"
    total = result["totals"]["all"]
    who = (
        f"{total['teachers']} 位教师:受益 {total['gains']},受损 {total['loses']},"
        f"有变化 {total['changes']},不变 {total['same']}"
    )
    lines = [f"假如 {result['pack']} {changed}", about, who]
    if unfit:
        lines.append(f"注意:条款里的算例有 {len(unfit)} 处和新的值不合;真要改,算例也要改。")
    return "\n".join(lines)


def tables_of(found: Simulation, result: Mapping[str, Any], names: Names) -> dict[str, tuple[list[str], Rows]]:
    """The tables for people, by title: headings and rows."""
    totals = result["totals"]
    changed: Rows = [
        [
            one.subject,
            names.get(TeacherId(one.subject), ""),
            one.school,
            "" if one.service is None else one.service,
            _CHANGE[one.change],
            _or_empty(one.before["points"]),
            _or_empty(one.after["points"]),
            _said(found, one),
        ]
        for one in sorted(found.teachers, key=lambda one: _ORDER.index(one.change))
    ]
    others: Rows = [
        [_LISTS.get(one.of, one.of), one.subject, _CHANGE[one.change], _said(found, one)] for one in found.others
    ]
    return {
        "按学校": (["学校", *_TOTALS], [[one["school"], *_numbers(one)] for one in totals["by_school"]]),
        "按教龄": (["教龄", *_TOTALS], [[one["service"], *_numbers(one)] for one in totals["by_service"]]),
        "有变化的教师": (_CHANGED, changed),
        "有变化的其他对象": (["类别", "对象", "结果", "变化"], others),
    }


def _numbers(tally: Mapping[str, Any]) -> list[object]:
    names = ("teachers", "gains", "loses", "changes", "same", "points_before", "points_after", "difference")
    return [tally[name] for name in names]


def _said(found: Simulation, changed: Changed) -> str:
    return ";".join(_in_words(found, shift) for shift in changed.shifts)


def _in_words(found: Simulation, shift: Shift) -> str:
    label = _label(found, shift)
    if isinstance(shift.before, Mapping) and isinstance(shift.after, Mapping):
        moved = [
            f"{_FIELDS.get(name, name)} {_value(shift.before.get(name))}→{_value(shift.after.get(name))}"
            for name in dict.fromkeys([*shift.before, *shift.after])
            if shift.before.get(name) != shift.after.get(name)
        ]
        return f"{label}({'、'.join(moved)})"
    if isinstance(shift.before or shift.after, Mapping):
        return f"{label}({'不再适用' if shift.after is None else '新适用'})"
    return f"{label} {_value(shift.before)}→{_value(shift.after)}"


def _label(found: Simulation, shift: Shift) -> str:
    """What people call the clause, or the part of a clause of points."""
    name, _, part = shift.clause.partition(".")
    for pack in (found.after.pack, found.before.pack):
        clause = pack.clauses.get(name)
        if shift.what not in _SCORED:
            if clause:
                return clause.says.zh
        elif isinstance(clause, Points):
            return f"{clause.says.zh}:{_part(clause, part)}"
        else:  # the first clause of points, told without its name
            first = next((one for _, one in pack.points()), None)
            if first and (name in first.parts or name == "total"):
                return _part(first, name)
    return shift.clause


def _part(points: Points, name: str) -> str:
    return points.parts[name].says.zh if name in points.parts else "合计"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return ";".join(f"{_FIELDS.get(name, name)} {_value(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value)) or "无"
    return "无" if value is None else str(value)


def _or_empty(value: Any) -> object:
    return "" if value is None else value
