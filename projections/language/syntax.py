"""Formulas as text and as a tree: numbers, names, texts, arithmetic, comparisons, and / or / not, functions.

    ceil(20 * weeks_present / teaching_weeks)
    post in ["教师", "班主任"] and years_after(hired, 3) > term.first_day
    80% * principals_observations

A name is letters, digits and _ with points between its parts; a hyphen is always a minus, so a clause
`observe-20` is named `observe_20`. Numbers are exact: `0.8` is eight tenths, `80%` eighty hundredths.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from ledger.spelling import squeeze


@dataclass(frozen=True)
class Number:
    """A number, exact."""

    value: Fraction


@dataclass(frozen=True)
class Text:
    """A word in quotation marks, squeezed: width and spacing are not content."""

    value: str


@dataclass(frozen=True)
class Name:
    """A name of the scope the formula is read in."""

    name: str


@dataclass(frozen=True)
class Listing:
    """A list of formulas in brackets, right of `in`."""

    items: tuple["Formula", ...]


@dataclass(frozen=True)
class Call:
    """A function, or a table of the pack, with its arguments."""

    function: str
    arguments: tuple["Formula", ...]


@dataclass(frozen=True)
class Operation:
    """An operator with its operands: one for `not` and the leading minus, else two."""

    operator: str
    operands: tuple["Formula", ...]


Formula = Number | Text | Name | Listing | Call | Operation


class FormulaError(Exception):
    """A formula that cannot be read; the message is a sentence for the writer of the pack."""


_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?%?)|"(?P<text>[^"]*)"|(?P<name>[^\W\d]\w*(?:\.\w+)*)"""
    r"""|(?P<sign><=|>=|==|!=|[-+*/()<>\[\],]))"""
)
_COMPARISONS = ("==", "!=", "<=", ">=", "<", ">", "in")
_DEEPEST = 50


def parse(text: str) -> Formula:
    """The tree of a formula. Raises FormulaError."""
    return _Parser(text).whole()


class _Parser:
    """Reads one formula, left to right, loosest binding first: or, and, not, comparison, + -, * /, minus."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def whole(self) -> Formula:
        formula = self._alternatives()
        if self._next < len(self._tokens):
            self._fail(f"“{self._tokens[self._next][1]}”放在这里看不懂")
        return formula

    def _alternatives(self) -> Formula:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._fail("括号套得太深")
        formula = self._all_of()
        while self._take("or"):
            formula = Operation("or", (formula, self._all_of()))
        self._depth -= 1
        return formula

    def _all_of(self) -> Formula:
        formula = self._negation()
        while self._take("and"):
            formula = Operation("and", (formula, self._negation()))
        return formula

    def _negation(self) -> Formula:
        if self._take("not"):
            return Operation("not", (self._negation(),))
        return self._comparison()

    def _comparison(self) -> Formula:
        left = self._sum()
        for sign in _COMPARISONS:
            if self._take(sign):
                right = self._sum()
                if (sign == "in") != isinstance(right, Listing):
                    self._fail("in 的右边要写成 [一个, 又一个] 的样子,其他比较不能用列表")
                return Operation(sign, (left, right))
        return left

    def _sum(self) -> Formula:
        formula = self._product()
        while sign := self._take("+", "-"):
            formula = Operation(sign, (formula, self._product()))
        return formula

    def _product(self) -> Formula:
        formula = self._signed()
        while sign := self._take("*", "/"):
            formula = Operation(sign, (formula, self._signed()))
        return formula

    def _signed(self) -> Formula:
        if self._take("-"):
            return Operation("minus", (self._signed(),))
        return self._atom()

    def _atom(self) -> Formula:
        kind, token = self._advance()
        if kind == "number":
            share = token.endswith("%")
            return Number(Fraction(token.rstrip("%")) / (100 if share else 1))
        if kind == "text":
            return Text(squeeze(token))
        if kind == "name":
            if not self._take("("):
                return Name(token)
            return Call(token, self._list(")"))
        if token == "(":
            formula = self._alternatives()
            self._expect(")")
            return formula
        if token == "[":
            return Listing(self._list("]"))
        self._fail(f"“{token}”前面缺少数或名称")

    def _list(self, closing: str) -> tuple[Formula, ...]:
        if self._take(closing):
            return ()
        items = [self._alternatives()]
        while self._take(","):
            items.append(self._alternatives())
        self._expect(closing)
        return tuple(items)

    def _take(self, *signs: str) -> str:
        if self._next < len(self._tokens):
            kind, token = self._tokens[self._next]
            if kind != "text" and token in signs:
                self._next += 1
                return token
        return ""

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            self._fail(f"缺少“{sign}”")

    def _advance(self) -> tuple[str, str]:
        if self._next == len(self._tokens):
            self._fail("没有写完")
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _fail(self, why: str) -> NoReturn:
        raise FormulaError(f"公式 {self._text!r} {why}")


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens = []
    end, text = 0, text.rstrip()
    while end < len(text):
        match = _TOKEN.match(text, end)
        if not match:
            raise FormulaError(f"公式 {text!r} 里的“{text[end:].strip()[:10]}”看不懂")
        end = match.end()
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind]))
    return tokens


def names_in(formula: Formula) -> set[str]:
    """Every name a formula mentions, tables and functions left out."""
    if isinstance(formula, Name):
        return {formula.name}
    return {name for part in parts_of(formula) for name in names_in(part)}


def parts_of(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside a formula."""
    if isinstance(formula, Listing):
        return formula.items
    if isinstance(formula, Call):
        return formula.arguments
    if isinstance(formula, Operation):
        return formula.operands
    return ()


def calls_in(tree: Formula) -> Iterator[Call]:
    """Every function or table that a formula calls."""
    if isinstance(tree, Call):
        yield tree
    for part in parts_of(tree):
        yield from calls_in(part)
