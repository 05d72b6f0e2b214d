"""The types of formulas, what each function takes and gives, and whether a formula fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledger.nearest import did_you_mean
from projections.language.days import iso_day
from projections.language.syntax import Call, Formula, FormulaError, Listing, Name, Number, Operation, Text, parts_of


class Type(StrEnum):
    """What a formula gives; the Chinese word is used in refusals."""

    NUMBER = "数"
    DAY = "日期"
    WORD = "文字"
    YES = "是否"


@dataclass(frozen=True)
class Signature:
    """What a function or table takes and gives."""

    takes: tuple[Type, ...]
    gives: Type
    more: bool = False  # whether the last argument may be repeated


FUNCTIONS: dict[str, Signature] = {
    "min": Signature((Type.NUMBER, Type.NUMBER), Type.NUMBER, more=True),
    "max": Signature((Type.NUMBER, Type.NUMBER), Type.NUMBER, more=True),
    "floor": Signature((Type.NUMBER,), Type.NUMBER),
    "ceil": Signature((Type.NUMBER,), Type.NUMBER),
    "if": Signature((Type.YES, Type.NUMBER, Type.NUMBER), Type.NUMBER),
    "days_after": Signature((Type.DAY, Type.NUMBER), Type.DAY),
    "months_after": Signature((Type.DAY, Type.NUMBER), Type.DAY),
    "years_after": Signature((Type.DAY, Type.NUMBER), Type.DAY),
    "abs": Signature((Type.NUMBER,), Type.NUMBER),
    "round": Signature((Type.NUMBER, Type.NUMBER), Type.NUMBER),
    "round_up": Signature((Type.NUMBER, Type.NUMBER), Type.NUMBER),
    "round_down": Signature((Type.NUMBER, Type.NUMBER), Type.NUMBER),
    "share_at_most": Signature((Type.NUMBER, Type.NUMBER, Type.NUMBER), Type.NUMBER),
    "count_of": Signature((Type.YES,), Type.NUMBER, more=True),
    "if_day": Signature((Type.YES, Type.DAY, Type.DAY), Type.DAY),
    "day": Signature((Type.WORD,), Type.DAY),
    "known": Signature((Type.DAY,), Type.YES),
    "first_known": Signature((Type.DAY, Type.DAY), Type.DAY, more=True),
    "latest_day": Signature((Type.DAY, Type.DAY), Type.DAY, more=True),
    "earliest_day": Signature((Type.DAY, Type.DAY), Type.DAY, more=True),
    "days_between": Signature((Type.DAY, Type.DAY), Type.NUMBER),
    "months_between": Signature((Type.DAY, Type.DAY), Type.NUMBER),
    "years_between": Signature((Type.DAY, Type.DAY), Type.NUMBER),
    "calendar_years_between": Signature((Type.DAY, Type.DAY), Type.NUMBER),
    "school_years_between": Signature((Type.DAY, Type.DAY), Type.NUMBER),
    "year": Signature((Type.DAY,), Type.NUMBER),
    "month": Signature((Type.DAY,), Type.NUMBER),
    "first_of_week": Signature((Type.DAY,), Type.DAY),
    "first_of_month": Signature((Type.DAY,), Type.DAY),
    "first_of_calendar_year": Signature((Type.DAY,), Type.DAY),
    "first_of_school_year": Signature((Type.DAY,), Type.DAY),
    "first_of_term": Signature((Type.DAY,), Type.DAY),
    "length": Signature((Type.WORD,), Type.NUMBER),
    "number_in": Signature((Type.WORD,), Type.NUMBER),
    "has": Signature((Type.WORD, Type.WORD), Type.YES),
}
"""The functions of the language. A changed meaning gets a new name, so that old packs keep theirs.

`months_after`, `years_after`: the same day so many months or years later, or that month's last day where there
is none such. `round(n, digits)`: halves away from zero; `round_up`, `round_down`: away from and towards zero.
`share_at_most(part, rest, share)`: as much of a part as may stand beside the rest, if it is to be at most that share
of both together. `count_of`: how many hold. `day("2022-09-01")`: that day. `first_known`: the first day that is
recorded; `latest_day`, `earliest_day`: of those recorded; no day where none is. `days_between(a, b)`: b less a;
`months_between`, `years_between`: whole ones, by anniversary; `calendar_years_between`: by subtraction of years;
`school_years_between`: the same of school years. All of these are 0 where a day is missing or b is before a.
`first_of_term`: the first day of the announced term that holds the day; no day where none does. `length`: characters,
spaces left out. `number_in`: the first number written in the word, 0 of none. `has`: whether the second word occurs
in the first.
"""

_ARITHMETIC = ("+", "-", "*", "/")


def type_of(formula: Formula, scope: Mapping[str, Type], tables: Mapping[str, Signature]) -> Type:
    """The type of a formula in a scope of names. Raises FormulaError for an unknown name or a misfit."""
    if isinstance(formula, Number):
        return Type.NUMBER
    if isinstance(formula, Text):
        return Type.WORD
    if isinstance(formula, Name):
        if formula.name not in scope:
            raise FormulaError(f"没有叫“{formula.name}”的名称;{did_you_mean(formula.name, scope)}")
        return scope[formula.name]
    if isinstance(formula, Call):
        return _type_of_call(formula, scope, tables)
    if isinstance(formula, Listing):
        raise FormulaError("列表只能放在 in 的右边")
    return _type_of_operation(formula, scope, tables)


def unknown_words(formula: Formula, closed: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Words compared with a name of a closed list that does not have them: name and word."""
    found = []
    if isinstance(formula, Operation) and formula.operator in ("==", "!=", "in"):
        left, right = formula.operands
        words = right.items if isinstance(right, Listing) else (right,)
        if isinstance(left, Name) and left.name in closed:
            texts = [word.value for word in words if isinstance(word, Text)]
            found = [(left.name, text) for text in texts if text and text not in closed[left.name]]
    return found + [one for part in parts_of(formula) for one in unknown_words(part, closed)]


def _type_of_call(call: Call, scope: Mapping[str, Type], tables: Mapping[str, Signature]) -> Type:
    signature = FUNCTIONS.get(call.function) or tables.get(call.function)
    if not signature:
        known = [*FUNCTIONS, *tables]
        raise FormulaError(f"没有叫“{call.function}”的函数或表;{did_you_mean(call.function, known)}")
    given = [type_of(argument, scope, tables) for argument in call.arguments]
    wanted = list(signature.takes)
    if signature.more and len(given) > len(wanted):
        wanted += [wanted[-1]] * (len(given) - len(wanted))
    if given == wanted and call.function == "day":
        _must_be_a_day(call.arguments[0])
    if given != wanted:
        raise FormulaError(f"{call.function} 要的是({'、'.join(wanted)}),这里给的是({'、'.join(given)})")
    return signature.gives


def _must_be_a_day(argument: Formula) -> None:
    text = argument.value if isinstance(argument, Text) else ""
    try:
        iso_day(text)
    except ValueError:
        raise FormulaError('day 的括号里只能直接写一个日期,如 day("2022-09-01")') from None


def _type_of_operation(operation: Operation, scope: Mapping[str, Type], tables: Mapping[str, Signature]) -> Type:
    sign, operands = operation.operator, operation.operands
    if sign == "in":
        left = type_of(operands[0], scope, tables)
        listing = operands[1]
        assert isinstance(listing, Listing)
        for item in listing.items:
            _must_be(left, type_of(item, scope, tables), "in")
        return Type.YES
    types = [type_of(operand, scope, tables) for operand in operands]
    if sign in ("and", "or", "not"):
        for found in types:
            _must_be(Type.YES, found, sign)
        return Type.YES
    if sign in _ARITHMETIC or sign == "minus":
        for found in types:
            _must_be(Type.NUMBER, found, "-" if sign == "minus" else sign)
        return Type.NUMBER
    _must_be(types[0], types[1], sign)
    if sign not in ("==", "!=") and types[0] in (Type.WORD, Type.YES):
        raise FormulaError(f"{types[0]}不能用 {sign} 比较")
    return Type.YES


def _must_be(wanted: Type, found: Type, sign: str) -> None:
    if wanted is not found:
        raise FormulaError(f"{sign} 两边的类型不合:要{wanted},却是{found}")
