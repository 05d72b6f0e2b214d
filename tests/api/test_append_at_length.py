"""A million lines are handed in within a minute and in little memory: `make torture`; figures in docs/benchmarks.md."""

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from ledger.home import Home
from tests.ledger.stories import AUTUMN, LESSON, SCHOOL, TEACHER, changed
from tests.torture import TORTURE, times

LESSONS = times(20_000, 1_000_000)
OF_EACH = 500
SECONDS = 60
MEGABYTES = 300

pytestmark = pytest.mark.torture


def county() -> Iterator[bytes]:
    """A term, a school, a teacher for every 500 lessons, and the lessons."""
    teachers = [f"{number:06d}" for number in range(LESSONS // OF_EACH + 1)]
    people = (changed(TEACHER, teacher=code) for code in teachers)
    for record in (AUTUMN, SCHOOL, *people):
        yield msgspec.json.encode({"kind": record.kind, "data": record}) + b"\n"
    for number in range(LESSONS):
        teacher, place = divmod(number, OF_EACH)
        lesson = changed(
            LESSON,
            observer=teachers[teacher],
            teacher=teachers[teacher + 1],
            on=AUTUMN.start + timedelta(days=place // 8),
            period=1 + place % 8,
        )
        yield msgspec.json.encode({"kind": "lesson.observed", "data": lesson}) + b"\n"


def most_memory(process: int) -> int:
    """The most that a process has held so far, in megabytes; what it was forked from is not counted."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) // 1024 if found else 0


def test_a_million_lines_take_less_than_a_minute_and_little_memory(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "lessons.ndjson"
    with path.open("wb") as file:
        file.writelines(county())
    begun = time.perf_counter()
    used_before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with (tmp_path / "report.json").open("wb") as file:
        command = [sys.executable, "-m", "api.cli", "append", str(path), "--format", "json"]
        process = subprocess.Popen(command, env={**os.environ, "SHILU_HOME": str(home.folder)}, stdout=file)
        most = 0
        while process.poll() is None:
            most = max(most, most_memory(process.pid))
            time.sleep(0.02)
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used_before
    print(f"\n{LESSONS} lessons: {seconds:.1f} s, of the processor {used:.1f} s, {most} MB")
    assert process.returncode == 0
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert (report["rejected"], report["duplicate"]) == (0, 0)
    assert report["accepted"] > LESSONS
    assert 0 < most < MEGABYTES
    if TORTURE:
        assert used < SECONDS  # on the wall clock it depends on who else is at work
