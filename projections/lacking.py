"""What would have to happen for a condition to hold, in words: how many more of what, which day, which of several."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from projections.labels import label
from projections.language.pack import Pack
from projections.language.scalars import NO_DAY
from projections.language.syntax import Call, Formula, Name, Operation, names_in
from projections.working import shown

Evaluate = Callable[[Formula], Any]
"""The value of a formula for the person."""

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class Lacking:
    """Says of a condition that does not hold what is lacking; knows the pack's words and the person's values."""

    def __init__(self, pack: Pack, evaluate: Evaluate) -> None:
        self._pack = pack
        self._evaluate = evaluate

    def of(self, formula: Formula) -> str:
        """What would make a condition hold; empty where it holds."""
        return self._wanted(formula, True)

    def _wanted(self, formula: Formula, wanted: bool) -> str:
        if bool(self._evaluate(formula)) is wanted:
            return ""
        if isinstance(formula, Name):
            return f"“{label(self._pack, formula.name)}”须为{shown(wanted)}"
        if not isinstance(formula, Operation):
            return self._call(formula, wanted)
        sign = formula.operator
        if sign == "not":
            return self._wanted(formula.operands[0], not wanted)
        if sign in ("and", "or"):
            said = [one for operand in formula.operands if (one := self._wanted(operand, wanted))]
            return (";并且" if (sign == "and") is wanted else ";或者").join(said)
        if sign == "in":
            words = "、".join(shown(self._evaluate(one)) for one in getattr(formula.operands[1], "items", ()))
            return f"“{self._named(formula.operands[0])}”须{'' if wanted else '不'}是 {words}"
        return self._comparison(sign if wanted else _OPPOSITE[sign], *formula.operands)

    def _call(self, formula: Formula, wanted: bool) -> str:
        assert isinstance(formula, Call)
        named = "、".join(label(self._pack, name) for name in sorted(names_in(formula)))
        return f"“{named}”须{'' if wanted else '不'}{'填写' if formula.function == 'known' else '符合要求'}"

    def _comparison(self, sign: str, left: Formula, right: Formula) -> str:
        """One side is what the person has, the other what is asked; the side without a record's name is asked."""
        have, asked = self._evaluate(left), self._evaluate(right)
        if isinstance(have, date) and isinstance(asked, date):
            return self._days(sign, left, right, have, asked)
        if self._is_given(left) and not self._is_given(right):
            left, right, have, asked, sign = right, left, asked, have, _MIRRORED[sign]
        what = self._named(left)
        if isinstance(have, str):
            return f"“{what}”须{'是' if sign == '==' else '不是'} {asked}(现为 {have or '空'})"
        if isinstance(have, bool):
            return f"“{what}”须为{shown(asked)}"
        gap = abs(Fraction(asked) - Fraction(have))
        unit = self._unit(left)
        if sign in (">=", ">"):
            more = f"超过 {shown(gap)}" if sign == ">" else shown(gap)
            return f"还差 {more}{unit}({what})"
        words = {"<=": "不超过", "<": "少于", "==": "为", "!=": "不为"}[sign]
        return f"{what}须{words} {shown(Fraction(asked))}{unit}(现为 {shown(Fraction(have))})"

    def _days(self, sign: str, left: Formula, right: Formula, have: date, asked: date) -> str:
        """A day that has not come, or one that has passed for good."""
        for one, day in ((left, have), (right, asked)):
            if day == NO_DAY:
                return f"没有填写“{self._named(one)}”"
        moved, other, due, now = (left, right, have, asked) if sign in ("<=", "<") else (right, left, asked, have)
        if sign in ("==", "!="):
            return f"“{self._named(left)}”须{'' if sign == '==' else '不'}是 {asked}"
        if self._passes(other):
            return f"到 {due} 起满足"
        return f"“{self._named(moved)}”的 {due} 须{'早于' if sign in ('<', '>') else '不晚于'} {now}"

    def _passes(self, formula: Formula) -> bool:
        """Whether a day moves on by itself: the day of judging or of asking."""
        return bool(names_in(formula)) and names_in(formula) <= {
            "judging_day",
            "as_of",
            "term.last_day",
            "term.first_day",
        }

    def _is_given(self, formula: Formula) -> bool:
        """Whether a side is what the rule asks: a number, a value of the pack, or of the term."""
        known = {*self._pack.values, "judging_day", "as_of", "teaching_weeks", "term_months"}
        return all(name in known or name.startswith("term.") for name in names_in(formula))

    def _named(self, formula: Formula) -> str:
        names = sorted(names_in(formula))
        return "、".join(label(self._pack, name) for name in names) or shown(self._evaluate(formula))

    def _unit(self, formula: Formula) -> str:
        """The unit of a number that is one measure; nothing where several are mixed."""
        units = {
            part[name].unit
            for name in names_in(formula)
            for part in (self._pack.measures, self._pack.pools, self._pack.totals)
            if name in part
        }
        return f" {units.pop()}" if len(units) == 1 and "" not in units else ""
