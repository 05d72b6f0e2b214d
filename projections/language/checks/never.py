"""Conditions that nobody and nothing can ever meet: found by looking at each way in which a formula could hold.

Only what words, numbers and signs say by themselves is looked at; whatever else a formula asks may hold or not.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from projections.language.pack import Pack, formula
from projections.language.syntax import Formula, FormulaError, Listing, Name, Number, Operation, Text

_MOST_WAYS = 256
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}

Way = tuple[tuple[Formula, bool], ...]
"""One way in which a formula could hold: conditions that do hold, and conditions that do not, all at once."""


def never_holds(pack: Pack, conditions: Sequence[Formula], closed: Mapping[str, Sequence[str]]) -> bool:
    """Whether conditions cannot hold together. `closed`: all words that a name may be, where that is known."""
    try:
        ways = [()] if not conditions else _together([_ways(pack, one, True, ()) for one in conditions])
    except _TooMany:
        return False
    return all(_contradicts(way, closed) for way in ways)


class _TooMany(Exception):
    """More ways than are worth looking at."""


def _ways(pack: Pack, tree: Formula, holds: bool, within: tuple[str, ...]) -> list[Way]:
    """Every way in which a condition could hold (or fail to)."""
    if isinstance(tree, Operation) and tree.operator == "not":
        return _ways(pack, tree.operands[0], not holds, within)
    if isinstance(tree, Operation) and tree.operator in ("and", "or"):
        inner = [_ways(pack, one, holds, within) for one in tree.operands]
        if (tree.operator == "and") is holds:
            return _together(inner)
        return _few([way for ways in inner for way in ways])
    if isinstance(tree, Name) and tree.name in pack.people and tree.name not in within:
        try:
            return _ways(pack, formula(pack.people[tree.name].if_), holds, (*within, tree.name))
        except FormulaError:
            pass
    return [((tree, holds),)]


def _together(inner: list[list[Way]]) -> list[Way]:
    found: list[Way] = [()]
    for ways in inner:
        found = _few([(*one, *other) for one, other in product(found, ways)])
    return found


def _few(ways: list[Way]) -> list[Way]:
    if len(ways) > _MOST_WAYS:
        raise _TooMany
    return ways


def _contradicts(way: Way, closed: Mapping[str, Sequence[str]]) -> bool:
    words: dict[Formula, set[str]] = {}
    barred: dict[Formula, set[str]] = {}
    bounds: dict[Formula, _Bounds] = {}
    said: dict[Formula, bool] = {}
    for tree, holds in way:
        if said.setdefault(tree, holds) is not holds:
            return True
        found = _compared(tree, holds)
        if found is None:
            continue
        left, sign, right = found
        if isinstance(left, Number) and isinstance(right, Number):
            if not _holds(left.value, sign, right.value):
                return True
        elif isinstance(left, Text) and isinstance(right, Text):
            if (left == right) is not (sign == "=="):
                return True
        elif isinstance(right, Number):
            bounds.setdefault(left, _Bounds()).add(sign, right.value)
        elif isinstance(right, Listing):
            listed = {one.value for one in right.items if isinstance(one, Text)}
            if len(listed) == len(set(right.items)):
                _narrow(words if sign == "==" else barred, left, listed, meet=sign == "==")
        elif isinstance(right, Text):
            _narrow(words if sign == "==" else barred, left, {right.value}, meet=sign == "==")
    for left in barred.keys() | words.keys():
        possible = words.get(left)
        if possible is None and isinstance(left, Name) and left.name in closed:
            possible = {*closed[left.name], ""}
        if possible is not None and not possible - barred.get(left, set()):
            return True
    return any(one.empty for one in bounds.values())


def _compared(tree: Formula, holds: bool) -> tuple[Formula, str, Formula] | None:
    """A comparison as left, sign and right, constants to the right; `in` as `==` or `!=` a list."""
    if not isinstance(tree, Operation):
        return None
    if tree.operator == "in":
        return tree.operands[0], "==" if holds else "!=", tree.operands[1]
    if tree.operator not in _OPPOSITE:
        return None
    left, right = tree.operands
    sign = tree.operator if holds else _OPPOSITE[tree.operator]
    if isinstance(left, Text | Number) and not isinstance(right, Text | Number):
        return right, _TURNED[sign], left
    return left, sign, right


def _narrow(found: dict[Formula, set[str]], left: Formula, words: set[str], meet: bool) -> None:
    if left not in found:
        found[left] = set(words)
    elif meet:
        found[left] &= words
    else:
        found[left] |= words


def _holds(left: Fraction, sign: str, right: Fraction) -> bool:
    return {
        "==": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[sign]


class _Bounds:
    """Between which numbers something must lie."""

    def __init__(self) -> None:
        self._low: tuple[Fraction, bool] | None = None  # the number, and whether it is left out
        self._high: tuple[Fraction, bool] | None = None
        self._not: set[Fraction] = set()

    def add(self, sign: str, number: Fraction) -> None:
        if sign == "!=":
            self._not.add(number)
        if sign in (">", ">=", "=="):
            low = (number, sign == ">")
            self._low = low if self._low is None else max(self._low, low)
        if sign in ("<", "<=", "=="):
            high = (number, sign == "<")
            self._high = high if self._high is None else min(self._high, high, key=lambda one: (one[0], not one[1]))

    @property
    def empty(self) -> bool:
        if self._low is None or self._high is None:
            return False
        if self._low[0] == self._high[0]:
            return self._low[1] or self._high[1] or self._low[0] in self._not
        return self._low[0] > self._high[0]
