"""The arithmetic of a formula in words: each name with its value, and what comes out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from projections.labels import label
from projections.language.pack import Pack, formula
from projections.language.scalars import NO_DAY
from projections.language.syntax import Call, Formula, Listing, Name, Number, Operation, Text

_SIGNS = {"*": "×", "/": "÷", "==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "and": "且", "or": "或", "in": "属于"}
_FUNCTIONS = {
    "min": "取小",
    "max": "取大",
    "floor": "舍去小数",
    "ceil": "向上取整",
    "if": "如果",
    "days_after": "若干天后",
    "months_after": "若干月后",
    "years_after": "若干年后",
    "abs": "取绝对值",
    "round": "四舍五入",
    "round_up": "进位",
    "round_down": "去尾",
    "share_at_most": "按占比上限计",
    "count_of": "成立的个数",
    "if_day": "如果",
    "day": "日期",
    "known": "有没有填写",
    "first_known": "先填写的一个",
    "latest_day": "较晚一天",
    "earliest_day": "较早一天",
    "days_between": "相隔天数",
    "months_between": "相隔整月",
    "years_between": "相隔周年",
    "calendar_years_between": "相隔年数",
    "school_years_between": "相隔学年",
    "year": "年份",
    "month": "月份",
    "first_of_week": "当周第一天",
    "first_of_month": "当月第一天",
    "first_of_calendar_year": "当年第一天",
    "first_of_school_year": "学年第一天",
    "first_of_term": "学期第一天",
    "length": "字数",
    "number_in": "其中的数",
    "has": "含有",
}
_TIGHTNESS = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6, "minus": 7}
_COMPARISON = 4


def in_words(
    pack: Pack,
    text: str,
    value: Callable[[str], Any],
    result: Callable[[Formula], Any] | None = None,
    *,
    factor: bool = False,
) -> str:
    """A formula with each name called by its label, its value in brackets, and what every table gave.

    `result`: of a formula. `factor`: in brackets where it is a sum, since something is multiplied with it.
    """
    return _Words(pack, value, result).of(formula(text), _TIGHTNESS["*"] if factor else 0)


def shown(value: Any) -> str:
    """A value as people write it; a fraction that has no end as numerator / denominator."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return "没有填写" if value == NO_DAY else value.isoformat()
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return str(value.numerator)
        plain = Decimal(value.numerator) / Decimal(value.denominator)
        return f"{plain:f}" if Fraction(plain) == value else f"{value.numerator}/{value.denominator}"
    return str(value)


class _Words:
    def __init__(self, pack: Pack, value: Callable[[str], Any], result: Callable[[Formula], Any] | None = None) -> None:
        self._pack = pack
        self._value = value
        self._result = result

    def of(self, formula: Formula, around: int = 0) -> str:
        """A formula in words, in brackets where the operation `around` it binds tighter."""
        if isinstance(formula, Number):
            return shown(formula.value)
        if isinstance(formula, Text):
            return f"“{formula.value}”"
        if isinstance(formula, Name):
            return f"{label(self._pack, formula.name)}({shown(self._value(formula.name))})"
        if isinstance(formula, Listing):
            return "、".join(self.of(item) for item in formula.items)
        if isinstance(formula, Call):
            return self._call(formula)
        return self._operation(formula, around)

    def _call(self, call: Call) -> str:
        arguments = ",".join(self.of(argument) for argument in call.arguments)
        looked_up = self._pack.scales.get(call.function) or self._pack.tables.get(call.function)
        if not looked_up or call.function in _FUNCTIONS:
            return f"{_FUNCTIONS.get(call.function, call.function)}({arguments})"
        called = looked_up.says.zh if looked_up.says else call.function
        return f"{called}({arguments}{f' → {shown(self._result(call))}' if self._result else ''})"

    def _operation(self, formula: Operation, around: int) -> str:
        tight = _TIGHTNESS.get(formula.operator, _COMPARISON)
        if formula.operator == "not":
            said = f"不是({self.of(formula.operands[0])})"
        elif formula.operator == "minus":
            said = f"-{self.of(formula.operands[0], tight)}"
        else:
            left, right = formula.operands
            sign = _SIGNS.get(formula.operator, formula.operator)
            said = f"{self.of(left, tight)} {sign} {self.of(right, tight + 1)}"
        return f"({said})" if tight < around else said
