"""What tests of every floor stand on: a clock that can be set, an empty book, an empty ledger."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.book import Book
from ledger.home import Home
from tests.ledger.stories import SettableClock


@pytest.fixture
def clock() -> SettableClock:
    """Noon in the county on the last day of January 2023."""
    return SettableClock(datetime(2023, 1, 31, 4, tzinfo=UTC))


@pytest.fixture
def book(tmp_path: Path, clock: SettableClock) -> Iterator[Book]:
    """An empty book on disk, by the settable clock."""
    book = Book(tmp_path / "book.sqlite", clock)
    yield book
    book.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty ledger, made."""
    home = Home(tmp_path / "county")
    home.make()
    return home
