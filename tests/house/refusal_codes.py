"""The stable codes that the code base refuses with, found in its syntax tree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.pages import HOUSE

_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
_PLACES = {
    "Refused": 0,
    "Misuse": 0,
    "NoteRefused": 0,
    "PackRefused": 0,
    "Fault": 0,
    "PackFault": 2,
    "fault": 1,
    "problem": 3,
    "Untold": 1,
    "failure": 1,
}
"""Which argument of a call is the code."""


def refusal_codes() -> set[str]:
    """Every code of `ledger`, `projections` and `api`."""
    files = (path for floor in ("ledger", "projections", "api") for path in (HOUSE / floor).rglob("*.py"))
    return {code for path in files for code in _codes_in(path)}


def _codes_in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = _PLACES.get(_called(node))
            if place is not None and len(node.args) > place:
                yield from _words_of(node.args[place])
        elif isinstance(node, ast.Assign) and any(_is_codes(target) for target in node.targets):
            yield from _words_of(node.value)
        elif isinstance(node, ast.ClassDef) and any(_name(base) == "Refused" for base in node.bases):
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and _called(call) == "__init__" and call.args:
                    yield from _words_of(call.args[0])


def _called(call: ast.Call) -> str:
    return _name(call.func)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_codes(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id in ("code", "CODES")


def _words_of(node: ast.expr) -> Iterator[str]:
    """The codes in an expression: a text, one of two texts, a tuple of them, or what a table of codes may give."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and _CODE.fullmatch(node.value):
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_words_of(node.body), *_words_of(node.orelse))
    elif isinstance(node, ast.Tuple):
        for item in node.elts:
            yield from _words_of(item)
    elif isinstance(node, ast.Call) and _called(node) == "get" and isinstance(node.func, ast.Attribute):
        table = node.func.value
        for value in (*(table.values if isinstance(table, ast.Dict) else ()), *node.args[1:]):
            yield from _words_of(value)
