"""Where fact files are: their folder beside the book, its generations, and which of them is in use."""

import re
from pathlib import Path

from ledger.book import Book

FACTS = "facts"
CURRENT = "current"
_GENERATION = re.compile(r"g[0-9]{4,}")


def facts_folder(book: Book) -> Path | None:
    """Where the fact files of a book are kept; None where it keeps nothing that is made from it."""
    return book.derived / FACTS if book.derived else None


def generation_in_use(folder: Path) -> Path | None:
    """The folder of the generation in use; None where there is none."""
    try:
        name = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return folder / name if _GENERATION.fullmatch(name) else None


def generations(folder: Path) -> list[Path]:
    """The folders of all generations that are there, the oldest first."""
    found = [one for one in folder.iterdir() if _GENERATION.fullmatch(one.name)] if folder.is_dir() else []
    return sorted(found, key=lambda one: int(one.name[1:]))


def new_generation(folder: Path) -> Path:
    """A folder for the next generation, empty."""
    number = max((int(one.name[1:]) for one in generations(folder)), default=0) + 1
    generation = folder / f"g{number:04}"
    generation.mkdir()
    return generation
