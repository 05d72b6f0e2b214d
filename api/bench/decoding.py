"""The row about reading: a book decoded into columns of facts, beside the plain library's replay; each on one core."""

from collections import deque
from itertools import islice
from pathlib import Path

from api.bench.appending import append
from api.bench.asked import ASKED
from api.bench.clock import timed
from api.bench.figures import Row
from api.bench.in_a_process import on_one_core, sampled
from api.bench.plain_library import IN_A_BATCH, plain_book, plainly_said
from api.bench.workshop import Workshop
from ledger.book import Book

_AT_MOST = 200_000
_WARMED_BY = 2_000


def decode(shop: Workshop) -> list[Row]:
    """The same records on both sides, of every kind that a county's workbook holds."""
    in_hand = shop.in_hand[:_AT_MOST]
    ours, peer = shop.folder() / "book.sqlite", shop.folder() / "plain.sqlite"
    book = Book(ours)
    append(book, in_hand)
    book.close()
    plain = plain_book(peer)
    said = plainly_said(in_hand)
    for first in range(0, len(said), IN_A_BATCH):
        plain.add(said[first : first + IN_A_BATCH])
    plain.close()
    pairs, fewer = shop.in_turns(
        lambda: float(sampled("api.bench.decoding:pace_of_columns", str(ours)).value),
        lambda: float(sampled("api.bench.decoding:pace_of_replay", str(peer)).value),
        shop.size.short,
    )
    return [ASKED["decode"].beside(pairs, f"{fewer}{len(in_hand)} 条,每次一个新进程")]


def pace_of_columns(path: str) -> float:
    """Events a second from the book to columns."""
    import pyarrow as pa

    from projections.fact_files.decoding import tables_of

    on_one_core()
    pa.set_cpu_count(1)
    book = Book(Path(path))
    tables_of(book.stored.lines(last=_WARMED_BY))
    with timed() as clock:
        tables = tables_of(book.stored.lines())
    return float(sum(table.num_rows for table in tables.values())) / clock.seconds


def pace_of_replay(path: str) -> float:
    """Events a second from the plain library's database to its events, each let go at once."""
    on_one_core()
    plain = plain_book(Path(path))
    events = plain.recorder.max_notification_id() or 0
    deque(islice(plain.replayed(), _WARMED_BY), maxlen=0)
    with timed() as clock:
        deque(plain.replayed(), maxlen=0)
    return events / clock.seconds
