"""Fact files say what the book says: made, extended, made anew, damaged, exchanged, of another book, in the way."""

import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow.parquet import read_metadata

from ledger.book import Book
from ledger.refusals import Refused
from projections.fact_files.building import build, keep_up, rebuild
from projections.fact_files.decoding import tables_of
from projections.fact_files.files import FactFiles
from projections.fact_files.manifest import new_manifest, read_manifest, write_manifest
from projections.fact_files.segments import places_of, write_segment
from projections.fact_files.status import FactsStatus, facts_status
from tests.books import open_book
from tests.ledger.stories import VISITS, changed, clerk, row
from tests.projections.books_over_years import Clock
from tests.projections.fact_lines import told
from tests.projections.facts_whole import by_book, by_files, parquet_files, write_county
from tests.torture import times

SHORT = 16


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Book]:
    """A book of a county over years that keeps fact files."""
    book = open_book(tmp_path / "book.sqlite", Clock(), tmp_path / "derived")
    write_county(book, 7)
    yield book
    book.close()


def facts(book: Book) -> Path:
    assert book.derived
    return book.derived / "facts"


def opened(book: Book) -> FactFiles:
    files = FactFiles.opened(facts(book), book.stored)
    assert files
    return files


def status_of(book: Book) -> FactsStatus:
    status = facts_status(book)
    assert status
    return status


def one_more(book: Book, pupils: int = 1) -> None:
    book.append(clerk(), row(changed(VISITS, pupils=pupils)))


# Made, extended, made anew


@settings(max_examples=times(2, 60), deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([7, 16, 50, 1000]), st.integers(1, 3))
def test_files_and_the_rows_after_them_say_what_the_book_says_whatever_is_known(
    tmp_path_factory: pytest.TempPathFactory, seed: int, segment: int, workers: int
) -> None:
    folder = tmp_path_factory.mktemp("county")
    book = open_book(folder / "book.sqlite", Clock(), folder / "derived")
    write_county(book, seed)
    files = build(book, segment=segment, workers=workers)
    assert files
    assert files.last == book.position
    write_county(book, seed + 1, 20)
    for known_at in (None, book.position // 3, files.last):
        assert by_files(files, book, known_at) == by_book(book, known_at)
    book.close()


def test_only_the_last_short_segment_is_replaced_when_files_are_extended(county: Book) -> None:
    build(county, segment=SHORT)
    before = {path: path.stat().st_mtime_ns for path in parquet_files(facts(county))}
    last = opened(county).manifest.segments[-1]
    for pupils in range(1, 2 * SHORT):
        one_more(county, pupils)
    files = build(county, segment=SHORT)
    assert files
    assert files.last == county.position
    assert by_files(files, county) == by_book(county)
    after = {path: path.stat().st_mtime_ns for path in parquet_files(facts(county))}
    assert {path for path in before if before[path] != after.get(path)} <= {
        path for path in before if path.parent.name == last.folder
    }
    assert [one.last - one.first + 1 for one in files.manifest.segments[:-1]] == [SHORT] * (
        len(files.manifest.segments) - 1
    )


def test_files_that_hold_all_are_left_as_they_are(county: Book) -> None:
    build(county, segment=SHORT)
    before = [(path, path.stat().st_mtime_ns) for path in sorted(facts(county).rglob("*")) if path.is_file()]
    build(county, segment=SHORT)
    assert [(path, path.stat().st_mtime_ns) for path in sorted(facts(county).rglob("*")) if path.is_file()] == before


def test_readers_of_the_old_files_go_on_when_new_ones_take_their_place_and_then_the_old_are_removed(
    county: Book,
) -> None:
    old = build(county, segment=SHORT)
    said = by_book(county)
    new = rebuild(county)
    assert old
    assert new
    assert (old.generation.name, new.generation.name) == ("g0001", "g0002")
    assert old.generation.is_dir()
    assert by_files(old, county) == by_files(new, county) == said
    assert not status_of(county)["damaged"]
    del old
    one_more(county)
    build(county)
    assert [one.name for one in facts(county).glob("g*")] == ["g0002"]


def test_a_reader_of_a_short_segment_that_was_replaced_goes_on(county: Book) -> None:
    old = build(county)
    assert old
    position, said = county.position, by_book(county)
    one_more(county)
    build(county)
    assert by_files(old, county, position) == said
    shutil.rmtree(old.generation / old.manifest.segments[-1].folder)  # as by someone who cannot know that it is read
    again = FactFiles(old.generation, old.manifest, county.stored)
    assert by_files(again, county, position) == said
    assert not opened(county).damage


def test_how_far_the_builder_has_come_is_told(county: Book) -> None:
    seen = []
    heard: list[tuple[int, int]] = []

    def told(done: int, of: int) -> None:
        heard.append((done, of))
        seen.append(facts_status(county))

    build(county, segment=SHORT, told=told)
    assert heard[0] == (0, county.position)
    assert heard[-1] == (county.position, county.position)
    assert heard == sorted(heard)
    assert all(status and status["building"] for status in seen)
    assert [status["progress"] for status in seen if status][-1] == 100
    assert facts_status(county) == {
        "generation": "g0001",
        "position": county.position,
        "lag": 0,
        "building": False,
        "progress": None,
        "damaged": "",
    }


def test_a_book_that_keeps_nothing_has_no_files(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.sqlite")
    one_more(book)
    assert (build(book), rebuild(book), keep_up(book, 0), facts_status(book)) == (None, None, None, None)
    book.close()


def test_an_empty_book_has_no_files(tmp_path: Path) -> None:
    book = open_book(tmp_path / "book.sqlite", derived=tmp_path)
    assert (build(book), rebuild(book), keep_up(book, 0)) == (None, None, None)
    book.close()


# Keeping up


def test_files_are_made_and_extended_only_when_much_is_missing(county: Book) -> None:
    assert keep_up(county, county.position) is None
    made = keep_up(county, county.position - 1)
    assert made
    one_more(county)
    assert [keep_up(county, behind).last - made.last for behind in (1, 0)] == [0, 1]  # type: ignore[union-attr]


def test_while_somebody_else_builds_what_there_is_is_used_and_a_second_builder_says_so_or_waits(county: Book) -> None:
    build(county)
    one_more(county)
    begun, go_on = Event(), Event()

    def told(done: int, of: int) -> None:
        begun.set()
        assert go_on.wait(20)

    other = Thread(target=build, args=(county,), kwargs={"told": told})
    other.start()
    assert begun.wait(20)
    files = keep_up(county, 0)
    assert files
    assert files.last == county.position - 1
    with pytest.raises(Refused) as refused:
        build(county)
    assert refused.value.code == "facts-busy"
    assert status_of(county)["building"]
    waiting = Thread(target=rebuild, args=(county,), kwargs={"wait": True})
    waiting.start()
    go_on.set()
    other.join(20)
    waiting.join(20)
    assert opened(county).generation.name == "g0002"
    assert by_files(opened(county), county) == by_book(county)


# Damaged, exchanged, of another book, of another release


def test_a_damaged_file_is_told_and_the_book_answers_for_it_until_it_is_made_again(county: Book) -> None:
    build(county, segment=SHORT)
    said = by_book(county)
    for number, path in enumerate(parquet_files(facts(county))):
        held = bytearray(path.read_bytes())
        held[(len(held) * number // 7) % len(held)] ^= 1 << number % 8
        path.write_bytes(held)
    files = keep_up(county)
    assert files is None or by_files(files, county) == said
    assert by_files(opened(county), county) == said
    assert status_of(county)["damaged"]
    files = keep_up(county)
    assert files
    assert files.generation.name == "g0002"
    assert by_files(files, county) == said
    assert not status_of(county)["damaged"]


def test_a_column_that_is_altered_after_it_was_read_is_not_believed(county: Book) -> None:
    build(county)
    files = opened(county)
    [part] = files.parts("lesson.observed")
    said = told(part.table())
    path = part._path
    metadata = read_metadata(path)
    first, length = places_of(metadata)["stream"][0]
    held, stat = bytearray(path.read_bytes()), path.stat()
    held[first + length - 1] ^= 1
    path.write_bytes(held)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))  # the clock of the files may be coarse
    assert told(part.table()) == said
    assert files.damage.endswith(path.name)


@settings(max_examples=times(10, 400), deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 7), st.booleans())
def test_no_byte_of_a_file_can_be_altered_unseen(made_once: Book, at: int, bit: int, shortened: bool) -> None:
    path = parquet_files(facts(made_once))[at % len(parquet_files(facts(made_once)))]
    whole = path.read_bytes()
    place = 4 + at % (len(whole) - 4)  # the four bytes before hold the magic word only
    held = bytearray(whole)
    held[place] ^= 1 << bit
    try:
        path.write_bytes(held[:place] if shortened else held)
        files = opened(made_once)
        said = [part.table() for part in files.parts(path.stem)]
        assert [told(one) for one in said] == [
            told(tables_of(made_once.stored.lines())[path.stem].select(said[0].column_names))
        ]
        assert files.damage.endswith(path.name)
    finally:
        path.write_bytes(whole)
        (opened(made_once).generation / "damaged").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("once")
    book = open_book(folder / "book.sqlite", Clock(), folder / "derived")
    write_county(book, 3, 30)
    build(book)
    yield book
    book.close()


def test_a_file_exchanged_for_another_of_the_same_kind_is_not_believed(county: Book) -> None:
    build(county, segment=SHORT)
    said = by_book(county)
    first, *_, last = facts(county).glob("g*/*/lesson.observed.parquet")
    shutil.copy(first, last)
    assert by_files(opened(county), county) == said
    assert opened(county).damage


def test_a_manifest_that_is_damaged_is_not_believed(county: Book) -> None:
    build(county)
    path = facts(county) / "g0001" / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"lesson.observed", b"lesson.observee"))
    assert FactFiles.opened(facts(county), county.stored) is None
    files = keep_up(county, 0)
    assert files
    assert by_files(files, county) == by_book(county)
    for strange in ("", "g9999\n", "../elsewhere\n", "\x00"):
        (facts(county) / "current").write_text(strange)
        assert FactFiles.opened(facts(county), county.stored) is None


@pytest.mark.parametrize("fewer", [True, False])
def test_files_of_another_book_or_of_a_backup_that_was_brought_back_are_not_believed(
    tmp_path: Path, fewer: bool
) -> None:
    books = []
    for name, seed in (("one", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        book = open_book(tmp_path / name / "book.sqlite", Clock(), tmp_path / name)
        write_county(book, seed)
        books.append(book)
    one, other = books
    build(other if fewer else one)
    shutil.copytree(facts(other if fewer else one), facts(one if fewer else other))
    stranger = one if fewer else other
    assert FactFiles.opened(facts(stranger), stranger.stored) is None
    files = keep_up(stranger, 0)
    assert files
    assert by_files(files, stranger) == by_book(stranger)
    assert [path.name for path in facts(stranger).glob("g*")] == ["g0002"]
    for book in books:
        book.close()


@pytest.mark.parametrize("changed_to", [{"definitions": "0" * 64}, {"format": 10**6}])
def test_files_of_another_release_are_not_believed_and_made_again(county: Book, changed_to: dict[str, object]) -> None:
    build(county)
    generation = facts(county) / "g0001"
    manifest = read_manifest(generation)
    assert manifest
    write_manifest(generation, msgspec.structs.replace(manifest, **changed_to))
    assert FactFiles.opened(facts(county), county.stored) is None
    assert keep_up(county, 0)
    assert [path.name for path in facts(county).glob("g*")] == ["g0002"]


def test_files_of_no_book_are_read_and_damage_is_refused(county: Book, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    tables = tables_of(county.stored.lines())
    write_manifest(folder / "g0001", new_manifest([write_segment(folder / "g0001", 1, county.position, tables)]))
    (folder / "current").write_text("g0001\n")
    files = FactFiles.opened(folder, None)
    assert files
    assert by_files(files, county) == by_book(county)
    for path in parquet_files(folder):
        path.write_bytes(path.read_bytes()[:-1])
    files = FactFiles.opened(folder, None)
    assert files
    with pytest.raises(Refused) as refused:
        files.parts("lesson.observed")[0].column("on")
    assert refused.value.code == "facts-damaged"


# Nowhere to write


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 100, 3000, 8000])
def test_a_disk_that_is_full_is_told_or_done_without_and_leaves_nothing_half_made(county: Book, size: int) -> None:
    said = by_book(county)
    with files_no_longer_than(size):
        with pytest.raises(Refused) as refused:
            build(county)
        assert keep_up(county, 0) is None
    assert refused.value.code == "facts-not-written"
    assert FactFiles.opened(facts(county), county.stored) is None
    files = keep_up(county, 0)
    assert files
    with files_no_longer_than(size), pytest.raises(Refused):
        rebuild(county)
    assert by_files(opened(county), county) == by_files(files, county) == said
    assert not list(facts(county).rglob("*.partial"))


def test_a_folder_that_cannot_be_made_is_told_or_done_without(tmp_path: Path) -> None:
    (tmp_path / "derived").write_text("in the way")
    book = open_book(tmp_path / "book.sqlite", Clock(), tmp_path / "derived")
    one_more(book)
    assert keep_up(book, 0) is None
    with pytest.raises(Refused) as refused:
        build(book)
    assert refused.value.code == "facts-not-written"
    assert status_of(book)["generation"] is None
    book.close()
