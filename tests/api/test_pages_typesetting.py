"""The pages' own sentences: all in one place, all used, set as Chinese is set."""

import re
from pathlib import Path

import pytest

from api.accounts.visitor import Role
from api.pages.texts import printed_text, text
from api.typesetting import in_print

PAGES = Path("api/pages")
_SOURCE = "\n".join(
    file.read_text(encoding="utf-8")
    for folder in (PAGES, Path("api/http"))
    for file in [*folder.rglob("*.html"), *folder.rglob("*.py")]
)
_QUOTED = re.compile(r"""["']([\w.-]+)["']""")
_FORMATTED = re.compile(r"""\bf"([^"\n]*\{[^"\n]*)\"""")
_JOINED = re.compile(r"""\btext\(((?:"[\w.]*"|\w+(?:\.\w+)*)(?: ~ (?:"[\w.]*"|\w+(?:\.\w+)*))+)[,)]""")
_LISTINGS = {*re.findall(r"""\bListing\(\s*"(\w+)\"""", _SOURCE), *re.findall(r"""\("(\w+)", "/audit""", _SOURCE)}
"""The lists that are shown by one template, and the tiles of the audit: sections whose name is filled in."""
_WORDS = {role.name.lower() for role in Role} | {
    word
    for floor in ("api", "projections", "ledger")
    for file in [*Path(floor).rglob("*.py"), *Path(floor).rglob("*.html")]
    for word in _QUOTED.findall(file.read_text(encoding="utf-8"))
}
"""What stands in the code as a word of its own: a state, a column, a step."""
FULL_COMMA, FULL_COLON, FULL_OPEN, FULL_CLOSE = "\uff0c", "\uff1a", "\uff08", "\uff09"


def test_templates_hold_no_sentence_of_their_own() -> None:
    for template in (PAGES / "templates").rglob("*.html"):
        said = template.read_text(encoding="utf-8").replace("、", "")  # between what stands in a row
        assert re.findall("[\u3000-\u9fff\uff00-\uffef]", said) == [], template


def test_every_sentence_is_used_somewhere() -> None:
    asked = {*_QUOTED.findall(_SOURCE)}
    made = [_as_a_pattern(shape) for shape in _shapes_made_at_run_time()]
    assert {key for key in text.keys() - asked if not any(_is_made(key, pattern) for pattern in made)} == set()


@pytest.mark.parametrize("key", ["late.nothing_like_it", "late.how_never", "nowhere.title", "county_cell.unheard_of"])
def test_a_sentence_that_nobody_says_is_found_out(key: str) -> None:
    assert not any(_is_made(key, _as_a_pattern(shape)) for shape in _shapes_made_at_run_time())


def _shapes_made_at_run_time() -> set[str]:
    """How keys are put together: `late.how_{}`; what is asked of every listing, `{}.none`, once for each listing."""
    made = {re.sub(r"\{[^}]*\}", "{}", said) for said in _FORMATTED.findall(_SOURCE)}
    for said in _JOINED.findall(_SOURCE):
        made.add("".join(part[1:-1] if part.startswith('"') else "{}" for part in said.split(" ~ ")))
    of_one = {shape for shape in made if not shape.startswith("{}")}
    return of_one | {f"{name}{shape[2:]}" for shape in made if shape.startswith("{}.") for name in _LISTINGS}


def _as_a_pattern(shape: str) -> re.Pattern[str]:
    return re.compile(re.escape(shape).replace(r"\{\}", r"([\w.-]+)"))


def _is_made(key: str, pattern: re.Pattern[str]) -> bool:
    """Whether a key is of this shape, and what is filled in stands in the code as a word of its own."""
    found = pattern.fullmatch(key)
    return found is not None and all(word in _WORDS for word in found.groups())


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
    said = printed_text("audit.source_row", file="a,(b)", sheet="听课:1", row=3)
    assert said == f"文件 a,(b){FULL_COMMA}“听课:1”第 3 行"
