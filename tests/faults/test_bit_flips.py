"""One bit anywhere in the files of the databases: `verify` finds it, or nothing that was recorded has changed."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ledger.home import BOOK, VAULT
from projections.verifying.whole import verify
from tests.books import ON_POSTGRESQL
from tests.faults.alterations import OF_BOOK, OF_VAULT, Alterable
from tests.faults.sealed_sample import sealed_sample
from tests.torture import times

pytestmark = [
    pytest.mark.torture,
    pytest.mark.skipif(
        ON_POSTGRESQL, reason="what a server keeps on its disk is its own; it has data checksums for it"
    ),
]
FLIPS = times(120, 10_000)
FILES = {BOOK: (OF_BOOK, "book"), VAULT: (OF_VAULT, "vault")}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alterable]:
    folder = tmp_path_factory.mktemp("flipped")
    with sealed_sample(folder) as home:
        yield Alterable(home, folder / "as it was")


def all_rows(path: Path, tables: tuple[str, ...]) -> dict[str, list[Any]] | str:
    """Every row of every table of a file, as another program reads them; why not, where they cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
            file.text_factory = bytes
            return {
                table: file.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY 1, 2").fetchall() for table in tables
            }
    except sqlite3.Error as error:
        return str(error)


class Flips:
    """Bits turned over one at a time, and what came of each."""

    def __init__(self, ledger: Alterable) -> None:
        self._ledger = ledger
        self._before = {name: self._rows(name) for name in FILES}
        self.found, self.wrong = Counter[str](), list[str]()

    def flip(self, name: str, at: int, bit: int) -> None:
        """Flip one bit of a file, see what `verify` says, and put the file back."""
        with (self._ledger.home.folder / name).open("r+b") as file:
            file.seek(at)
            [byte] = file.read(1)
            file.seek(at)
            file.write(bytes([byte ^ (1 << bit)]))
        same, where = self._rows(name) == self._before[name], f"bit {bit} of byte {at} of {name}"
        try:
            sound = verify(self._ledger.home, only=[FILES[name][1]]).ok
        except Exception as error:
            sound = True
            self.wrong.append(f"not told but raised: {where}: {error!r:.200}")
        if sound and not same:
            self.wrong.append(f"unseen: {where}")
        self.found["found" if not sound else "nothing recorded had changed" if same else "unseen"] += 1
        self._ledger.restore_file(self._ledger.home.folder / name)

    def _rows(self, name: str) -> dict[str, list[Any]] | str:
        return all_rows(self._ledger.home.folder / name, FILES[name][0])

    def assert_right(self) -> None:
        """Nothing was unseen, and nothing is left of it all."""
        print(f"\n{self.found.total()} bits: {dict(self.found)}")
        assert not self.wrong, "\n".join([f"{len(self.wrong)}:", *self.wrong])
        assert verify(self._ledger.home).found == []


def test_a_bit_flipped_anywhere_in_a_database_file_is_found_or_has_changed_nothing(ledger: Alterable) -> None:
    chance, flips = Random(20220901), Flips(ledger)
    sizes = {name: (ledger.home.folder / name).stat().st_size for name in FILES}
    for _ in range(FLIPS):
        [name] = chance.choices(list(sizes), list(sizes.values()))
        flips.flip(name, chance.randrange(sizes[name]), chance.randrange(8))
    flips.assert_right()


@pytest.mark.parametrize("head", [b"\x07\x00\x2c\x09", b"\x04\x2c\x09"], ids=["of a row", "of an entry of the index"])
def test_a_bit_flipped_where_it_is_said_what_the_columns_are_is_found(ledger: Alterable, head: bytes) -> None:
    """A stream of 16 bytes (0x2c) and version 1 (0x09) in SQLite's file format: a bit there makes a number a text.

    Of 10,000 flips anywhere one was such, and `verify` raised instead of telling of it.
    """
    content = (ledger.home.folder / BOOK).read_bytes()
    heads = [at for at in range(len(content)) if content.startswith(head, at)]
    flips = Flips(ledger)
    for first in heads[:: times(100, 5)]:
        for at, bit in product(range(first, first + len(head)), range(8)):
            flips.flip(BOOK, at, bit)
    assert flips.found["found"] > flips.found["nothing recorded had changed"]
    flips.assert_right()
