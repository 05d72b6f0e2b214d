"""Formulas made up at random: whole columns give, digit for digit, what single values give."""

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.language.calendars import Calendars, Term
from projections.language.columns import Column, Columns
from projections.language.day_columns import ordinal
from projections.language.days import NO_DAY
from projections.language.exact import Exact
from projections.language.scalars import evaluate
from projections.language.scales import scale_of
from projections.language.schema import Says, Scale, Slice, Step, Table
from projections.language.syntax import Call, Formula, names_in, parse
from projections.language.table_columns import scale_columns, table_columns
from projections.language.tables import table_of
from projections.language.types import FUNCTIONS, Type, type_of
from tests.projections.formulas_of_all_functions import SCOPE, TABLES, WORDS, formulas

SAYS = Says("表", "table")
PAIRS = Table(["level", "prize"], {"甲": {"甲": 10, "乙": "40%"}, "乙": {"乙": "-2/7", "甲乙": 3}}, Fraction(1, 7))
FOUR = Table(["a", "b", "c", "d"], {"甲": {"甲": {"乙": {"": 4, "乙": "0.5"}}}, "": {"": {"": {"": -1}}}}, 0)
STEPS = [Step(-3, "-0.5"), Step(0, 1), Step("2.5", "1/3"), Step(20, 9)]
SCALES = {
    "stepped": Scale(SAYS, steps=STEPS, ends="included", below=0),
    "passed": Scale(SAYS, steps=STEPS, ends="excluded", below="-40%"),
    "sliced": Scale(SAYS, slices=[Slice("1/2", "2/7"), Slice(10, "40%"), Slice(60, 0)], beyond=-1),
}
SINGLE = {"worth": table_of(PAIRS), "deep": table_of(FOUR)} | {name: scale_of(scale) for name, scale in SCALES.items()}
ALL_WORDS = [*WORDS, "2022-2023-1"]
COLUMNS = {"worth": table_columns(PAIRS, ALL_WORDS.index), "deep": table_columns(FOUR, ALL_WORDS.index)} | {
    name: scale_columns(scale) for name, scale in SCALES.items()
}
TERMS = (
    Term("2021-2022-2", date(2022, 2, 14), date(2022, 7, 8)),
    Term("2022-2023-1", date(2022, 9, 1), date(2023, 1, 13)),
    Term("军训", date(2022, 9, 1), date(2022, 9, 10)),  # overlaps another
)
NEAR = st.dates(date(2021, 12, 20), date(2023, 3, 5))
DAYS = st.one_of(st.just(NO_DAY), NEAR, NEAR, st.dates(), st.sampled_from([date(2020, 2, 29), date(1, 1, 2), date.max]))
NUMBERS = st.one_of(st.integers(-70, 70).map(Fraction), st.fractions(-4, 30, max_denominator=40))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "n": NUMBERS,
            "m": NUMBERS,
            "big": st.one_of(NUMBERS, st.integers(-(10**25), 10**25).map(Fraction)),
            "start": DAYS,
            "end": DAYS,
            "born": DAYS,
            "word": st.sampled_from(WORDS),
            "other": st.sampled_from(WORDS),
            "yes": st.booleans(),
            "also": st.booleans(),
        }
    ),
    min_size=0,
    max_size=5,
)
ANY_FORMULA = st.sampled_from(list(Type)).flatmap(formulas)


def _column(name: str, rows: list[dict[str, Any]]) -> Column:
    of, values = SCOPE[name], [row[name] for row in rows]
    if of is Type.NUMBER:
        return Column(of, Exact.each(values))
    if of is Type.YES:
        return Column(of, np.array(values, np.bool_))
    codes = map(ALL_WORDS.index, values) if of is Type.WORD else map(ordinal, values)
    return Column(of, np.array(list(codes), np.int64))


def _plain(column: Column, length: int) -> list[Any]:
    if column.type is Type.NUMBER:
        numbers: list[Any] = column.values.fractions(length)
        return numbers
    values: list[Any] = np.broadcast_to(column.values, (length,)).tolist()
    if column.type is Type.DAY:
        return [date.fromordinal(day) if day else NO_DAY for day in values]
    return [ALL_WORDS[code] for code in values] if column.type is Type.WORD else values


def _assert_alike(formula: Formula, rows: list[dict[str, Any]], calendars: Calendars) -> None:
    columns = Columns(
        lambda name: _column(name, rows), ALL_WORDS.index, COLUMNS, calendars, text_of=ALL_WORDS.__getitem__
    )
    column = columns.evaluate(formula)
    assert column.type is type_of(formula, SCOPE, TABLES)
    assert _plain(column, len(rows)) == [evaluate(formula, row.__getitem__, SINGLE, calendars) for row in rows]
    if column.type is Type.DAY:
        assert not (np.asarray(column.values) == 1).any(), "the first day of the calendar stands for none"


CALENDARS = st.builds(
    Calendars, st.sampled_from([(8, 1), (9, 1), (1, 1), (12, 31)]), st.sampled_from([TERMS, TERMS[:1], ()])
)


@given(ANY_FORMULA, ROWS, CALENDARS)
@settings(max_examples=100, deadline=None)
def test_random_formulas_give_the_same_over_columns(
    formula: Formula, rows: list[dict[str, Any]], calendars: Calendars
) -> None:
    _assert_alike(formula, rows, calendars)


PLAINLY = {
    Type.NUMBER: ["n", "m", "m"],
    Type.DAY: ["start", "end", "born"],
    Type.WORD: ["word", "other", "word", "other"],
    Type.YES: ["yes", "also", "yes"],
}


@given(ROWS, CALENDARS)
@settings(max_examples=60, deadline=None)
def test_every_function_of_plain_names_gives_the_same_over_columns(
    rows: list[dict[str, Any]], calendars: Calendars
) -> None:
    for name, signature in (FUNCTIONS | TABLES).items():
        takes = list(signature.takes) + list(signature.takes[-1:]) * signature.more
        if name == "day":
            continue
        left = dict.fromkeys(Type, 0)
        arguments = []
        for of in takes:
            arguments.append(parse(PLAINLY[of][left[of]]))
            left[of] += 1
        _assert_alike(Call(name, tuple(arguments)), rows, calendars)


def test_formulas_of_numbers_alone_give_one_value_however_large() -> None:
    for text in ("(10 * 1000000000 * 1000000000 + 3) / 7", "2 * (8000000000 * 1000000000 + 1) > 3", "round(-1/3, -4)"):
        assert not names_in(parse(text))
        one = Columns(dict[str, Column]().__getitem__, ALL_WORDS.index, COLUMNS).evaluate(parse(text))
        wanted = evaluate(parse(text), dict[str, Any]().__getitem__, {})
        assert _plain(one, 2) == [wanted, wanted]
