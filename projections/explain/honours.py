"""Explanations of eligibility, vetoes and days: each condition with its verdict, and what would have to happen."""

from collections.abc import Iterator
from typing import Any

from projections.explain.telling import Telling
from projections.language.clauses import DayClause, Eligibility, Requirement, Veto
from projections.language.scalars import NO_DAY
from projections.working import shown

_VERDICT = {True: "满足", False: "不满足"}


def tell_eligibility(telling: Telling, clause: Eligibility) -> None:
    """Whether somebody may enter or be honoured, condition by condition."""
    told = telling.told
    fails = telling.reading.results.fails(telling.subject, told.clause)
    told.value = told.met = not fails
    judged_on = telling.of(clause.judged_on)
    more = {"judging_day": judged_on}
    wanted = []
    for name, condition in clause.conditions.items():
        holds = name not in fails
        working = _working(telling, condition, more)
        told.parts.append({"part": name, "says": condition.says.zh, "value": holds, "working": working})
        if not holds:
            told.parts[-1]["lacking"] = _lacking(telling, condition, more)
            wanted.append(f"{condition.says.zh}({told.parts[-1]['lacking']})")
    for name in fails:
        veto = telling.pack.clauses[name] if name not in clause.conditions else None
        if veto:
            told.parts.append({"part": name, "says": veto.says.zh, "value": False, "working": "一票否决"})
            wanted.append(veto.says.zh)
    telling.records_of(text for condition in clause.conditions.values() for text in _formulas(condition))
    lines = [f"{one['says']}:{one['working']},{_VERDICT[one['value']]}" for one in told.parts]
    told.working = ";".join([f"评定日 {shown(judged_on)}", *lines]) + "。"
    told.next = f"不满足的条件:{'、'.join(wanted)}。" if wanted else "全部条件都满足。"


def _formulas(condition: Requirement) -> Iterator[str]:
    if condition.if_:
        yield condition.if_
    for one in condition.any.values():
        yield from _formulas(one)


def _working(telling: Telling, condition: Requirement, more: dict[str, Any]) -> str:
    """A condition's formula in words, and each of its alternatives with its verdict."""
    said = [telling.words(condition.if_, more)] if condition.if_ else []
    if condition.any:
        each = "、".join(
            f"{one.says.zh}({_working(telling, one, more)},{_VERDICT[_holds(telling, one, more)]})"
            for one in condition.any.values()
        )
        said.append(f"下列至少 {condition.need} 项:{each}")
    return ";".join(said)


def _holds(telling: Telling, condition: Requirement, more: dict[str, Any]) -> bool:
    own = not condition.if_ or bool(telling.of(condition.if_, more))
    return own and (
        not condition.any or sum(_holds(telling, one, more) for one in condition.any.values()) >= condition.need
    )


def _lacking(telling: Telling, condition: Requirement, more: dict[str, Any]) -> str:
    """What would make a condition hold, of its alternatives each that does not."""
    said = [telling.lacking(condition.if_, more)] if condition.if_ else []
    if condition.any:
        held = [name for name, one in condition.any.items() if _holds(telling, one, more)]
        if len(held) < condition.need:
            others = [
                f"{one.says.zh}({_lacking(telling, one, more)})"
                for name, one in condition.any.items()
                if name not in held
            ]
            said.append(f"还须满足下列 {condition.need - len(held)} 项:{'、'.join(others)}")
    return ";".join(one for one in said if one)


def tell_veto(telling: Telling, clause: Veto) -> None:
    """Whether something bars the clauses named."""
    told = telling.told
    told.value = bool(telling.value(f"{told.clause.replace('-', '_')}.vetoed"))
    telling.records_of([clause.if_])
    bars = "、".join(telling.pack.clauses[name].says.zh for name in clause.bars)
    told.working = f"{telling.words(clause.if_)},{'被否决' if told.value else '没有被否决'};否决的是:{bars}。"
    told.next = "" if told.value else "没有否决的情形。"


def tell_day(telling: Telling, clause: DayClause) -> None:
    """A day worked out from others, and whether it has come."""
    told = telling.told
    day, judged_on = telling.of(clause.day), telling.of(clause.judged_on)
    told.value = None if day == NO_DAY else day.isoformat()
    told.met = day != NO_DAY and day <= judged_on
    telling.records_of([clause.day])
    told.working = (
        f"{telling.words(clause.day)} = {shown(day)};看 {shown(judged_on)},{'已到' if told.met else '未到'}。"
    )
    if day == NO_DAY:
        told.next = "算这一天要用的日期没有填写。"
    else:
        told.next = "这一天已到。" if told.met else f"到 {day} 那天。"
