"""Tables, scales, values that change on dates, and numbers as packs write them."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from projections.language.dated_value_columns import value_on_each
from projections.language.dated_values import value_on
from projections.language.day_columns import ordinal
from projections.language.days import NO_DAY
from projections.language.exact import Exact
from projections.language.scales import scale_of
from projections.language.schema import DatedValue, NamedValue, Says, Scale, Slice, Step, Table
from projections.language.table_columns import scale_columns, table_columns
from projections.language.tables import table_of, table_rows
from projections.language.written_numbers import exact_number, is_number

SAYS = Says("甲", "a")


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (20, Fraction(20)),
        (Fraction(4, 5), Fraction(4, 5)),
        ("40%", Fraction(2, 5)),
        ("4 0 ％", Fraction(2, 5)),
        ("2/7", Fraction(2, 7)),
        ("-1.5", Fraction(-3, 2)),
        ("-12.5%", Fraction(-1, 8)),
        ("+3", Fraction(3)),
    ],
)
def test_a_number_is_read_as_it_is_written(written: object, wanted: Fraction) -> None:
    assert exact_number(written) == wanted


@pytest.mark.parametrize("written", [True, None, "", "多", "1/0", "1e3", "2/7%", ".5", "1.", 0.5, [1], "1" * 40, "n"])
def test_what_is_no_number_is_not_taken_for_one(written: object) -> None:
    assert not is_number(written)


def _scale(scale: Scale, *numbers: str) -> list[Fraction]:
    """What a scale gives, of one number at a time; and that it gives the same for all of them at once."""
    values = [Fraction(number) for number in numbers]
    given = [scale_of(scale)(value) for value in values]
    assert scale_columns(scale)([Exact.each(values)]).fractions(len(values)) == given
    return given


def test_a_step_counts_once_it_is_reached_or_once_it_is_passed() -> None:
    steps = [Step(5, 1), Step(10, 2), Step("20.5", 4)]
    included = Scale(SAYS, steps=steps, ends="included", below=0)
    excluded = Scale(SAYS, steps=steps, ends="excluded", below="-1")
    assert _scale(included, "4.99", "5", "9", "10", "20.5", "100") == [0, 1, 1, 2, 4, 4]
    assert _scale(excluded, "4.99", "5", "9", "10", "20.5", "100") == [-1, -1, 1, 1, 2, 4]


def test_each_slice_of_a_number_has_its_own_rate() -> None:
    scale = Scale(SAYS, slices=[Slice(10, 1), Slice(20, "50%")], beyond="1/10")
    assert _scale(scale, "-5", "0", "4", "10", "14", "20", "35") == [0, 0, 4, 10, 12, 15, Fraction(33, 2)]
    nothing_beyond = Scale(SAYS, slices=[Slice(10, 2)], beyond=0)
    assert _scale(nothing_beyond, "9", "10", "11") == [18, 20, 20]


def test_a_table_is_read_by_as_many_words_as_it_has_levels() -> None:
    table = Table(["级", "奖", "类", "位"], {"市级": {"一等奖": {"课": {"第一": 10, "其他": "1/3"}}}}, "0.5")
    read = table_of(table)
    assert read("市级", "一等奖", "课", "第一") == 10
    assert read("市级", "一等 奖", "课", "其他") == Fraction(1, 3)
    assert read("市级", "二等奖", "课", "第一") == Fraction(1, 2)
    assert dict(table_rows(table)) == {
        ("市级", "一等奖", "课", "第一"): 10,
        ("市级", "一等奖", "课", "其他"): Fraction(1, 3),
    }


def test_a_table_over_no_rows_gives_none_also_beside_a_fixed_word() -> None:
    words = ["", "甲", "乙"]
    columns = table_columns(Table(["a", "b"], {"甲": {"乙": 3}}, 0), words.index)
    assert columns([np.array([], np.int64), np.array(2)]).fractions(0) == []
    assert columns([np.array([1, 2]), np.array(2)]).fractions(2) == [3, 0]
    assert columns([np.array(1), np.array(2)]).fractions(1) == [3]


def test_a_value_is_that_of_the_day_and_the_first_before_its_days() -> None:
    value = NamedValue(SAYS, [DatedValue("40%"), DatedValue(2, date(2023, 1, 1)), DatedValue(3, date(2023, 9, 1))])
    days = [NO_DAY, date(1990, 5, 5), date(2022, 12, 31), date(2023, 1, 1), date(2023, 8, 31), date(2024, 1, 1)]
    wanted = [Fraction(2, 5)] * 3 + [2, 2, 3]
    assert [value_on(value, day) for day in days] == wanted
    assert value_on_each(value, np.array([ordinal(day) for day in days])).fractions(len(days)) == wanted


def test_a_value_that_never_changed_is_the_same_on_every_day() -> None:
    value = NamedValue(SAYS, [DatedValue(7, date(2020, 1, 1))])
    assert value_on(value, date(2019, 1, 1)) == 7
    assert value_on_each(value, np.array(0)).fractions(3) == [7, 7, 7]
