"""Every clause of the five documents has its row: the records that hold what it speaks of, and the test of them."""

import ast
import re

from ledger.records import KINDS
from tests.house.pages import DOCS, HOUSE, table_rows

_LAST = {"A": 13, "B": 31, "C": 9, "D": 9, "E": 8}
CLAUSES = [f"{part}{number}" for part, last in _LAST.items() for number in range(1, last + 1)]
ROWS = table_rows(DOCS / "clauses.md", "条文与记录")
OTHERS = table_rows(DOCS / "clauses.md", "不由条文而来的记录")
_WORD = re.compile(r"`([^`]+)`")
_FUNCTIONS = {
    node.name: node
    for path in sorted((HOUSE / "tests" / "clauses").glob("*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef)
}
TESTS = [name for name in _FUNCTIONS if name.startswith("test_")]


def _names_in(function: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Every name that a function uses, itself or by way of another function of these tests."""
    own = {node.id for node in ast.walk(_FUNCTIONS[function]) if isinstance(node, ast.Name)}
    called = (own & _FUNCTIONS.keys()) - seen - {function}
    return own.union(*(_names_in(name, seen | called | {function}) for name in called))


def test_every_clause_has_one_row_in_order_and_every_row_is_full() -> None:
    assert [row[0] for row in ROWS] == CLAUSES
    assert all(len(row) == 4 and all(row) for row in ROWS)


def test_every_clause_names_its_own_test_and_every_test_is_named() -> None:
    named = []
    for clause, _, _, test in ROWS:
        names = _WORD.findall(test)
        assert len(names) == 1, clause
        assert names[0].startswith(f"test_{clause}_"), clause
        named += names
    assert sorted(named) == sorted(name for name in TESTS if re.match(r"test_[A-E]\d", name))


def test_every_kind_that_a_clause_names_exists_and_is_told_of_in_its_test() -> None:
    for clause, _, records, test in ROWS:
        kinds = _WORD.findall(records)
        assert kinds, clause
        assert not [kind for kind in kinds if kind not in KINDS], clause
        used = _names_in(_WORD.findall(test)[0])
        assert not [kind for kind in kinds if KINDS[kind].__name__ not in used], clause


def test_every_kind_of_record_comes_from_a_clause_or_has_a_reason_of_its_own() -> None:
    of_clauses = {kind for row in ROWS for kind in _WORD.findall(row[2])}
    of_others = [_WORD.findall(row[0])[0] for row in OTHERS]
    assert all(len(row) == 2 and row[1] for row in OTHERS)
    assert sorted([*of_clauses, *of_others]) == sorted(KINDS)
