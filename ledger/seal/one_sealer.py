"""One sealer at a time, among all threads and processes that have a ledger open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.locks import alone
from ledger.on_disk import make_folder

LOCK = "lock"


@contextmanager
def the_only_sealer(folder: Path, wait: float) -> Iterator[bool]:
    """Whether one is the only sealer in a folder, until the end of the block; `wait`: seconds to wait for another."""
    make_folder(folder)
    with alone(folder / LOCK, wait) as only:
        yield only
