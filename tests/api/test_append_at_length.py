"""A million lines are handed in within a minute and in little memory: `make torture`; figures in docs/benchmarks.md."""

import json
import os
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


def test_a_million_lines_take_less_than_a_minute_and_little_memory(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "lessons.ndjson"
    with path.open("wb") as file:
        file.writelines(county())
    begun = time.perf_counter()
    used_before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    ran = subprocess.run(
        [sys.executable, "-m", "api.cli", "append", str(path), "--format", "json"],
        env={**os.environ, "SHILU_HOME": str(home.folder)},
        stdout=subprocess.PIPE,
        check=True,
    )
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    of_the_processor = used.ru_utime - used_before
    print(f"\n{LESSONS} lessons: {seconds:.1f} s, of the processor {of_the_processor:.1f} s")
    report = json.loads(ran.stdout)
    assert (report["rejected"], report["duplicate"]) == (0, 0)
    assert report["accepted"] > LESSONS
    assert used.ru_maxrss / 1024 < MEGABYTES
    if TORTURE:
        assert of_the_processor < SECONDS  # on the wall clock it depends on who else is at work
