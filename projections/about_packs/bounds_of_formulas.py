"""The least and the most that a formula can come to, as far as it says itself: `20 * min(1, …)` is at most 20."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from projections.language.pack import Pack, formula
from projections.language.syntax import Call, Formula, Name, Number, Operation


class Bounds(NamedTuple):
    """The least and the most; None where the formula does not say."""

    least: Fraction | None
    most: Fraction | None


_OPEN = Bounds(None, None)
_ROUNDING = ("floor", "ceil", "round", "round_up", "round_down")


def most_of(pack: Pack, text: str) -> Fraction | None:
    """The most that a formula of a pack can come to; None where it does not say."""
    return _bounds(pack, formula(text)).most


def _bounds(pack: Pack, tree: Formula) -> Bounds:
    if isinstance(tree, Number):
        return Bounds(tree.value, tree.value)
    if isinstance(tree, Name):
        return _of_name(pack, tree.name)
    if isinstance(tree, Call):
        return _of_call(pack, tree)
    if isinstance(tree, Operation):
        return _of_operation(tree.operator, [_bounds(pack, one) for one in tree.operands])
    return _OPEN


def _of_name(pack: Pack, name: str) -> Bounds:
    """Counts of records are never below 0; a named value is one of those it ever had."""
    if name in pack.values:
        return _among(one.value for one in pack.values[name].is_)
    if name in pack.measures and pack.measures[name].value == "1":
        return Bounds(Fraction(0), None)
    return Bounds(Fraction(0), None) if name in ("weeks_present", "months_present", "teaching_weeks") else _OPEN


def _of_call(pack: Pack, call: Call) -> Bounds:
    given = [_bounds(pack, one) for one in call.arguments]
    if call.function == "min":
        mosts = [one.most for one in given if one.most is not None]
        return Bounds(_all([one.least for one in given], min), min(mosts, default=None))
    if call.function == "max":
        leasts = [one.least for one in given if one.least is not None]
        return Bounds(max(leasts, default=None), _all([one.most for one in given], max))
    if call.function == "if":
        either = given[1:]
        return Bounds(_all([one.least for one in either], min), _all([one.most for one in either], max))
    if call.function in pack.tables:
        table = pack.tables[call.function]
        return _among([*_leaves(table.rows), table.otherwise])
    if call.function in pack.scales and pack.scales[call.function].steps:
        scale = pack.scales[call.function]
        return _among([*(step.gives for step in scale.steps), scale.below if scale.below is not None else 0])
    if call.function in _ROUNDING and len(call.arguments) == 1:
        # Rounded up, a most that is no whole number becomes the next one.
        return Bounds(*(one if one is None or one.denominator == 1 else None for one in given[0]))
    return _OPEN


def _of_operation(sign: str, given: list[Bounds]) -> Bounds:
    if sign == "minus":
        return Bounds(_minus(given[0].most), _minus(given[0].least))
    left, right = given[0], given[-1]
    if sign == "+":
        return Bounds(_plus(left.least, right.least), _plus(left.most, right.most))
    if sign == "-":
        return Bounds(_plus(left.least, _minus(right.most)), _plus(left.most, _minus(right.least)))
    if sign == "*":
        return _product(left, right)
    if sign == "/" and right.least is not None and right.least == right.most and right.least > 0:
        return _product(left, Bounds(1 / right.least, 1 / right.least))
    return _OPEN


def _product(left: Bounds, right: Bounds) -> Bounds:
    """Of numbers that are not below 0; of others nothing is said, unless all four bounds are known."""
    ends = (*left, *right)
    if None not in ends:
        products = [one * other for one in left for other in right]  # type: ignore[operator]
        return Bounds(min(products), max(products))
    for constant, other in ((left.least, right), (right.least, left)):
        if constant is not None and constant >= 0 and constant == (left if other is right else right).most:
            return Bounds(*(None if one is None else one * constant for one in other))
    if all(one.least is not None and one.least >= 0 for one in (left, right)):
        most = left.most * right.most if left.most is not None and right.most is not None else None
        return Bounds(left.least * right.least, most)  # type: ignore[operator]
    return _OPEN


def _among(values: Any) -> Bounds:
    try:
        numbers = [Fraction(value) for value in values]
    except (TypeError, ValueError):
        return _OPEN
    return Bounds(min(numbers, default=None), max(numbers, default=None))


def _leaves(rows: Any) -> Iterator[Any]:
    if isinstance(rows, Mapping):
        for one in rows.values():
            yield from _leaves(one)
    else:
        yield rows


def _all(values: list[Fraction | None], of: Any) -> Fraction | None:
    return None if None in values or not values else of(values)


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _minus(one: Fraction | None) -> Fraction | None:
    return None if one is None else -one
