"""Names and numbers in free text: what is told, and what is let pass so that the warnings are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.personal_text import PersonalText, Sort, words_of
from ledger.records.record import TeacherId
from ledger.telephone import telephone_number

LI, WANG, WEN, ZHANG = map(TeacherId, ("000101", "000102", "000103", "000104"))
BEARERS = {"李明华": [LI], "王芳": [WANG, ZHANG], "文明": [WEN], "阿依古丽·买买提": [ZHANG]}
SEARCH = PersonalText(BEARERS)


def sorts(text: str) -> list[Sort]:
    return [one.sort for one in SEARCH.found(text)]


@pytest.mark.parametrize(
    "text",
    ["李明华", "听了李明华的课", "李 明 华讲得好", "我校李明华", "阿依古丽·买买提来了", "张李明华"],
)
def test_a_name_of_three_characters_is_told_wherever_it_stands(text: str) -> None:
    assert sorts(text) == [Sort.NAME]


@pytest.mark.parametrize("text", ["王芳", "王芳老师", "我校王芳老师", "听王芳的课", "(王芳)", "和王芳、李强", "王芳,"])
def test_a_name_of_two_is_told_where_it_stands_by_itself_or_has_a_title(text: str) -> None:
    [sighting] = SEARCH.found(text)
    assert sighting.teachers == (WANG, ZHANG)


@pytest.mark.parametrize("text", ["文明礼仪教育", "讲文明树新风", "古代文明史", "王芳香", "小王芳华"])
def test_a_name_of_two_that_is_part_of_another_word_is_let_pass(text: str) -> None:
    assert sorts(text) == []


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("身份证11010519491231002X", Sort.ID_NUMBER),
        ("11010519491231002x。", Sort.ID_NUMBER),
        ("110105 19491231 002X", Sort.ID_NUMBER),
        ("手机13812345678", Sort.TELEPHONE),
        ("138 1234 5678", Sort.TELEPHONE),
    ],
)
def test_numbers_are_told_by_their_form_whosever_they_are(text: str, sort: Sort) -> None:
    assert sorts(text) == [sort]
    assert PersonalText({}).found(text) == SEARCH.found(text)


@pytest.mark.parametrize(
    "text", ["110105194912310021", "第12345678901号", "2022-09-05", "138123456789", "文号〔2022〕18号", "", "满分100"]
)
def test_what_only_looks_like_a_number_is_let_pass(text: str) -> None:
    assert sorts(text) == []


def test_what_is_found_never_holds_the_name_or_the_number() -> None:
    told = repr(SEARCH.found("李明华 13812345678 11010519491231002X 王芳老师"))
    assert not [one for one in (*BEARERS, "13812345678", "11010519491231002X") if one in told]
    assert len(SEARCH.found("李明华和王芳老师、13812345678、11010519491231002X")) == 4


@given(st.text("李明华王芳文的老师,1380 ", max_size=30), st.text("李明华王芳文的老师,1380 ", max_size=30))
def test_a_long_name_between_any_two_texts_is_found(before: str, after: str) -> None:
    assert Sort.NAME in sorts(f"{before}。李明华。{after}")


@given(st.text("李明华王芳天", max_size=40))
def test_the_quick_search_misses_no_long_name_that_a_slow_one_finds(text: str) -> None:
    assert ((LI,) in [one.teachers for one in SEARCH.found(text)]) == ("李明华" in text)


@given(st.lists(st.sampled_from(["李明华", "13812345678", "天", " "]), max_size=8).map("".join))
def test_words_are_found_exactly_where_they_stand(text: str) -> None:
    found = words_of(["李明华"], ["13812345678", ""]).search(text)
    close = text.replace(" ", "")
    assert (found is not None) == ("李明华" in close or "13812345678" in close)


def test_no_words_are_found_nowhere() -> None:
    assert words_of([], [""]).search("李明华") is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("(0394)6123456", "03946123456"),
        ("0394-6123456", "03946123456"),
        ("6123456", "6123456"),
        ("1381234567", None),
        ("不详", None),
        ("", None),
    ],
)
def test_a_telephone_number_is_kept_in_digits(written: str, number: str | None) -> None:
    assert telephone_number(written) == number
