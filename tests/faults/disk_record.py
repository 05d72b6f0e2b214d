"""A disk that fails: what a program asked of the file system, in order, recorded; and one that is full or read-only.

By `disk_record.c`, which the tests compile themselves and load before a program.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from subprocess import CompletedProcess

import pytest

COMPILER = shutil.which("cc") or shutil.which("gcc")
UNTESTED = "NOT TESTED: a disk that fails. Install gcc and libc6-dev (./install-system-packages.sh)."
needs_compiler = pytest.mark.skipif(COMPILER is None and not os.environ.get("CI"), reason=UNTESTED)
"""For tests that record: they say so where they cannot be run, and fail there in CI."""

SOURCE = Path(__file__).with_suffix(".c")
_HEAD = Struct("<cQQI")


@dataclass(frozen=True)
class Asked:
    """One operation: a letter (`disk_record.c` tells them), two numbers, and a path or what was written."""

    what: str
    one: int
    two: int
    data: bytes

    @property
    def path(self) -> Path:
        """The path that it is about."""
        return Path(os.fsdecode(self.data))

    @property
    def paths(self) -> tuple[Path, Path]:
        """The old name and the new one."""
        old, _, new = self.data.partition(b"\0")
        return Path(os.fsdecode(old)), Path(os.fsdecode(new))


def compiled(folder: Path) -> Path:
    """The recorder, compiled into a folder. Fails where it cannot be, with what the compiler says."""
    if COMPILER is None:
        pytest.fail(UNTESTED)
    library = folder / "disk_record.so"
    command = [COMPILER, "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return library


def run(library: Path, root: Path, command: Sequence[str], more: Mapping[str, str]) -> "CompletedProcess[str]":
    """Run a program to its end on a disk at `root` that is as `more` says: `DISK_FULL_AFTER`, `DISK_READ_ONLY`."""
    told = {"LD_PRELOAD": str(library), "DISK_RECORD_ROOT": str(root), "DISK_RECORD_LOG": os.devnull}
    environment = dict(os.environ) | {"PYTHONUNBUFFERED": "1"} | told | dict(more)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def recorded(library: Path, root: Path, log: Path, command: Sequence[str], more: Mapping[str, str]) -> list[Asked]:
    """Run a program to its end; all that it, and whom it started, asked about what lies under `root`."""
    ran = run(library, root, command, {"DISK_RECORD_LOG": str(log)} | dict(more))
    assert ran.returncode == 0, ran.stderr
    asked = list(_read(log.read_bytes()))
    assert asked, "nothing was recorded: the recorder was not loaded"
    unknown = {one.data.decode() for one in asked if one.what == "X"}
    assert not unknown, f"done to files in ways that the recorder cannot tell: {unknown}"
    return asked


def _read(log: bytes) -> Iterator[Asked]:
    at = 0
    while at < len(log):
        what, one, two, length = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        yield Asked(what.decode(), one, two, log[at : at + length])
        at += length
