"""The power fails: what somebody was told is done stands on the disk, the seal promises no more, and work goes on."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import rmtree

import pytest

from ledger.backup.checking import check_backup
from ledger.backup.keys_for import KeysFor
from ledger.checkpoint import body_of, parse_checkpoint
from ledger.home import KEYS, Home
from ledger.refusals import Misuse, Refused
from ledger.store.faults import STORE_FAULTS
from ledger.store.rows import Row
from tests.books import ON_POSTGRESQL
from tests.faults.disk_record import Asked, compiled, needs_compiler, recorded
from tests.faults.office_day import BACKUP, COPIES, MAPPING, materials
from tests.faults.power_cut import Disk, disk_after
from tests.faults.standing import acknowledged, assert_next_start_works, told
from tests.torture import times

pytestmark = [pytest.mark.torture, needs_compiler]
of_files = pytest.mark.skipif(
    ON_POSTGRESQL, reason="a server in use cannot be taken back to a moment; the files of the home are cut below"
)
CUTS = times(30, 1_000)
HOME = "county"


@dataclass(frozen=True)
class Day:
    """A day of the office that was recorded: what was asked of the disk, and what the book said in the evening."""

    root: Path
    asked: Sequence[Asked]
    rows: Sequence[Row]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("power")
    root = folder / "disk"
    root.mkdir()
    home = Home(root / HOME)
    command = [sys.executable, "-m", "tests.faults.office_day", "the-day", str(materials(folder / "given"))]
    asked = recorded(compiled(folder), root, folder / "log", command, {"SHILU_HOME": str(home.folder)})
    with home.opened() as ledger:
        return Day(root, asked, ledger.book.stored.rows())


def moments(asked: Sequence[Asked], count: int, chance: Random) -> list[int]:
    """When the power fails: half of the times just after somebody was told of something."""
    after_telling = [number for number, one in enumerate(asked, 1) if one.what == "A"]
    drawn = [chance.choice(after_telling) if i % 2 else chance.randint(1, len(asked)) for i in range(count)]
    return sorted(drawn)


def cuts(day: Day, at: Sequence[int], chance: Random, target: Path, unheard: str = "") -> Iterator[str]:
    """At each moment, build what may stand on the disk at `target`, and give what was told until then.

    `unheard`: operations that the disk does not do.
    """
    disk, done, output = Disk(day.root), 0, ""
    for moment in at:
        for one in day.asked[done:moment]:
            if one.what not in unheard:
                disk.do(one)
            output += one.data.decode(errors="replace") if one.what == "A" else ""
        done = moment
        rmtree(target, ignore_errors=True)
        disk.cut(target, chance)
        yield output


def sealed_size(home: Home) -> int:
    """How many events the checkpoint on the disk speaks of; 0 where there is none."""
    path = home.folder / "seal" / "checkpoint"
    return parse_checkpoint(body_of(path.read_text())).size if path.exists() else 0


def assert_nothing_told_is_lost(day: Day, target: Path, output: str) -> None:
    """What stands at `target` after a cut, when so much had been told."""
    home, did = Home(target / HOME), [one.get("did") for one in told(output)]
    if "init" not in did:
        with suppress(Misuse):  # it has come so far that it is there already
            home.make()
    promised = sealed_size(home)
    rows = assert_next_start_works(home, acknowledged(output))
    assert all(one == two for one, two in zip(rows, day.rows, strict=False))
    assert promised <= len(rows)
    if "backup" in did:
        check_backup(target / COPIES / BACKUP, KeysFor.at(home.folder / KEYS))
    assert len(home.keys.steps) == 1 or "keys" not in did
    kept = {path.stem for path in (home.folder / "mappings").glob("*.yaml")}
    assert kept == {MAPPING} or "with a mapping" not in did


@of_files
@pytest.mark.parametrize("seed", range(times(1, 3)))
def test_whatever_was_told_before_the_power_failed_is_there_afterwards(day: Day, seed: int, tmp_path: Path) -> None:
    chance, target = Random(seed), tmp_path / "disk"
    for output in cuts(day, moments(day.asked, CUTS, chance), chance, target):
        assert_nothing_told_is_lost(day, target, output)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="with SQLite all is files, and all of it is cut above")
def test_the_files_beside_a_database_outlive_the_power(day: Day) -> None:
    """The server keeps its own promise; the home is cut when all was told, again and again, where it lies."""
    chance, disk = Random(1), disk_after(day.root, day.asked)
    output = "".join(one.data.decode(errors="replace") for one in day.asked if one.what == "A")
    for _ in range(CUTS // 3):
        rmtree(day.root)
        disk.cut(day.root, chance)
        assert_nothing_told_is_lost(day, day.root, output)


@of_files
@pytest.mark.parametrize("unheard", ["S", "D"], ids=["files", "folders"])
def test_a_disk_that_does_not_synchronise_is_noticed(day: Day, unheard: str, tmp_path: Path) -> None:
    chance, target, noticed = Random(1), tmp_path / "disk", 0
    for output in cuts(day, moments(day.asked, 12, chance), chance, target, unheard):
        try:
            assert_nothing_told_is_lost(day, target, output)
        except (AssertionError, Refused, OSError, *STORE_FAULTS):
            noticed += 1
    assert noticed > 2
