"""What each kind of clause says beyond what all say: formulas that fit, names that exist, numbers that make sense."""

from fractions import Fraction

from ledger.nearest import did_you_mean
from projections.language.checks.checking import Checking, Names
from projections.language.checks.groups import member_of
from projections.language.checks.never import never_holds
from projections.language.clauses import (
    Clause,
    DayClause,
    Eligibility,
    Figure,
    Points,
    Quota,
    Ranking,
    Requirement,
    Settled,
    Target,
    Veto,
)
from projections.language.pack import EVERYONE, formula, spoken
from projections.language.scopes import TEACHER
from projections.language.syntax import Call, Formula, FormulaError, Name, Number, Operation
from projections.language.types import Type
from projections.language.yaml_text import Path as Place

_SPAN = ("at_least", "at_most")


def check_kind(checking: Checking, place: Place, name: str, clause: Clause) -> None:
    """The clause, by its kind."""
    names = checking.of_subject(clause.per)
    if isinstance(clause, Quota):
        _quota(checking, place, clause, names)
    elif isinstance(clause, Points):
        _points(checking, place, clause, names)
    elif isinstance(clause, Eligibility):
        checking.formula((*place, "judged_on"), clause.judged_on, names, Type.DAY)
        if not clause.conditions:
            checking.fault((*place, "conditions"), "unsaid", "一个条件也没有", "请至少写一个条件")
        _requirements(checking, (*place, "conditions"), clause.conditions, names.with_day("judging_day"))
    elif isinstance(clause, Veto):
        _veto(checking, place, clause, names)
    elif isinstance(clause, Ranking):
        _ranking(checking, place, clause, names)
    elif isinstance(clause, Target):
        _target(checking, place, clause, names)
    elif isinstance(clause, DayClause):
        checking.formula((*place, "day"), clause.day, names, Type.DAY)
        checking.formula((*place, "judged_on"), clause.judged_on, names, Type.DAY)
    elif isinstance(clause, Figure):
        checking.formula((*place, "value"), clause.value, names, Type.NUMBER)
        unit = checking.unit(clause.value, names)
        if clause.unit and unit and unit != clause.unit:
            message = f"单位写的是{clause.unit},“{clause.value}”的单位是{unit}"
            checking.fault((*place, "unit"), "wrong-unit", message, "请改成同一个单位")


def _quota(checking: Checking, place: Place, clause: Quota, names: Names) -> None:
    _done_and_target(checking, place, clause.done, clause.target, names)
    if clause.due:
        checking.formula((*place, "due"), clause.due, names, Type.DAY)
    for name, line in clause.also.items():
        at = (*place, "also", name)
        _done_and_target(checking, at, line.done, line.target, names)
        if line.due:
            checking.formula((*at, "due"), line.due, names, Type.DAY)
    _settled(checking, (*place, "exempt"), clause.exempt, names)
    _settled(checking, (*place, "deemed_met"), clause.deemed_met, names)


def _done_and_target(checking: Checking, place: Place, done: str, target: str, names: Names) -> None:
    both = {"done": done, "target": target}
    sound = [checking.formula((*place, word), text, names, Type.NUMBER) for word, text in both.items()]
    if all(sound):
        checking.same_unit((*place, "target"), done, target, names, "done 与 target ")


def _settled(checking: Checking, place: Place, cases: list[Settled], names: Names) -> None:
    for number, case in enumerate(cases):
        at = (*place, number, "if")
        if checking.formula(at, case.if_, names, Type.YES) and never_holds(
            checking.pack, [formula(case.if_)], names.words
        ):
            checking.fault(at, "never-applies", "这种情形不可能出现:条件自相矛盾", "请核对公式")


def _points(checking: Checking, place: Place, clause: Points, names: Names) -> None:
    if not clause.parts:
        checking.fault((*place, "parts"), "unsaid", "一项分也没有", "请至少写一项")
    seen: set[str] = set()
    for name, part in clause.parts.items():
        at = (*place, "parts", name)
        if spoken(name) in (*seen, "total", "gated"):
            checking.fault(at, "name-taken", f"“{spoken(name)}”已用来叫别的", "请换一个名称")
        seen.add(spoken(name))
        checking.for_people((*at, "for"), part.for_)
        if clause.per != TEACHER and part.for_ != EVERYONE:
            checking.fault((*at, "for"), "wrong-value", f"{clause.per} 不是人,不能用 for 限定人群", "请改用 when")
        checking.formula((*at, "value"), part.value, names, Type.NUMBER)
        if part.weight:
            checking.formula((*at, "weight"), part.weight, names, Type.NUMBER)
        _bounds(checking, at, part.at_least, part.at_most, names)
    _bounds(checking, place, clause.at_least, clause.at_most, names)
    _settled(checking, (*place, "gates"), clause.gates, names)


def _bounds(checking: Checking, place: Place, at_least: str, at_most: str, names: Names) -> None:
    for word, text in zip(_SPAN, (at_least, at_most), strict=True):
        if text:
            checking.formula((*place, word), text, names, Type.NUMBER)
    low, high = _constant(at_least), _constant(at_most)
    if low is not None and high is not None and low > high:
        message = f"at_least {at_least} 大于 at_most {at_most}"
        checking.fault((*place, "at_least"), "wrong-value", message, "请核对上限和下限")


def _constant(text: str) -> Fraction | None:
    try:
        tree = formula(text) if text else None
    except FormulaError:
        return None
    return tree.value if isinstance(tree, Number) else None


def _requirements(checking: Checking, place: Place, conditions: dict[str, Requirement], names: Names) -> None:
    for name, one in conditions.items():
        at = (*place, name)
        if bool(one.if_) == bool(one.any):
            checking.fault(at, "unsaid", f"{name} 要写一个 if,或者一组 any", "请只写其中一种,不能两种都写或都不写")
        elif one.if_:
            if checking.formula((*at, "if"), one.if_, names, Type.YES) and never_holds(
                checking.pack, [formula(one.if_)], names.words
            ):
                checking.fault((*at, "if"), "never-applies", "谁也满足不了:条件自相矛盾", "请核对公式")
        else:
            _requirements(checking, (*at, "any"), one.any, names)
        if not 1 <= one.need <= max(1, len(one.any)):
            message = f"need 是 {one.need},any 里只有 {len(one.any)} 个条件" if one.any else "need 只用于 any"
            checking.fault((*at, "need"), "wrong-value", message, "请填 1 到条件的个数")


def _veto(checking: Checking, place: Place, clause: Veto, names: Names) -> None:
    clauses = checking.pack.clauses
    if checking.formula((*place, "if"), clause.if_, names, Type.YES) and never_holds(
        checking.pack, [formula(clause.if_)], names.words
    ):
        checking.fault((*place, "if"), "never-applies", "永远不会一票否决:条件自相矛盾", "请核对公式")
    for number, name in enumerate(clause.bars):
        at = (*place, "bars", number)
        barred = clauses.get(name)
        if not barred:
            if checking.known(at, name, clauses, "条款", "clauses"):
                continue
        elif not isinstance(barred, Eligibility | Ranking | Points):
            message = f"{name} 不能被否决:只能否决资格、排名、积分"
            checking.fault(at, "wrong-value", message, "请写 eligibility、ranking 或 points 条款的名称")
        elif barred.per != clause.per:
            message = f"{name} 说的是 {barred.per},这里否决的是 {clause.per}"
            checking.fault(at, "wrong-value", message, "请否决同一种对象的条款")
        elif isinstance(barred, Points) and checking.pack.head.conventions.vetoed != "fails_and_zero":
            said = checking.pack.head.conventions.vetoed
            message = f"否决了积分 {name},conventions 里{'却说 vetoed: ' + said if said else '没有说 vetoed'}"
            hint = "请写 vetoed: fails_and_zero(积分归零),或不要把积分写进 bars"
            checking.fault(at, "unsaid", message, hint)


def _ranking(checking: Checking, place: Place, clause: Ranking, names: Names) -> None:
    if not clause.by:
        checking.fault((*place, "by"), "unsaid", "按什么排名没有说", "请至少写一个 {value: …, first: highest}")
    for number, key in enumerate(clause.by):
        checking.formula((*place, "by", number, "value"), key.value, names, Type.NUMBER)
    for number, name in enumerate(clause.among):
        checking.known((*place, "among", number), name, names.types, "名称")
    if clause.places:
        at = (*place, "places")
        if checking.formula(at, clause.places, names, Type.NUMBER) and not _is_whole(formula(clause.places)):
            hint = "请写 ceil(…)(进成整数)、floor(…)(去掉小数)或 round(…, 0)"
            checking.fault(at, "unsaid", f"名额“{clause.places}”可能是小数,怎样变成整数没有说", hint)
        if clause.border is None:
            hint = "请写 border: all_in(都算)或 none_in(都不算)"
            checking.fault((*place, "places"), "unsaid", "最后一名并列、名额不够时怎么办没有说", hint)
    elif clause.border is not None:
        checking.fault((*place, "border"), "unsaid", "写了 border,却没有写 places", "请写取几名,或删去 border")


def _is_whole(tree: Formula) -> bool:
    """Whether a formula of places surely gives a whole number, or names one whose writer answers for it."""
    if isinstance(tree, Number):
        return tree.value.denominator == 1
    if isinstance(tree, Call) and tree.function in ("min", "max", "if"):
        return all(map(_is_whole, tree.arguments[tree.function == "if" :]))
    if isinstance(tree, Operation) and tree.operator in ("+", "-", "*"):
        return all(map(_is_whole, tree.operands))
    return isinstance(tree, Name | Call)


def _target(checking: Checking, place: Place, clause: Target, names: Names) -> None:
    rosters = checking.pack.rosters
    checking.formula((*place, "target"), clause.target, names, Type.NUMBER)
    share = _constant(clause.target)
    if share is not None and not 0 < share <= 1:
        message = f"target 是 {clause.target},应是 0 到 1 之间的一份"
        checking.fault((*place, "target"), "wrong-value", message, "请写成 95% 的样子")
    if not checking.known((*place, "over"), clause.over, rosters, "名册", "rosters"):
        return
    roster = rosters[clause.over]
    member = member_of(roster)
    if roster.per != clause.per:
        message = f"{clause.over} 是 {roster.per} 的名册,这一条说的是 {clause.per}"
        known = [name for name, one in rosters.items() if one.per == clause.per]
        checking.fault((*place, "over"), "wrong-value", message, did_you_mean(clause.over, known))
    elif member is None:
        checking.fault((*place, "over"), "wrong-value", "级段的名册不能用作基数", "请用教师或学校的名册")
    else:
        checking.formula((*place, "reach"), clause.reach, checking.of_subject(member), Type.YES)
