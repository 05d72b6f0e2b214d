"""What tests of every floor stand on: where ledgers are kept, a clock that is set, an empty book, an empty ledger."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from api.bench.postgresql_server import programs
from ledger.book import Book
from ledger.home import Home
from tests.books import ON_POSTGRESQL, open_book, schema_url
from tests.ledger.stories import SettableClock
from tests.postgresql.shared import UNTESTED, announce

SQLITE_ONLY = "sqlite_only(reason): about the SQLite file itself, and so not run on PostgreSQL"
OPEN_NO_LEDGER = tuple(
    f"tests/projections/test_{name}.py"
    for name in (
        "fact_files_columns",
        "formula_columns",
        "formulas",
        "grouped",
        "pack_diff",
        "pack_schema",
        "packs_check",
        "periods_of_windows",
    )
)
IN_A_BROWSER = tuple(
    f"tests/api/test_{name}.py"
    for name in (
        "every_page",
        "pages_county_browser",
        "pages_in_browser",
        "pages_office_in_browser",
        "pages_school_in_browser",
        "pages_teacher_in_browser",
        "stories_county_in_browser",
        "stories_results_in_browser",
        "stories_reviews_in_browser",
        "stories_school_in_browser",
    )
)
"""How pages look and act in Chromium; what they say is asked without it, on both stores."""
AT_LENGTH = ("tests/projections/test_kernel_held_to_plain.py", "tests/api/test_simulate_command.py")
"""What is computed from records, at length: how these come from either store is asked by others."""
OF_BOTH_STORES = ("tests/api/test_bench_",)
"""Ledgers of their own in either store, whichever the session's is."""
RUN_ONCE = ("tests/house/", "tests/postgresql/", *OPEN_NO_LEDGER, *IN_A_BROWSER, *AT_LENGTH, *OF_BOTH_STORES)
"""Run with SQLite and not again with PostgreSQL: what opens no ledger, or takes long, or has servers of its own."""
BEGUN_FIRST = ("tests/house/test_docs_commands.py", "tests/house/test_office_machine.py", *IN_A_BROWSER)
"""Files that take long, of few tests: whichever was begun last kept one worker at it for a minute after the other."""


settings.register_profile("on a busy machine", parent=settings(), deadline=None)
settings.load_profile("on a busy machine")
"""An example has no time to keep: a property that takes 5 ms was failed for 200 with eight programs beside it."""

IN_MEMORY, ENOUGH_BYTES = "/dev/shm", 8_000_000_000
"""Where Linux keeps files in memory. Thousands of small ledgers, each synced to the disk many times, cost a third less
there; the faults of disks have tests of their own (tests/faults/)."""


def _keep_files_in_memory() -> None:
    """Let pytest's temporary folders be in memory, where there is a place for it with room."""
    if os.path.isdir(IN_MEMORY) and shutil.disk_usage(IN_MEMORY).free > ENOUGH_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", IN_MEMORY)


def _hold_to_it(event: str, _: tuple[object, ...]) -> None:
    """Fail a test that is said to open no ledger, and does."""
    if event in ("sqlite3.connect", "subprocess.Popen"):
        test = os.environ.get("PYTEST_CURRENT_TEST", "")
        assert not test.startswith(OPEN_NO_LEDGER), f"{test} opens a ledger: take its file out of OPEN_NO_LEDGER"


def pytest_configure(config: pytest.Config) -> None:
    """Name the session's server; on PostgreSQL start it, and let every ledger of the tests be kept there."""
    config.addinivalue_line("markers", SQLITE_ONLY)
    sys.addaudithook(_hold_to_it)
    _keep_files_in_memory()
    announce()
    if ON_POSTGRESQL:
        if programs() is None:
            pytest.exit(UNTESTED, returncode=1 if os.environ.get("CI") else 0)
        os.environ["SHILU_DATABASE_URL"] = schema_url("{home}")
    else:
        os.environ.pop("SHILU_DATABASE_URL", None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which store the tests were run on, and what was left out there."""
    left_out = f"; run with SQLite and not again: {', '.join(RUN_ONCE)}" if ON_POSTGRESQL else ""
    terminalreporter.write_line(f"ledgers kept in {'PostgreSQL' if ON_POSTGRESQL else 'SQLite'}{left_out}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long. On PostgreSQL, leave out what was run already, and what is about a SQLite file."""
    items.sort(key=lambda item: not item.nodeid.startswith(BEGUN_FIRST))
    if not ON_POSTGRESQL:
        return
    once = [item for item in items if item.nodeid.startswith(RUN_ONCE)]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if not item.nodeid.startswith(RUN_ONCE)]
    for item in items:
        mark = item.get_closest_marker("sqlite_only")
        if mark:
            item.add_marker(pytest.mark.skip(reason=f"about the SQLite file: {mark.kwargs['reason']}"))


@pytest.fixture
def clock() -> SettableClock:
    """Noon in the county on the last day of January 2023."""
    return SettableClock(datetime(2023, 1, 31, 4, tzinfo=UTC))


@pytest.fixture
def book(tmp_path: Path, clock: SettableClock) -> Iterator[Book]:
    """An empty book on disk, by the settable clock."""
    book = open_book(tmp_path / "book.sqlite", clock)
    yield book
    book.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty ledger, made."""
    home = Home(tmp_path / "county")
    home.make()
    return home
