"""Builders of fact files in processes of their own; run as `python -m … WHAT BOOK DERIVED SEGMENT`.

`build`: the files extended once. `again`: made anew over and over, until killed. A line is told whenever a segment is
done: which of the builds it belongs to, and the position.
"""

import sys
from pathlib import Path

from ledger.book import Book
from projections.fact_files.building import build, rebuild


def main(what: str, place: str, derived: str, segment: int) -> None:
    """Build as asked."""
    book = Book(place if "://" in place else Path(place), derived=Path(derived))
    number = 0

    def told(done: int, _: int) -> None:
        print(number, done, flush=True)

    if what == "build":
        build(book, segment=segment, wait=True, told=told)
    while what == "again":
        rebuild(book, segment=segment, told=told)
        number += 1
    book.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
