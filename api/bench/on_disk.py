"""Rows about the disk: what a book takes, indexes included, beside the bytes of its events' own JSON."""

from api.bench import raw_sqlite
from api.bench.appending import append
from api.bench.asked import ASKED
from api.bench.figures import Row
from api.bench.workshop import NO_POSTGRESQL, Workshop
from ledger.book import Book

_MEGABYTE = 1e6
_AT_MOST = 200_000
"""Records: what a book takes for each of them does not hang on how many there are."""


def size_on_sqlite(shop: Workshop) -> list[Row]:
    """The file of a book, once what was written beside it is moved into it."""
    in_hand = shop.in_hand[:_AT_MOST]
    path = shop.folder() / "book.sqlite"
    book = Book(path)
    append(book, in_hand)
    book.close()
    sizes = raw_sqlite.bytes_on_disk(path) / _MEGABYTE, raw_sqlite.json_bytes(path) / _MEGABYTE
    return [ASKED["disk-sqlite"].beside([sizes], f"{len(in_hand)} 条")]


def size_on_postgresql(shop: Workshop) -> list[Row]:
    """The tables and indexes of a book."""
    asked = ASKED["disk-postgresql"]
    if (url := shop.postgresql) is None:
        return [asked.unmeasured(NO_POSTGRESQL)]
    from api.bench import raw_copy

    in_hand = shop.in_hand[:_AT_MOST]
    with raw_copy.schema_of_its_own(url, "bench_ours") as place:
        book = Book(place)
        append(book, in_hand)
        book.close()
        sizes = raw_copy.bytes_on_disk(place) / _MEGABYTE, raw_copy.json_bytes(place) / _MEGABYTE
    return [asked.beside([sizes], f"{len(in_hand)} 条")]
