"""A builder that is killed leaves the old files or the new ones, whole; two at once build one after the other."""

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from signal import SIGKILL
from subprocess import PIPE, Popen
from sys import executable

import pytest

from ledger.book import Book
from projections.fact_files.building import build
from projections.fact_files.files import FactFiles
from projections.fact_files.status import facts_status
from tests.books import open_book
from tests.projections.books_over_years import Clock
from tests.projections.facts_whole import by_book, by_files, write_county
from tests.torture import times

ROOT = Path(__file__).parents[2]
SEGMENT = 10


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Book]:
    book = open_book(tmp_path / "book.sqlite", Clock(), tmp_path / "derived")
    write_county(book, 5)
    yield book
    book.close()


def builder(what: str, county: Book) -> "Popen[str]":
    arguments = [what, str(county.place), str(county.derived), str(SEGMENT)]
    command = [executable, "-m", "tests.projections.other_builders", *arguments]
    return Popen(command, stdout=PIPE, text=True, cwd=ROOT)


def in_use(county: Book) -> FactFiles | None:
    assert county.derived
    return FactFiles.opened(county.derived / "facts", county.stored)


@pytest.mark.torture
def test_a_builder_killed_at_any_moment_leaves_whole_files_and_the_next_one_finishes(county: Book) -> None:
    chance = Random(20220901)
    said = by_book(county)
    for _ in range(times(3, 60)):
        before = in_use(county)
        with builder("again", county) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.3))
            process.send_signal(SIGKILL)
            assert process.wait(10) == -SIGKILL
        after = in_use(county)
        assert after is not None or before is None
        assert by_files(after, county) == said
        assert before is None or by_files(before, county) == said
        status = facts_status(county)
        assert status
        assert not status["building"]
        if chance.random() < 0.5:
            del before, after
            finished = build(county, segment=SEGMENT)
            assert finished
            assert finished.last == county.position
            assert by_files(finished, county) == said
            assert not finished.damage
            folder = finished.generation.parent
            left = {path.relative_to(folder).parts[0] for path in folder.rglob("*") if path.is_file()}
            assert left == {"current", "builder.lock", finished.generation.name}
            held = {path.name for path in finished.generation.iterdir()}
            assert held == {"manifest.json", *(segment.folder for segment in finished.manifest.segments)}
            del finished  # whoever holds it is a reader, for whom it is kept


def test_what_a_killed_builder_had_finished_is_gone_on_with(county: Book) -> None:
    with builder("again", county) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("0 30"):
            pass
        process.send_signal(SIGKILL)
    heard: list[int] = []
    build(county, segment=SEGMENT, told=lambda done, _: heard.append(done))
    assert heard == [] or heard[0] >= 30
    assert by_files(in_use(county), county) == by_book(county)


def test_two_programs_building_at_once_leave_one_whole_generation(county: Book) -> None:
    builders = [builder("build", county) for _ in range(2)]
    told = [process.communicate(timeout=60)[0] for process in builders]
    assert [process.returncode for process in builders] == [0, 0]
    assert sorted(map(bool, told)) == [False, True]  # the second found everything made
    files = in_use(county)
    assert files
    assert by_files(files, county) == by_book(county)
    assert [path.name for path in files.generation.parent.glob("g*")] == ["g0001"]
