"""What tests of the write side share: a vault by itself, a sealed ledger with something of everything, its backup."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger.backup.writing import write_backup
from ledger.book import Book
from ledger.home import Home
from ledger.vault import Vault
from tests.books import open_vault
from tests.faults.sealed_sample import sealed_sample
from tests.ledger.people import VAULT_KEY
from tests.ledger.rounds import Round
from tests.ledger.stories import SettableClock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the vault is."""
    return tmp_path / "vault.sqlite"


@pytest.fixture
def vault(path: Path) -> Iterator[Vault]:
    """An empty vault."""
    with closing(open_vault(path, VAULT_KEY)) as vault:
        yield vault


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A ledger with something of everything; tests append to it and take nothing away."""
    with sealed_sample(tmp_path_factory.mktemp("sample")) as home:
        yield home


@pytest.fixture(scope="module")
def full(sealed: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full backup of it."""
    path = tmp_path_factory.mktemp("backups") / "full.age"
    write_backup(sealed, path)
    return path


@pytest.fixture
def review(book: Book, clock: SettableClock) -> Round:
    """A round of review that was announced, to six teachers."""
    return Round(book, clock)
