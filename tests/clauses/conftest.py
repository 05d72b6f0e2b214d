"""The county that every story about a clause begins with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.home import Home
from tests.clauses.county import County


@pytest.fixture
def county(home: Home, tmp_path: Path) -> Iterator[County]:
    """Terms, schools and teachers, and the door that `shilu append` opens."""
    with home.opened() as ledger:
        yield County(ledger, tmp_path)
