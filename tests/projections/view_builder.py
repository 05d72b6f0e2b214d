"""Another process that makes views anew, over and over, until it is killed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from ledger.book import Book
from projections.views.keeping import rebuild

if __name__ == "__main__":
    place = sys.argv[1]
    with_folder = Book(place if "://" in place else Path(place), derived=Path(sys.argv[2]))
    while True:
        rebuild(with_folder)
