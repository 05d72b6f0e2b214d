"""The rules of the house, which a reviewer would otherwise have to look for."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.pages import HOUSE

_TOOLS = Path(sys.executable).parent
_FLOORS = ("ledger", "projections", "api")
_LONGEST = 450
_CATCH_ALLS = ("util", "utils", "helper", "helpers", "model", "models", "common", "manager", "misc", "base")
_LEFT_OUT = (".git", ".venv", "__pycache__", "shilu-data", "out", "dist", "build", "htmlcov")
_NO_TEXT = (".xlsx", ".xls", ".docx", ".png", ".ico", ".woff2", ".sqlite", ".pyc")

_ONE_DOOR = {
    "eventsourcing": ("ledger/book.py", "ledger/store/", "api/bench/"),
    "psycopg": ("ledger/store/", "api/bench/"),
    "sqlalchemy": ("projections/views/", "api/accounts/"),
    "alembic": ("projections/views/",),
    "pyarrow": ("projections/", "api/bench/", "api/cli/result_tables.py"),
    "duckdb": ("api/bench/",),
    "pandas": ("projections/", "api/cli/result_tables.py"),
    "fastapi": ("api/http/", "api/interface/", "api/pages/"),
    "starlette": ("api/http/", "api/interface/", "api/pages/"),
    "argon2": ("api/accounts/",),
    "pyotp": ("api/accounts/",),
    "segno": ("api/pages/", "api/dossier/"),
    "typst": ("api/dossier/",),
    "docxtpl": ("api/dossier/",),
    "docx": ("api/dossier/",),
    "pyld": ("api/credentials/",),
    "pypinyin": ("api/search/",),
    "prometheus_client": ("api/http/",),
    "openpyxl": ("api/workbook/", "api/demo/"),
    "python_calamine": ("api/workbook/", "api/demo/"),
    "xlsxwriter": ("api/workbook/", "api/demo/"),
    "yaml": ("projections/language/yaml_text.py",),
    "cryptography": (
        "ledger/vault.py",
        "ledger/checkpoint/",
        "ledger/keys/",
        "api/accounts/second_factor.py",
        "api/credentials/",
    ),
    "pyrage": ("ledger/backup/", "ledger/keys/"),
}
"""A strange library is known to one room."""

# Put together here, so that this file does not hold what it looks for.
_MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "root", "home")) + ")/")
_REGISTRY = re.compile("|".join("py" + host for host in (r"pi\.org", r"thonhosted")) + "|registry" + r"\.npm")


@pytest.mark.parametrize(
    "command",
    [["lint-imports", "--no-cache"], ["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]],
    ids=lambda command: "-".join(command).replace("---", "-"),
)
def test_the_tools_find_nothing(command: list[str]) -> None:
    ran = subprocess.run(
        [str(_TOOLS / command[0]), *command[1:]],
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def test_no_file_is_a_catch_all() -> None:
    assert not [path for path in _python_files() if path.stem.strip("_") in _CATCH_ALLS]


def test_no_python_file_is_long() -> None:
    lengths = {str(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _python_files()}
    assert not {path: length for path, length in lengths.items() if length > _LONGEST}


def test_every_python_file_says_first_what_it_is_for() -> None:
    files = [path for path in _python_files() if path.relative_to(HOUSE).parts[0] in _FLOORS]
    assert not [path for path in files if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]


@pytest.mark.parametrize("library", _ONE_DOOR)
def test_a_strange_library_has_one_door(library: str) -> None:
    using = [path for path, imported in _imports().items() if library in imported]
    assert not [path for path in using if not path.startswith(_ONE_DOOR[library])]


def test_nothing_names_a_machine_or_a_registry() -> None:
    found = []
    for path in _text_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _MACHINE.search(line) or _REGISTRY.search(line):
                found.append(f"{path.relative_to(HOUSE)}:{number}: {line.strip()[:80]}")
    assert not found


@cache
def _imports() -> dict[str, set[str]]:
    """What every file of the floors imports, by its path."""
    inside = [path for path in _python_files() if path.relative_to(HOUSE).parts[0] in _FLOORS]
    return {path.relative_to(HOUSE).as_posix(): _imported(path) for path in inside}


def _imported(path: Path) -> set[str]:
    """The packages that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def _files() -> Iterator[Path]:
    """The files of the house, and none that tools or a run have left."""
    for path in sorted(HOUSE.rglob("*")):
        parts = path.relative_to(HOUSE).parts
        hidden = any(part.startswith(".") and part not in (".ci", ".gitignore") for part in parts)
        if path.is_file() and not hidden and not set(parts) & set(_LEFT_OUT):
            yield path


def _python_files() -> Iterator[Path]:
    return (path for path in _files() if path.suffix == ".py")


def _text_files() -> Iterator[Path]:
    return (path for path in _files() if path.suffix not in _NO_TEXT)
