"""Explanations of duties: what was done against what had to be, and how much is missing until when."""

from datetime import date
from fractions import Fraction

from projections.explain.explanation import in_json
from projections.explain.telling import Telling
from projections.language.clauses import Line, Quota, Sense
from projections.language.judging import stands
from projections.language.scalars import NO_DAY
from projections.working import shown

_SIGNS: dict[Sense, tuple[str, str]] = {
    "at_least": ("≥", "<"),
    "at_most": ("≤", ">"),
    "exactly": ("=", "≠"),
    "more_than": (">", "≤"),
    "less_than": ("<", "≥"),
}
"""How done stands to the target: where that is as it must be, and where it is not."""


def tell_duty(telling: Telling, clause: Quota) -> None:
    """A duty with its lines, the case that settles it, and what is still missing."""
    told, result = telling.told, telling.reading.results.quota(telling.subject, telling.told.clause)
    told.value, told.target, told.met = in_json(result.done), in_json(result.target), result.met
    texts = [clause.done, *(line.done for line in clause.also.values())]
    telling.records_of([*texts, *(case.if_ for case in (*clause.exempt, *clause.deemed_met))])
    itself = stands(result.done, clause.sense, result.target)
    first = (
        f"已做:{telling.words(clause.done)} = {shown(result.done)};"
        f"应做:{telling.words(clause.target)} = {shown(result.target)};"
        f"{shown(result.done)} {_SIGNS[clause.sense][not itself]} {shown(result.target)},"
        f"{'完成' if itself else '未完成'}"
    )
    lines = [_line(telling, name, line) for name, line in clause.also.items()]
    settled = [f"{result.settled},按规定视同完成"] if result.settled else []
    told.working = ";".join([first, *lines, *settled]) + "。"
    told.next = _next(telling, clause)


def _line(telling: Telling, name: str, line: Line) -> str:
    """One further minimum, in words, and as a part of the explanation."""
    result = telling.reading.results.quota(telling.subject, telling.told.clause).lines[name]
    sign = _SIGNS[line.sense][not result.met]
    working = (
        f"{telling.words(line.done)} = {shown(result.done)} {sign} {shown(result.target)}"
        f"{_from_when(result.due, telling.evaluation.as_of)}"
    )
    telling.told.parts.append({"part": name, "says": line.says.zh, "value": result.met, "working": working})
    return f"{line.says.zh}:{working},{'完成' if result.met else '未完成'}"


def _from_when(due: date | None, as_of: date) -> str:
    return f"({due} 起才看)" if due and due != NO_DAY and due > as_of else ""


def _next(telling: Telling, clause: Quota) -> str:
    """What would have to happen for the duty to be met."""
    if telling.told.met:
        return "已完成。"
    result = telling.reading.results.quota(telling.subject, telling.told.clause)
    wanted = []
    if not stands(result.done, clause.sense, result.target):
        wanted.append(_gap(telling, clause.done, clause.sense, result.done, result.target))
    for name, line in clause.also.items():
        one = result.lines[name]
        if not one.met and (one.due is None or one.due <= telling.evaluation.as_of):
            wanted.append(f"{line.says.zh}:{_gap(telling, line.done, line.sense, one.done, one.target)}")
    last = telling.of(clause.due) if clause.due else telling.evaluation.term.end
    if last == NO_DAY:
        return ";".join(wanted) + "。"
    what = "期限" if clause.due else "本学期"
    ended = f"{what}已于 {last} {'到' if clause.due else '结束'}"
    when = f"请在 {last} 前补上" if telling.evaluation.as_of <= last else ended
    return f"{';'.join(wanted)},{when}。"


def _gap(telling: Telling, done: str, sense: Sense, have: Fraction, target: Fraction) -> str:
    names = telling.measures([done])
    what = telling.name_of(names[0]) if names else telling.told.says
    unit = telling.unit([done])
    gap = abs(target - have)
    if sense in ("at_most", "less_than"):
        return f"多出 {shown(gap)} {unit}({what})"
    if sense == "exactly":
        return f"须正好 {shown(target)} {unit}({what}),现为 {shown(have)}"
    return f"还差{'超过' if sense == 'more_than' else ''} {shown(gap)} {unit}({what})"
