"""Weeks, months, years that are counted: that there are some, and how much each must have."""

from projections.language.checks.checking import Checking
from projections.language.schema import Measure, Pool
from projections.language.types import Type
from projections.language.yaml_text import Path as Place

BY_WEEK_OR_MONTH = ("teaching_weeks", "present_weeks", "present_months")
"""The windows of every pack that have periods."""


def check_periods(
    checking: Checking, place: Place, rule: Measure | Pool, subject: str, window: str, unit_of_each: str
) -> None:
    """The periods that a measure or pool counts, of a window (empty for none)."""
    if rule.periods_with is not None and rule.periods_with < 1:
        message = "每周或每月至少 1 条才算得出周数、月数"
        checking.fault((*place, "periods_with"), "wrong-value", message, "请填 1 或更大的数")
    word = "periods_reaching" if rule.periods_reaching else "periods_with"
    if rule.periods_reaching:
        of_subject, at = checking.of_subject(subject), (*place, word)
        if checking.formula(at, rule.periods_reaching, of_subject, Type.NUMBER):
            units = unit_of_each, checking.unit(rule.periods_reaching, of_subject)
            if all(units) and units[0] != units[1]:
                message = f"每条的单位是{units[0]},要达到的是{units[1]}"
                checking.fault(at, "wrong-unit", message, "请先换算成同一个单位")
        if rule.periods_with is not None:
            checking.fault(at, "wrong-value", "periods_with 与 periods_reaching 只能写一个", "请删去一个")
    elif rule.periods_with is None:
        if rule.in_a_row:
            hint = "请写 periods_with: 几条,或 periods_reaching: 多少"
            checking.fault((*place, "in_a_row"), "unsaid", "数连续几期,却没有说怎样才算一期", hint)
        return
    if rule.take != "sum":
        checking.fault((*place, "take"), "wrong-value", f"写了 {word} 就是数周数、月数,不能再写 take", "请删去 take")
    if not has_periods(checking, window):
        where = "window" if isinstance(rule, Pool) else "within.window"
        hint = f"请在 {where} 写 teaching_weeks、present_weeks、present_months,或写有 split 的时段"
        checking.fault((*place, word), "unsaid", "按周或按月计,却没有说是哪些周或月", hint)


def has_periods(checking: Checking, window: str) -> bool:
    """Whether a window has periods; one that could not be read is not asked."""
    rule = checking.pack.windows.get(window)
    return window in BY_WEEK_OR_MONTH or ("windows", window) in checking.draft.broken or bool(rule and rule.split)
