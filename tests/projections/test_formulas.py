"""Formulas: how they are read, what types fit, and that columns and single values give the same."""

from datetime import date
from fractions import Fraction
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.language.columns import Column, Columns, LookupTable
from projections.language.day_columns import months_after_each
from projections.language.days import months_after
from projections.language.exact import Exact, sum_by
from projections.language.grouped import largest_of_each
from projections.language.rounding import half_up, rounded
from projections.language.rounding_columns import rounded_each
from projections.language.scalars import NO_DAY, Lookup, evaluate
from projections.language.schema import Rounding
from projections.language.syntax import FormulaError, Name, Number, Operation, names_in, parse
from projections.language.types import Signature, Type, type_of

SCOPE = {"n": Type.NUMBER, "m": Type.NUMBER, "day": Type.DAY, "word": Type.WORD, "yes": Type.YES}
NOTHING: Lookup = dict[str, Any]().__getitem__
TABLES = {"worth": Signature((Type.WORD, Type.WORD), Type.NUMBER)}


def test_products_bind_tighter_than_sums_and_not_tighter_than_and() -> None:
    assert parse("1 + 2 * 3") == Operation(
        "+", (Number(Fraction(1)), Operation("*", (Number(Fraction(2)), Number(Fraction(3)))))
    )
    assert evaluate(parse("2 - 1 - 1"), NOTHING, {}) == 0
    assert evaluate(parse("8 / 2 / 2"), NOTHING, {}) == 2
    assert evaluate(parse("-(2 + 3) * -1"), NOTHING, {}) == 5
    lookup = {"a": True, "b": False, "c": True}.__getitem__
    assert evaluate(parse("a or b and not c"), lookup, {}) is True
    assert evaluate(parse("(a or b) and not c"), lookup, {}) is False


def test_numbers_are_exact_and_shares_are_hundredths() -> None:
    assert parse("0.8") == Number(Fraction(4, 5))
    assert parse("80%") == Number(Fraction(4, 5))
    assert evaluate(parse("1 / 3 * 3"), NOTHING, {}) == 1


def test_names_have_points_and_no_hyphens() -> None:
    assert parse("observe_20.target") == Name("observe_20.target")
    assert names_in(parse('if(a.b > 1, min(c, d), 2) + worth(word, "x")')) == {"a.b", "c", "d", "word"}


@pytest.mark.parametrize(
    "text",
    ["", "1 +", "(1", "1 2", "min(1, 2", "n in 3", "n == [1]", "1 < 2 < 3", "a b", "n @ 2", '"open', "[1, 2]x", ")"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(FormulaError) as refusal:
        parse(text)
    assert "公式" in str(refusal.value)


def test_brackets_nested_too_deep_are_refused() -> None:
    with pytest.raises(FormulaError):
        parse("(" * 60 + "1" + ")" * 60)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("n + 1", Type.NUMBER),
        ("-n", Type.NUMBER),
        ("n > 1 and not yes", Type.YES),
        ('word in ["a", "b"]', Type.YES),
        ("day < days_after(day, 3)", Type.YES),
        ("years_after(day, 3)", Type.DAY),
        ("min(n, m, 3)", Type.NUMBER),
        ('worth(word, "x")', Type.NUMBER),
        ("if(yes, n, m)", Type.NUMBER),
        ("yes == yes", Type.YES),
        ('day("2022-09-01") < day', Type.YES),
        ("if_day(yes, day, first_of_term(day))", Type.DAY),
        ("count_of(yes, not yes, n > 1)", Type.NUMBER),
        ("round(n / 3, 2) + share_at_most(n, m, 30%)", Type.NUMBER),
        ('has(word, "a") and length(word) > 2', Type.YES),
    ],
)
def test_a_formula_has_a_type(text: str, wanted: Type) -> None:
    assert type_of(parse(text), SCOPE, TABLES) is wanted


@pytest.mark.parametrize(
    "text",
    [
        "word + 1",
        "day + 1",
        "yes + n",
        "-word",
        "n and yes",
        "not n",
        "word < word",
        "yes > yes",
        "n == word",
        "n in [1, word]",
        "floor(word)",
        "min(n)",
        "min(n, day)",
        "nothing",
        "nothing(1)",
        "worth(word)",
        "if(n, n, n)",
        "n + [1]",
        "day(word)",
        'day("2022-9-1")',
        'day("2022-02-30")',
        'day("20220901")',
        "day(3)",
        "round(n)",
        "first_known(day)",
        "if(yes, day, day)",
        "has(word)",
    ],
)
def test_a_formula_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        type_of(parse(text), SCOPE, TABLES)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(FormulaError, match="word"):
        type_of(parse('wrd == "a"'), SCOPE, TABLES)


# -- columns and single values ---------------------------------------------------------------------------------------

WORDS = ["", "甲", "乙", "丙"]
FORMULAS = [
    "n + m",
    "n - m * 2",
    "n / m",
    "n / 3 + m / 7",
    "-n / 2",
    "floor(n / 3)",
    "ceil(n / 3)",
    "min(n, m, 2)",
    "max(n, m)",
    "if(n > m, n, m / 3)",
    "if(yes and n >= 1, 25%, 0)",
    'worth(word, "甲") * n',
    "worth(word, other)",
    "n == m",
    "n != m or n < 2",
    "n <= m and not yes",
    'word == "甲"',
    "word != other",
    'word in ["甲", "乙"]',
    "n in [1, 2, 5 / 2]",
    "day > days_after(start, 30)",
    "months_after(day, n) <= start",
    "years_after(start, m) > day",
    "day == start",
]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "n": st.integers(-50, 50),
            "m": st.integers(0, 60),
            "yes": st.booleans(),
            "word": st.sampled_from(WORDS),
            "other": st.sampled_from(WORDS),
            "day": st.dates(date(1950, 1, 1), date(2090, 12, 31)),
            "start": st.one_of(st.just(NO_DAY), st.dates(date(1950, 1, 1), date(2090, 12, 31))),
        }
    ),
    min_size=1,
    max_size=8,
)
TABLE = {("甲", "甲"): Fraction(10), ("乙", "甲"): Fraction(4, 5), ("乙", "乙"): Fraction(1, 3)}


def _column(name: str, rows: list[dict[str, Any]]) -> Column:
    values = [row[name] for row in rows]
    if name in ("n", "m"):
        return Column(Type.NUMBER, Exact(np.array(values, np.int64)))
    if name == "yes":
        return Column(Type.YES, np.array(values))
    if name in ("word", "other"):
        return Column(Type.WORD, np.array([WORDS.index(value) for value in values]))
    return Column(Type.DAY, np.array([0 if day == NO_DAY else day.toordinal() for day in values]))


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_columns_give_what_single_values_give(rows: list[dict[str, Any]]) -> None:
    places: dict[tuple[int, ...], int] = {(WORDS.index(a), WORDS.index(b)): place for place, (a, b) in enumerate(TABLE)}
    table = LookupTable(places, Exact.each([*TABLE.values(), Fraction(1, 7)]))
    columns = Columns(lambda name: _column(name, rows), WORDS.index, {"worth": table})
    single = {"worth": lambda a, b: TABLE.get((a, b), Fraction(1, 7))}
    for text in FORMULAS:
        column = columns.evaluate(parse(text))
        wanted = [evaluate(parse(text), row.__getitem__, single) for row in rows]
        if column.type is Type.NUMBER:
            assert column.values.fractions(len(rows)) == wanted, text
        else:
            assert np.broadcast_to(column.values, (len(rows),)).tolist() == wanted, text


FRACTIONS = st.fractions(max_denominator=10**9).filter(lambda value: abs(value) < 10**12)


@given(st.lists(st.tuples(FRACTIONS, FRACTIONS), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_exact_columns_never_lose_a_digit_even_beyond_64_bits(pairs: list[tuple[Fraction, Fraction]]) -> None:
    left, right = (Exact.each([pair[side] for pair in pairs]) for side in (0, 1))
    length = len(pairs)
    assert (left + right).fractions(length) == [a + b for a, b in pairs]
    assert (left - right).fractions(length) == [a - b for a, b in pairs]
    product = left * right * left * right
    assert product.fractions(length) == [a * b * a * b for a, b in pairs]
    assert left.over(right).fractions(length) == [a / b if b else 0 for a, b in pairs]
    assert left.compared(right).tolist() == [(a > b) - (a < b) for a, b in pairs]
    assert left.least(right).fractions(length) == [min(pair) for pair in pairs]
    assert left.most(right).fractions(length) == [max(pair) for pair in pairs]
    for how in get_args(Rounding):
        assert rounded_each(left, how).fractions(length) == [rounded(a, how) for a, _ in pairs]


@given(st.lists(st.tuples(st.integers(0, 3), FRACTIONS), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_sums_and_largest_of_groups_are_exact(rows: list[tuple[int, Fraction]]) -> None:
    groups = np.array([group for group, _ in rows])
    values = Exact.each([value for _, value in rows])
    wanted = [sum((value for group, value in rows if group == one), Fraction(0)) for one in range(4)]
    assert sum_by(values, groups, 4).fractions(4) == wanted
    apart = values * Exact(np.ones(len(rows), np.int64), np.ones(len(rows), np.int64))  # each row its own denominator
    assert sum_by(apart, groups, 4).fractions(4) == wanted
    largest = largest_of_each(values, [groups], len(groups)).tolist()
    best = [max(value for group, value in rows if group == one) for one in sorted({group for group, _ in rows})]
    assert sorted((rows[place][0], rows[place][1]) for place in largest) == list(
        zip(sorted({group for group, _ in rows}), best, strict=True)
    )
    assert all(rows[:place].count(rows[place]) == 0 for place in largest)


def test_a_half_goes_away_from_zero() -> None:
    assert [half_up(Fraction(text), 2) for text in ("0.005", "0.0049", "-0.005", "1.995")] == [
        Fraction(1, 100),
        0,
        Fraction(-1, 100),
        2,
    ]


@pytest.mark.parametrize(
    ("value", "how", "wanted"),
    [
        ("2.5", "half_up_0", "3"),
        ("2.5", "half_even_0", "2"),
        ("3.5", "half_even_0", "4"),
        ("-2.5", "half_even_0", "-2"),
        ("-2.5", "half_up_0", "-3"),
        ("0.12501", "half_even_2", "0.13"),
        ("2.001", "up_1", "2.1"),
        ("-2.001", "up_1", "-2.1"),
        ("2.999", "down_1", "2.9"),
        ("-2.999", "down_1", "-2.9"),
        ("1/3", "none", "1/3"),
        ("2/3", "half_up_4", "0.6667"),
    ],
)
def test_a_number_is_rounded_as_the_word_says(value: str, how: Rounding, wanted: str) -> None:
    assert rounded(Fraction(value), how) == Fraction(wanted)


def test_the_same_day_months_later_or_that_months_last_day() -> None:
    assert months_after(date(2022, 8, 31), 6) == date(2023, 2, 28)
    assert months_after(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert months_after(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert months_after(date(2022, 12, 5), 1) == date(2023, 1, 5)


def test_a_day_moved_beyond_the_calendar_is_its_end() -> None:
    assert (months_after(date(2022, 9, 1), 10**6), months_after(date(2022, 9, 1), -(10**6))) == (date.max, date.min)
    values = {"day": date(2022, 9, 1)}
    assert evaluate(parse("days_after(day, 9999999)"), values.__getitem__, {}) == date.max
    assert evaluate(parse("days_after(day, -9999999)"), values.__getitem__, {}) == date.min


@given(st.dates(date(1900, 1, 1), date(2150, 1, 1)), st.integers(-600, 600))
@settings(max_examples=200, deadline=None)
def test_months_later_over_columns_as_for_one_day(day: date, months: int) -> None:
    [found] = months_after_each(np.array([day.toordinal()]), np.array([months]))
    assert date.fromordinal(int(found)) == months_after(day, months)
