"""Formulas made up at random, of every function and operator of the language, each of a wanted type."""

from fractions import Fraction

from hypothesis import strategies as st

from projections.language.syntax import Call, Formula, Listing, Name, Number, Operation, Text
from projections.language.types import FUNCTIONS, Signature, Type

NAMES = {
    Type.NUMBER: ["n", "m", "big"],
    Type.DAY: ["start", "end", "born"],
    Type.WORD: ["word", "other"],
    Type.YES: ["yes", "also"],
}
SCOPE = {name: of for of, names in NAMES.items() for name in names}
TABLES = {
    "worth": Signature((Type.WORD, Type.WORD), Type.NUMBER),
    "deep": Signature((Type.WORD, Type.WORD, Type.WORD, Type.WORD), Type.NUMBER),
    "stepped": Signature((Type.NUMBER,), Type.NUMBER),
    "passed": Signature((Type.NUMBER,), Type.NUMBER),
    "sliced": Signature((Type.NUMBER,), Type.NUMBER),
}
WORDS = ["", "甲", "乙", "甲乙", "丙丁戊"]
NUMBERS = st.one_of(
    st.integers(0, 40).map(Fraction),
    st.fractions(0, 3, max_denominator=12),
    st.sampled_from([Fraction(10**20), Fraction(1, 10**12)]),
)
COMPARISONS = ["==", "!=", "<", "<=", ">", ">="]


@st.composite
def formulas(draw: st.DrawFn, of: Type, depth: int = 3) -> Formula:
    """A formula that gives a type, nested at most so deep."""
    made_by = [*(name for name, sign in (FUNCTIONS | TABLES).items() if sign.gives is of), *_OPERATORS[of]]
    if not depth or not made_by or (depth < 3 and draw(st.integers(0, 2)) == 0):
        return draw(_leaf(of))
    choice = draw(st.sampled_from(made_by))
    if choice in _OPERATORS[of]:
        return _operation(draw, choice, of, depth)
    if choice == "day":
        return Call(choice, (Text(draw(st.dates()).isoformat()),))
    signature = (FUNCTIONS | TABLES)[choice]
    takes = list(signature.takes) + list(signature.takes[-1:]) * (draw(st.integers(0, 2)) if signature.more else 0)
    return Call(choice, tuple(draw(formulas(one, depth - 1)) for one in takes))


_OPERATORS = {
    Type.NUMBER: ["+", "-", "*", "/", "minus"],
    Type.YES: [*COMPARISONS, "and", "or", "not", "in"],
    Type.DAY: [],
    Type.WORD: [],
}


def _leaf(of: Type) -> st.SearchStrategy[Formula]:
    names: st.SearchStrategy[Formula] = st.sampled_from(NAMES[of]).map(Name)
    if of is Type.NUMBER:
        return st.one_of(names, NUMBERS.map(Number))
    if of is Type.WORD:
        return st.one_of(names, st.sampled_from(WORDS).map(Text))
    return names


def _operation(draw: st.DrawFn, sign: str, of: Type, depth: int) -> Formula:
    if sign in COMPARISONS or sign == "in":
        of = draw(st.sampled_from(list(Type) if sign in ("==", "!=", "in") else [Type.NUMBER, Type.DAY]))
    left = draw(formulas(of, depth - 1))
    if sign in ("minus", "not"):
        return Operation(sign, (left,))
    if sign == "in":
        items = draw(st.lists(formulas(of, depth - 1), max_size=3))
        return Operation(sign, (left, Listing(tuple(items))))
    return Operation(sign, (left, draw(formulas(of, depth - 1))))
