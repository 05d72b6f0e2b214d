"""身份证号 after GB 11643: seventeen digits with a birth date in them, and a check digit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.identity_number import is_identity_number

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def with_check_digit(seventeen: str) -> str:
    """By hand, from the weights and the table that the standard prints."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True))
    return seventeen + "10X98765432"[total % 11]


@st.composite
def numbers(draw: st.DrawFn) -> str:
    region = draw(st.integers(110000, 659999))
    born = draw(st.dates(date(1900, 1, 1), date(2022, 12, 31)))
    order = draw(st.integers(0, 999))
    return with_check_digit(f"{region}{born:%Y%m%d}{order:03d}")


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "11010519491231002x"])
def test_the_numbers_that_the_standard_prints_are_valid_with_x_in_either_case(number: str) -> None:
    assert is_identity_number(number)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("110105194912310021", "check digit"),
        ("11010519491231002", "seventeen digits"),
        ("110105491231002", "fifteen digits, the old form"),
        ("11010519491231002X0", "nineteen"),
        ("11010519491231O02X", "a letter O among the digits"),
        ("X1010519491231002X", "an X elsewhere"),
        ("1101051949123100 X", "a space"),
        ("-1010519491231002X", "a sign"),
        ("1.1010519491231E17", "rounded by Excel"),
        ("１１０１０５１９４９１２３１００２X", "full-width digits"),
        ("44052418800101001４", "a full-width check digit"),
        ("", "nothing"),
    ],
)
def test_a_number_of_another_form_or_with_a_wrong_check_digit_is_not_valid(number: str, fault: str) -> None:
    assert not is_identity_number(number), fault


@pytest.mark.parametrize("day", ["19490231", "19491301", "19490000", "20010229", "00000101"])
def test_a_number_with_an_impossible_birth_date_is_not_valid_though_its_check_digit_fits(day: str) -> None:
    assert not is_identity_number(with_check_digit(f"110105{day}002"))


def test_a_leap_day_is_a_birth_date() -> None:
    assert is_identity_number(with_check_digit("11010520000229002"))


@given(numbers())
def test_every_number_with_a_real_date_and_its_check_digit_is_valid(number: str) -> None:
    assert is_identity_number(number)
    assert is_identity_number(number.lower())


@given(numbers(), st.integers(0, 17), st.integers(1, 9))
def test_changing_any_one_digit_makes_it_invalid(number: str, place: int, by: int) -> None:
    digit = number[place]
    other = str(by - 1) if digit == "X" else str((int(digit) + by) % 10)
    assert not is_identity_number(number[:place] + other + number[place + 1 :])


@given(numbers(), st.integers(0, 16))
def test_exchanging_two_neighbouring_digits_that_differ_makes_it_invalid(number: str, place: int) -> None:
    one, two = number[place], number[place + 1]
    exchanged = number[:place] + two + one + number[place + 2 :]
    assert is_identity_number(exchanged) == (one == two)
