"""Width and spacing are not content."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.spelling import squeeze, teacher_code, tidy

SPACES = st.sampled_from(["", " ", "  ", "\t", "\u3000", "\u00a0", "\n"])
LETTERS = st.sampled_from("王小明给教师的建议·语文AbC019()，。")


@pytest.mark.parametrize(
    ("written", "kept"),
    [("  王  小明 ", "王 小明"), ("新课标\t研修\n", "新课标 研修"), ("\u3000语文\u3000", "语文"), ("", ""), (" ", "")],
)
def test_text_is_kept_without_space_around_it_and_with_single_spaces_inside(written: str, kept: str) -> None:
    assert tidy(written) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [("王小明", "王 小 明"), ("ABC123", "ＡＢＣ１２３"), ("（优）", "( 优 )"), ("语文", "\u3000语\u00a0文\n")],
)
def test_texts_that_differ_in_width_and_spacing_compare_as_equal(one: str, other: str) -> None:
    assert squeeze(one) == squeeze(other)


@pytest.mark.parametrize(("one", "other"), [("王小明", "王小名"), ("ABC", "abc"), ("1", "2"), ("语文", "语、文")])
def test_texts_that_differ_otherwise_stay_different(one: str, other: str) -> None:
    assert squeeze(one) != squeeze(other)


@given(st.lists(st.tuples(LETTERS, SPACES)))
def test_wherever_spaces_are_put_the_text_compares_the_same(parts: list[tuple[str, str]]) -> None:
    plain = "".join(letter for letter, _ in parts)
    spaced = "".join(letter + space for letter, space in parts)
    assert squeeze(spaced) == squeeze(plain) == squeeze(tidy(spaced))
    assert squeeze(squeeze(spaced)) == squeeze(spaced)
    assert tidy(tidy(spaced)) == tidy(spaced)


@given(st.text(alphabet=[chr(code) for code in range(0x21, 0x7F)]))
def test_full_width_letters_and_digits_compare_as_half_width_ones(text: str) -> None:
    assert squeeze("".join(chr(ord(letter) + 0xFEE0) for letter in text)) == squeeze(text) == text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("000101", "000101"),
        ("101", "000101"),
        (" 101 ", "000101"),
        ("０００１０１", "000101"),
        ("00 01\u300001", "000101"),
        ("0", "000000"),
        ("1234567", "1234567"),
        ("李 明华", "李明华"),
        ("101a", "101a"),
        ("101.0", "101.0"),
        ("-101", "-101"),
        ("", ""),
    ],
)
def test_a_teachers_code_gets_its_leading_zeros_back_and_what_is_no_number_is_only_squeezed(
    written: str, meant: str
) -> None:
    assert teacher_code(written) == meant


@given(st.integers(0, 999999), SPACES)
def test_however_a_teachers_code_was_mangled_it_comes_back(number: int, space: str) -> None:
    code = f"{number:06d}"
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert {teacher_code(mangled) for mangled in (code, str(number), space + code + space, wide)} == {code}
