"""Whatever can be met has its place in the documentation: kinds, commands, clauses, refusals, decisions, words."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from api.cli.main import COMMANDS
from ledger.records import KINDS
from projections.catalogue import shipped_packs
from projections.language.types import FUNCTIONS
from tests.house.pages import DOCS, HOUSE, README, table_rows
from tests.house.refusal_codes import refusal_codes

_MOST_LINES = 90
_LINK = re.compile(r"\]\(([^)#]+?\.md|[A-Z]+)(?:#[^)]*)?\)")


def _unnamed(words: Iterable[str], text: str) -> list[str]:
    return [word for word in words if word not in text]


def test_every_kind_of_record_is_named_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    assert not _unnamed((f"`{kind}`" for kind in KINDS), glossary)


def test_every_command_is_named_in_the_tutorial() -> None:
    tutorial = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    assert not _unnamed((f"shilu {command}" for command in COMMANDS), tutorial)


def test_every_clause_is_listed_with_what_it_covers_its_section_and_its_origin() -> None:
    listed = {row[0].strip("`"): row[1:] for row in table_rows(DOCS / "clauses.md", "随办法附带的条款")}
    for pack in shipped_packs().values():
        assert f"`{pack.head.id}`" in (DOCS / "clauses.md").read_text(encoding="utf-8")
        for name, clause in pack.clauses.items():
            assert name in listed, f"{name} is not in docs/clauses.md"
            covers, section, origin = listed[name][:3]
            assert covers == ("、".join(clause.covers) or "—"), name
            assert section == clause.source.section, name
            assert origin == {"document": "文件", "local_default": "本地约定"}[clause.origin], name


def test_every_clause_listed_is_of_a_shipped_pack() -> None:
    listed = {row[0].strip("`") for row in table_rows(DOCS / "clauses.md", "随办法附带的条款")}
    assert listed == {name for pack in shipped_packs().values() for name in pack.clauses}


def test_every_refusal_is_explained_and_none_that_no_code_gives() -> None:
    rows = table_rows(DOCS / "refusals.md")
    assert {row[0].strip("`") for row in rows} == refusal_codes()
    assert all(len(row) == 3 and all(row) for row in rows)


def test_a_row_of_the_glossary_has_chinese_english_and_the_word_in_code() -> None:
    rows = table_rows(DOCS / "glossary.md")
    assert len(rows) > 50
    for row in rows:
        assert len(row) == 3, row
        chinese, english, code = row
        assert re.search(r"[\u4e00-\u9fff]", chinese), row
        assert re.search(r"[A-Za-z]", english), row
        assert re.fullmatch(r"(`[^`]+`(, )?)+|—", code), row


def test_no_chinese_word_has_two_rows_in_the_glossary() -> None:
    words = [row[0] for row in table_rows(DOCS / "glossary.md")]
    assert len(words) == len(set(words)), sorted(word for word in words if words.count(word) > 1)


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) <= _MOST_LINES


def test_every_decision_is_linked_from_the_list_of_decisions() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    pages = sorted(page.name for page in (DOCS / "decisions").glob("*.md") if page.name != "README.md")
    assert pages
    assert not _unnamed((f"({page})" for page in pages), listed)


@pytest.mark.parametrize("page", [README, *sorted(DOCS.rglob("*.md"))], ids=lambda page: str(page.relative_to(HOUSE)))
def test_links_to_other_pages_lead_somewhere(page: Path) -> None:
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).is_file()]


def test_pages_that_the_code_points_to_exist() -> None:
    files = [path for floor in ("ledger", "projections", "api") for path in (HOUSE / floor).rglob("*")]
    pointed = {
        name
        for path in files
        if path.suffix in (".py", ".yaml", ".html")
        for name in re.findall(r"docs/[\w/-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert not [name for name in sorted(pointed) if not (HOUSE / name).is_file()]


def test_every_function_of_formulas_is_told_in_the_page_about_the_language() -> None:
    page = (DOCS / "packs.md").read_text(encoding="utf-8")
    assert not _unnamed((f"`{function}" for function in FUNCTIONS), page)
