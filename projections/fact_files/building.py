"""Fact files made: extended by what the book has gained, made anew beside the old and put in their place."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from ledger.book import Book
from ledger.on_disk import why, write_whole
from ledger.refusals import Refused
from projections.fact_files.clearing import clear
from projections.fact_files.decoding import tables_of
from projections.fact_files.files import FactFiles, files_in
from projections.fact_files.folders import CURRENT, facts_folder, generation_in_use, generations, new_generation
from projections.fact_files.locks import the_only_builder
from projections.fact_files.manifest import SegmentSaid, new_manifest, write_manifest
from projections.fact_files.progress import Told, telling
from projections.fact_files.segments import SEGMENT, write_segment

MOST_BEHIND = 50_000
"""So many events may be read from the book each time before its fact files are made or extended."""

WORKERS = 2


def build(
    book: Book, *, workers: int = WORKERS, segment: int = SEGMENT, wait: bool = False, told: Told | None = None
) -> FactFiles | None:
    """Make the fact files of a book, or extend them to its last position; None where the book keeps none or is empty.

    Segments of `segment` positions are read, decoded and written by so many `workers` at once: threads, since
    nearly all of it is done outside the interpreter's lock. What is finished stays, should the builder be killed,
    and the next one goes on from there. `told` hears how many positions are done, of how many.
    Raises Refused `facts-busy` where another builder is at work and one does not `wait` for it, and
    `facts-not-written` where the disk is full or read-only.
    """
    return _build(book, Builder(workers, segment), wait=wait, told=told, anew=False)


def rebuild(
    book: Book, *, workers: int = WORKERS, segment: int = SEGMENT, wait: bool = False, told: Told | None = None
) -> FactFiles | None:
    """Make all fact files of a book anew, beside the old, and put them in their place when they are whole.

    Readers of the old go on, and the old are removed when nobody reads them. Otherwise as `build`.
    """
    return _build(book, Builder(workers, segment), wait=wait, told=told, anew=True)


def keep_up(book: Book, most_behind: int = MOST_BEHIND, told: Told | None = None) -> FactFiles | None:
    """The fact files of a book, made or extended first where more than `most_behind` positions are missing.

    None where there are none yet, for a small book or because they cannot be kept or somebody else is making them:
    the book itself is read then.
    """
    folder = facts_folder(book)
    if folder is None:
        return None
    files = FactFiles.opened(folder, book.stored)
    last = files.last if files else 0
    damaged = files is not None and bool(files.damage)
    if book.position - last <= most_behind and not damaged:
        return files
    try:
        return build(book, told=told) or files
    except Refused:
        return FactFiles.opened(folder, book.stored)


class Builder:
    """Makes segments."""

    def __init__(self, workers: int, segment: int) -> None:
        self.workers = workers
        self.segment = segment

    def make(
        self, book: Book, generation: Path, said: list[SegmentSaid], last: int, told: Callable[[int], None]
    ) -> None:
        """Extend a generation that has some segments to a last position; every segment counts when it is finished."""
        if said and said[-1].last - said[-1].first + 1 < self.segment:
            said.pop()  # the last was short: it is replaced
        first = said[-1].last + 1 if said else 1
        ranges = [(at, min(at + self.segment - 1, last)) for at in range(first, last + 1, self.segment)]
        rows = {row[0]: row for row in book.stored.at([end for _, end in ranges])}

        def one(between: tuple[int, int]) -> SegmentSaid:
            return write_segment(generation, *between, tables_of(book.stored.lines((), *between)))

        told(first - 1)
        with ThreadPoolExecutor(self.workers) as pool:
            try:
                for made in pool.map(one, ranges):
                    said.append(made)
                    write_manifest(generation, new_manifest(said, rows[made.last]))
                    told(made.last)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _build(book: Book, builder: Builder, *, wait: bool, told: Told | None, anew: bool) -> FactFiles | None:
    folder = facts_folder(book)
    if folder is None or book.position == 0:
        return None
    with _disk_faults_told(folder), the_only_builder(folder, wait=wait):
        last = book.position
        begun = None if anew else _begun(folder, book)
        generation = begun.generation if begun else new_generation(folder)
        clear(folder, keep=generation)
        said = list(begun.manifest.segments) if begun else []
        if begun is None or begun.last < last:
            with telling(folder, generation.name, last, told) as done:
                builder.make(book, generation, said, last, done)
        if generation_in_use(folder) != generation:
            write_whole(folder / CURRENT, f"{generation.name}\n".encode())
        begun = None  # its files are read no longer
        clear(folder, keep=generation)
    return FactFiles.opened(folder, book.stored)


def _begun(folder: Path, book: Book) -> FactFiles | None:
    """The newest generation that can be gone on with, finished or not."""
    for generation in reversed(generations(folder)):
        files = files_in(generation, book.stored)
        if files and not files.damage:
            return files
    return None


@contextmanager
def _disk_faults_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise Refused(
            "facts-not-written",
            f"事实文件写不进 {folder}({why(fault)});账本照常可用,只是慢些;请腾出空间或核对权限。",
        ) from fault
