"""Every rule of the five documents is computed by a clause of a pack, or stands, with reason, among what cannot be."""

import re

import pytest

from projections.catalogue import shipped_packs
from projections.language.clauses import Allowance, Clause, Points, Quota, Veto
from projections.language.pack import Pack
from projections.stories.running import stories_of
from tests.house.pages import DOCS, table_rows

_LAST = {"A": 13, "B": 31, "C": 9, "D": 9, "E": 8}
RULES = [f"{part}{number}" for part, last in _LAST.items() for number in range(1, last + 1)]
TRACES = {"B10", "B11", "B18", "B20", "B21", "B22", "C4", "D3", "D5", "D7"}
"""Rules that count what is kept for inspection."""

RESTRICTED = ("B25", "D8", "E6")
"""Rules that national policy has since restricted; what they bar or take away is computed only when asked for."""

OTHERS = [name for name in shipped_packs() if name != "taikang-2022"]
NOT_COMPUTED = {row[0]: row[1:] for row in table_rows(DOCS / "clauses.md", "账本算不出来的")}


def _clauses() -> list[tuple[Pack, str, Clause]]:
    return [(pack, name, clause) for pack in shipped_packs().values() for name, clause in pack.clauses.items()]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_computed_or_said_not_to_be(rule: str) -> None:
    covering = [name for _, name, clause in _clauses() if rule in clause.covers]
    assert covering or rule in NOT_COMPUTED


def test_what_cannot_be_computed_has_what_the_paper_says_and_a_reason() -> None:
    assert NOT_COMPUTED.keys() <= set(RULES)
    assert all(len(row) == 2 and all(row) for row in NOT_COMPUTED.values())
    assert list(NOT_COMPUTED) == sorted(NOT_COMPUTED, key=RULES.index)


def test_clauses_cover_rules_that_there_are() -> None:
    assert not [(name, rule) for _, name, clause in _clauses() for rule in clause.covers if rule not in RULES]


def test_clauses_that_count_traces_say_so() -> None:
    silent = [
        name
        for _, name, clause in _clauses()
        if isinstance(clause, Quota | Points) and TRACES & set(clause.covers) and not clause.trace
    ]
    assert not silent


@pytest.mark.parametrize("rule", RESTRICTED)
def test_what_has_been_restricted_is_computed_only_when_asked_for(rule: str) -> None:
    assert [name for _, name, clause in _clauses() if rule in clause.covers and clause.status == "historical"]


def test_no_veto_of_a_document_is_in_force() -> None:
    assert not [name for _, name, clause in _clauses() if isinstance(clause, Veto) and clause.status != "historical"]


def test_a_number_that_is_no_documents_has_a_reading_that_says_whose_it_is() -> None:
    unread = [name for pack, name, clause in _clauses() if clause.origin == "local_default" and not clause.readings]
    assert unread in ([], ["rotation-allowance"])


def test_no_two_packs_have_a_clause_of_one_name() -> None:
    names = [name for _, name, _ in _clauses()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("name", OTHERS)
def test_packs_of_other_offices_are_computed_only_by_name(name: str) -> None:
    """No default view, template or allowance of this county rests on a paper of another."""
    assert shipped_packs()[name].head.status == "historical"


@pytest.mark.parametrize("name", OTHERS)
def test_a_pack_of_another_office_has_stories_that_tell_of_every_clause(name: str) -> None:
    pack = shipped_packs()[name]
    told = "".join(path.read_text(encoding="utf-8") for path in stories_of(pack.path))
    only_points = [clause for clause, _ in pack.points()]
    words = {
        clause: "points" if only_points == [clause] else clause
        for clause, one in pack.clauses.items()
        if not isinstance(one, Allowance)  # listed by `shilu rotations`, no answer of an evaluation
    }
    assert not [clause for clause, word in words.items() if not re.search(rf"(?<![\w-]){word}(?![\w-])", told)]
