"""One bit anywhere in the files of the databases: `verify` finds it, or nothing that was recorded has changed."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
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


def test_a_bit_flipped_anywhere_in_a_database_file_is_found_or_has_changed_nothing(ledger: Alterable) -> None:
    chance, found, wrong = Random(20220901), Counter[str](), []
    before = {name: all_rows(ledger.home.folder / name, tables) for name, (tables, _) in FILES.items()}
    sizes = {name: (ledger.home.folder / name).stat().st_size for name in FILES}
    for _ in range(FLIPS):
        [name] = chance.choices(list(sizes), list(sizes.values()))
        tables, part = FILES[name]
        path, at, bit = ledger.home.folder / name, chance.randrange(sizes[name]), chance.randrange(8)
        with path.open("r+b") as file:
            file.seek(at)
            [byte] = file.read(1)
            file.seek(at)
            file.write(bytes([byte ^ (1 << bit)]))
        same = all_rows(path, tables) == before[name]
        try:
            sound = verify(ledger.home, only=[part]).ok
        except Exception as error:
            sound = True
            wrong.append(f"not told but raised: bit {bit} of byte {at} of {name}: {error!r:.200}")
        if sound and not same:
            wrong.append(f"unseen: bit {bit} of byte {at} of {name}")
        found["found" if not sound else "nothing recorded had changed" if same else "unseen"] += 1
        ledger.restore_file(path)
    print(f"\n{FLIPS} bits: {dict(found)}")
    assert not wrong, "\n".join([f"{len(wrong)}:", *wrong])
    assert verify(ledger.home).found == []
