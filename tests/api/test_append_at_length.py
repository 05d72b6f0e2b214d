"""A million lines are handed in within a minute and in little memory: `make torture`; figures in docs/benchmarks.md."""

import json
import os
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


def test_a_million_lines_take_less_than_a_minute_and_little_memory(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "lessons.ndjson"
    with path.open("wb") as file:
        file.writelines(county())
    begun = time.perf_counter()
    with (tmp_path / "report.json").open("wb") as file:
        command = [sys.executable, "-m", "api.cli", "append", str(path), "--format", "json"]
        process = subprocess.Popen(command, env={**os.environ, "SHILU_HOME": str(home.folder)}, stdout=file)
        _, status, used = os.wait4(process.pid, 0)  # of this one process, whatever else the tests have run
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    print(f"\n{LESSONS} lessons: {seconds:.1f} s, of the processor {used.ru_utime:.1f} s")
    assert process.returncode == 0
    report = json.loads((tmp_path / "report.json").read_bytes())
    assert (report["rejected"], report["duplicate"]) == (0, 0)
    assert report["accepted"] > LESSONS
    assert used.ru_maxrss / 1024 < MEGABYTES
    if TORTURE:
        assert used.ru_utime < SECONDS  # on the wall clock it depends on who else is at work
