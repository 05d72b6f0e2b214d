"""The pages' own sentences: all in one place, all used, set as Chinese is set."""

import re
from pathlib import Path

import pytest

from api.pages.texts import printed_text, text
from api.typesetting import in_print

PAGES = Path("api/pages")
FULL_COMMA, FULL_COLON, FULL_OPEN, FULL_CLOSE = "\uff0c", "\uff1a", "\uff08", "\uff09"


def test_templates_hold_no_sentence_of_their_own() -> None:
    for template in (PAGES / "templates").glob("*.html"):
        assert re.findall("[\u3000-\u9fff\uff00-\uffef]", template.read_text(encoding="utf-8")) == []


def test_every_sentence_is_used_somewhere() -> None:
    files = [*PAGES.rglob("*.html"), *PAGES.rglob("*.py"), *Path("api/http").rglob("*.py")]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    made_up = {"teacher.planned", "teacher.serving", "teacher.past", "why.document", "why.local_default"}
    unused = {key for key in text.keys() - made_up if f'"{key}"' not in source}
    assert {key for key in unused if f'"{key.removeprefix("problem.")}"' not in source} == set()


def test_a_sentence_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("teacher.none")
    with pytest.raises(KeyError):
        text("quota.short")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("已做:16,未完成", f"已做{FULL_COLON}16{FULL_COMMA}未完成"),
        ("三(六)4(3)", f"三{FULL_OPEN}六{FULL_CLOSE}4{FULL_OPEN}3{FULL_CLOSE}"),
        ("还差 1,800 字", "还差 1,800 字"),
        ("12:30 开始", "12:30 开始"),
        ("用 http://[::1] 打开", "用 http://[::1] 打开"),
        ("observe (20), 2", "observe (20), 2"),
    ],
)
def test_punctuation_between_chinese_words_is_full_width(typed: str, printed: str) -> None:
    assert in_print(typed) == printed
    assert in_print(printed) == printed


def test_the_pages_sentences_are_set_and_what_is_filled_in_is_left_alone() -> None:
    assert printed_text("teachers.found", wanted="a,(b)", count=1).startswith(f"“a,(b)”{FULL_COLON}")
