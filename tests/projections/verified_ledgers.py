"""A small sealed ledger to be altered and verified, and what tests of `verify` do to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.verifying.report import Fault
from projections.verifying.whole import verify
from tests.faults.alterations import Alterable
from tests.faults.sealed_sample import sealed_sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alterable]:
    folder = tmp_path_factory.mktemp("verified")
    with sealed_sample(folder) as home:
        yield Alterable(home, folder / "as it was")


@pytest.fixture
def ledger(sample: Alterable) -> Iterator[Alterable]:
    yield sample
    sample.undo()


def found(ledger: Alterable, *parts: str) -> list[Fault]:
    report = verify(ledger.home, only=parts or ("book",))
    assert report.ok == (not report.found)
    return report.faults


def first(ledger: Alterable, *parts: str) -> Fault:
    faults = found(ledger, *parts)
    assert faults
    return faults[0]


def row_at(ledger: Alterable, position: int) -> tuple[object, ...]:
    return next(row for row in ledger.rows["events"] if row[0] == position)


def as_bytes(value: object) -> bytes:
    assert isinstance(value, bytes)
    return value


def altered(ledger: Alterable, statement: str, *values: object) -> None:
    table = next(table for table in ledger.tables if f" {table} " in f"{statement} ")
    ledger.in_table(table, lambda other: other.execute(statement, values))


def rewritten(ledger: Alterable, path: Path, change: Callable[[bytearray], None]) -> None:
    content = bytearray(ledger.touch(path).read_bytes())
    change(content)
    path.unlink()
    path.write_bytes(content)


def flip(at: int) -> Callable[[bytearray], None]:
    def change(content: bytearray) -> None:
        content[at] ^= 1

    return change
