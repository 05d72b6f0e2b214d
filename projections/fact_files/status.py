"""How the fact files of a book are: which are in use, how far behind the book, whether some are being made."""

from typing import TypedDict

from ledger.book import Book
from projections.fact_files.files import FactFiles
from projections.fact_files.folders import facts_folder
from projections.fact_files.locks import somebody_builds
from projections.fact_files.progress import progress_in


class FactsStatus(TypedDict):
    """`generation` and `position`: what is in use, and up to where; `lag` how many events the book has more.

    `progress`, while some are being made: the share that is done, 0 to 100. `damaged`: a file that was not as it
    had been written, which the book answers for until files are made again; empty for none.
    """

    generation: str | None
    position: int
    lag: int
    building: bool
    progress: int | None
    damaged: str


def facts_status(book: Book) -> FactsStatus | None:
    """How the fact files of a book are; None where it keeps none."""
    folder = facts_folder(book)
    if folder is None:
        return None
    files = FactFiles.opened(folder, book.stored)
    building = somebody_builds(folder)
    progress = progress_in(folder) if building else None
    last = files.last if files else 0
    return {
        "generation": files.generation.name if files else None,
        "position": last,
        "lag": book.position - last,
        "building": building,
        "progress": progress.done * 100 // max(progress.of, 1) if progress else None,
        "damaged": files.damage if files else "",
    }
